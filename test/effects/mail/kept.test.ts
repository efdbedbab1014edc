import { describe, expect, test } from 'vitest'
import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import type { Outage } from '../../../src/programme/outage.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import { folderOf, voorbeeld } from '../../programme/replayed.ts'
import { freshFile, openPostOffice, openWorld, settings, steps } from './world.ts'

/** Replays voorbeeld as `mijlpaal replay` does, with a mail server in the settings. */
async function replayed(url: string, outages: readonly Outage[] = []) {
  const folder = await folderOf(voorbeeld)
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  await using app = await openApp({ database: freshFile(), kind, mail: settings(url) })
  const { effects } = app
  const result = await replay(app.engine, app.queries, folder, { effects, outages })
  const findings = await app.engine.verify()
  const parked = await app.engine.parked()
  return { result, findings, parked, mails: await app.mails.list() }
}

describe('a mail that is kept', () => {
  test('stands in the database when there is no server, and in a virtual world always', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld()
    await world.at('2024-04-06T08:00:00').works()
    expect(await world.mails()).toMatchObject([{ status: 'kept', addresses: ['gent@example.org'] }])
    const { mails, parked, findings } = await replayed(url)
    expect(new Set(mails.map(({ status }) => status))).toEqual(new Set(['kept', 'skipped']))
    expect(
      new Set(mails.map(({ template, reason }) => reason && `${template}: ${reason}`)),
    ).toEqual(
      new Set([
        null,
        'digest: Nothing moved and nothing is due.',
        'reminder: What it asks for has come; it may be replaced until the deadline.',
      ]),
    )
    expect({ parked, findings, letters: post.letters }).toEqual({
      parked: [],
      findings: [],
      letters: [],
    })
  })

  test('changes nothing of what a replay prints', async () => {
    const folder = await folderOf(voorbeeld)
    const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
    await using app = await openApp({ database: freshFile(), kind })
    const silent = await replay(app.engine, app.queries, folder)
    expect((await replayed('smtp://127.0.0.1:9')).result).toEqual(silent)
  })

  test('is skipped in a replay for what an outage held too long', async () => {
    const from = Date.parse('2024-12-01T00:00:00Z')
    const to = Date.parse('2025-01-10T00:00:00Z')
    const { mails } = await replayed('smtp://127.0.0.1:9', [{ fromMs: from, toMs: to }])
    const interim = mails.filter(({ about, step }) => about === 'interimReport' && step !== null)
    const ofGent = interim.filter(({ instance }) => instance === 'voorbeeld/gent')
    expect(steps(ofGent)).toEqual([
      'interimReport -P30D applicant skipped',
      'interimReport -P14D applicant skipped',
      'interimReport -P3D applicant skipped',
    ])
    expect(ofGent.at(-1)?.reason).toBe('What it asks for has come.')
    const ofAalst = interim.filter(({ instance }) => instance === 'voorbeeld/aalst')
    expect(steps(ofAalst).slice(0, 5)).toEqual([
      'interimReport -P30D applicant skipped',
      'interimReport -P14D applicant skipped',
      'interimReport -P3D applicant skipped',
      'interimReport P1D applicant kept',
      'interimReport P7D applicant kept',
    ])
    expect(ofAalst[3]?.notedAtMs).toBe(to)
    expect(ofAalst[3]?.text).toContain('De termijn liep tot en met 5 januari 2025, 5 dagen geleden')
  })

  test('gives a receipt at once, with the time of the server and the verdict', async () => {
    const { mails } = await replayed('smtp://127.0.0.1:9')
    const receipts = mails.filter(({ template }) => template === 'receipt')
    const textOf = (about: string, instance: string) =>
      receipts.find((mail) => mail.about === about && mail.instance === instance)?.text
    const application = textOf('application.submit', 'voorbeeld/gent')
    expect(application).toContain('20 april 2024 om 10:00:00.000 (2024-04-20T08:00:00.000Z)')
    expect(application).toContain('U kunt dit nog vervangen tot en met 6 mei 2024 om 12:00;')
    const interim = textOf('interimReport.submit', 'voorbeeld/gent')
    expect(interim).toContain('Dat is op tijd; de termijn loopt tot en met 5 januari 2025.')
    expect(interim).toMatch(/Receipt number: voorbeeld\/gent:\d+/)
    expect(receipts.every(({ atMs, notedAtMs }) => atMs === notedAtMs)).toBe(true)
  })
})

describe('privacy of mails', () => {
  test('redacting an e-mail address takes it out of the mails, sent and to come', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-04-06T08:00:00').works()
    const outcome = await world.app.engine.redact({
      instance: 'oproep/gent',
      revision: 1,
      path: 'applicant.email',
      reason: 'asked by the person',
      sender: { person: 'mia', roles: [] },
      approvedBy: { person: 'tom', roles: [] },
    })
    expect(outcome.accepted).toBe(true)
    expect(await world.mails()).toMatchObject([{ status: 'sent', addresses: [], taken: [] }])
    await world.at('2024-04-22T08:00:00').works()
    const mails = await world.mails({ instance: 'oproep/gent' })
    expect(mails.at(-1)).toMatchObject({ status: 'undeliverable' })
    expect(post.letters.filter(({ to }) => to.includes('gent@example.org'))).toHaveLength(1)
    expect(JSON.stringify(mails)).not.toContain('gent@example.org')
    expect(await world.app.engine.verify()).toEqual([])
  })
})

describe('settings of mail', () => {
  test('keep mails when nothing is set', () => {
    expect(readConfig({}).mail).toEqual({
      smtpUrl: null,
      from: 'Mijlpaal <mijlpaal@localhost>',
      manager: [],
      inspector: [],
    })
  })

  test.each([
    [{ SMTP_URL: 'smtp://mail:25' }, /SMTP_URL is set but MAIL_FROM is not/],
    [{ SMTP_URL: 'mail:25', MAIL_FROM: 'a@b.c' }, /SMTP_URL is no URL like/],
    [{ SMTP_URL: 'nothing', MAIL_FROM: 'a@b.c' }, /SMTP_URL is no URL like/],
    [{ MAIL_FROM: 'someone' }, /MAIL_FROM is no address/],
    [{ MAIL_MANAGER: 'a@b.c, someone' }, /MAIL_MANAGER is no list of addresses/],
    [{ MAIL_INSPECTOR: 'a@b.c d@e.f' }, /MAIL_INSPECTOR is no list of addresses/],
  ])('refuse %o and say which', (environment, sentence) => {
    expect(() => readConfig(environment)).toThrow(sentence)
  })
})
