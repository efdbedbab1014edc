import { beforeEach, describe, expect, test } from 'vitest'
import { ann, HandClock, openWorld } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const minute = 60_000

const open = async () => {
  const clock = new HandClock(0)
  const perform = () => Promise.reject(new Error('the mail server is away'))
  const world = await openWorld({
    clock,
    definitions: [probe],
    effects: [{ kinds: ['mail'], perform }],
    outbox: { attempts: 1 },
  })
  for (const id of ['p', 'q']) {
    await world.engine.start({ id, machine: 'probe', sender: ann })
  }
  const send = (to: string, type: string, data: unknown = {}) =>
    world.engine.send({ to, type, data, sender: ann })
  return { ...world, clock, send }
}

describe('condition', () => {
  test('of a database in which nothing waits', async () => {
    const { engine } = await open()
    expect(await engine.condition()).toMatchObject({
      nowMs: 0,
      kind: 'live',
      timers: { due: 0, overdue: 0, held: 0, oldestDueMs: null },
      outbox: { pending: 0, parked: 0, overdue: 0, lost: 0 },
      needsAttention: 0,
      unknownMigrations: [],
    })
  })

  test('counts timers that are due, late, and held by an instance that failed', async () => {
    const { engine, clock, send } = await open()
    await send('p', 'probe.arm', { delay: 1000 })
    await send('q', 'probe.arm', { delay: 2 * minute })
    clock.set(1000)
    expect((await engine.condition()).timers).toMatchObject({ due: 1, overdue: 0, held: 0 })
    broken.add('p')
    await engine.fireDue()
    clock.set(2 * minute)
    const failed = await engine.condition()
    expect(failed.timers).toEqual({ due: 2, overdue: 0, held: 1, oldestDueMs: 2 * minute })
    expect(failed.needsAttention).toBe(1)
    clock.set(3 * minute)
    expect((await engine.condition()).timers).toMatchObject({ due: 2, overdue: 1, held: 1 })
  })

  test('counts effects that wait, are parked, or whose taker fell silent', async () => {
    const { engine, store, clock, send } = await open()
    await send('p', 'probe.mail')
    await engine.runEffects()
    await send('p', 'probe.mail')
    await send('p', 'probe.mail')
    await store.transaction((trx) =>
      trx.updateTable('outbox').set({ lease_until_ms: 10 }).where('id', '=', 'p:3:0').execute(),
    )
    const outbox = async () => (await engine.condition()).outbox
    expect(await outbox()).toEqual({ pending: 2, parked: 1, overdue: 0, lost: 0 })
    clock.set(minute + 10)
    expect(await outbox()).toEqual({ pending: 2, parked: 1, overdue: 1, lost: 1 })
  })

  test('tells the size of the database', async () => {
    const { engine } = await open()
    const { storage } = await engine.condition()
    expect(storage.databaseBytes + (storage.walBytes ?? 0)).toBeGreaterThan(10_000)
  })
})
