import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Compile } from 'typebox/compile'
import { beforeAll, describe, expect, test } from 'vitest'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { openApiText, routeTable } from './route-table.ts'

const file = join(import.meta.dirname, '../../docs/openapi.json')

interface Operation {
  readonly responses: Readonly<Record<string, unknown>>
  readonly requestBody?: unknown
}

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

describe('docs/openapi.json', () => {
  test('is what the server says (npm run openapi writes it)', async () => {
    expect(readFileSync(file, 'utf8')).toBe(await openApiText())
  })

  test('describes every route but its own pages', async () => {
    const { openapi, paths } = JSON.parse(readFileSync(file, 'utf8')) as Document
    expect(openapi).toBe('3.1.0')
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const served = (await routeTable()).filter((route) => !route.includes('/api/docs'))
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
    ['/api/projects?limit=0', 'Problem', null],
    ['/api/nowhere', 'Problem', null],
  ])('of %s have the shape %s', async (path, name, list) => {
    const { components } = JSON.parse(readFileSync(file, 'utf8')) as Document
    const shape = Compile(components.schemas[name] as object)
    const { body } = await world.ask('mia', path)
    const all = list === null ? [body] : (body[list] as unknown[])
    expect(all.length).toBeGreaterThan(0)
    for (const each of all) expect([...shape.Errors(each)]).toEqual([])
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
