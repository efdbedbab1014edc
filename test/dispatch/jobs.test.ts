import { Queue } from 'bullmq'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseTimerJob } from '../../src/dispatch/bullmq/timer-job.ts'
import { ann, dump } from '../engine/harness.ts'
import { RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { allFired, firedOf, openCourierWorld } from './world.ts'

let redis: RedisProcess
let queue: Queue
beforeAll(async () => {
  redis = await RedisProcess.start()
  queue = new Queue('timers', { connection: redis.client, prefix: 'test' })
})
beforeEach(() => redis.client.flushall())
afterAll(async () => {
  await queue.close()
  await redis[Symbol.asyncDispose]()
})

const once = { removeOnComplete: true, removeOnFail: true }

/** Whether workers have taken everything that was to be taken at once. */
const allTaken = async (): Promise<boolean> =>
  (await queue.getWaitingCount()) + (await queue.getActiveCount()) === 0

describe('a job in the queue', () => {
  test.each([
    ['nothing', null],
    ['a text', 'p0'],
    ['a list', [1, 2]],
    ['no arming', { instanceId: 'p0', timerId: 'tick' }],
    ['an arming that is a text', { instanceId: 'p0', timerId: 'tick', arming: '2' }],
    ['an arming that is no number', { instanceId: 'p0', timerId: 'tick', arming: Number.NaN }],
    ['an id that is a query', { instanceId: { $ne: '' }, timerId: 'tick', arming: 2 }],
    ['an empty id', { instanceId: '', timerId: 'tick', arming: 2 }],
    ['an endless id', { instanceId: 'p'.repeat(1001), timerId: 'tick', arming: 2 }],
    ['more than it may', { instanceId: 'p0', timerId: 'tick', arming: 2, dueMs: 0 }],
  ])('is no timer when it holds %s', (_, data) => {
    expect(parseTimerJob(data)).toBeUndefined()
  })

  test('that names no timer is told of and dropped; nothing changes', async () => {
    const world = await openCourierWorld(redis.config())
    await world.start(1)
    await world.arm('p0', 100_000)
    const before = await dump(world)
    await queue.add('fire', { instanceId: 'p0' }, once)
    await queue.add('fire', { instanceId: 'p0', timerId: 'tick', arming: '2' }, once)
    await until('it is told', () => world.errors.length > 0)
    await until('the jobs are gone', allTaken)
    expect(world.errors).toMatchObject([{ name: 'DispatchError', code: 'job-refused' }])
    expect(await dump(world)).toBe(before)
  })

  test('of a timer that was armed anew, cancelled or never armed, changes nothing', async () => {
    const world = await openCourierWorld(redis.config())
    await world.start(1)
    await world.arm('p0', 0)
    await until('it fires', () => allFired(world.engine))
    await world.arm('p0', 100_000)
    const before = await dump(world)
    for (const instanceId of ['p0', 'p1'])
      for (const timerId of ['tick', 'tock'])
        for (const arming of [0, 2, 3])
          await queue.add('fire', { instanceId, timerId, arming }, once)
    await until('the jobs are gone', allTaken)
    expect(await dump(world)).toBe(before)
    expect(world.errors).toEqual([])
  })

  test('that comes too early, by a forger or a clock that is ahead, waits until it is due', async () => {
    const world = await openCourierWorld(redis.config(), { sweepMs: 1_000_000 })
    await world.start(1)
    await world.arm('p0', 700)
    const [timer] = await world.engine.armed({ untilMs: Infinity, limit: 1 })
    const { instanceId, timerId, arming } = timer ?? { instanceId: '', timerId: '', arming: 0 }
    for (let copy = 0; copy < 5; copy += 1) {
      await queue.add('fire', { instanceId, timerId, arming }, { ...once, delay: copy * 20 })
    }
    // The right one is gone, so that only those can fire it.
    await until('it is queued', async () => (await redis.client.del('test:timers:t-1-2')) === 1)
    await until('it fires', () => allFired(world.engine))
    const fired = await firedOf(world.engine)
    expect(fired).toHaveLength(1)
    expect(fired).toMatchObject([{ instance: 'p0', by: 'queue' }])
    expect(fired[0]?.lateMs).toBeGreaterThanOrEqual(0)
    await until('no copy is left', async () => (await queue.getDelayedCount()) === 0)
  })

  test('of a deadline waits for its grace', async () => {
    const world = await openCourierWorld(redis.config(), {
      sweepMs: 1_000_000,
      world: { limits: { deadlineGraceMs: 600 } },
    })
    await world.start(1)
    const data = { delay: 100 }
    await world.engine.send({ to: 'p0', type: 'probe.deadline', data, sender: ann })
    await until('it fires', () => allFired(world.engine))
    const [fired] = await firedOf(world.engine)
    expect(fired).toMatchObject({ by: 'queue' })
    expect(fired?.lateMs).toBeGreaterThanOrEqual(600)
  })

  test('that fails is dropped, and the sweeper takes the timer', async () => {
    let failing = true
    const world = await openCourierWorld(redis.config(), {
      sweepMs: 500,
      world: {
        onStatement: (statement) => {
          if (failing && statement.includes('into "event"')) throw new Error('the disk is full')
        },
      },
      isStarted: false,
    })
    failing = false
    await world.start(1)
    await world.arm('p0', 300)
    failing = true
    world.dispatcher.start()
    await until('a job failed', () => world.errors.length > 0)
    expect(world.errors).toMatchObject([{ code: 'database-failed' }])
    failing = false
    await until('it fires', () => allFired(world.engine))
    expect(await firedOf(world.engine)).toMatchObject([{ by: 'sweep' }])
  })
})
