import { describe, expect, test } from 'vitest'
import { and, createMachine, emit, log, raise, sendTo, setup, type AnyStateMachine } from 'xstate'
import { createStepper, stateOf } from '../../src/engine/xstate-adapter.ts'

const input = { at: 0, revision: 1, id: 'm', data: null } as const
const delivered = (type: string) => ({
  type,
  at: 5,
  revision: 2,
  person: null,
  data: null,
  facts: null,
})

const started = (machine: AnyStateMachine) => {
  const stepper = createStepper(machine)
  return { stepper, ...stepper.initial(input) }
}

const withEntry = (entry: object) =>
  createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { go: 'b' } }, b: { entry } },
  } as never)

describe('createStepper', () => {
  test('leaves the machine that it was given as it is', () => {
    const machine = withEntry([])
    const before = machine.options
    createStepper(machine)
    expect(machine.options).toBe(before)
  })

  test('a raise with a delay arms a timer, by its id or else by its type', () => {
    const { stepper, snapshot } = started(
      withEntry([
        raise({ type: 'tick' }, { delay: 10, id: 'named' }),
        raise({ type: 'tick' }, { delay: 20 }),
        raise({ type: 'now' }),
        log('said'),
        emit({ type: 'told' }),
      ]),
    )
    const { operations } = stepper.next(snapshot, delivered('go'))
    expect(operations).toEqual([
      { kind: 'arm', timerId: 'named', event: { type: 'tick' }, delayMs: 10 },
      { kind: 'arm', timerId: 'tick', event: { type: 'tick' }, delayMs: 20 },
    ])
  })

  test('what XState would do with actors is refused when the lint did not see it', () => {
    const { stepper, snapshot } = started(withEntry(sendTo(({ self }) => self, { type: 'x' })))
    expect(() => stepper.next(snapshot, delivered('go'))).toThrow('xstate.sendTo is not durable')
  })

  test('an action without code is refused when the lint did not see it', () => {
    const { stepper, snapshot } = started(withEntry({ type: 'missing' }))
    expect(() => stepper.next(snapshot, delivered('go'))).toThrow('missing is not implemented')
  })

  test('a crash at the start is thrown, not kept as a state', () => {
    const machine = createMachine({
      id: 'm',
      context: () => {
        throw new Error('no context')
      },
    })
    expect(() => createStepper(machine).initial(input)).toThrow('no context')
  })

  test('output and history outlive storing', () => {
    const machine = createMachine({
      id: 'm',
      initial: 'work',
      output: { done: true },
      states: {
        work: {
          initial: 'x',
          on: { pause: 'idle' },
          states: { x: { on: { go: 'y' } }, y: {}, last: { type: 'history' } },
        },
        idle: { on: { go: 'work.last', end: 'over' } },
        over: { type: 'final' },
      },
    })
    const { stepper, snapshot } = started(machine)
    let current = snapshot
    for (const type of ['go', 'pause']) {
      current = stepper.restore(stepper.persist(stepper.next(current, delivered(type)).snapshot))
    }
    const resumed = stepper.next(current, delivered('go')).snapshot
    expect(stateOf(resumed)).toBe('work.y')
    const over = stepper.next(current, delivered('end')).snapshot
    expect(JSON.parse(stepper.persist(over))).toMatchObject({
      status: 'done',
      output: { done: true },
    })
  })

  test('one that was stored and one that was not go on alike, whatever moved first', () => {
    const never = () => false
    const region = (name: string) => ({
      initial: 'early',
      states: {
        early: { on: { [`move-${name}`]: 'late' } },
        late: {
          on: { act: { actions: { type: name } }, deny: { guard: `${name}-may`, target: 'late' } },
        },
      },
    })
    const machine = setup({
      actions: { a: () => undefined, b: () => undefined },
      guards: { 'a-may': never, 'b-may': never },
    }).createMachine({
      id: 'm',
      type: 'parallel',
      states: { a: region('a'), b: region('b') },
    } as never) as unknown as AnyStateMachine
    const { stepper, snapshot } = started(machine)
    const moved = ['move-b', 'move-a'].reduce(
      (current, type) => stepper.next(current, delivered(type)).snapshot,
      snapshot,
    )
    const restored = stepper.restore(stepper.persist(moved))
    for (const each of [moved, restored]) {
      expect(stepper.next(each, delivered('act')).operations).toMatchObject([
        { type: 'a' },
        { type: 'b' },
      ])
      expect(stepper.guards(each, 'deny')).toEqual(['a-may', 'b-may'])
      expect(stepper.persist(each)).toBe(stepper.persist(moved))
    }
  })

  test('names the guards before an event, of all active states', () => {
    const never = () => false
    const machine = setup({ guards: { plain: never, withParams: never } }).createMachine({
      id: 'm',
      type: 'parallel',
      states: {
        a: { on: { go: { guard: 'plain', target: 'a' } } },
        b: { on: { go: { guard: { type: 'withParams' }, target: 'b' } } },
        c: { on: { go: { guard: and(['plain']), target: 'c' } } },
        d: { on: { go: [] } },
      },
    } as never)
    const { stepper, snapshot } = started(machine as unknown as AnyStateMachine)
    expect(stepper.guards(snapshot, 'go')).toEqual(['plain', 'withParams'])
    expect(stepper.can(snapshot, delivered('go'))).toBe(false)
    expect(stateOf(snapshot)).toBe('a,b,c,d')
  })

  test('knows the delays of its timers by name', () => {
    const machine = setup({ delays: { soon: 5 } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { soon: 'b' } }, b: { after: { 10: 'a' } } },
    })
    expect([...createStepper(machine).delays]).toEqual([['xstate.after.soon.m.a', 'soon']])
  })
})
