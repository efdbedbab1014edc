import { describe, expect, test } from 'vitest'
import { InProcessDispatcher } from '../../src/dispatch/in-process/dispatcher.ts'
import { SystemClock, type Clock } from '../../src/engine/index.ts'
import { dayMs, HandClock, openWorld } from './harness.ts'
import { probe } from './probe.ts'

const hourMs = 3_600_000

describe('heartbeats', () => {
  test('tell when a dispatcher last lived, by the database’s clock', async () => {
    const clock = new HandClock(1000)
    const { engine } = await openWorld({ clock, definitions: [probe] })
    await engine.heartbeat('a', 'bullmq')
    await engine.heartbeat('b', 'in-process')
    clock.set(6000)
    await engine.heartbeat('b', 'in-process')
    expect(await engine.dispatchers()).toMatchObject([
      { id: 'a', kind: 'bullmq', atMs: 1000 },
      { id: 'b', kind: 'in-process', atMs: 6000 },
    ])
  })

  test('tell how far the clock of the host is ahead', async () => {
    const host = new SystemClock()
    const clock: Clock = {
      nowMs: () => host.nowMs() - 2 * hourMs,
      sleepUntil: (ms, signal) => host.sleepUntil(ms, signal),
    }
    const { engine } = await openWorld({ clock, definitions: [probe] })
    await engine.heartbeat('a', 'bullmq')
    expect((await engine.dispatchers())[0]?.skewMs).toBeCloseTo(2 * hourMs, -2)
  })

  test('are gone after a clean stop, and a day after the last word', async () => {
    const clock = new HandClock(0)
    const { engine } = await openWorld({ clock, definitions: [probe] })
    await engine.heartbeat('killed', 'bullmq')
    await engine.heartbeat('stopped', 'bullmq')
    await engine.endHeartbeat('stopped')
    expect((await engine.dispatchers()).map(({ id }) => id)).toEqual(['killed'])
    clock.set(dayMs + 1)
    await engine.heartbeat('other', 'bullmq')
    expect((await engine.dispatchers()).map(({ id }) => id)).toEqual(['other'])
  })

  test('have no skew on a virtual database, whose clock is its own', async () => {
    const { engine } = await openWorld()
    await engine.heartbeat('a', 'bullmq')
    expect(await engine.dispatchers()).toEqual([{ id: 'a', kind: 'bullmq', atMs: 0, skewMs: null }])
  })

  test('are written by a dispatcher while it works, and only then', async () => {
    const clock = new HandClock(0)
    const { engine } = await openWorld({ clock, definitions: [probe] })
    const dispatcher = new InProcessDispatcher({ engine, clock })
    await dispatcher.tick()
    expect(await engine.dispatchers()).toEqual([])
    dispatcher.start()
    for (;;) {
      const [alive] = await engine.dispatchers()
      if (alive !== undefined && alive.atMs >= 5000) break
      clock.set(clock.nowMs() + 1000)
      await new Promise(setImmediate)
    }
    await dispatcher.stop()
    expect(await engine.dispatchers()).toEqual([])
  })
})
