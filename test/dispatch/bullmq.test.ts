import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { allFired, firedOf, openCourierWorld } from './world.ts'

let redis: RedisProcess
beforeAll(async () => {
  redis = await RedisProcess.start()
})
beforeEach(() => redis.client.flushall())
afterAll(() => redis[Symbol.asyncDispose]())

describe('bullmq dispatcher', () => {
  test('with Redis up, its jobs fire the timers', async () => {
    const { engine, start, arm, errors } = await openCourierWorld(redis.config())
    const ids = await start(500)
    await Promise.all(ids.map((id, index) => arm(id, 1000 + index * 4)))
    await until('all fire', () => allFired(engine))
    const fired = await firedOf(engine)
    expect(fired).toHaveLength(500)
    const byQueue = fired.filter(({ by }) => by === 'queue')
    expect(byQueue.length).toBeGreaterThanOrEqual(495)
    expect(errors).toEqual([])
  })
})
