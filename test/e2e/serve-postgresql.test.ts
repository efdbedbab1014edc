import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { startCall } from '../../src/programme/calls.ts'
import { PostgresqlServer } from '../postgresql.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { RedisProcess } from '../redis.ts'
import { eventually, Running } from './process.ts'

const running: Running[] = []
const closing: AsyncDisposable[] = []
let postgresql: PostgresqlServer
let redis: RedisProcess

beforeAll(async () => {
  postgresql = await PostgresqlServer.start()
  closing.push(postgresql)
  redis = await RedisProcess.start()
  closing.push(redis)
})

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
})

afterAll(async () => {
  for (const each of closing.splice(0).toReversed()) await each[Symbol.asyncDispose]()
})

describe('serve and worker on PostgreSQL and Redis', () => {
  test('share the work, say when the database is away, and go on once it is back', async () => {
    const database = postgresql.url('postgres')
    {
      await using app = await openApp({ database, kind: 'live' })
      const { parameters, applicants } = await folderOf(voorbeeld)
      await startCall(app.engine, parameters, applicants, { person: 'mia', roles: ['manager'] })
    }
    const environment = {
      DATABASE_URL: database,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      LOG_LEVEL: 'info',
    }
    const start = (...words: readonly string[]) => {
      const process = new Running(words, environment)
      running.push(process)
      return process
    }
    const server = start('serve')
    const worker = start('worker')
    const url = await server.url()
    await worker.said('started')
    const ready = async () => (await fetch(`${url}/readyz`)).status
    await eventually(ready, (status) => status === 200)
    const doctor = await eventually(
      () => start('doctor', '--json').ended(),
      ({ code }) => code === 0,
    )
    expect(JSON.parse(doctor.out)).toMatchObject({
      findings: [],
      kind: 'live',
      database: 'postgresql',
      dispatchers: [{ kind: 'bullmq' }, { kind: 'bullmq' }],
      redis: { problems: [] },
    })

    await postgresql.kill()
    await eventually(ready, (status) => status === 503)
    expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^mijlpaal_database_up 0$/m)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    await postgresql.begin()
    await eventually(ready, (status) => status === 200)

    const ended = await Promise.all([server.end(), worker.end()])
    expect(ended.map(({ code }) => code)).toEqual([0, 0])
    expect(Math.max(...ended.map(({ tookMs }) => tookMs))).toBeLessThan(10_000)
    expect(ended.map(({ err }) => err)).toEqual(['', ''])
    await using app = await openApp({ database, kind: 'existing', mustExist: true })
    expect(await app.engine.verify()).toEqual([])
    expect(await app.engine.dispatchers()).toEqual([])
  })
})
