import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BullmqDispatcher } from '../../src/dispatch/bullmq/dispatcher.ts'
import { SystemClock } from '../../src/engine/index.ts'
import { ann, openWorld } from '../engine/harness.ts'
import { probe } from '../engine/probe.ts'
import { RedisProcess } from '../redis.ts'
import { until } from '../until.ts'

let redis: RedisProcess
beforeAll(async () => {
  redis = await RedisProcess.start()
})
beforeEach(() => redis.client.flushall())
afterAll(() => redis[Symbol.asyncDispose]())

describe('bullmq dispatcher', () => {
  test('with Redis up, its jobs fire the timers', async () => {
    const clock = new SystemClock()
    let dispatcher: BullmqDispatcher | undefined
    const { engine } = await openWorld({
      clock,
      definitions: [probe],
      onBatch: (report) => dispatcher?.committed(report),
    })
    const errors: unknown[] = []
    dispatcher = await BullmqDispatcher.open({
      engine,
      clock,
      redis: redis.config(),
      onError: (error) => errors.push(error),
    })
    dispatcher.start()
    const count = 500
    const ids = Array.from({ length: count }, (_, index) => `p${index}`)
    await Promise.all(ids.map((id) => engine.start({ id, machine: 'probe', sender: ann })))
    await Promise.all(
      ids.map((to, index) =>
        engine.send({ to, type: 'probe.arm', data: { delay: index * 4 }, sender: ann }),
      ),
    )
    await until('all fire', async () => (await engine.nextDueMs()) === undefined)
    const fired = await engine.reader
      .selectFrom('event')
      .select(['fired_by', (eb) => eb.fn.countAll().as('count'), (eb) => eb.fn.max(eb('fired_at_ms', '-', eb.ref('at_ms'))).as('late')])
      .where('type', '=', 'tick')
      .groupBy('fired_by')
      .execute()
    console.log(fired, errors)
    await dispatcher[Symbol.asyncDispose]()
    expect(errors).toEqual([])
  })
})
