import { beforeEach, describe, expect, test } from 'vitest'
import { InProcessDispatcher } from '../../src/dispatch/in-process/dispatcher.ts'
import type { Clock, Dispatcher, Effect, Engine } from '../../src/engine/index.ts'
import { ann, HandClock, openWorld, type World, type WorldOptions } from './harness.ts'
import { broken, probe } from './probe.ts'

/** A way to bring timers, and a place to keep them; another courier or store is one more row. */
interface Courier {
  readonly name: string
  readonly open: (options: WorldOptions) => Promise<World>
  readonly dispatcher: (parts: {
    readonly engine: Engine
    readonly clock: Clock
    readonly onError?: (error: unknown) => void
  }) => Dispatcher
}

const couriers: readonly Courier[] = [
  {
    name: 'in-process',
    open: openWorld,
    dispatcher: (parts) => new InProcessDispatcher(parts),
  },
]

beforeEach(() => broken.clear())

describe.each(couriers)('$name', ({ open, dispatcher: make }) => {
  /** An engine with `count` instances, each with a timer 100 ms from now; `commits` counts. */
  const prepare = async (count: number, options: WorldOptions = {}) => {
    const clock = new HandClock(0)
    const heard: (() => void)[] = []
    const told: Dispatcher[] = []
    const onBatch: NonNullable<WorldOptions['onBatch']> = (report) => {
      for (const each of told) each.committed(report)
      if (report.position === null) return
      for (const hear of heard.splice(0)) hear()
    }
    const world = await open({ clock, definitions: [probe], onBatch, ...options })
    const ids = Array.from({ length: count }, (_, index) => `p${index}`)
    await Promise.all(ids.map((id) => world.engine.start({ id, machine: 'probe', sender: ann })))
    const arm = (to: string, delay: number) =>
      world.engine.send({ to, type: 'probe.arm', data: { delay }, sender: ann })
    await Promise.all(ids.map((id) => arm(id, 100)))
    const errors: unknown[] = []
    const courier = () =>
      make({ engine: world.engine, clock, onError: (error) => errors.push(error) })
    const dispatcher = courier()
    told.push(dispatcher)
    const ticks = async (): Promise<readonly number[]> => {
      const logs = await Promise.all(ids.map((id) => world.engine.history(id)))
      return logs.map((log) => log.filter(({ type }) => type === 'tick').length)
    }
    /** Lets time pass until the next commit. */
    const pass = async (): Promise<void> => {
      const waiting = new Set([1])
      heard.push(() => waiting.clear())
      while (waiting.size > 0) {
        if (clock.isAwaited) clock.set(clock.nowMs() + 10)
        await new Promise(setImmediate)
      }
    }
    return { ...world, clock, arm, courier, dispatcher, ticks, pass, errors }
  }

  test('takes nothing before it is due, and everything once it is', async () => {
    const { clock, dispatcher, ticks } = await prepare(5)
    clock.set(99)
    expect(await dispatcher.tick()).toBe(0)
    clock.set(100)
    expect(await dispatcher.tick()).toBe(5)
    expect(await dispatcher.tick()).toBe(0)
    expect(await ticks()).toEqual([1, 1, 1, 1, 1])
  })

  test('brought twice, by two couriers at once, a timer fires once', async () => {
    const { clock, courier, dispatcher, ticks, engine } = await prepare(20)
    clock.set(100)
    const fired = await Promise.all([dispatcher.tick(), courier().tick(), dispatcher.tick()])
    expect(fired.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(await ticks()).toEqual(Array.from({ length: 20 }, () => 1))
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('works on its own: it wakes for the next due row', async () => {
    const { clock, dispatcher, ticks, pass } = await prepare(1)
    dispatcher.start()
    dispatcher.start()
    await pass()
    expect(clock.nowMs()).toBeGreaterThanOrEqual(100)
    await dispatcher.stop()
    expect(await ticks()).toEqual([1])
  })

  test('works on its own: it is told of what is armed earlier', async () => {
    const { clock, arm, dispatcher, ticks, pass } = await prepare(1)
    dispatcher.start()
    await arm('p0', 0)
    await pass()
    await dispatcher.stop()
    expect(await ticks()).toEqual([1])
    expect(clock.nowMs()).toBeLessThan(5000)
  })

  test('after a restart nothing is lost and nothing doubled', async () => {
    const { clock, courier, dispatcher, ticks } = await prepare(3)
    dispatcher.start()
    await dispatcher.stop()
    await dispatcher[Symbol.asyncDispose]()
    clock.set(1_000_000)
    expect(await courier().tick()).toBe(3)
    expect(await ticks()).toEqual([1, 1, 1])
  })

  test('one bad instance does not keep the others’ timers', async () => {
    const { clock, dispatcher, ticks } = await prepare(3)
    broken.add('p1')
    clock.set(100)
    expect(await dispatcher.tick()).toBe(2)
    expect(await dispatcher.tick()).toBe(0)
    expect(await ticks()).toEqual([1, 0, 1])
  })

  test('goes on after a round that failed', async () => {
    let isDown = false
    const { clock, dispatcher, ticks, errors, pass } = await prepare(1, {
      onStatement: () => {
        if (isDown) throw new Error('the disk is full')
      },
    })
    isDown = true
    dispatcher.start()
    clock.set(100)
    while (errors.length === 0) await new Promise(setImmediate)
    isDown = false
    await pass()
    await dispatcher.stop()
    expect(errors[0]).toMatchObject({ code: 'database-failed' })
    expect(await ticks()).toEqual([1])
  })

  test('performs effects as well', async () => {
    const performed: string[] = []
    const perform = async ({ id }: Effect): Promise<void> => {
      performed.push(id)
    }
    const { engine, dispatcher } = await prepare(1, { effects: [{ kinds: ['mail'], perform }] })
    await engine.send({ to: 'p0', type: 'probe.mail', sender: ann })
    expect(await dispatcher.tick()).toBe(1)
    expect(performed).toEqual(['p0:3:0'])
  })
})
