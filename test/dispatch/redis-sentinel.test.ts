import { afterEach, describe, expect, test } from 'vitest'
import { redisAt, RedisProcess } from '../redis.ts'
import { until } from '../until.ts'
import { allFired, firedCount, firedOf, openCourierWorld } from './world.ts'

const closing: RedisProcess[] = []

afterEach(async () => {
  for (const redis of closing.splice(0)) await redis[Symbol.asyncDispose]()
})

const started = async (starting: Promise<RedisProcess>): Promise<RedisProcess> => {
  const redis = await starting
  closing.push(redis)
  return redis
}

const linked = async ({ client }: RedisProcess): Promise<boolean> =>
  (await client.info('replication')).includes('master_link_status:up')

const replicasOf = async ({ client }: RedisProcess): Promise<number> =>
  ((await client.call('SENTINEL', 'replicas', 'main')) as unknown[]).length

const masterPortOf = async ({ client }: RedisProcess): Promise<number> => {
  const place = (await client.call('SENTINEL', 'get-master-addr-by-name', 'main')) as string[]
  return Number(place[1])
}

/** Late by a sweep, and by what a machine with other work adds (ms). */
const latestMs = 8000

describe('a Redis behind a Sentinel', () => {
  test('loses its master: another takes over, and every timer still fires, once', async () => {
    const master = await started(RedisProcess.start())
    const replicaof = ['--replicaof', '127.0.0.1', String(master.port)]
    const replica = await started(RedisProcess.start(...replicaof))
    await until('the replica has caught up', () => linked(replica))
    const sentinel = await started(RedisProcess.startSentinel('main', master.port))
    await until('the Sentinel knows of it', async () => (await replicasOf(sentinel)) === 1)
    const { engine, start, arm, errors } = await openCourierWorld({
      ...redisAt(sentinel.port),
      master: 'main',
    })
    const ids = await start(400)
    await Promise.all(ids.map((id, index) => arm(id, 1000 + index * 10)))
    await until('the queue brings some', async () => (await firedCount(engine, 'queue')) > 20)
    expect(errors).toEqual([])
    await master.stop('SIGKILL')
    expect(await firedCount(engine)).toBeLessThan(400)
    const isReplaced = async () => (await masterPortOf(sentinel)) === replica.port
    await until('the replica is the master', isReplaced)
    await until('all fire', () => allFired(engine))
    const before = await firedOf(engine)
    expect(before).toHaveLength(400)
    expect(new Set(before.map(({ instance }) => instance)).size).toBe(400)
    expect(Math.max(...before.map(({ lateMs }) => lateMs))).toBeLessThan(latestMs)
    // What the new master is given, it brings.
    await until('jobs come by it', async () => {
      await arm('p0', 200)
      await until('it fires', () => allFired(engine))
      return (await firedOf(engine)).at(-1)?.by === 'queue'
    })
    const others = errors.filter(
      (error) => !('code' in error && error.code === 'redis-unreachable'),
    )
    expect(others.map(({ message }) => message)).toEqual([])
    expect(errors).not.toEqual([])
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })
})
