import { Type } from 'typebox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { setup } from 'xstate'
import {
  openEngine,
  type DeliveredEvent,
  type Engine,
  type EngineOptions,
  type MachineDefinition,
  type StartInput,
  type Store,
} from '../../src/engine/index.ts'
import { library, loanMs } from './example.ts'
import { freshDatabase, openDatabase } from './harness.ts'

const startMs = Date.UTC(2025, 0, 31)
const sender = { person: 'ann', roles: ['reader', 'librarian'] }

let store: Store
let failing: (sql: string) => boolean

beforeEach(async () => {
  failing = () => false
  store = await openDatabase(await freshDatabase(), (sql) => {
    if (failing(sql)) throw new Error('The disk says no')
  })
})

afterEach(async () => {
  await store[Symbol.asyncDispose]()
})

/** A shelf with loans that fall due together, on a virtual database. */
async function opened(limits: EngineOptions['limits'] = {}): Promise<Engine> {
  const kind = { seed: 'time', startMs }
  const engine = await openEngine({ store, kind, definitions: library, limits })
  await engine.startGroup({
    root: { id: 'shelf', machine: 'shelf' },
    members: ['a', 'b', 'c'].map((id) => ({
      id,
      machine: 'loan',
      data: { title: id, shelf: 'shelf' },
    })),
    sender,
  })
  return engine
}

describe('the clock of a virtual database', () => {
  test('stays where it is when the batch that moves it is rolled back', async () => {
    const engine = await opened()
    failing = (sql) => sql === 'commit'
    const at = startMs + loanMs
    await expect(engine.send({ to: 'a', type: 'book.renew', sender, at })).rejects.toThrow('disk')
    failing = () => false
    expect(engine.nowMs()).toBe(startMs)
    const timer = { instanceId: 'a', timerId: 'xstate.after.due.loan.lent', arming: 1 }
    expect(await engine.fire(timer)).toBe('not-due')
  })

  test('is not behind timers that fired in a batch that was full before its event', async () => {
    const engine = await opened({ batchSteps: 1 })
    let batches = 0
    failing = (sql) => sql.startsWith('begin') && (batches += 1) === 2
    const at = startMs + loanMs
    await expect(engine.send({ to: 'a', type: 'book.renew', sender, at })).rejects.toThrow('disk')
    failing = () => false
    expect((await engine.instance('a'))?.state).toBe('overdue')
    expect(engine.nowMs()).toBe(at)
  })
})

/** Two steps that are due at once, one after the other. */
const chain: MachineDefinition = {
  name: 'chain',
  version: 1,
  machine: setup({
    types: { events: {} as DeliveredEvent, input: {} as StartInput },
    delays: { atOnce: 0 },
  }).createMachine({
    initial: 'first',
    states: {
      first: { after: { atOnce: 'second' } },
      second: { after: { atOnce: 'third' } },
      third: { tags: 'end', on: { 'chain.pull': 'third' } },
    },
  }),
  start: { schema: Type.Object({}) },
  events: {
    'chain.pull': {
      schema: Type.Object({}),
      roles: ['reader'],
      label: { nl: 'Trekken', en: 'Pull' },
    },
  },
  messages: [],
  actions: {},
  deadlines: [],
  endTag: 'end',
}

describe('an event that its group has overtaken', () => {
  test('waits for the timers that are armed on the way', async () => {
    const kind = { seed: 'time', startMs }
    const engine = await openEngine({ store, kind, definitions: [chain] })
    await engine.start({ id: 'bell', machine: 'chain', sender })
    const at = startMs - 1
    const outcome = await engine.send({ to: 'bell', type: 'chain.pull', sender, at })
    expect(outcome).toMatchObject({ accepted: true, revision: 4, at: startMs })
    expect((await engine.history('bell')).map(({ cause }) => cause)).toEqual([
      'start',
      'timer',
      'timer',
      'external',
    ])
  })
})
