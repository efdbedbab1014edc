import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import {
  and,
  assign,
  cancel,
  createMachine,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendTo,
  setup,
  stateIn,
  type AnyStateMachine,
} from 'xstate'
import type { MachineDefinition } from '../../src/engine/index.ts'
import { lintMachine } from '../../src/engine/lint.ts'
import { library } from './example.ts'
import { openWorld } from './harness.ts'
import { probe } from './probe.ts'

const event = { schema: Type.Object({}), roles: [], label: { nl: '', en: '' } }

const lint = (machine: AnyStateMachine, rest: Partial<MachineDefinition> = {}): readonly string[] =>
  lintMachine({
    name: 'm',
    version: 1,
    machine,
    start: { schema: Type.Object({}) },
    events: { go: event },
    messages: [],
    actions: {},
    deadlines: [],
    endTag: 'end',
    ...rest,
  })

/** A machine of one state with something in it, from which `go` leads to the end. */
const withState = (state: object, implementations: object = {}): AnyStateMachine =>
  setup(implementations as never).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { go: 'z' }, ...state }, z: { tags: 'end' } },
  } as never) as unknown as AnyStateMachine

describe('lint', () => {
  test('has nothing to say of good machines', () => {
    for (const definition of [...library, probe]) expect(lintMachine(definition)).toEqual([])
    expect(lint(withState({}))).toEqual([])
  })

  test('is asked at registration, and every finding is told', async () => {
    const machine = withState({ entry: 'a', exit: 'b' })
    const definition = { ...probe, name: 'bad', machine }
    await expect(openWorld({ definitions: [definition] })).rejects.toMatchObject({
      code: 'machine-refused',
      message: expect.stringMatching(/bad: Action a .*\n.*Action b /),
    })
  })

  test('names that are not implemented', () => {
    expect(lint(withState({ entry: 'mail' }))).toEqual([
      'Action mail of state a is not implemented.',
    ])
    expect(lint(withState({ on: { go: { target: 'z', guard: 'may' } } }))).toEqual([
      'Guard may of state a is not implemented.',
    ])
    expect(lint(withState({ after: { soon: 'z' } }))).toEqual([
      'State a has the delay soon, which is not implemented.',
    ])
    const both = and(['may', 'must', () => true])
    expect(lint(withState({}, { guards: { may: () => true, both } }))).toEqual([
      'Guard must of guard both is not implemented.',
    ])
    const arm = raise({ type: 'go' }, { delay: 'never' as never })
    expect(lint(withState({}, { actions: { arm } }))).toEqual([
      'Action arm has the delay never, which is not implemented.',
    ])
  })

  test('inline functions', () => {
    const inline = ['State a has an inline action; name it in setup.']
    expect(lint(withState({ entry: () => {} }))).toEqual(inline)
    expect(lint(withState({ entry: assign({ n: 1 }) }))).toEqual(inline)
    expect(lint(withState({ exit: enqueueActions(() => {}) }))).toEqual(inline)
    expect(lint(withState({ on: { go: { target: 'z', actions: () => {} } } }))).toEqual(inline)
    expect(lint(withState({ always: { guard: () => true, target: 'z' } }))).toEqual([
      'State a has an inline guard; name it in setup.',
    ])
    expect(lint(withState({ always: { guard: stateIn('z'), target: 'z' } }))).toEqual([
      'State a has an inline guard; name it in setup.',
    ])
    expect(lint(withState({ entry: raise(() => ({ type: 'go' })) }))).toEqual([
      'State a has an inline function; name it in setup.',
    ])
    const named = { actions: { n: assign({ n: 1 }), q: enqueueActions(() => {}) } }
    expect(lint(withState({ entry: ['n', 'q', log('x'), cancel('x')] }, named))).toEqual([])
  })

  test('numeric delays', () => {
    expect(lint(withState({ after: { 1000: 'z' } }))).toEqual([
      'State a has the delay 1000; name it in setup, so that its timer keeps its name.',
    ])
    expect(lint(withState({ entry: raise({ type: 'go' }, { delay: 5 }) }))).toHaveLength(1)
  })

  test('wildcards, reserved names and events that no table has', () => {
    expect(lint(withState({ on: { '*': 'z' } }))).toEqual([
      "State a takes *, which would take XState's own events too.",
    ])
    expect(lint(withState({ on: { 'go.*': 'z' } }))).toHaveLength(1)
    expect(lint(withState({ on: { 'engine.skip': 'z' } }))).toEqual([
      'State a takes engine.skip, a name that is reserved.',
    ])
    expect(lint(withState({ on: { stop: 'z' } }))).toEqual([
      'State a takes stop, which is neither in the event table nor a message.',
    ])
    expect(lint(withState({ on: { stop: 'z' } }), { messages: ['stop'] })).toEqual([])
    expect(lint(withState({}), { events: { go: event, 'xstate.stop': event } })).toEqual([
      'Event xstate.stop has a name that is reserved.',
    ])
  })

  test('actors in any form', () => {
    const actors = { actors: { job: fromPromise(async () => 1) } }
    expect(lint(withState({ invoke: { src: 'job' } }, actors))).toEqual([
      'State a invokes an actor; long work is an effect.',
    ])
    expect(lint(withState({ entry: sendTo('x', { type: 'go' }) }))).toEqual([
      'State a speaks to an actor; send a message instead.',
    ])
    const told = { actions: { tell: sendTo('x', { type: 'go' }) } }
    expect(lint(withState({ entry: 'tell' }, told))).toEqual([
      'Action tell speaks to an actor; send a message instead.',
    ])
    const spawning = createMachine({
      id: 'm',
      context: ({ spawn }) => ({ job: spawn(fromPromise(async () => 1)) }),
      tags: 'end',
    })
    expect(lint(spawning)).toContain('The context spawns an actor; long work is an effect.')
  })

  test('routes', () => {
    expect(lint(withState({ id: 'here', route: {} }))).toContain(
      'State a has a route, by which anyone could enter it.',
    )
  })

  test('states that nothing leads to', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { on: { go: 'b' } },
        b: {
          type: 'parallel',
          tags: 'end',
          states: {
            left: { initial: 'x', states: { x: {}, lost: {} } },
            right: { initial: 'y', states: { y: {} } },
          },
        },
        island: { initial: 'i', tags: 'end', states: { i: {} } },
      },
    })
    expect(lint(machine)).toEqual([
      'State b.left.lost can never be reached.',
      'State island can never be reached.',
      'State island.i can never be reached.',
    ])
  })

  test('states from which no end can be reached', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'a',
      states: {
        a: { on: { go: [{ target: 'stuck' }, { target: 'both' }] } },
        stuck: {},
        both: {
          type: 'parallel',
          states: {
            main: { initial: 'm1', states: { m1: { on: { go: '#m.z' } } } },
            side: { initial: 's1', states: { s1: { on: { go: 's2' } }, s2: {} } },
          },
        },
        z: { tags: 'end' },
      },
    })
    expect(lint(machine)).toEqual(['From state stuck no state tagged end can be reached.'])
  })

  test('history leads back to where it was left', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'work',
      states: {
        work: {
          initial: 'x',
          on: { go: 'pause' },
          states: { x: { on: { go: 'y' } }, y: { tags: 'end' }, last: { type: 'history' } },
        },
        pause: { on: { go: 'work.last' } },
      },
    })
    expect(lint(machine)).toEqual([])
  })

  test('tables that do not fit the machine', () => {
    const mail = { actions: { mail: () => {} } }
    expect(lint(withState({ entry: 'mail' }, mail))).toEqual([
      'Action mail has no kind: message, effect or record.',
    ])
    expect(lint(withState({}), { actions: { gone: 'effect' } })).toEqual([
      'Action gone has a kind, and is no custom action of the machine.',
    ])
    expect(lint(withState({}), { deadlines: ['gone'] })).toEqual([
      'Deadline gone is not a delay of the machine.',
    ])
    expect(lint(withState({}), { endTag: 'other' })).toContain('No state is tagged other.')
  })

  test('takes no time on a machine of many regions', () => {
    const region = (count: number) => ({
      initial: 's0',
      states: Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `s${index}`,
          index === count - 1 ? { tags: 'end' } : { on: { go: `s${index + 1}` } },
        ]),
      ),
    })
    const machine = createMachine({
      id: 'm',
      type: 'parallel',
      states: Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`r${index}`, region(20)]),
      ),
    } as never)
    expect(lint(machine)).toEqual([])
  }, 5000)
})
