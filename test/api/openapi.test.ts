import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { beforeAll, describe, expect, test } from 'vitest'
import { at, openApiWorld, pathOf, type Answer, type ApiWorld } from './api-world.ts'
import { calendarSecrets } from './calendar-secrets.ts'
import { png } from '../programme/documents/contents.ts'
import { openApiText, published, routeTable } from './route-table.ts'

const PROBLEM = 'application/problem+json'
const file = join(import.meta.dirname, '../../docs/openapi.json')

interface Operation {
  readonly tags: readonly string[]
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, Response>>
  readonly requestBody?: unknown
}

interface Response {
  readonly headers?: Readonly<Record<string, unknown>>
  readonly content?: Readonly<Record<string, { readonly schema: Shape }>>
}

interface Shape {
  readonly $ref?: string
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

const shapes = committed().components.schemas

function committed(): Document {
  return JSON.parse(readFileSync(file, 'utf8')) as Document
}

/** What came has its status, its kind and its shape in the document. */
function fits({ responses }: Operation, { status, text, headers }: Answer): void {
  const range = `${String(status)[0]}XX`
  const { content = {}, headers: named = {} } = responses[status] ?? responses[range] ?? {}
  const [type = ''] = String(headers['content-type']).split(';')
  expect(Object.keys(content)).toContain(type)
  for (const name of Object.keys(named)) expect(headers).toHaveProperty(name.toLowerCase())
  const { $ref, ...inline } = content[type]?.schema ?? {}
  const shape = $ref === undefined ? inline : shapes[$ref.split('/').at(-1) ?? '']
  const value: unknown = type.includes('json') ? JSON.parse(text) : text
  expect([...Compile(shape as object).Errors(value)]).toEqual([])
}

describe('docs/openapi.json', () => {
  test('is what the server says (npm run openapi writes it)', async () => {
    expect(readFileSync(file, 'utf8')).toBe(await openApiText())
  })

  test('describes every route but its own pages and what browsers ask beforehand', async () => {
    const { openapi, paths } = committed()
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    // A browser asks with OPTIONS by itself, before what a page asks for.
    const served = (await routeTable()).filter((route) => !/\/api\/docs|^OPTIONS/.test(route))
    expect(described.toSorted()).toEqual(
      served.map((route) => route.replaceAll(/:(\w+)/g, '{$1}')).toSorted(),
    )
  })

  test('names only shapes that it holds, and every type of event', () => {
    const text = readFileSync(file, 'utf8')
    const { components, paths } = JSON.parse(text) as Document
    const names = [...text.matchAll(/"\$ref": "#\/components\/schemas\/(\w+)"/g)]
    expect(names.length).toBeGreaterThan(10)
    for (const [, name] of names) expect(Object.keys(components.schemas)).toContain(name)
    expect(text.match(/"\$ref": "(?!#)/)).toBeNull()
    const body = JSON.stringify(paths['/api/projects/{id}/events']?.['post']?.requestBody)
    for (const type of ['application.submit', 'clawback.approveWriteOff', 'note.add']) {
      expect(body).toContain(`"enum":["${type}"]`)
    }
  })
})

describe('every operation', () => {
  const operations = Object.entries(committed().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [method, path, operation] as const),
  )

  test.each(operations)('%s %s says what it gives, and how it refuses', (_method, _path, given) => {
    const { responses } = given
    const kinds = (status: string) => Object.keys(responses[status]?.content ?? {})
    const successes = Object.keys(responses).filter((status) => status.startsWith('2'))
    expect(successes).not.toEqual([])
    for (const status of successes) expect([status, ...kinds(status)]).not.toEqual(['200'])
    for (const status of ['4XX', '5XX']) expect(kinds(status)).toEqual([PROBLEM])
    const all = Object.values(responses).flatMap(({ content = {} }) => Object.values(content))
    for (const { schema } of all) expect(Object.keys(schema)).not.toEqual([])
  })
})

describe('files', () => {
  const { paths } = committed()
  const gent = pathOf('voorbeeld/gent')
  let world: ApiWorld

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    for (const to of [gent, pathOf('voorbeeld')]) {
      await world.ask('mia', `${to}/files`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify({
          kind: 'awardDecree',
          name: 'a.png',
          content: png.toString('base64'),
        }),
      })
    }
  })

  const project = '/api/projects/{id}'
  const completeness = '/api/calls/{id}/completeness'
  test.each([
    [`${project}/diagram.svg`, `${gent}/diagram.svg`, /^<svg |^<\?xml /],
    [`${project}/letters/{letter}.pdf`, `${gent}/letters/4-receipt.pdf`, /^%PDF-/],
    [`${project}/files/{file}`, `${gent}/files/1`, /PNG/],
    ['/api/calls/{id}/files/{file}', `${pathOf('voorbeeld')}/files/2`, /PNG/],
    [`${project}/workbooks/{kind}.xlsx`, `${gent}/workbooks/application.xlsx`, /^PK/],
    [completeness, `${pathOf('voorbeeld')}/completeness`, /^\{"items":\[\{/],
    [completeness, `${pathOf('voorbeeld')}/completeness?format=csv`, /;/],
    [completeness, `${pathOf('voorbeeld')}/completeness?format=xlsx`, /^PK/],
  ])('at %s come as is described: %s', async (path, address, start) => {
    const { get } = paths[path] ?? {}
    const answer = await world.ask('mia', address)
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(start)
    fits(get!, answer)
    const refused = await world.ask('mia', address.replace('voorbeeld', 'elsewhere'))
    expect(refused.status).toBe(404)
    fits(get!, refused)
  })
})

describe('answers', () => {
  let world: ApiWorld

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: at('2025-09-02T12:00:00Z') })
  })

  const gent = pathOf('voorbeeld/gent')
  test.each([
    ['/api/calls', 'Call', 'items'],
    [pathOf('voorbeeld'), 'Call', null],
    ['/api/projects', 'Project', 'items'],
    [pathOf('voorbeeld/aalst'), 'Project', null],
    [`${gent}/history`, 'HistoryEntry', 'items'],
    [`${gent}/events/allowed`, 'AllowedEvent', 'items'],
    ['/api/inbox', 'InboxItem', 'items'],
    ['/api/me', 'Me', null],
    ['/api/forecast?call=voorbeeld', 'Forecast', null],
    [`${gent}/next`, 'NextStep', 'items'],
    ['/api/projects?limit=0', 'Problem', null],
    ['/api/nowhere', 'Problem', null],
  ])('of %s have the shape %s', async (path, name, list) => {
    const { components } = committed()
    const shape = Compile(components.schemas[name] as object)
    const { body } = await world.ask('mia', path)
    const all = list === null ? [body] : (body[list] as unknown[])
    expect(all.length).toBeGreaterThan(0)
    for (const each of all) expect([...shape.Errors(each)]).toEqual([])
  })
})

describe('a stranger', () => {
  let world: ApiWorld

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: null })
  })

  const operations = Object.entries(committed().paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security }]) => [method, path, security] as const),
  )

  test.each(operations)(
    'is sent away by %s %s where it says so',
    async (method, path, security) => {
      const answer = await world.ask(null, path.replaceAll(/[{}]/g, ''), {
        method: method as 'get',
      })
      const isSentAway = answer.body['code'] === 'not-authenticated'
      expect(security).toEqual(isSentAway ? undefined : [])
    },
  )
})

describe('addresses that are open to everybody', () => {
  const { paths } = committed()
  const open = Object.entries(paths).flatMap(([path, { get }]) =>
    get?.tags.includes('open') === true ? [[path, get] as const] : [],
  )
  let world: ApiWorld
  /** Takes one request of everybody. */
  let strict: ApiWorld
  let secret = ''

  beforeAll(async () => {
    world = await openApiWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    await world.app.openData.publications.publish('voorbeeld')
    strict = await openApiWorld({ untilMs: null, limits: { reads: 1, strangers: 1 } })
    secret = (await calendarSecrets(world.app)).open[0] ?? ''
  })

  const placeOf = (path: string, call: string, of: string) =>
    path.replace('{call}', call).replace('{version}', '2').replace('{secret}', of)

  test('are what is published, at the call and at each version, and calendars', () => {
    const addresses = open.map(([path]) => path)
    expect(addresses).toHaveLength(published.length + 1)
    expect(addresses).toContain('/cal/{secret}.ics')
    for (const [, { security }] of open) expect(security).toEqual([])
  })

  test.each(open)('%s gives what is described', async (path, operation) => {
    const place = placeOf(path, 'voorbeeld', secret)
    const answer = await world.ask(null, place)
    expect(answer.status).toBe(200)
    fits(operation, answer)
    const headers = { 'if-none-match': String(answer.headers['etag']) }
    const again = await world.ask(null, place, { headers })
    expect(again).toMatchObject({ status: 304, text: '' })
    expect(operation.responses['304']).not.toHaveProperty('content')
  })

  test.each(open.filter(([path]) => path.includes('{')))(
    '%s says as is described that there is nothing',
    async (path, operation) => {
      const answer = await world.ask(null, placeOf(path, 'elsewhere', 'x'))
      expect(answer.status).toBe(404)
      fits(operation, answer)
    },
  )

  test.each(open)('%s refuses who asks too often as is described', async (path, operation) => {
    const place = placeOf(path, 'elsewhere', 'x')
    await strict.ask(null, place)
    const answer = await strict.ask(null, place)
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toMatch(/^\d+$/)
    fits(operation, answer)
  })
})

describe('GET /api/docs', () => {
  test('asks nobody else for anything, under a strict policy', async () => {
    const world = await openApiWorld({ untilMs: null })
    const page = await world.ask(null, '/api/docs')
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'self';/)
    expect(page.text).not.toMatch(/https?:|<script(?![^>]*\ssrc=)|<style|\son\w+=/)
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link ?? '')
    expect(links.length).toBeGreaterThan(4)
    for (const link of links) {
      const { status } = await world.ask(null, link)
      expect(`${status} ${link}`).toBe(`200 ${link}`)
    }
    const start = await world.ask(null, '/api/docs/static/swagger-initializer.js')
    expect(start.text).toMatch(/validatorUrl: null/)
    expect(start.text).not.toMatch(/https?:\/\/(?!stackoverflow)/)
    expect((await world.ask(null, '/api/docs/json')).body).toMatchObject({ openapi: '3.1.0' })
  })
})
