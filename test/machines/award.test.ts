import { describe, expect, test } from 'vitest'
import { aalst, because, decision, gent, given, parameters, ronse } from './support.ts'

const both = { applicants: [gent, aalst] }
const grant = (rest: object) => decision({ grants: [{ project: 'oproep/gent', ...rest }] })

describe('award.decide (domain §3.4, §9)', () => {
  test('one decision grants all as requested; reports, period and accounts begin', () => {
    const story = given.award(both)
    expect(story.phase('gent')).toBe('execution')
    expect(story.shape('aalst').amounts.awardedCents).toBe(7_120_000)
    expect(story.callShape()).toMatchObject({
      phase: 'running',
      budget: { ceilingCents: 50_000_000, committedCents: 11_120_000 },
    })
    expect(story.shape().deadlines.map((each) => each.name)).toEqual([
      'submission',
      'ifReview',
      'interimReport',
      'finalReport',
      'period',
      'accounts.2024',
      'accounts.2025',
    ])
  })

  test('5 July 2024: interim on a Sunday, final on a Saturday, both before the period ends (§10)', () => {
    const story = given.award()
    expect(story.deadline('interimReport')).toBe('2025-01-05T22:59:59.999Z open')
    expect(story.deadline('finalReport')).toBe('2025-07-05T21:59:59.999Z open')
    expect(story.deadline('period')).toBe('2025-09-30T21:59:59.999Z open')
  })

  test('lines and stimuli are lowered or dropped, never raised', () => {
    const story = given.advised(both).at('2024-07-05')
    expect(
      story.refusal('award.decide', grant({ lines: [{ line: 'g1', amount: '30000.01' }] })),
    ).toBe('amount-exceeds grants.0.lines.0.amount')
    story.does(
      'award.decide',
      grant({
        lines: [{ line: 'g1', amount: '20000.00' }],
        stimuli: [{ stimulus: 'collaboration', amount: '0.00' }],
      }),
    )
    expect(story.context().award).toMatchObject({
      lines: [{ line: 'g1', kpi: 500, amountCents: 2_000_000 }],
      stimuli: [],
      totalCents: 2_000_000,
    })
  })

  test('a line that was stopped is known: 0.00 fits, more exceeds; another is unknown', () => {
    const story = given.submission({ applicants: [aalst] })
    story.does('application.submit', {
      lines: [
        { line: 'a1', decision: 'continue' },
        { line: 'a2', decision: 'stop' },
      ],
      stimuli: [],
    })
    story.at('2024-05-07').does('application.admit').does('ifReview.request')
    story.does('ifReview.advise', { outcome: 'remarks', reference: 'IF/3' }).at('2024-07-05')
    const lines = (line: string, amount: string) =>
      decision({ grants: [{ project: 'oproep/aalst', lines: [{ line, amount }] }] })
    expect(story.refusal('award.decide', lines('x', '1.00'))).toBe(
      'line-unknown grants.0.lines.0.amount',
    )
    expect(story.refusal('award.decide', lines('a2', '0.01'))).toBe(
      'amount-exceeds grants.0.lines.0.amount',
    )
    expect(story.refusal('award.decide', lines('a2', '0.00'))).toBe('accepted')
    expect(story.shape().amounts.awardedCents).toBe(3_600_000)
  })

  test('refusals: order of the codes, and what each is for', () => {
    const story = given.advised(both).at('2024-07-05')
    const refusal = (data: object) => story.refusal('award.decide', data)
    const twice = [
      { line: 'g1', amount: '1.00' },
      { line: 'g1', amount: '30000.01' },
    ]
    expect(refusal(decision({ refusals: [{ project: 'oproep/x', reason: 'x' }] }))).toBe(
      'event-not-allowed',
    )
    expect(refusal(grant({ lines: [...twice, { line: 'x', amount: '1.00' }] }))).toBe(
      'line-unknown grants.0.lines.2.amount',
    )
    expect(refusal(grant({ stimuli: [{ stimulus: 'mentor', amount: '1.00' }] }))).toBe(
      'line-unknown grants.0.stimuli.0.amount',
    )
    expect(refusal(grant({ lines: twice }))).toBe('invalid-payload grants.0.lines.1.amount')
    const raised = {
      grants: [{ project: 'oproep/gent', lines: [{ line: 'g1', amount: '99999.00' }] }],
    }
    expect(refusal(decision({ ...raised, date: '2024-07-06' }))).toBe('invalid-payload date')
    expect(refusal({ ...grant({}), refusals: [{ project: 'oproep/gent', reason: 'x' }] })).toBe(
      'invalid-payload grants',
    )
    expect(
      refusal(
        grant({
          lines: [{ line: 'g1', amount: '0.00' }],
          stimuli: [{ stimulus: 'collaboration', amount: '0.00' }],
        }),
      ),
    ).toBe('invalid-payload grants.0')
    expect(story.refusal('award.decide', decision(), { roles: ['reviewer'] })).toBe(
      'not-authorised',
    )
  })

  test('one cent above the ceiling refuses every award; the ceiling itself fits (§10)', () => {
    const ceiling = (ceilingCents: number) =>
      given
        .advised({ ...both, call: { budget: { ...parameters.budget, ceilingCents } } })
        .at('2024-07-05')
    const short = ceiling(11_119_999)
    expect(short.refusal('award.decide', decision())).toBe('budget-exceeded')
    expect(short.phase()).toBe('award')
    expect(short.phase('aalst')).toBe('award')
    expect(ceiling(11_120_000).refusal('award.decide', decision())).toBe('accepted')
  })

  test('a project is refused with a reason; a call with only refusals is settled', () => {
    const refusals = (...ids: string[]) =>
      decision({ refusals: ids.map((id) => ({ project: `oproep/${id}`, reason: 'Neen.' })) })
    const one = given.advised(both).at('2024-07-05').does('award.decide', refusals('gent'))
    expect(one.phase('gent')).toBe('refused')
    expect(one.shape('gent').amounts).toMatchObject({ requestedCents: 4_000_000, awardedCents: 0 })
    expect(one.phase('aalst')).toBe('execution')
    expect(one.mails('letter', 'gent')).toEqual(['applicant refusal'])
    expect(one.mails('letter', 'aalst')).toEqual(['applicant award'])
    expect(one.callShape().phase).toBe('running')
    const all = given.advised(both).at('2024-07-05').does('award.decide', refusals('gent', 'aalst'))
    expect(all.callShape().phase).toBe('settled')
  })

  test('a withdrawn project is no longer before the Government', () => {
    const story = given.advised(both).at('2024-07-05').does('application.withdraw', because())
    expect(story.refusal('award.decide', grant({}))).toBe('event-not-allowed')
    story.does('award.decide', decision())
    expect(story.callShape().budget.committedCents).toBe(7_120_000)
  })

  test('a back-dated award: what was due when it was armed happens at once (§4)', () => {
    const story = given.advised({ applicants: [ronse] }).at('2026-01-05')
    story.does('award.decide', decision({ date: '2024-07-05' })).at('2026-01-05')
    expect(story.deadline('interimReport')).toContain('missed')
    expect(story.deadline('finalReport')).toContain('missed')
    expect(story.deadline('finalGrace')).toBe('2025-09-05T21:59:59.999Z missed')
    expect(story.deadline('period')).toContain('met')
    expect(story.deadline('accounts.2024')).toContain('overdue')
    expect(story.deadline('accounts.2025')).toContain('open')
    expect(story.context().orders.advance?.cents).toBe(2_000_000)
    expect(story.mails('reminder').filter((mail) => mail.includes('Report'))).toEqual([])
  })
})
