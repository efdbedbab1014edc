import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { startCall } from '../../src/programme/calls.ts'
import { firedCount } from '../dispatch/world.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { RedisProcess } from '../redis.ts'
import { eventually, Running } from './process.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-workers-'))
const running: Running[] = []
let redis: RedisProcess

beforeAll(async () => {
  redis = await RedisProcess.start()
})

afterEach(() => {
  for (const { child } of running.splice(0)) child.kill('SIGKILL')
})

afterAll(async () => {
  await redis[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

const start = (program: string, environment: Readonly<Record<string, string>>): Running => {
  const process = new Running([], environment, program)
  running.push(process)
  return process
}

describe('the programs in workers/', () => {
  test('fire timers, perform effects, tell how it goes, and stop when told to, with Redis and without', async () => {
    const database = join(directory, 'live.sqlite')
    await using app = await openApp({ database, kind: 'live' })
    const { parameters, applicants } = await folderOf(voorbeeld)
    const environment = {
      MIJLPAAL_DATABASE: database,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
      PROBES_PORT: '0',
    }
    const workers = ['dist/workers/timers.js', 'dist/workers/outbox.js'].map((program) =>
      start(program, environment),
    )
    for (const worker of workers) await worker.said('started')
    // All of its dates have passed, so much is due at once, and mails are asked for.
    const sender = { person: 'mia', roles: ['manager'] }
    await startCall(app.engine, parameters, applicants, sender)
    await eventually(
      () => firedCount(app.engine),
      (count) => count >= 10,
    )
    await eventually(
      () => app.engine.nextEffectMs(),
      (nextMs) => nextMs === undefined,
    )
    expect((await app.engine.dispatchers()).map(({ kind }) => kind)).toEqual(['bullmq', 'bullmq'])
    const [timers, outbox] = workers
    const url = (await timers?.url()) ?? ''
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/^mijlpaal_timers_fired_total\{fired_by="(queue|sweep)"\} [1-9]/m)
    expect(metrics).toMatch(/^mijlpaal_timer_lateness_seconds_count\{fired_by=.*\} [1-9]/m)
    for (const path of ['/api/calls', '/api/docs', '/']) {
      expect((await fetch(`${url}${path}`)).status).toBe(404)
    }
    const ended = await timers?.end()
    expect(ended).toMatchObject({ code: 0 })
    expect(ended?.tookMs).toBeLessThan(10_000)
    await redis.stop('SIGKILL')
    const endedWithout = await outbox?.end()
    expect(endedWithout).toMatchObject({ code: 0 })
    expect(endedWithout?.tookMs).toBeLessThan(10_000)
    expect(await app.engine.dispatchers()).toEqual([])
    expect(JSON.stringify(await app.engine.verify())).toBe('[]')
  })

  test('say in one sentence what is missing', async () => {
    const noQueue = await start('dist/workers/timers.js', { REDIS_URL: '' }).ended()
    expect(noQueue).toMatchObject({ code: 1, out: '' })
    expect(noQueue.err).toBe(
      'workers/timers: There is no queue; set REDIS_URL, or run mijlpaal worker instead.\n',
    )
  })
})
