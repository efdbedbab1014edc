import { describe, expect, test } from 'vitest'
import { aalst, because, continues, gent, given, stops } from './support.ts'

const until = '2024-05-20'

describe('submission (domain §3.1)', () => {
  test('noon sharp is in, one millisecond later is deadline-passed (§10)', () => {
    const story = given.submission().at('2024-05-06T12:00:00.000')
    story.does('application.submit', continues(gent))
    expect(story.deadline('submission')).toBe('2024-05-06T10:00:00.000Z open')
    story.at('2024-05-06T12:00:00.001')
    expect(story.refusal('application.submit', continues(gent))).toBe('deadline-passed')
    expect(story.phase()).toBe('assessment')
    expect(story.deadline('submission')).toBe('2024-05-06T10:00:00.000Z met')
  })

  test('an application is replaced until the deadline, the last one counts', () => {
    const story = given.submitted({ applicants: [aalst] })
    story.at('2024-05-01').does('application.submit', {
      lines: [
        { line: 'a1', decision: 'reduce', kpi: 700 },
        { line: 'a2', decision: 'stop' },
      ],
      stimuli: [],
    })
    expect(story.shape().amounts.requestedCents).toBe(2_400_000)
    expect(story.mails('receipt')).toHaveLength(2)
  })

  test('nothing handed in lapses, and a submission after it is deadline-passed (§9)', () => {
    const story = given.submission().at('2024-05-07')
    expect(story.phase()).toBe('lapsed')
    expect(story.deadline('submission')).toContain('missed')
    expect(story.refusal('application.submit', continues(gent))).toBe('deadline-passed')
    expect(story.shape().milestones.map((each) => each.status)).toEqual([
      'done',
      'missed',
      ...Array(6).fill('skipped'),
    ])
  })

  test('before the launch and in the other ends a submission is event-not-allowed (§9)', () => {
    const scheduled = given.scheduled()
    expect(scheduled.refusal('application.submit', continues(gent))).toBe('event-not-allowed')
    expect(scheduled.phase()).toBe('scheduled')
    expect(scheduled.milestone('launch')).toBe('current')
    const withdrawn = given.submitted().does('application.withdraw', because())
    expect(withdrawn.refusal('application.submit', continues(gent))).toBe('event-not-allowed')
    const rejected = given.assessment().does('application.reject', because())
    expect(rejected.refusal('application.submit', continues(gent))).toBe('event-not-allowed')
  })

  test('a submission is deadline-passed in every later phase (§9)', () => {
    for (const story of [given.admitted(), given.ifReview(), given.advised(), given.endControl()]) {
      expect(story.refusal('application.submit', continues(gent))).toBe('deadline-passed')
    }
  })

  test('everything stopped is withdrawn at the deadline, and not before', () => {
    const story = given.submission().at('2024-05-01').does('application.submit', stops(gent))
    expect(story.phase()).toBe('submission')
    story.at('2024-05-07')
    expect(story.phase()).toBe('withdrawn')
    expect(story.shape().flags).toEqual(['all-lines-stopped'])
    expect(story.shape().amounts.requestedCents).toBe(0)
  })

  test('withdrawing needs an application and is for good (2nd dry run, 13)', () => {
    expect(given.submission().refusal('application.withdraw', because())).toBe('event-not-allowed')
    for (const story of [given.submitted(), given.admitted(), given.ifReview(), given.advised()]) {
      story.does('application.withdraw', because())
      expect(story.phase()).toBe('withdrawn')
      expect(story.shape().amounts.requestedCents).toBe(4_000_000)
      expect(story.refusal('submission.reopen', because({ until: '2026-01-01' }))).toBe(
        'event-not-allowed',
      )
      expect(story.refusal('application.reassess', because())).toBe('event-not-allowed')
    }
  })

  test('a manager moves the deadline of one project, which the call waits for', () => {
    const story = given.submission().at('2024-05-01')
    story.does('deadline.move', because({ deadline: 'submission', to: '2024-05-08' }))
    story.at('2024-05-08').does('application.submit', continues(gent))
    expect(story.callShape().phase).toBe('assessment')
    expect(story.refusal('ifReview.request')).toBe('event-not-allowed')
    expect(story.at('2024-05-09').phase()).toBe('assessment')
  })
})

describe('application.submit (domain §5, §9)', () => {
  const story = given.submission({ applicants: [aalst] })
  const a2 = { line: 'a2', decision: 'stop' }
  const refusal = (a1: object, rest: object = {}) =>
    story.refusal('application.submit', { lines: [a1, a2], stimuli: [], ...rest })

  test('the first failing check wins: line, KPI above year 2, KPI not lower, decisions', () => {
    const above = { line: 'a1', decision: 'reduce', kpi: 801 }
    expect(refusal({ line: 'x', decision: 'reduce', kpi: 900 })).toBe('line-unknown lines.0.line')
    expect(refusal(above, { stimuli: [{ stimulus: 'mentor', decision: 'continue' }] })).toBe(
      'line-unknown stimuli.0.stimulus',
    )
    expect(refusal(above, { lines: [above, { line: 'a2', decision: 'reduce', kpi: 110 }] })).toBe(
      'kpi-above-year-2 lines.0.kpi',
    )
    expect(
      refusal(
        { line: 'a1', decision: 'reduce', kpi: 800 },
        {
          lines: [
            a2,
            {
              line: 'a1',
              decision: 'reduce',
              kpi: 800,
            },
          ],
        },
      ),
    ).toBe('kpi-not-reduced lines.1.kpi')
    expect(refusal({ line: 'a2', decision: 'stop' })).toBe('invalid-payload lines')
  })

  test('missing and double decisions, a reduction without KPI: invalid-payload', () => {
    expect(refusal(a2, { lines: [a2] })).toBe('invalid-payload lines')
    expect(refusal({ line: 'a1', decision: 'reduce' })).toBe('invalid-payload lines.0.kpi')
    expect(refusal({ line: 'a1', decision: 'maybe' })).toBe('invalid-payload lines.0.decision')
    const withStimulus = given.submission()
    expect(withStimulus.refusal('application.submit', { ...continues(gent), stimuli: [] })).toBe(
      'invalid-payload stimuli',
    )
  })

  test('a KPI beside continue or stop is ignored unless above year 2 (2nd dry run, 23)', () => {
    expect(refusal({ line: 'a1', decision: 'stop', kpi: 801 })).toBe('kpi-above-year-2 lines.0.kpi')
    expect(refusal({ line: 'a1', decision: 'continue', kpi: 5 })).toBe('accepted')
    expect(story.shape().amounts.requestedCents).toBe(3_600_000)
  })

  test('a reduction to nothing counts as stopped (2nd dry run, 23)', () => {
    expect(refusal({ line: 'a1', decision: 'reduce', kpi: 500 })).toBe('accepted')
    expect(story.context().application?.lines).toEqual([])
    expect(story.at('2024-05-07').phase()).toBe('withdrawn')
  })

  test('a line of 0.00 can only be stopped; a stimulus of 0.00 counts as stopped', () => {
    const poor = {
      ...gent,
      lines: [{ ...gent.lines[0]!, amountCents: 0 }],
      stimuli: [{ stimulus: 'mentor', amountCents: 0 }],
    }
    const empty = given.submission({ applicants: [poor] })
    const stimuli = [{ stimulus: 'mentor', decision: 'continue' }]
    expect(empty.refusal('application.submit', continues(poor))).toBe(
      'invalid-payload lines.0.decision',
    )
    empty.does('application.submit', { lines: [{ line: 'g1', decision: 'stop' }], stimuli })
    expect(empty.at('2024-05-07').phase()).toBe('withdrawn')
  })

  test('the formula of the nota gives 30,000 and 36,000, at most the year-2 amount (§10)', () => {
    const rich = (currentReach: number, amountCents: number) => ({
      ...gent,
      stimuli: [],
      lines: [{ ...gent.lines[0]!, currentReach, kpi: 1000, amountCents }],
    })
    const reduced = (applicant: typeof gent, kpi: number) =>
      given
        .submission({ applicants: [applicant] })
        .does('application.submit', {
          lines: [{ line: 'g1', decision: 'reduce', kpi }],
          stimuli: [],
        })
        .shape().amounts.requestedCents
    expect(reduced(rich(100, 9_999_999), 500)).toBe(3_000_000)
    expect(reduced(rich(500, 9_999_999), 800)).toBe(3_600_000)
    expect(reduced(rich(100, 2_500_000), 500)).toBe(2_500_000)
  })
})

describe('assessment (domain §3.2)', () => {
  test('a returned application is resubmitted within its term, once per return (§9)', () => {
    const story = given.assessment()
    story.does('application.return', { question: 'Waarom?', until })
    expect(story.deadline('resubmission')).toBe('2024-05-20T21:59:59.999Z open')
    expect(story.refusal('ifReview.request')).toBe('event-not-allowed')
    story.at('2024-05-20T23:59:59.999').does('application.submit', continues(gent))
    expect(story.deadline('resubmission')).toContain('met')
    expect(story.refusal('application.submit', continues(gent))).toBe('deadline-passed')
    story.does('application.return', { question: 'En nu?', until: '2024-05-30' })
    expect(story.refusal('application.submit', continues(gent))).toBe('accepted')
  })

  test('no answer in the term brings the earlier version back, flagged', () => {
    const story = given.assessment()
    story.does('application.return', { question: 'Waarom?', until })
    story.does('deadline.move', because({ deadline: 'resubmission', to: '2024-05-22' }))
    expect(story.at('2024-05-22').refusal('application.admit')).toBe('event-not-allowed')
    story.at('2024-05-23T00:00:00.000')
    expect(story.deadline('resubmission')).toContain('missed')
    expect(story.shape().flags).toEqual(['resubmission-missed'])
    expect(story.refusal('application.submit', continues(gent))).toBe('deadline-passed')
    story.does('application.return', { question: 'Echt?', until: '2024-05-24' }).at('2024-05-25')
    expect(story.shape().flags).toEqual(['resubmission-missed'])
    expect(story.refusal('application.admit')).toBe('accepted')
  })

  test('a resubmission that stops everything is withdrawn at once (§9)', () => {
    const story = given.assessment().does('application.return', { question: 'Waarom?', until })
    story.does('application.submit', stops(gent))
    expect(story.phase()).toBe('withdrawn')
    expect(story.shape().flags).toEqual(['all-lines-stopped'])
  })

  test('a term in the past is invalid-payload', () => {
    const story = given.assessment()
    expect(story.refusal('application.return', { question: 'x', until: '2024-05-06' })).toBe(
      'invalid-payload until',
    )
  })

  test('reassess undoes admit and reject until the request, not after', () => {
    const story = given.admitted({ applicants: [gent, aalst] })
    story.does('application.reassess', because()).does('application.reject', because())
    expect(story.phase()).toBe('rejected')
    expect(story.callShape().phase).toBe('assessment')
    story.does('application.reassess', because())
    expect(story.phase()).toBe('assessment')
    story.does('application.reject', because()).at('2024-05-31').does('ifReview.request')
    expect(story.refusal('application.reassess', because())).toBe('event-not-allowed')
    expect(story.phase('aalst')).toBe('ifReview')
    expect(story.mails('letter')).toEqual(['applicant refusal'])
  })

  test('a submission reopens from lapsed and from assessment, keeping what was in (§9)', () => {
    const lapsed = given.submission().at('2024-05-07')
    expect(lapsed.refusal('submission.reopen', because({ until: '2024-05-06' }))).toBe(
      'invalid-payload until',
    )
    lapsed.does('submission.reopen', because({ until: '2024-05-10T12:00:00' }))
    expect(lapsed.phase()).toBe('submission')
    expect(lapsed.refusal('ifReview.request')).toBe('event-not-allowed')
    expect(lapsed.at('2024-05-11').phase()).toBe('lapsed')
    const waiting = given.assessment().does('application.return', { question: 'Waarom?', until })
    waiting.does('submission.reopen', because({ until: '2024-05-10' }))
    expect(waiting.deadline('resubmission')).toContain('cancelled')
    expect(waiting.milestone('submission')).toBe('current')
    waiting.at('2024-05-11')
    expect(waiting.phase()).toBe('assessment')
    expect(waiting.shape().amounts.requestedCents).toBe(4_000_000)
    expect(waiting.mails('reminder').filter((mail) => mail.includes('resubmission'))).toEqual([])
  })

  test('after the request a lapsed project is final', () => {
    const story = given.submission({ applicants: [aalst, gent] }).at('2024-05-01')
    story.does('application.submit', continues(gent), { to: 'gent' }).at('2024-05-07')
    story.does('application.admit', {}, { to: 'gent' }).does('ifReview.request')
    expect(story.refusal('submission.reopen', because({ until: '2024-06-10' }))).toBe(
      'event-not-allowed',
    )
    expect(story.refusal('application.submit', continues(aalst))).toBe('deadline-passed')
  })
})
