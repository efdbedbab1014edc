import { describe, expect, test } from 'vitest'
import { choose } from '../../../src/effects/mail/choice.ts'
import { folderOf, voorbeeld } from '../../programme/replayed.ts'
import { live, openPostOffice, openWorld, settings, startFolder, steps } from './world.ts'

/** By then the balance has been claimed back and not been repaid. */
const END = Date.parse('2025-12-01T00:00:00Z')

describe('reminders after an outage', () => {
  test('leave only with the latest step that was missed; the others say why they do not', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    await world.at('2024-05-04T12:00:00').works()
    const mails = await world.mails({ instance: 'oproep/gent' })
    expect(steps(mails)).toEqual([
      'submission -P30D applicant skipped',
      'submission -P14D applicant skipped',
      'submission -P3D applicant sent',
    ])
    expect(mails[0]).toMatchObject({
      reason: 'A later reminder has come meanwhile (-P3D).',
      text: null,
      addresses: [],
    })
    expect(post.letters.filter(({ to }) => to[0] === 'gent@example.org')).toHaveLength(1)
  })

  test('are chosen as of now, also when the worker has not yet come so far', async () => {
    const world = await openWorld()
    world.at('2024-05-04T12:00:00')
    // Launch, then the first reminder; the next two steps are due and still to be fired.
    await world.app.engine.fireDue({ limit: 1 })
    await world.app.engine.fireDue({ limit: 1 })
    await world.app.effects.perform()
    expect(steps(await world.mails({ instance: 'oproep/gent' }))).toEqual([
      'submission -P30D applicant skipped',
      'submission -P14D applicant skipped',
      'submission -P3D applicant kept',
    ])
  })

  test('do not leave when the server took its time and a later step has left', async () => {
    const { post, url } = await openPostOffice()
    const world = await openWorld({ mail: settings(url) })
    post.refuses.set('gent@example.org', { code: 451, text: 'later' })
    await world.at('2024-04-06T08:00:00').works()
    post.refuses.clear()
    await world.at('2024-04-22T08:00:00').works()
    expect(steps(await world.mails({ instance: 'oproep/gent' }))).toEqual([
      'submission -P30D applicant skipped',
      'submission -P14D applicant sent',
    ])
  })

  test('do not leave when the deadline can no longer be met', async () => {
    const world = await openWorld()
    await world.at('2024-05-07T12:00:00').works()
    const mails = await world.mails({ instance: 'oproep/gent' })
    expect(new Set(mails.map(({ status }) => status))).toEqual(new Set(['skipped']))
    expect(new Set(mails.map(({ reason }) => reason))).toEqual(
      new Set(['The deadline counts as missed; nothing can be handed in any more.']),
    )
  })

  test('do not leave to who has handed in, though it may be replaced', async () => {
    const world = await openWorld()
    await world.at('2024-05-02T12:00:00').works()
    await world.send('oproep/gent', 'application.submit', {
      lines: [{ line: 'g1', decision: 'continue' }],
      stimuli: [{ stimulus: 'collaboration', decision: 'stop' }],
    })
    await world.at('2024-05-03T08:00:00').works()
    const last = (await world.mails({ instance: 'oproep/gent' })).at(-1)
    expect(last).toMatchObject({ step: '-P3D', status: 'skipped' })
    expect(last?.reason).toMatch(/^What it asks for has come; it may be replaced/)
  })

  test('do not leave for a deadline that was moved meanwhile; its new steps do', async () => {
    const world = await openWorld()
    await world.at('2024-04-03T12:00:00').works()
    world.at('2024-04-06T09:00:00')
    const to = '2024-06-03T12:00:00'
    await world.send('oproep/gent', 'deadline.move', { deadline: 'submission', to, reason: 'x' })
    await world.works()
    await world.at('2024-05-04T08:00:00').works()
    const mails = await world.mails({ instance: 'oproep/gent' })
    expect(steps(mails)).toEqual([
      'submission -P30D applicant skipped',
      'submission -P30D applicant kept',
    ])
    expect(mails[0]?.reason).toBe('The deadline was moved.')
    expect(mails[1]?.ics).toContain('SEQUENCE:1\r\n')
    expect(mails[1]?.ics).toContain('DTSTART:20240603T100000Z\r\n')
  })

  test('tell the manager too at the escalation, and the manager alone of a late repayment', async () => {
    const folder = await folderOf(voorbeeld)
    const world = await openWorld({ applicants: [] })
    const events = folder.events.filter(({ type, atMs }) => type !== 'clawback.repay' && atMs < END)
    await startFolder(world, folder)
    await live(world, { ...folder, events }, { outages: [], untilMs: END })
    const mails = await world.mails({ call: 'voorbeeld' })
    const toManager = steps(mails.filter(({ reader }) => reader === 'manager'))
    expect(toManager).toContain('interimReport P14D manager kept')
    expect(toManager).toContain('repayment.balance P0D manager kept')
    const copy = mails.find(({ step, reader }) => step === 'P14D' && reader === 'manager')
    expect(copy?.text).toContain('U krijgt deze kopie als programmabeheerder')
    const late = mails.find(({ step }) => step === 'P0D')
    expect(late?.text).toContain('You get this as programme manager: the term is over.')
    expect(late?.ics).toBeNull()
  })
})

describe('choose', () => {
  const dueMs = 1_000_000
  const deadline = { dueMs, status: 'open', sequence: 0, changedMs: 0, changedBy: 'x:1' }
  const state = { step: '-P3D', dueMs, nowMs: 900_000, deadline, latestStep: '-P3D' }
  const standing = (change: object) => ({ ...state, deadline: { ...deadline, ...change } })

  test.each([
    ['sends what is open', state, 'send'],
    ['sends what is overdue', { ...standing({ status: 'overdue' }), nowMs: 1_100_000 }, 'send'],
    ['waits while the deadline is passing', { ...state, nowMs: 1_000_001 }, 'wait'],
  ])('%s', (_, given, expected) => {
    expect(choose(given)).toBe(expected)
  })

  test.each([
    ['there is not', { ...state, deadline: undefined }, /no such deadline/],
    ['was met', standing({ status: 'met' }), /has come\.$/],
    ['came late', standing({ status: 'late' }), /late\.$/],
    ['was cancelled', standing({ status: 'cancelled' }), /was cancelled/],
    ['is suspended', standing({ dueMs: null }), /suspended/],
    ['was moved', standing({ dueMs: 5 }), /was moved/],
    ['a later step tells', { ...state, latestStep: 'P1D' }, /\(P1D\)/],
  ])('skips what %s', (_, given, expected) => {
    expect((choose(given) as { skip: string }).skip).toMatch(expected)
  })
})
