import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import { buildServer } from '../../src/api/server.ts'
import { openLogger } from '../../src/logger.ts'
import { startCall } from '../../src/programme/calls.ts'
import { aalst, gent, parameters } from '../machines/support.ts'
import { must, openAccessWorld, START_MS, type AccessWorld, type Browser } from '../access/world.ts'
import { at, openApiWorld } from './api-world.ts'
import { calendarSecrets } from './calendar-secrets.ts'

const DAY_MS = 86_400_000
const manager = { person: 'system', roles: ['manager'] }

/** A live database with a call that has just been launched; nobody is signed in yet. */
async function launched(): Promise<AccessWorld> {
  const world = await openAccessWorld()
  const timeline = {
    ...parameters.timeline,
    launchMs: START_MS + DAY_MS,
    submissionDeadlineMs: Date.parse('2027-01-15T12:00:00.000+01:00'),
    projectStart: '2027-10-01',
    projectEnd: '2028-09-30',
  }
  const applicants = [gent, { ...aalst, kbo: '0207437468' }]
  const started = await startCall(
    world.app.engine,
    { ...parameters, timeline },
    applicants,
    manager,
  )
  if (!started.accepted) throw new Error(started.message)
  world.pass(2 * DAY_MS)
  // An event of the call applies what was due before it: the launch.
  const data = { text: 'gelanceerd' }
  await world.app.engine.send({ to: 'oproep/gent', type: 'note.add', data, sender: manager })
  return world
}

/** Els acts for Gent. */
async function els(world: AccessWorld): Promise<{ id: string; browser: Browser }> {
  const id = await world.person('els', 'oproep:applicant')
  const { access } = world
  const other = must(
    await access.users.add({ name: 'Els', login: 'els2', organisation: gent.kbo }, operator),
  )
  const { secret } = must(await access.users.makeLink(other.id, operator))
  must(await access.users.setPassword(secret, 'correct horse 9', null))
  must(await access.grants.give(other.id, { call: 'oproep', role: 'applicant' }, operator))
  return { id, browser: await world.signedIn('els2') }
}

async function make(browser: Browser, asked: object): Promise<{ url: string; id: string }> {
  const { status, body, text } = await browser.ask('POST', '/api/calendars', asked)
  if (status !== 200) throw new Error(text)
  return { url: String(body['url']), id: (body['calendar'] as { id: string }).id }
}

interface Shown {
  readonly uid: string
  readonly sequence: number
  readonly start: string
  readonly summary: string
}

/** The events of a calendar, as a library of others reads them. */
function eventsOf(text: string): readonly Shown[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[])
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each)
    return {
      uid: event.uid,
      sequence: event.sequence,
      start: event.startDate.toString(),
      summary: event.summary,
    }
  })
}

async function moveTo(world: AccessWorld, to: string): Promise<void> {
  const data = { deadline: 'submission', to, reason: 'gevraagd' }
  const outcome = await world.app.engine.send({
    to: 'oproep/gent',
    type: 'deadline.move',
    data,
    sender: manager,
  })
  if (!outcome.accepted) throw new Error(outcome.message)
}

describe('a calendar', () => {
  test('shows the own deadlines, under the UIDs of the mails, to whoever has its address', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const { url } = await make(browser, { about: 'person' })
    const { status, text, headers } = await world.browser().ask('GET', url)
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(headers['cache-control']).toBe('private, no-cache')
    expect(headers['set-cookie']).toBeUndefined()
    expect(eventsOf(text)).toEqual([
      {
        uid: 'oproep/gent/submission@mijlpaal',
        sequence: 0,
        start: '2027-01-15T11:00:00Z',
        summary: 'gent: aanvraag / gent: application',
      },
    ])
    expect(text).not.toMatch(/example\.org|Els/)
  })

  test('follows a deadline that moves: the same UID, a higher SEQUENCE', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const { url } = await make(browser, { about: 'project', project: 'oproep/gent' })
    const seen = [await browser.ask('GET', url)]
    for (const to of ['2027-01-20', '2027-02-01T12:00:00']) {
      world.pass(60_000)
      await moveTo(world, to)
      seen.push(await browser.ask('GET', url))
    }
    const events = seen.map(({ text }) => eventsOf(text)[0])
    expect(new Set(events.map((each) => each?.uid)).size).toBe(1)
    expect(events.map((each) => each?.sequence)).toEqual([0, 1, 2])
    expect(events.map((each) => each?.start)).toEqual([
      '2027-01-15T11:00:00Z',
      '2027-01-20',
      '2027-02-01T11:00:00Z',
    ])
  })

  test('is asked again for nothing while no deadline changes', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const { url } = await make(browser, { about: 'person' })
    const { headers } = await browser.ask('GET', url)
    const etag = String(headers['etag'])
    world.pass(3_600_000)
    const again = await browser.ask('GET', url, undefined, { 'if-none-match': etag })
    expect(again).toMatchObject({ status: 304, text: '' })
    await moveTo(world, '2027-01-20')
    const moved = await browser.ask('GET', url, undefined, { 'if-none-match': etag })
    expect(moved.status).toBe(200)
  })

  test('is there while a project runs, without the end of its period, at which nobody acts', async () => {
    const world = await openApiWorld({ untilMs: at('2025-01-15T12:00:00Z') })
    const { open } = await calendarSecrets(world.app)
    for (const secret of open) {
      const { status, text } = await world.ask(null, `/cal/${secret}.ics`)
      expect(status).toBe(200)
      expect(eventsOf(text).map(({ uid }) => uid)).toEqual([
        'voorbeeld/gent/finalReport@mijlpaal',
        'voorbeeld/gent/accounts.2024@mijlpaal',
        'voorbeeld/gent/accounts.2025@mijlpaal',
      ])
    }
  })

  test('of a role holds the whole call, or for the Inspectie the call itself', async () => {
    const world = await launched()
    await world.person('mia', 'oproep:manager', 'oproep:inspector')
    const mia = await world.signedIn('mia')
    const whole = await make(mia, { about: 'role', call: 'oproep', role: 'manager' })
    const own = await make(mia, { about: 'role', call: 'oproep', role: 'inspector' })
    const uids = async (url: string) => eventsOf((await mia.ask('GET', url)).text).map((e) => e.uid)
    expect((await uids(whole.url)).toSorted()).toEqual([
      'oproep/aalst/submission@mijlpaal',
      'oproep/gent/submission@mijlpaal',
      'oproep/submission@mijlpaal',
    ])
    expect(await uids(own.url)).toEqual(['oproep/submission@mijlpaal'])
  })
})

describe('the secret of a calendar', () => {
  test('that is unknown, malformed or revoked gets one and the same answer', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const { url, id } = await make(browser, { about: 'person' })
    expect((await browser.ask('DELETE', `/api/calendars/${id}`)).status).toBe(200)
    expect((await browser.ask('DELETE', `/api/calendars/${id}`)).status).toBe(200)
    const answers = await Promise.all(
      [url, `/cal/${'A'.repeat(43)}.ics`, '/cal/x.ics'].map(async (each) => {
        const { status, text } = await world.browser().ask('GET', each)
        return { status, text: text.replace(/"requestId":"[^"]*"/, '') }
      }),
    )
    expect(answers[0]).toMatchObject({ status: 404 })
    expect(new Set(answers.map((each) => JSON.stringify(each))).size).toBe(1)
    const { body } = await browser.ask('GET', '/api/calendars')
    expect(body['items']).toMatchObject([{ id, about: 'person', revokedAt: expect.any(String) }])
  })

  test('shows nothing any more to who lost the role, or was shut out', async () => {
    const world = await launched()
    const id = await world.person('mia', 'oproep:manager')
    const mia = await world.signedIn('mia')
    const role = await make(mia, { about: 'role', call: 'oproep', role: 'manager' })
    const project = await make(mia, { about: 'project', project: 'oproep/gent' })
    const person = await make(mia, { about: 'person' })
    const [grant] = (await world.access.grants.openOf([id])).get(id) ?? []
    must(await world.access.grants.revoke(grant!.id, { person: 'first-admin', requestId: null }))
    const ask = async ({ url }: { url: string }) => world.browser().ask('GET', url)
    expect((await ask(role)).status).toBe(404)
    expect((await ask(project)).status).toBe(404)
    expect(eventsOf((await ask(person)).text)).toEqual([])
    must(await world.access.users.disable(id, operator))
    expect((await ask(person)).status).toBe(404)
    must(await world.access.users.enable(id, operator))
    expect((await ask(person)).status).toBe(404)
  })

  test('is not made for what its owner may not see', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const status = async (asked: object) =>
      (await browser.ask('POST', '/api/calendars', asked)).status
    expect(await status({ about: 'project', project: 'oproep/aalst' })).toBe(404)
    expect(await status({ about: 'project', project: 'oproep/nergens' })).toBe(404)
    expect(await status({ about: 'role', call: 'oproep', role: 'manager' })).toBe(404)
    expect(await status({ about: 'role', call: 'oproep' })).toBe(400)
    expect(await status({ about: 'project' })).toBe(400)
    expect(await status({ about: 'everything' })).toBe(400)
  })

  test('stands in no table and no line of the log', async () => {
    const world = await launched()
    const { browser } = await els(world)
    const { url } = await make(browser, { about: 'person' })
    const secret = /\/cal\/(.+)\.ics$/.exec(url)?.[1] ?? 'none'
    const lines: string[] = []
    const { engine, queries, access, papers, openData, calendarFeeds } = world.app
    const server = await buildServer({
      engine,
      queries,
      access,
      papers,
      openData,
      calendarFeeds,
      logger: openLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }),
      probes: { readiness: async () => [], metrics: async () => ({ contentType: '', text: '' }) },
      metricsToken: null,
    })
    for (const each of [url, `${url}x`, url.replace('.ics', '')]) await server.inject(each)
    await server.close()
    expect(lines.join('')).toContain('"route":"/cal/:secret.ics"')
    expect(lines.join('')).not.toContain(secret)
    for (const file of [world.file, `${world.file}-wal`]) {
      expect(readFileSync(file).includes(secret)).toBe(false)
    }
  })

  test('is not made by a token, and one person has at most 50 of them', async () => {
    const world = await launched()
    const { id, browser } = await els(world)
    const token = { name: 'x', scope: 'write', days: 1 } as const
    const { secret } = must(await world.access.tokens.add(id, token, operator))
    const headers = { authorization: `Bearer ${secret}` }
    const byToken = world.browser().ask('POST', '/api/calendars', { about: 'person' }, headers)
    expect((await byToken).status).toBe(403)
    for (let count = 0; count < 50; count += 1) await make(browser, { about: 'person' })
    const { status, body } = await browser.ask('POST', '/api/calendars', { about: 'person' })
    expect([status, body['code']]).toEqual([409, 'event-not-allowed'])
  })
})
