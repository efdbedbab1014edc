import { beforeAll, describe, expect, test } from 'vitest'
import { openWebWorld, type WebWorld } from '../web/web-world.ts'
import { at, openApiWorld } from './api-world.ts'
import { calendarSecrets } from './calendar-secrets.ts'

let world: WebWorld
let secret = ''

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
  await world.app.effects.perform()
  secret = (await calendarSecrets(world.app)).open[0] ?? ''
})

interface Asked {
  readonly method?: string
  readonly payload?: string
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(url: string, { method = 'GET', ...more }: Asked = {}) {
  const answer = await world.server.inject({ url, method: method as 'GET', ...more })
  const { statusCode: status, headers, payload: text } = answer
  const type = String(headers['content-type']).split(';')[0]
  const body = type?.endsWith('json') === true ? (JSON.parse(text) as object) : {}
  return { status, headers, text, type, body }
}

type Answer = Awaited<ReturnType<typeof ask>>

/** Those of one answer, and of no other. */
const own = /^(?:content-|x-request-id|x-ratelimit-|cache-control|connection|date|etag)/

/** The headers of what is refused are those of what is there beside it. */
async function isRefusedBeside(answer: Answer, address: string): Promise<void> {
  const shared = Object.entries((await ask(address)).headers).filter(([name]) => !own.test(name))
  expect(shared.length).toBeGreaterThan(9)
  expect(answer.headers).toMatchObject(Object.fromEntries(shared))
  expect(answer.type).toBe('application/problem+json')
  expect(answer.headers['content-security-policy']).toMatch(/^default-src 'self';/)
  expect(answer.headers['x-request-id']).toMatch(/^[\w-]{36}$/)
}

const long = 'x'.repeat(1300)
const document = '/open/voorbeeld/grants.json'

describe('an address that no route takes', () => {
  test.each([
    ['GET', '/open/voorbeeld/other.json'],
    ['GET', '/open/voorbeeld/v1/other.json'],
    ['GET', '/open/voorbeeld/v1/grants.json/'],
    ['GET', '/open/a/b/c/d/e'],
    ['POST', document],
    ['DELETE', document],
    ['PROPFIND', document],
  ])('is not found under /open, as every page may read: %s %s', async (method, path) => {
    const answer = await ask(path, { method })
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found', instance: path } })
    await isRefusedBeside(answer, document)
    expect(answer.headers['access-control-allow-origin']).toBe('*')
  })

  test.each([
    ['GET', '/cal/SECRET'],
    ['GET', '/cal/x/SECRET.ics'],
    ['GET', '/cal'],
    ['GET', '/cal/'],
    ['POST', '/cal/SECRET.ics'],
    ['PROPFIND', '/cal/SECRET.ics'],
  ])('is not found under /cal, like any unknown secret: %s %s', async (method, path) => {
    const answer = await ask(path.replace('SECRET', secret), { method })
    const { body } = await ask('/cal/unknown.ics')
    const requestId: unknown = expect.any(String)
    expect(answer).toMatchObject({ status: 404, body: { ...body, requestId } })
    expect(answer.text).not.toContain(secret)
    await isRefusedBeside(answer, `/cal/${secret}.ics`)
    expect(answer.headers['cache-control']).toBe('private, no-cache')
  })

  test.each([document, '/cal/x.ics'])(
    'is not found whatever body comes along: %s',
    async (path) => {
      for (const type of ['application/json', 'text/plain', 'application/pdf', undefined]) {
        const headers = type === undefined ? {} : { 'content-type': type }
        const { status } = await ask(path, { method: 'POST', payload: '{"a":', headers })
        expect({ type, status }).toEqual({ type, status: 404 })
      }
    },
  )

  test.each(['/nowhere', '/OPEN/voorbeeld', '//cal/x.ics'])(
    'is not found anywhere else, and is not repeated: %s',
    async (path) => {
      const answer = await ask(path)
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found', instance: '/' } })
      await isRefusedBeside(answer, '/sign-in')
    },
  )

  test('is a page for people where only the call or the version is unknown', async () => {
    for (const path of ['/open/', '/open/elsewhere', '/open/voorbeeld/v99']) {
      expect(await ask(path)).toMatchObject({ status: 404, type: 'text/html' })
    }
  })

  test('counts for the limit of who asks', async () => {
    const strict = await openApiWorld({ untilMs: null, limits: { reads: 1, strangers: 1 } })
    for (const path of ['/open/a/b/c/d', '/cal/x', '/api/nowhere']) {
      expect((await strict.ask(null, path)).status).toBe(path === '/api/nowhere' ? 401 : 404)
      const again = await strict.ask(null, path)
      expect(again).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
      expect(again.headers['retry-after']).toMatch(/^\d+$/)
    }
  })
})

describe('an address that is broken, or has a part that is too long,', () => {
  test.each([
    '/open/%zz',
    '/open/%ff?lang=en',
    '/open/voorbeeld/%c0%af.json',
    '/open/voorbeeld/v%/grants.json',
    '/open/LONG',
    '/open/LONG/grants.json',
  ])('is refused under /open, as every page may read: %s', async (asked) => {
    const path = asked.replace('LONG', long)
    const answer = await ask(path)
    const instance = path.split('?')[0]
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload', instance } })
    await isRefusedBeside(answer, document)
  })

  test.each(['/cal/SECRET%zz.ics', '/cal/SECRET.ics%', '/cal/SECRETLONG.ics'])(
    'is refused under /cal, and is not repeated: %s',
    async (path) => {
      const answer = await ask(path.replace('SECRET', secret).replace('LONG', long))
      const body = { code: 'invalid-payload', instance: '/cal' }
      expect(answer).toMatchObject({ status: 400, body })
      expect(answer.text).not.toContain(secret)
      await isRefusedBeside(answer, `/cal/${secret}.ics`)
    },
  )

  test.each([
    ['/api/session/%zz', '/api/session'],
    ['/api/projects/LONG', '/api/session'],
    ['/projects/%zz', '/sign-in'],
    ['/%zz', '/sign-in'],
  ])('is refused like what stands beside it: %s', async (path, beside) => {
    const answer = await ask(path.replace('LONG', long), {
      headers: { authorization: 'Bearer test:rik' },
    })
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload' } })
    await isRefusedBeside(answer, beside)
  })

  test('is refused whatever the method, before anybody looks at a body', async () => {
    for (const method of ['HEAD', 'OPTIONS', 'POST', 'PROPFIND']) {
      const { status } = await ask('/open/%zz', { method, payload: '{' })
      expect({ method, status }).toEqual({ method, status: 400 })
    }
  })

  test('counts for the limit of who asks', async () => {
    const strict = await openApiWorld({ untilMs: null, limits: { reads: 1, strangers: 1 } })
    for (const path of ['/open/%zz', '/cal/%zz', '/api/%zz']) {
      expect((await strict.ask(null, path)).status).toBe(400)
      const again = await strict.ask(null, path)
      expect(again.status).toBe(429)
      expect(again.headers['x-content-type-options']).toBe('nosniff')
    }
  })
})
