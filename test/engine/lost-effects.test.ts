import { afterEach, expect, test } from 'vitest'
import { openEngine, type Engine, type Store } from '../../src/engine/index.ts'
import { library, loanMs } from './example.ts'
import { freshDatabase, HandClock, openDatabase } from './harness.ts'

const startMs = Date.UTC(2025, 0, 31)
const sender = { person: 'ann', roles: ['reader'] }
const opened: Store[] = []

afterEach(async () => {
  for (const store of opened) await store[Symbol.asyncDispose]()
})

/** A process that dies after it performed an effect, before it could note it. */
async function process(database: string, clock: HandClock): Promise<Engine> {
  const store = await openDatabase(database)
  opened.push(store)
  return openEngine({
    store,
    kind: { seed: 'lost', startMs },
    clock,
    definitions: library,
    effects: [{ kinds: ['remind'], perform: async () => {} }],
    outbox: { attempts: 3, leaseMs: 1000 },
    faults: {
      crashPoint: (name) => {
        if (name === 'after-effect') throw new Error('The process ends')
      },
    },
  })
}

test('an effect of which nobody comes back is parked after its last attempt', async () => {
  const database = await freshDatabase()
  const clock = new HandClock(startMs)
  const first = await process(database, clock)
  const root = { id: 'shelf', machine: 'shelf' }
  const loan = { id: 'loan', machine: 'loan', data: { title: 'Max Havelaar', shelf: 'shelf' } }
  await first.startGroup({ root, members: [loan], sender })
  await first.advanceTo(startMs + loanMs)
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const engine = await process(database, clock)
    await expect(engine.runEffects()).rejects.toThrow('The process ended at after-effect')
    clock.set(clock.nowMs() + 2000)
  }
  const last = await process(database, clock)
  expect(await last.runEffects()).toBe(0)
  expect(await last.parked()).toMatchObject([{ id: 'loan:2:0', attempts: 3 }])
  expect(await last.verify()).toEqual([])
})
