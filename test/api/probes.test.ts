import { afterEach, describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { buildServer } from '../../src/api/server.ts'
import type { Check } from '../../src/api/probes.ts'
import { openLogger } from '../../src/logger.ts'
import { openWorld } from '../effects/mail/world.ts'

const closing: FastifyInstance[] = []

afterEach(async () => {
  for (const server of closing.splice(0)) await server.close()
})

async function open(options: { readonly checks?: Check[]; readonly token?: string } = {}) {
  const { checks = [], token = null } = options
  const { app } = await openWorld({ applicants: [] })
  const lines: Record<string, unknown>[] = []
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>)
  const server = await buildServer({
    engine: app.engine,
    queries: app.queries,
    access: app.access,
    papers: app.papers,
    openData: app.openData,
    calendarFeeds: app.calendarFeeds,
    logger: openLogger({ level: 'info', destination: { write } }),
    probes: {
      readiness: async () => checks,
      metrics: async () => ({ contentType: 'text/plain', text: 'up 1\n' }),
    },
    metricsToken: token,
  })
  closing.push(server)
  server.get('/broken/:id', async () => {
    throw new Error('about els@gent.example')
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  const ask = (path: string, headers: Record<string, string> = {}) => fetch(url + path, { headers })
  return Object.assign(ask, { lines })
}

describe('GET /healthz', () => {
  test('says that the process lives', async () => {
    const ask = await open()
    const answer = await ask('/healthz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ok' })
  })
})

describe('GET /readyz', () => {
  const well = { name: 'database', ok: true, problem: null }
  const ill = { name: 'dispatcher', ok: false, problem: 'Nobody fires timers; start a worker.' }

  test('answers 200 when every check holds', async () => {
    const ask = await open({ checks: [well] })
    const answer = await ask('/readyz')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual({ status: 'ready', checks: [well] })
  })

  test('answers 503 and names the check that fails', async () => {
    const ask = await open({ checks: [well, ill] })
    const answer = await ask('/readyz')
    expect(answer.status).toBe(503)
    expect(await answer.json()).toEqual({ status: 'not ready', checks: [well, ill] })
  })
})

describe('GET /metrics', () => {
  const token = 'a-token-of-some-length'

  test('answers a program on the same host', async () => {
    const ask = await open()
    expect(await (await ask('/metrics')).text()).toBe('up 1\n')
  })

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'refuses what a proxy passed on, by its header %s',
    async (header) => {
      const ask = await open()
      const answer = await ask('/metrics', { [header]: '127.0.0.1' })
      expect(answer.status).toBe(403)
      expect(await answer.text()).not.toContain('up 1')
    },
  )

  test('takes only the token once there is one', async () => {
    const ask = await open({ token })
    expect((await ask('/metrics')).status).toBe(403)
    expect((await ask('/metrics', { authorization: `Bearer ${token}x` })).status).toBe(403)
    expect((await ask('/metrics', { authorization: `Bearer ${token}` })).status).toBe(200)
  })
})

describe('request id', () => {
  test('is the caller’s when it is safe, else a new one', async () => {
    const ask = await open()
    const idOf = async (given: string) =>
      (await ask('/healthz', { 'x-request-id': given })).headers.get('x-request-id')
    expect(await idOf('order-7.b')).toBe('order-7.b')
    expect(await idOf('ann@example.org')).toMatch(/^[\da-f-]{36}$/)
  })
})

describe('the log of requests', () => {
  test('tells route, status and request id, and not who is in the path', async () => {
    const ask = await open()
    await ask('/nowhere/els@gent.example?name=Els', { 'x-request-id': 'r1' })
    await ask('/healthz')
    expect(ask.lines).toMatchObject([
      { msg: 'request answered', method: 'GET', status: 404, requestId: 'r1' },
    ])
    expect(JSON.stringify(ask.lines)).not.toMatch(/els/i)
  })

  test('tells where a request failed, and the caller only that it did', async () => {
    const ask = await open()
    const answer = await ask('/broken/els@gent.example', { 'x-request-id': 'r2' })
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toMatch(/els/i)
    expect(ask.lines).toMatchObject([
      { level: 'error', msg: 'request failed', requestId: 'r2', error: { name: 'Error' } },
      { level: 'info', route: '/broken/:id', status: 500, requestId: 'r2' },
    ])
    expect(JSON.stringify(ask.lines)).not.toMatch(/els@/i)
  })
})
