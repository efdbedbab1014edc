import { beforeAll, describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
})

describe('the portfolio', () => {
  test('shows every phase with its projects, and says that the data are made up', async () => {
    const { status, text } = await world.get('mia', '/')
    expect(status).toBe(200)
    expect(text).toContain('Saldobeslissing')
    expect(text).toContain('href="/projects/voorbeeld/gent"')
    expect(text).toContain('Demonstratie.')
  })

  test('speaks English when it was chosen', async () => {
    const { text } = await world.get('mia', '/', 'en')
    expect(text).toContain('<html lang="en">')
    expect(text).toContain('Balance decision')
  })

  test('filters as a table, with the filters in the address', async () => {
    const { text } = await world.get('mia', '/?view=table&q=aalst')
    expect(text).toContain('/projects/voorbeeld/aalst')
    expect(text).not.toContain('/projects/voorbeeld/gent')
  })

  test('leaves as CSV what the table shows', async () => {
    const { text, headers } = await world.get('mia', '/projects.csv?phase=lapsed')
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(text.trim().split('\n').at(-1)).toContain('voorbeeld/')
    expect(text).toContain('lapsed')
    expect(text).not.toContain('voorbeeld/gent')
  })

  test('shows an applicant only its own project', async () => {
    const { text } = await world.get('els', '/')
    expect(text).toContain('/projects/voorbeeld/gent')
    expect(text).not.toContain('aalst')
  })
})

describe('a project', () => {
  test('says in a sentence where it stands', async () => {
    const { status, text } = await world.get('rik', '/projects/voorbeeld/gent')
    expect(status).toBe(200)
    expect(text).toMatch(/<p class="lead">Het agentschap beslist over het saldo van Gent/)
  })

  test('puts what waits to be done before what may be done besides', async () => {
    const { text } = await world.get('mia', '/projects/voorbeeld/gent', 'en')
    const list = /<ul class="actions">.*?<\/ul>/s.exec(text)?.[0] ?? ''
    const buttons = [...list.matchAll(/<a class="([^"]*)"[^>]*>(.*?)<\/a>/gs)]
    const [first, ...others] = buttons.map(([, kind, label]) => `${kind}: ${label}`)
    expect(first).toBe('button: Approve the balance')
    expect(others.length).toBeGreaterThan(0)
    expect(others.every((each) => each.startsWith('button quiet: '))).toBe(true)
  })

  test('is not there for another applicant', async () => {
    expect((await world.get('an', '/projects/voorbeeld/gent')).status).toBe(404)
  })

  test('draws the machine that runs', async () => {
    const { text, headers } = await world.get('rik', '/projects/voorbeeld/gent/diagram.svg')
    expect(headers['content-type']).toBe('image/svg+xml')
    expect(text).toContain('▶ ')
  })
})

describe('without a session', () => {
  test('a page leads to the sign-in and back', async () => {
    const { status, headers } = await world.get(null, '/projects/voorbeeld/gent')
    expect(status).toBe(303)
    expect(headers['location']).toBe('/sign-in?return=%2Fprojects%2Fvoorbeeld%2Fgent')
  })

  test('a form keeps what was typed in it', async () => {
    const path = '/projects/voorbeeld/gent/events/note.add'
    const { status, text } = await world.post(null, path, { text: 'niet <kwijt>' })
    expect(status).toBe(401)
    expect(text).toContain('name="text" value="niet &lt;kwijt>"')
  })
})

describe('calendars', () => {
  test('are offered by what the visitor may follow', async () => {
    const { status, text } = await world.get('mia', '/calendars', 'en')
    expect(status).toBe(200)
    expect(text).toContain('<option value="role voorbeeld:manager">')
    expect(text).not.toContain('project voorbeeld')
    expect((await world.get('els', '/calendars')).text).toContain('value="project voorbeeld/gent"')
  })

  test('are not made for a project of another, nor by a form of elsewhere', async () => {
    const other = await world.post('els', '/calendars', { what: 'project voorbeeld/aalst' })
    expect(other.status).toBe(404)
    const foreign = await world.post('els', '/calendars', { what: 'person', csrf: 'x' })
    expect(foreign.status).toBe(403)
  })
})

describe('limits', () => {
  test('are kept per person and page; what pages load has none', async () => {
    const limited = await openWebWorld({
      untilMs: at('2024-04-10T00:00:00Z'),
      rates: { reads: 2, writes: 1, strangers: 1 },
    })
    const ask = async (person: string | null, path: string) =>
      (await limited.get(person, path)).status
    expect([await ask('mia', '/'), await ask('mia', '/')]).toEqual([200, 200])
    const refused = await limited.get('mia', '/')
    expect(refused).toMatchObject({
      status: 429,
      headers: { 'retry-after': expect.stringMatching(/^\d+$/) },
    })
    expect(refused.text).toContain('Te veel verzoeken')
    expect([await ask('mia', '/deadlines'), await ask('rik', '/')]).toEqual([200, 200])
    const verify = () => limited.post('aud', '/operations/verify', {})
    expect([(await verify()).status, (await verify()).status]).toEqual([200, 429])
    expect([await ask(null, '/open'), await ask(null, '/open')]).toEqual([200, 429])
    const icon = /href="(\/assets\/[^"]*icon\.svg)"/.exec(refused.text)?.[1] ?? ''
    expect([await ask(null, icon), await ask(null, icon)]).toEqual([200, 200])
  })
})
