import { beforeAll, describe, expect, test } from 'vitest'
import { at } from './api-world.ts'
import { openWebWorld, type WebWorld } from '../web/web-world.ts'

let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
  await world.app.effects.perform()
})

const ask = async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
  const answer = await world.server.inject({ url, headers, method: method as 'GET' })
  return { status: answer.statusCode, headers: answer.headers, text: answer.payload }
}

const names = ['lines.csv', 'grants.json', 'data.jsonld', 'dcat.jsonld']
const current = [...names, 'versions.json'].map((name) => `/open/voorbeeld/${name}`)
const versioned = names.map((name) => `/open/voorbeeld/v2/${name}`)
const pages = ['/open', '/open/voorbeeld', '/open/voorbeeld/v1']

describe('what is published', () => {
  test.each([...current, ...versioned, ...pages, '/open/catalog.jsonld'])(
    '%s is there for everybody, from every page, without a cookie',
    async (path) => {
      const { status, headers, text } = await ask(path)
      expect(status).toBe(200)
      expect(headers['access-control-allow-origin']).toBe('*')
      expect(headers['set-cookie']).toBeUndefined()
      expect(text).not.toMatch(/BE\d{14}|@example\.org/)
      const etag = String(headers['etag'])
      expect(etag).toMatch(/^"[\w-]{43}"$/)
      const again = await ask(path, { 'if-none-match': `"other", W/${etag}` })
      expect(again).toMatchObject({ status: 304, text: '' })
      expect((await ask(path, { 'if-none-match': '"other"' })).status).toBe(200)
    },
  )

  test('is asked for again soon where it is current, and kept where it is a version', async () => {
    for (const path of current) {
      expect((await ask(path)).headers['cache-control']).toBe('public, max-age=60')
    }
    for (const path of versioned) {
      const { headers } = await ask(path)
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    }
  })

  test('lets another page ask beforehand', async () => {
    const { status, headers } = await ask('/open/voorbeeld/grants.json', {}, 'OPTIONS')
    expect(status).toBe(204)
    expect(headers['access-control-allow-headers']).toBe('If-None-Match')
  })

  test('has the same bytes at the call as at its latest version', async () => {
    for (const name of names) {
      const { text } = await ask(`/open/voorbeeld/v3/${name}`)
      expect((await ask(`/open/voorbeeld/${name}`)).text).toBe(text)
    }
  })

  test.each([
    '/open/elsewhere/grants.json',
    '/open/elsewhere/versions.json',
    '/open/elsewhere',
    '/open/voorbeeld/v0/grants.json',
    '/open/voorbeeld/v4/grants.json',
    '/open/voorbeeld/v01/grants.json',
    '/open/voorbeeld/v1e0',
    '/open/voorbeeld/v99999999999/lines.csv',
    '/open/voorbeeld/other.json',
  ])('has nothing at %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })
})

describe('the public page of a call', () => {
  test('speaks Dutch, or English where the address says so, whatever cookie comes along', async () => {
    const { text } = await ask('/open/voorbeeld', { cookie: 'language=en' })
    expect(text).toContain('<html lang="nl">')
    expect(text).toContain('Voorbeeldoproep: toekenningen en resultaten')
    expect(text).toContain('href="/open/voorbeeld?lang=en"')
    const english = await ask('/open/voorbeeld?lang=en')
    expect(english.text).toContain('<html lang="en">')
    expect(english.text).toContain('Example call: awards and results')
  })

  test('has a chart with its table, says that the data are made up, and links to all forms', async () => {
    const { text } = await ask('/open/voorbeeld?lang=en')
    expect(text).toContain('These data are made up.')
    expect(text).toMatch(/<svg class="chart bar-of-row" role="img" aria-label="Dutch practice/)
    expect(text).toMatch(/<caption>Amount awarded, target and result by action<\/caption>/)
    for (const name of names) expect(text).toContain(`href="/open/voorbeeld/v3/${name}"`)
  })

  test('of an older version leads to the latest', async () => {
    const { text } = await ask('/open/voorbeeld/v1?lang=en')
    expect(text).toContain('This is version 1')
    expect(text).toContain('To the latest version (3)')
    expect(text).toContain('No final report is accepted yet.')
  })
})
