import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/index.ts'
import { ann } from '../engine/harness.ts'
import { freePort, redisAt, RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { allFired, firedCount, firedOf, openCourierWorld, type CourierWorld } from './world.ts'

let redis: RedisProcess
beforeEach(async () => {
  redis = await RedisProcess.start()
})
afterEach(() => redis[Symbol.asyncDispose]())

const sweepMs = 5000
/** What a machine with other work adds to the lateness that is promised (ms). */
const toleranceMs = 3000

const queued = () => redis.client.zcard('test:timers:delayed')

/** Every timer once, none later than a sweep. */
const expectWhole = async (engine: Engine, count: number): Promise<void> => {
  const fired = await firedOf(engine)
  expect(new Set(fired.map(({ instance }) => instance)).size).toBe(count)
  expect(fired).toHaveLength(count)
  expect(Math.max(...fired.map(({ lateMs }) => lateMs))).toBeLessThan(sweepMs + toleranceMs)
}

/** So many instances, with timers evenly over a time that begins in `fromMs` (ms). */
const armMany = async (
  { start, arm }: CourierWorld,
  count: number,
  { fromMs, overMs }: { readonly fromMs: number; readonly overMs: number },
): Promise<void> => {
  const ids = await start(count)
  await Promise.all(ids.map((id, index) => arm(id, fromMs + (index * overMs) / count)))
}

const codes = ({ errors }: CourierWorld): readonly unknown[] =>
  errors.map((error) => ('code' in error ? error.code : error.name))

describe('when Redis loses its memory', () => {
  test('10,000 timers all fire, none later than a sweep, and most by jobs put back', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs })
    await armMany(world, 10_000, { fromMs: 5000, overMs: 20_000 })
    await until('half fire', async () => (await firedCount(world.engine)) > 5000, 40_000)
    await redis.client.flushall()
    await until('all fire', () => allFired(world.engine), 40_000)
    await expectWhole(world.engine, 10_000)
    const byQueue = (await firedOf(world.engine)).filter(({ by }) => by === 'queue')
    expect(byQueue.length).toBeGreaterThan(8000)
  })

  test('what is due much later is queued again', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 500 })
    await armMany(world, 100, { fromMs: 3_600_000, overMs: 1000 })
    await until('all are queued', async () => (await queued()) === 100)
    // In one step: they may be put back before the next question.
    const left = await redis.client.multi().flushall().zcard('test:timers:delayed').exec()
    expect(left?.at(-1)).toEqual([null, 0])
    await until('all are queued again', async () => (await queued()) === 100)
  })

  test('what is armed after a copy of yesterday came back is queued again', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 500 })
    await armMany(world, 10, { fromMs: 3_600_000, overMs: 1000 })
    await until('all are queued', async () => (await queued()) === 10)
    const place = await redis.client.get('test:carried')
    await world.arm('p0', 7_200_000)
    await until('it is queued', async () => (await queued()) === 11)
    await until(
      'its place is noted',
      async () => (await redis.client.get('test:carried')) !== place,
    )
    const [newest] = await world.engine.armedSince({ row: 10, untilMs: Infinity, limit: 1 })
    expect(newest).toMatchObject({ instanceId: 'p0', row: 11 })
    await redis.client
      .multi()
      .set('test:carried', place ?? '')
      .zrem('test:timers:delayed', `t-${newest?.row}-${newest?.arming}`)
      .del(`test:timers:t-${newest?.row}-${newest?.arming}`)
      .exec()
    await until('it is queued again', async () => (await queued()) === 11)
  })

  test('scripts that are gone are brought again', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs })
    await world.start(2)
    await world.arm('p0', 0)
    await until('it fires', () => allFired(world.engine))
    await redis.client.script('FLUSH')
    await armMany(world, 50, { fromMs: 200, overMs: 100 })
    await until('all fire', () => allFired(world.engine))
    expect((await firedOf(world.engine)).length).toBe(51)
  })
})

describe('when Redis is away', () => {
  test('killed and started again, it loses and doubles nothing', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs })
    await armMany(world, 300, { fromMs: 500, overMs: 4000 })
    await until('some have fired', async () => (await firedCount(world.engine)) > 20)
    await redis.stop('SIGKILL')
    // By the sweeper, or by the round that a job had begun and that still finds something due.
    const before = await firedCount(world.engine)
    await until('they go on', async () => (await firedCount(world.engine)) > before)
    await redis.start()
    await until('all fire', () => allFired(world.engine))
    await expectWhole(world.engine, 300)
    expect(codes(world)).toContain('redis-unreachable')
    expect(new Set(codes(world)).size).toBe(world.errors.length)
    // The queue works again, and so do its workers.
    await until('a job fires a timer', async () => {
      await world.arm('p0', 0)
      await until('it fires', () => allFired(world.engine))
      return (await firedOf(world.engine)).at(-1)?.by === 'queue'
    })
  })

  test('when it hangs, no sender waits for it', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 1000 })
    await world.start(50)
    redis.pause()
    // The server answers only when it goes on, and that is after all of these are answered.
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) => world.arm(`p${index}`, 0)),
    )
    expect(outcomes.every(({ accepted }) => accepted)).toBe(true)
    await until('the sweeper brings them', () => allFired(world.engine))
    expect((await firedOf(world.engine)).every(({ by }) => by === 'sweep')).toBe(true)
    await until('it is told', () => world.errors.length > 0)
    expect(codes(world)).toEqual(['redis-unreachable'])
    redis.resume()
  })

  test('made a replica, it counts as away, and is used once it is a master again', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 500 })
    await armMany(world, 20, { fromMs: 500, overMs: 500 })
    await redis.client.replicaof('127.0.0.1', await freePort())
    await until('all fire', () => allFired(world.engine))
    await expectWhole(world.engine, 20)
    await until('it is told', () => world.errors.length > 0)
    expect(codes(world)).toEqual(['redis-unreachable'])
    await redis.client.replicaof('NO', 'ONE')
    await until('a job fires a timer', async () => {
      await world.arm('p0', 100)
      await until('it fires', () => allFired(world.engine))
      return (await firedOf(world.engine)).at(-1)?.by === 'queue'
    })
  })

  test('stopping does not wait for it longer than ten seconds', async () => {
    const world = await openCourierWorld(redis.config())
    await redis.stop('SIGKILL')
    const startMs = world.clock.nowMs()
    await world.dispatcher[Symbol.asyncDispose]()
    expect(world.clock.nowMs() - startMs).toBeLessThan(10_000)
  })

  test('at the start, all goes on without it, and with it when it comes', async () => {
    await redis.stop()
    const world = await openCourierWorld(redis.config(), { sweepMs: 1000 })
    await world.start(1)
    await world.arm('p0', 0)
    await until('it fires', () => allFired(world.engine))
    expect(await firedOf(world.engine)).toMatchObject([{ by: 'sweep' }])
    expect(codes(world)).toEqual(['redis-unreachable'])
    await redis.start()
    await until('a job fires a timer', async () => {
      await world.arm('p0', 0)
      await until('it fires', () => allFired(world.engine))
      return (await firedOf(world.engine)).at(-1)?.by === 'queue'
    })
  })

  test('for ever, effects are performed by the sweeper', async () => {
    const ids: string[] = []
    const perform = async ({ id }: { readonly id: string }) => void ids.push(id)
    const world = await openCourierWorld(redisAt(await freePort()), {
      sweepMs: 500,
      world: { effects: [{ kinds: ['mail'], perform }] },
    })
    await world.start(1)
    await world.engine.send({ to: 'p0', type: 'probe.mail', sender: ann })
    await until('it is performed', () => ids.length > 0)
    expect(ids).toEqual(['p0:2:0'])
  })
})

describe('on a virtual database', () => {
  const virtual = { kind: { seed: 'virtual' } }

  test('what has fallen due since the clock was set is queued, and fired by a job', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 1000, world: virtual })
    await world.start(1)
    await world.arm('p0', 3_600_000)
    await world.engine.moveClock(3_599_999)
    expect(await world.dispatcher.tick()).toBe(0)
    expect(await firedCount(world.engine)).toBe(0)
    await world.engine.moveClock(3_600_000)
    await until('it fires', () => allFired(world.engine))
    expect(await firedOf(world.engine)).toMatchObject([{ by: 'queue' }])
  })

  test('the sweeper leaves what is due to the queue for a while of real time', async () => {
    const nowhere = redisAt(await freePort())
    const world = await openCourierWorld(nowhere, { sweepMs: 1000, world: virtual })
    await world.start(1)
    await world.arm('p0', 3_600_000)
    const startMs = world.clock.nowMs()
    await world.engine.moveClock(100_000_000)
    await until('it fires', () => allFired(world.engine))
    expect(world.clock.nowMs() - startMs).toBeGreaterThanOrEqual(700)
    expect(await firedOf(world.engine)).toMatchObject([{ by: 'sweep' }])
  })
})

describe('when Redis is full', () => {
  test('nothing is lost, and it is told once', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 1000 })
    await world.start(200)
    await redis.client.config('SET', 'maxmemory', '1')
    await Promise.all(Array.from({ length: 200 }, (_, index) => world.arm(`p${index}`, index * 5)))
    await until('all fire', () => allFired(world.engine))
    await expectWhole(world.engine, 200)
    expect((await firedOf(world.engine)).every(({ by }) => by === 'sweep')).toBe(true)
    expect(codes(world)).toEqual(['redis-full'])
    await redis.client.config('SET', 'maxmemory', '0')
    await until('a job fires a timer', async () => {
      await world.arm('p0', 0)
      await until('it fires', () => allFired(world.engine))
      return (await firedOf(world.engine)).at(-1)?.by === 'queue'
    })
  })
})
