import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FindingCode } from '../../src/operating/doctor.ts'
import { findingTexts } from '../../src/web/operations/finding-texts.ts'
import { openSite, plainSite } from '../../src/web/site.ts'
import { at } from '../api/api-world.ts'
import { people } from '../api/people.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const bob = { ...people['ada']!, person: 'bob', label: 'bob (test)' }

describe('the page Operations', () => {
  let world: WebWorld

  beforeAll(async () => {
    world = await openWebWorld({
      untilMs: at('2024-05-01T00:00:00Z'),
      people: { ...people, bob },
    })
    await world.app.effects.perform()
  })

  test('is for managers, admins and auditors; an admin begins there', async () => {
    for (const person of ['mia', 'ada', 'aud']) {
      expect((await world.get(person, '/operations')).status).toBe(200)
    }
    for (const person of ['els', 'rik', 'pol', 'out']) {
      expect((await world.get(person, '/operations')).status).toBe(404)
    }
    expect((await world.get('ada', '/')).headers['location']).toBe('/operations')
  })

  test('tells of timers, effects, mails, machines and the database', async () => {
    const { text } = await world.get('aud', '/operations', 'en')
    for (const told of ['Timers', 'Pending', 'Machine project, version 1', 'sqlite']) {
      expect(text).toContain(told)
    }
    expect(text).toContain('/operations/mails?status=kept')
    expect(text).toContain('kept, not sent')
    const mails = await world.get('aud', '/operations/mails?status=kept')
    expect(mails.text).toContain('voorbeeld/')
    // Who runs the system needs no addresses.
    expect(mails.text).not.toMatch(/@example|@voorbeeld/)
  })

  test('says every finding of the doctor in Dutch', () => {
    const codes: Record<FindingCode, true> = {
      'migrations-unknown': true,
      'no-dispatcher': true,
      'dispatcher-silent': true,
      'timers-late': true,
      'instances-need-attention': true,
      'effects-parked': true,
      'effects-late': true,
      'leases-lost': true,
      'clock-skew': true,
      'log-file-large': true,
      'disk-low': true,
      redis: true,
    }
    expect(Object.keys(findingTexts).toSorted()).toEqual(Object.keys(codes).toSorted())
  })

  test('lets an auditor verify the log, and not twice at once', async () => {
    expect((await world.post('mia', '/operations/verify', {})).status).toBe(403)
    expect((await world.post('aud', '/operations/verify', { csrf: 'no' })).status).toBe(403)
    const { status, text } = await world.post('aud', '/operations/verify', {})
    expect(status).toBe(200)
    expect(text).toContain('✓ Alles klopt.')
    expect(text).toContain(`${await world.app.engine.log.position()} gebeurtenissen`)
    expect((await world.post('aud', '/operations/verify', {})).status).toBe(429)
  })

  test('shows every finding of a log that was altered', async () => {
    const other = await openWebWorld({ untilMs: at('2024-04-25T00:00:00Z') })
    const db = new BetterSqlite3(other.file)
    db.exec(`update task set overdue = 1`)
    db.close()
    const { text } = await other.post('ada', '/operations/verify', {})
    expect(text).toContain('Er klopt iets niet')
    expect(text).toContain('voorbeeld/aalst application.submit 0')
  })

  test('takes a second admin to skip a deadline, and one to retry', async () => {
    const db = new BetterSqlite3(world.file)
    // The deadline of the submission passes at one project; at the others it cannot be written.
    const since = at('2024-05-06T00:00:00Z')
    db.exec(`create unique index planted on event (type) where at_ms > ${since}`)
    db.close()
    await world.app.engine.advanceTo(at('2024-05-06T11:00:00Z'))
    const failed = (await world.app.engine.failures()).filter(({ status }) => status === 'open')
    expect(failed.length).toBeGreaterThan(1)
    const [first, second] = failed.map(({ instance }) => instance)
    const page = await world.get('aud', '/operations')
    expect(page.text).toContain(`>${first}</h3>`)
    expect(page.text).not.toContain('/operations/skip')
    const skip = { instance: first!, reason: 'Opnieuw verstuurd' }
    expect((await world.post('mia', '/operations/skip', skip)).status).toBe(403)
    expect((await world.post('ada', '/operations/skip', { ...skip, reason: ' ' })).status).toBe(400)
    const asked = await world.post('ada', '/operations/skip', skip)
    expect(asked.headers['location']).toBe('/operations?done=skip-asked')
    expect((await world.get('ada', '/operations')).text).toContain('Een andere systeembeheerder')
    const approval = { instance: first! }
    expect((await world.post('ada', '/operations/approve-skip', approval)).status).toBe(403)
    expect((await world.get('bob', '/operations')).text).toContain('Keur het overslaan goed')
    const done = await world.post('bob', '/operations/approve-skip', approval)
    expect(done.headers['location']).toBe('/operations?done=skipped')
    expect((await world.app.engine.history(first!)).at(-1)?.type).toBe('engine.skip')
    expect((await world.post('bob', '/operations/approve-skip', approval)).status).toBe(409)
    const mended = new BetterSqlite3(world.file)
    mended.exec('drop index planted')
    mended.close()
    const retried = await world.post('ada', '/operations/retry', { instance: second! })
    expect(retried.headers['location']).toBe('/operations?done=retried')
    expect((await world.get('ada', '/operations?done=retried')).text).toContain('het gaat verder')
    expect((await world.post('ada', '/operations/retry', { instance: second! })).status).toBe(409)
    expect((await world.post('ada', '/operations/retry-effect', { effect: 'x' })).status).toBe(409)
    expect((await world.post('ada', '/operations/nothing', {})).status).toBe(404)
  })
})

describe('the clock of a demonstration', () => {
  test('goes a day, a week or to the next deadline on, and tells what that did', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-01T10:00:00Z') })
    const move = (to: string, person = 'mia', back = '/inbox?files=own') =>
      world.post(person, '/clock', { to, return: back })
    const day = await move('day')
    expect(day.status).toBe(303)
    expect(world.app.engine.nowMs()).toBe(at('2024-05-02T10:00:00Z'))
    const to = String(day.headers['location'])
    expect(to).toMatch(/^\/inbox\?files=own&moved=\d+_\d+_\d+$/)
    const page = await world.get('mia', to)
    expect(page.text).toContain('De klok ging van 1 mei 2024 om 12:00 naar 2 mei 2024 om 12:00;')
    // What leads back to the page does not tell it again.
    expect(page.text).toContain('name="return" value="/inbox?files=own"')
    const deadline = await move('deadline', 'ada', '//elsewhere.example')
    expect(String(deadline.headers['location'])).toMatch(/^\/\?moved=/)
    expect(world.app.engine.nowMs()).toBe(at('2024-05-06T10:00:00.001Z'))
    expect((await world.app.engine.instance('voorbeeld/boom'))?.state).toContain('lapsed')
    await move('week')
    expect(world.app.engine.nowMs()).toBe(at('2024-05-13T10:00:00.001Z'))
  })

  test('is not for everybody, nor for a live database', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-01T10:00:00Z') })
    const before = world.app.engine.nowMs()
    const form = { to: 'day', return: '/' }
    expect((await world.post('rik', '/clock', form)).status).toBe(403)
    expect((await world.post('mia', '/clock', { ...form, csrf: 'other' })).status).toBe(403)
    expect((await world.post('mia', '/clock', { ...form, to: 'year' })).status).toBe(400)
    expect(world.app.engine.nowMs()).toBe(before)
    const live = await openWebWorld({ untilMs: null })
    const { status, text } = await live.post('mia', '/clock', form)
    expect(status).toBe(409)
    expect(text).toContain('Dit is een echte databank')
  })
})

describe('the statements', () => {
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-site-'))
  const logo = join(directory, 'logo.svg')

  afterAll(() => rmSync(directory, { recursive: true }))

  test('are open to everybody, and name who answers for the pages', async () => {
    writeFileSync(logo, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    const site = openSite({
      name: 'Subsidieloket',
      logo,
      organisation: 'Agentschap Voorbeeld',
      contact: 'hulp@voorbeeld.example',
    })
    const world = await openWebWorld({ untilMs: at('2024-04-25T00:00:00Z'), site })
    for (const [path, title] of [
      ['/accessibility', 'Toegankelijkheidsverklaring'],
      ['/privacy', 'Privacyverklaring'],
    ] as const) {
      const { status, text } = await world.get(null, path)
      expect(status).toBe(200)
      expect(text).toContain(`<h1>${title}</h1>`)
      expect(text).toContain('Agentschap Voorbeeld')
      expect(text).toContain('href="mailto:hulp@voorbeeld.example"')
      expect(text).toContain(`<title>${title} – Subsidieloket</title>`)
      expect(text).toContain('<img src="/assets/logo.svg" alt height="32"/>')
      expect((await world.get('els', path)).text).toContain('Afmelden')
      expect((await world.get(null, path, 'en')).text).toContain('statement</h1>')
    }
    const image = await world.get(null, '/assets/logo.svg')
    expect(image.headers['content-type']).toBe('image/svg+xml')
    expect(String(image.headers['content-security-policy'])).toContain("default-src 'self'")
  })

  test('without settings say that nobody was named', async () => {
    const world = await openWebWorld({ untilMs: at('2024-04-25T00:00:00Z'), site: plainSite })
    const { text } = await world.get(null, '/privacy')
    expect(text).toContain('nog niet ingesteld')
    expect(text).not.toContain('logo.svg')
  })

  test('a logo that is none is told at the start', () => {
    writeFileSync(logo, 'no image')
    const site = { name: 'x', organisation: null, contact: null }
    expect(() => openSite({ ...site, logo })).toThrow(/^SITE_LOGO is no SVG image/)
    expect(() => openSite({ ...site, logo: `${logo}x` })).toThrow(/^SITE_LOGO cannot be read/)
  })
})
