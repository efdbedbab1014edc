import { beforeEach, describe, expect, test } from 'vitest'
import type { Effect } from '../../src/engine/index.ts'
import { ann, HandClock, openWorld, type WorldOptions } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const open = async (options: WorldOptions = {}) => {
  const clock = new HandClock(0)
  const performed: Effect[] = []
  const failing = new Set<string>()
  const perform = async (effect: Effect): Promise<void> => {
    performed.push(effect)
    if (failing.has(effect.id)) throw new Error('the server is away')
  }
  const world = await openWorld({
    clock,
    definitions: [probe],
    effects: [{ kinds: ['mail'], perform }],
    outbox: { attempts: 3, backoffMs: 1000, leaseMs: 60_000 },
    ...options,
  })
  await world.engine.start({ id: 'p', machine: 'probe', sender: ann })
  const mail = () => world.engine.send({ to: 'p', type: 'probe.mail', sender: ann })
  return { ...world, clock, performed, failing, mail }
}

describe('I12: effects run at least once and are safe to repeat', () => {
  test('each has a stable id and runs after the commit', async () => {
    const { engine, performed, mail } = await open()
    await mail()
    await mail()
    expect(performed).toEqual([])
    expect(await engine.runEffects()).toBe(2)
    expect(performed).toEqual([
      { id: 'p:2:0', kind: 'mail', params: { to: 'ann' } },
      { id: 'p:3:0', kind: 'mail', params: { to: 'ann' } },
    ])
    expect(await engine.runEffects()).toBe(0)
    expect(await engine.nextEffectMs()).toBeUndefined()
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a failure is tried again later and later, then parked, then by hand', async () => {
    const { engine, clock, performed, failing, mail } = await open()
    await mail()
    failing.add('p:2:0')
    const waits: number[] = []
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      expect(await engine.runEffects()).toBe(0)
      const nextMs = (await engine.nextEffectMs()) ?? clock.nowMs()
      waits.push(nextMs - clock.nowMs())
      expect(await engine.runEffects()).toBe(0)
      clock.set(nextMs)
    }
    expect(performed).toHaveLength(3)
    expect(waits[0]).toBeGreaterThanOrEqual(1000)
    expect(waits[0]).toBeLessThanOrEqual(1500)
    expect(waits[1]).toBeGreaterThanOrEqual(2000)
    expect(waits[2]).toBe(0)
    expect(await engine.parked()).toEqual([
      {
        id: 'p:2:0',
        kind: 'mail',
        params: { to: 'ann' },
        attempts: 3,
        lastError: 'the server is away',
      },
    ])
    failing.clear()
    expect(await engine.retryEffect('p:2:0')).toBe(true)
    expect(await engine.retryEffect('p:2:0')).toBe(false)
    expect(await engine.runEffects()).toBe(1)
    expect(await engine.parked()).toEqual([])
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a lease keeps others away until it runs out', async () => {
    const { engine, store, clock, performed, mail } = await open()
    await mail()
    const [row] = await store.reader.selectFrom('outbox').selectAll().execute()
    await store.transaction((trx) =>
      trx.updateTable('outbox').set({ lease_until_ms: 500 }).execute(),
    )
    expect(row?.status).toBe('pending')
    expect(await engine.runEffects()).toBe(0)
    clock.set(500)
    expect(await engine.runEffects()).toBe(1)
    expect(performed).toHaveLength(1)
  })

  test('after a crash between effect and note it runs again under the same id', async () => {
    const ids: string[] = []
    const effects = [
      {
        kinds: ['mail'],
        perform: async ({ id }: Effect) => {
          ids.push(id)
        },
      },
    ]
    let isDead = false
    const first = await open({
      effects,
      faults: {
        crashPoint: (name) => {
          if (isDead && name === 'after-effect') throw new Error('killed')
        },
      },
    })
    await first.mail()
    isDead = true
    await expect(first.engine.runEffects()).rejects.toMatchObject({ name: 'ProcessCrash' })
    await first[Symbol.asyncDispose]()
    const clock = new HandClock(60_000)
    const again = await openWorld({
      database: first.database,
      clock,
      definitions: [probe],
      effects,
    })
    expect(await again.engine.runEffects()).toBe(1)
    expect(ids).toEqual(['p:2:0', 'p:2:0'])
  })

  test('a kind without a handler waits', async () => {
    const { engine, mail } = await open({ effects: [] })
    await mail()
    expect(await engine.runEffects()).toBe(0)
    expect(await engine.nextEffectMs()).toBeUndefined()
    const rows = await engine.reader.selectFrom('outbox').select(['status', 'attempts']).execute()
    expect(rows).toEqual([{ status: 'pending', attempts: 0 }])
  })

  test('while one is being performed, the next is not due before its lease has run out', async () => {
    const seen: (number | undefined)[] = []
    const perform = async (): Promise<void> => {
      seen.push(await engine.nextEffectMs())
    }
    const effects = [{ kinds: ['mail'], perform }]
    const options = { effects, outbox: { leaseMs: 777 }, isOneEngine: true }
    const { engine, mail } = await open(options)
    await mail()
    expect(await engine.nextEffectMs()).toBe(0)
    await engine.runEffects()
    expect(seen).toEqual([777])
    expect(await engine.nextEffectMs()).toBeUndefined()
  })
})
