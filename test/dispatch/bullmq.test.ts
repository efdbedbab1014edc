import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SystemClock, type Effect } from '../../src/engine/index.ts'
import { ann, openWorld } from '../engine/harness.ts'
import { probe } from '../engine/probe.ts'
import { RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { allFired, firedOf, openCourierWorld } from './world.ts'

let redis: RedisProcess
beforeAll(async () => {
  redis = await RedisProcess.start()
})
beforeEach(() => redis.client.flushall())
afterAll(() => redis[Symbol.asyncDispose]())

/** Timers in the queue, waiting or not. */
const queued = async (): Promise<number> => (await redis.client.keys('*:t-*')).length

/** Different jobs that were ever put into the queue. */
const added = async (): Promise<number> => {
  const events = await redis.client.xrange('test:timers:events', '-', '+')
  const jobs = events
    .filter(([, fields]) => fields[fields.indexOf('event') + 1] === 'added')
    .map(([, fields]) => fields[fields.indexOf('jobId') + 1])
  return new Set(jobs).size
}

/** Longer than any test: what happens, happens by the queues. */
const neverMs = 1_000_000

describe('bullmq dispatcher', () => {
  test('with Redis up, its jobs fire at least 99 of 100 timers, and leave nothing behind', async () => {
    const { engine, start, arm, errors } = await openCourierWorld(redis.config())
    const ids = await start(500)
    await Promise.all(ids.map((id, index) => arm(id, 1000 + index * 4)))
    await until('all fire', () => allFired(engine))
    const fired = await firedOf(engine)
    expect(fired).toHaveLength(500)
    expect(new Set(fired.map(({ instance }) => instance)).size).toBe(500)
    expect(fired.filter(({ by }) => by === 'queue').length).toBeGreaterThanOrEqual(495)
    expect(Math.min(...fired.map(({ lateMs }) => lateMs))).toBeGreaterThanOrEqual(0)
    expect(errors).toEqual([])
    await until('the jobs are gone', async () => (await queued()) === 0)
    // Each had one of its own, so that none depended on another's.
    expect(await added()).toBe(500)
  })

  test('timers that are due later than two days stay in SQL', async () => {
    const { start, arm } = await openCourierWorld(redis.config())
    await start(2)
    await arm('p0', 49 * 3_600_000)
    await arm('p1', 47 * 3_600_000)
    await until('one is queued', async () => (await queued()) > 0)
    expect(await redis.client.zcard('test:timers:delayed')).toBe(1)
  })

  test('queues what others armed, before it came and since, without being told', async () => {
    const silent = await openWorld({ clock: new SystemClock(), definitions: [probe] })
    const arm = (to: string, delay: number) =>
      silent.engine.send({ to, type: 'probe.arm', data: { delay }, sender: ann })
    await silent.engine.start({ id: 'p0', machine: 'probe', sender: ann })
    await silent.engine.start({ id: 'p1', machine: 'probe', sender: ann })
    await arm('p0', 1500)
    const { engine } = await openCourierWorld(redis.config(), {
      world: { database: silent.database },
      sweepMs: 1000,
    })
    await until('one is queued', async () => (await queued()) === 1)
    await arm('p1', 1500)
    await until('both fire', () => allFired(engine))
    expect((await firedOf(engine)).map(({ by }) => by)).toEqual(['queue', 'queue'])
  })

  test('a job makes all fire that is due; who comes after finds nothing left to do', async () => {
    const { engine, dispatcher, start, arm } = await openCourierWorld(redis.config(), {
      sweepMs: neverMs,
      isStarted: false,
    })
    const ids = await start(300)
    const dueMs = 300
    await Promise.all(ids.map((id) => arm(id, dueMs)))
    await until('each has a job', async () => (await queued()) === 300)
    // All but one of the jobs are lost.
    const [kept = '', ...lost] = await redis.client.zrange('test:timers:delayed', '0', '-1')
    await redis.client.zrem('test:timers:delayed', ...lost)
    await until('they are due', async () => ((await engine.nextDueMs()) ?? 0) < engine.nowMs())
    dispatcher.start()
    await until('all fire', () => allFired(engine))
    const fired = await firedOf(engine)
    expect(fired).toHaveLength(300)
    expect(new Set(fired.map(({ by }) => by))).toEqual(new Set(['queue']))
    await until(
      'its job is gone',
      async () => (await redis.client.exists(`test:timers:${kept}`)) === 0,
    )
  })

  test('several processes share the work; a timer fires once', async () => {
    const first = await openCourierWorld(redis.config())
    const second = await openCourierWorld(redis.config(), { world: { database: first.database } })
    const ids = await first.start(200)
    await Promise.all(ids.map((id) => first.arm(id, 500)))
    await until('all fire', () => allFired(first.engine))
    const fired = await firedOf(first.engine)
    expect(new Set(fired.map(({ instance }) => instance)).size).toBe(200)
    expect(fired).toHaveLength(200)
    expect(JSON.stringify(await second.engine.verify())).toBe('[]')
    expect((await first.engine.dispatchers()).map(({ kind }) => kind)).toEqual(['bullmq', 'bullmq'])
  })

  test('one that only fills the queues leaves the work to others', async () => {
    const first = await openCourierWorld(redis.config(), { work: [], sweepMs: 100 })
    await first.start(1)
    await first.arm('p0', 0)
    await until('it is queued', async () => (await queued()) === 1)
    expect(await first.dispatcher.tick()).toBe(0)
    expect(await first.engine.dispatchers()).toEqual([])
    const world = { database: first.database }
    await openCourierWorld(redis.config(), { world, work: ['timers'] })
    await until('it fires', () => allFired(first.engine))
    expect(await firedOf(first.engine)).toMatchObject([{ by: 'queue' }])
  })

  test('stops at once when it is idle, and twice does no harm', async () => {
    const { dispatcher, clock } = await openCourierWorld(redis.config())
    const startMs = clock.nowMs()
    await dispatcher.stop()
    await dispatcher.stop()
    await dispatcher[Symbol.asyncDispose]()
    expect(clock.nowMs() - startMs).toBeLessThan(2000)
  })
})

describe('effects by the queue', () => {
  test('are performed at once, and tried again when it is time', async () => {
    const seen: string[] = []
    let failures = 1
    const perform = async ({ id }: Effect): Promise<void> => {
      seen.push(id)
      if (failures-- > 0) throw new Error('the other side is away')
    }
    const { engine, start } = await openCourierWorld(redis.config(), {
      sweepMs: neverMs,
      world: { effects: [{ kinds: ['mail'], perform }], outbox: { backoffMs: 200 } },
    })
    await start(1)
    await engine.send({ to: 'p0', type: 'probe.mail', sender: ann })
    await until('it is performed twice', () => seen.length === 2)
    expect(new Set(seen).size).toBe(1)
    await until('nothing waits', async () => (await engine.nextEffectMs()) === undefined)
  })
})
