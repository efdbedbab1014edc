import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BullmqDispatcher } from '../../src/dispatch/bullmq/dispatcher.ts'
import { InProcessDispatcher } from '../../src/dispatch/in-process/dispatcher.ts'
import {
  SystemClock,
  type Clock,
  type Dispatcher,
  type Effect,
  type Engine,
} from '../../src/engine/index.ts'
import { RedisProcess } from '../redis.ts'
import { ann, HandClock, openWorld, type WorldOptions } from './harness.ts'
import { broken, probe } from './probe.ts'

/** A way to bring timers; another one is one more row. */
interface Courier {
  readonly name: string
  readonly dispatcher: (parts: {
    readonly engine: Engine
    readonly clock: Clock
    readonly onError: (error: unknown) => void
  }) => Promise<Dispatcher>
  /** Whom the log names for a timer that it brought on its own. */
  readonly firedBy: string
  /** Lets others go on while the hand clock moves by 10 ms. */
  readonly step: () => Promise<unknown>
}

let redis: RedisProcess
let worlds = 0
const host = new SystemClock()

const couriers: readonly Courier[] = [
  {
    name: 'in-process',
    dispatcher: async (parts) => new InProcessDispatcher(parts),
    firedBy: 'in-process',
    step: () => new Promise(setImmediate),
  },
  {
    name: 'BullMQ',
    dispatcher: (parts) =>
      BullmqDispatcher.open({ ...parts, redis: redis.config(`world-${worlds}`) }),
    firedBy: 'queue',
    // A queue counts in real time, so the hand clock moves with it.
    step: () => host.sleepUntil(host.nowMs() + 10),
  },
]

const closing: Dispatcher[] = []

beforeAll(async () => {
  redis = await RedisProcess.start()
})
beforeEach(() => {
  broken.clear()
  worlds += 1
})
afterEach(async () => {
  for (const dispatcher of closing.splice(0)) await dispatcher[Symbol.asyncDispose]()
})
afterAll(() => redis[Symbol.asyncDispose]())

describe.each(couriers)('$name', ({ dispatcher: make, firedBy, step }) => {
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
    const world = await openWorld({ clock, definitions: [probe], onBatch, ...options })
    const ids = Array.from({ length: count }, (_, index) => `p${index}`)
    await Promise.all(ids.map((id) => world.engine.start({ id, machine: 'probe', sender: ann })))
    const arm = (to: string, delay: number) =>
      world.engine.send({ to, type: 'probe.arm', data: { delay }, sender: ann })
    await Promise.all(ids.map((id) => arm(id, 100)))
    const errors: unknown[] = []
    const courier = async (): Promise<Dispatcher> => {
      const onError = (error: unknown) => errors.push(error)
      const made = await make({ engine: world.engine, clock, onError })
      closing.push(made)
      return made
    }
    const dispatcher = await courier()
    told.push(dispatcher)
    const ticks = async (): Promise<readonly number[]> => {
      const logs = await Promise.all(ids.map((id) => world.engine.history(id)))
      return logs.map((log) => log.filter(({ type }) => type === 'tick').length)
    }
    /** Who brought the timers that fired. */
    const bringers = async (): Promise<readonly (string | null)[]> => {
      const rows = world.engine.reader.selectFrom('event').select('fired_by')
      const fired = await rows.where('cause', '=', 'timer').execute()
      return fired.map(({ fired_by }) => fired_by)
    }
    /** Lets time pass until the next commit. */
    const pass = async (): Promise<void> => {
      const waiting = new Set([1])
      heard.push(() => waiting.clear())
      while (waiting.size > 0) {
        if (clock.isAwaited) clock.set(clock.nowMs() + 10)
        await step()
      }
    }
    return { ...world, clock, arm, courier, dispatcher, ticks, bringers, pass, errors }
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
    const other = await courier()
    clock.set(100)
    const fired = await Promise.all([dispatcher.tick(), other.tick(), dispatcher.tick()])
    expect(fired.reduce((sum, count) => sum + count, 0)).toBe(20)
    expect(await ticks()).toEqual(Array.from({ length: 20 }, () => 1))
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('works on its own: it wakes for the next due row', async () => {
    const { clock, dispatcher, ticks, bringers, pass } = await prepare(1)
    dispatcher.start()
    dispatcher.start()
    await pass()
    expect(clock.nowMs()).toBeGreaterThanOrEqual(100)
    await dispatcher.stop()
    expect(await ticks()).toEqual([1])
    expect(await bringers()).toEqual([firedBy])
  })

  test('works on its own: it is told of what is armed earlier', async () => {
    const { clock, arm, dispatcher, ticks, bringers, pass } = await prepare(1)
    dispatcher.start()
    await arm('p0', 0)
    await pass()
    await dispatcher.stop()
    expect(await ticks()).toEqual([1])
    expect(await bringers()).toEqual([firedBy])
    expect(clock.nowMs()).toBeLessThan(5000)
  })

  test('after a restart nothing is lost and nothing doubled', async () => {
    const { clock, courier, dispatcher, ticks } = await prepare(3)
    dispatcher.start()
    await dispatcher.stop()
    await dispatcher[Symbol.asyncDispose]()
    clock.set(1_000_000)
    expect(await (await courier()).tick()).toBe(3)
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
