import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { calendarSecrets } from './calendar-secrets.ts'

const DECIDING = at('2025-08-19T12:00:00Z')

let server: PostgresqlServer
let sqlite: ApiWorld
let postgresql: ApiWorld

beforeAll(async () => {
  server = await PostgresqlServer.start()
  sqlite = await openApiWorld({ untilMs: DECIDING })
  const url = await freshSchema(server.url('postgres'))
  postgresql = await openApiWorld({ untilMs: DECIDING, url })
})

afterAll(async () => {
  await postgresql.close()
  await server[Symbol.asyncDispose]()
})

const gent = pathOf('voorbeeld/gent')

describe('the API on PostgreSQL', () => {
  test.each([
    '/api/calls',
    '/api/projects',
    '/api/projects?phase=lapsed&call=voorbeeld',
    '/api/projects?q=GÉNT',
    '/api/projects?q=%25',
    '/api/projects?q=%5C',
    '/api/projects?applicant=gent',
    '/api/projects?due=2026-07-31&overdue=false',
    '/api/projects?attention=false',
    ...['id', 'name', 'due', 'awarded'].flatMap((sort) => [
      `/api/projects?sort=${sort}&limit=3`,
      `/api/projects?sort=-${sort}&limit=3`,
    ]),
    '/api/inbox',
    gent,
    `${gent}/history?limit=200`,
    `${gent}/events/allowed`,
    `${gent}/diagram.svg`,
  ])('answers %s as on SQLite', async (path) => {
    for (const person of ['mia', 'els', 'out']) {
      const [one, other] = await Promise.all([
        sqlite.ask(person, path),
        postgresql.ask(person, path),
      ])
      expect(other.status).toBe(one.status)
      const blank = ({ text }: { text: string }) => text.replace(/"requestId":"[^"]*"/, '')
      expect(blank(other)).toBe(blank(one))
    }
  })

  test.each(['id', '-name', 'due', '-due', '-awarded'])('pages by %s to the end', async (sort) => {
    const seen: string[] = []
    for (let cursor = '', turn = 0; turn < 9; turn += 1) {
      const path = `/api/projects?sort=${sort}&limit=1${cursor}`
      const { body } = await postgresql.ask<{ items: { id: string }[]; next: string }>('mia', path)
      seen.push(...body.items.map(({ id }) => id))
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    const all = await sqlite.ask<{ items: { id: string }[] }>('mia', `/api/projects?sort=${sort}`)
    expect(seen).toEqual(all.body.items.map(({ id }) => id))
  })

  test('takes an event, once per key', async () => {
    const key = { 'idempotency-key': 'k' }
    const first = await postgresql.send('lea', 'voorbeeld/gent', 'note.add', { text: 'a' }, key)
    const again = await postgresql.send('lea', 'voorbeeld/gent', 'note.add', { text: 'a' }, key)
    expect([first.status, again.body]).toEqual([200, first.body])
  })

  test('shows the same in a calendar', async () => {
    const texts = await Promise.all(
      [sqlite, postgresql].map(async (world) => {
        const { open } = await calendarSecrets(world.app)
        const answers = open.map((secret) => world.ask(null, `/cal/${secret}.ics`))
        return (await Promise.all(answers)).map(({ text }) => text)
      }),
    )
    expect(texts[1]).toEqual(texts[0])
    for (const text of texts[0] ?? []) expect(text).toContain('UID:voorbeeld/gent/')
  })
})
