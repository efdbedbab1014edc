import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildServer } from '../../src/api/server.ts'
import { silentLogger } from '../../src/logger.ts'
import { dump } from '../programme/replayed.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'

const notes = `${pathOf('voorbeeld/gent')}/events`
const JSON_TYPE = 'application/json'

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld({ untilMs: at('2025-08-19T12:00:00Z') })
})

function post(payload: string | Buffer, headers: Record<string, string> = {}) {
  return world.ask('rik', notes, {
    method: 'POST',
    headers: { 'content-type': JSON_TYPE, ...headers },
    payload,
  })
}

const note = JSON.stringify({ type: 'note.add', data: { text: 'Goed.' } })

describe('a body', () => {
  test.each([
    ['no JSON', '{"type":', /is no JSON from character/],
    ['nothing', '', /is empty/],
    ['a list', '[]', /object/],
    ['a key twice', '{"type":"note.add","data":{"text":"a","text":"b"}}', /twice/],
    ['a key twice, written otherwise', '{"type":"a","ty\\u0070e":"b"}', /twice/],
    ['a prototype', '{"type":"note.add","data":{"__proto__":{"a":1}}}', /__proto__/],
    ['a constructor', '{"type":"note.add","data":{"constructor":{}}}', /constructor/],
    ['a field of its own', '{"type":"note.add","data":{"text":"a"},"at":"2020-01-01"}', /at /],
    ['a hole', '{"type":"note.add","data":{"text":"\\u0000"}}', /U\+0000/],
    ['half a character', '{"type":"note.add","data":{"text":"\\ud83d"}}', /half a character/],
    ['a number beyond all', '{"type":"note.add","data":{"text":1e999}}', /text|number/],
    ['a deep nest', `{"type":"note.add","data":${'['.repeat(5000)}`, /deeper than 20/],
    ['comments', '{"type":"note.add"/* hi */}', /no JSON/],
  ])('of %s is refused with a sentence', async (_what, payload, sentence) => {
    const before = dump(world.file)
    const { status, body } = await post(payload)
    expect(body).toMatchObject({ code: 'invalid-payload' })
    expect(status).toBe(400)
    expect(String(body['detail'])).toMatch(sentence)
    expect(dump(world.file)).toBe(before)
  })

  test('that is not UTF-8 is refused, and so is one with a mark before it', async () => {
    const latin = Buffer.from('{"type":"note.add","data":{"text":"\xe9"}}', 'latin1')
    expect(await post(latin)).toMatchObject({
      status: 400,
      body: { detail: 'The body is not UTF-8.' },
    })
    expect((await post(Buffer.from(`\uFEFF${note}`))).status).toBe(400)
  })

  test('in JSON and UTF-8 is taken, as clients write them', async () => {
    for (const type of [
      JSON_TYPE,
      'application/json; charset=utf-8',
      'Application/JSON;charset="UTF-8"',
    ]) {
      expect({ type, status: (await post(note, { 'content-type': type })).status }).toEqual({
        type,
        status: 200,
      })
    }
  })

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=latin1',
    'application/jsonx',
    'application/xml',
  ])('of %s is not taken', async (type) => {
    const answer = await post(note, { 'content-type': type })
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } })
  })

  test('that is compressed is not taken', async () => {
    const answer = await post(gzipSync(note), { 'content-encoding': 'gzip' })
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } })
  })

  test('of more than 1 MB is refused', async () => {
    const answer = await post(JSON.stringify({ type: 'note.add', data: { text: 'x'.repeat(1e6) } }))
    expect(answer).toMatchObject({ status: 413, body: { code: 'too-large' } })
  })
})

describe('an address', () => {
  test.each(['/api/projects/%zz', '/api/projects/%c0%af', '/api/calls/%ff'])(
    '%s that decodes to nothing is refused',
    async (path) => {
      const { status, body, headers } = await world.ask('rik', path)
      expect(status).toBe(400)
      expect(headers['content-type']).toMatch(/^application\/problem\+json/)
      expect(body).toMatchObject({ code: 'invalid-payload' })
    },
  )

  test('that is too long, or has nothing, is not found', async () => {
    expect((await world.ask('rik', `/api/projects/${'a'.repeat(2000)}`)).status).toBeGreaterThan(
      399,
    )
    expect((await world.ask('rik', '/api/projects/voorbeeld/gent')).status).toBe(404)
  })
})

describe('every answer', () => {
  test('carries a policy that lets nothing in from elsewhere', async () => {
    for (const [person, path] of [
      ['rik', '/api/calls'],
      [null, '/api/calls'],
      [null, '/api/docs'],
      ['rik', '/api/nowhere'],
    ] as const) {
      const { headers } = await world.ask(person, path)
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';img-src 'self' data:;base-uri 'none';form-action 'self';" +
          "frame-ancestors 'none';object-src 'none'",
      )
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      expect(headers['access-control-allow-origin']).toBeUndefined()
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined()
    }
  })
})

describe('a failure', () => {
  test('shows nothing of what is inside', async () => {
    const { engine, queries, access, papers, openData, calendarFeeds } = world.app
    const told: string[] = []
    const server = await buildServer({
      engine,
      queries,
      access,
      papers,
      openData,
      calendarFeeds,
      logger: { ...silentLogger, error: (message) => told.push(message) },
      probes: { readiness: async () => [], metrics: async () => ({ contentType: '', text: '' }) },
      metricsToken: null,
      authenticator: {
        authenticate: () => Promise.reject(new Error('secret at /etc/passwd:12')),
      },
    })
    const { statusCode, payload } = await server.inject('/api/calls')
    expect(statusCode).toBe(500)
    expect(JSON.parse(payload)).toMatchObject({ code: 'internal-error', status: 500 })
    expect(payload).not.toMatch(/secret|passwd|\.ts|at /)
    expect(told).toEqual(['request failed'])
    await server.close()
  })

  test('of a runtime that is closing says that it may be tried again', async () => {
    const closing = await openApiWorld({ untilMs: at('2024-04-10T00:00:00Z') })
    await closing.app.engine[Symbol.asyncDispose]()
    const answer = await closing.send('rik', 'voorbeeld/gent', 'note.add', { text: 'Te laat.' })
    expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(answer.headers['retry-after']).toBe('1')
  })
})

describe('limits', () => {
  test('are kept per person and per route, and say when to come back', async () => {
    const limited = await openApiWorld({ untilMs: null, limits: { reads: 3, strangers: 2 } })
    const ask = async (person: string | null, path: string) =>
      (await limited.ask(person, path)).status
    for (let turn = 0; turn < 3; turn += 1) expect(await ask('rik', '/api/calls')).toBe(200)
    const refused = await limited.ask('rik', '/api/calls')
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(await ask('rik', '/api/projects')).toBe(200)
    expect(await ask('lea', '/api/calls')).toBe(200)
    expect([await ask(null, '/api/calls'), await ask(null, '/api/calls')]).toEqual([401, 401])
    expect(await ask(null, '/api/calls')).toBe(429)
  })
})

describe('a stranger behind a proxy', () => {
  const twice = async (proxies: readonly string[], from: readonly [string, string]) => {
    const behind = await openApiWorld({ untilMs: null, limits: { strangers: 1 }, proxies })
    const statuses: number[] = []
    for (const address of from) {
      const headers = { 'x-forwarded-for': address }
      statuses.push((await behind.ask(null, '/api/calls', { headers })).status)
    }
    return statuses
  }

  test('has a limit of its own when the proxy is trusted', async () => {
    expect(await twice(['127.0.0.1'], ['192.0.2.1', '192.0.2.2'])).toEqual([401, 401])
    expect(await twice(['127.0.0.0/8'], ['192.0.2.1', '192.0.2.1'])).toEqual([401, 429])
  })

  test('gains nothing by an address of its own choice where no proxy is, or another', async () => {
    expect(await twice([], ['192.0.2.1', '192.0.2.2'])).toEqual([401, 429])
    expect(await twice(['10.0.0.0/8'], ['192.0.2.1', '192.0.2.2'])).toEqual([401, 429])
    // What the trusted one adds stands last; what stands before it anybody may have written.
    const written: [string, string] = ['203.0.113.5, 192.0.2.1', '203.0.113.6, 192.0.2.1']
    expect(await twice(['127.0.0.1'], written)).toEqual([401, 429])
  })
})

describe('a slow sender', () => {
  test('is cut off, and holds nobody up', async () => {
    const slow = await openApiWorld({ untilMs: null, requestTimeoutMs: 300 })
    const url = new URL(await slow.server.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect(Number(url.port), '127.0.0.1')
    const parts: string[] = []
    socket.on('data', (part: Buffer) => parts.push(part.toString()))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(
      'POST /api/clock HTTP/1.1\r\nhost: x\r\nauthorization: Bearer test:ada\r\n' +
        `content-type: ${JSON_TYPE}\r\ncontent-length: 100\r\n\r\n{"at":`,
    )
    expect((await slow.ask('rik', '/api/calls')).status).toBe(200)
    await closed
    expect(parts.join('')).toMatch(/^HTTP\/1\.1 408/)
  })
})

describe('the clock', () => {
  const clock = (time: string) =>
    ({
      method: 'POST',
      headers: { 'content-type': JSON_TYPE },
      payload: JSON.stringify({ at: time }),
    }) as const

  test('of a live database is nobody’s to set', async () => {
    const live = await openApiWorld({ untilMs: null })
    expect(await live.ask('ada', '/api/clock', clock('2030-01-01'))).toMatchObject({
      status: 409,
      body: { code: 'virtual-only', detail: expect.stringMatching(/is live/) as string },
    })
  })

  test.each(['2025-08-19T11:59:59Z', '1970-01-01', 'tomorrow', '2100-01-01', '+275760-09-13'])(
    'does not go to %s',
    async (time) => {
      const answer = await world.ask('mia', '/api/clock', clock(time))
      expect(answer).toMatchObject({ status: 400, body: { field: 'at' } })
    },
  )

  test('goes forward, and what falls due on the way happens', async () => {
    const virtual = await openApiWorld({ untilMs: at('2024-05-01T00:00:00Z') })
    const answer = await virtual.ask('ada', '/api/clock', clock('2024-05-06T12:00:00.001+02:00'))
    expect(answer.body).toEqual({ now: '2024-05-06T10:00:00.001Z', database: 'virtual' })
    expect((await virtual.ask('rik', pathOf('voorbeeld'))).body).toMatchObject({
      phase: 'assessment',
    })
  })
})
