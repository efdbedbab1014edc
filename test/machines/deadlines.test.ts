import { describe, expect, test } from 'vitest'
import {
  aalst,
  accounts,
  because,
  continues,
  decision,
  gent,
  given,
  interim,
  parameters,
} from './support.ts'

const move = (deadline: string, to: string) => because({ deadline, to })
const rolling = { call: { roll: 'nextWorkingDay' as const } }

/** Section 4's table: the deadline, when it begins, when it is due, what becomes of it by itself. */
const table = [
  ['submission', given.submission, '2024-05-06T10:00:00.000Z', '2024-05-07', 'missed'],
  [
    'resubmission',
    () => given.assessment().does('application.return', { question: 'x', until: '2024-05-20' }),
    '2024-05-20T21:59:59.999Z',
    '2024-05-21',
    'missed',
  ],
  ['ifReview', given.ifReview, '2024-06-18T21:59:59.999Z', '2024-06-19', 'missed'],
  ['interimReport', given.award, '2025-01-05T22:59:59.999Z', '2025-01-06', 'overdue'],
  ['finalReport', given.award, '2025-07-05T21:59:59.999Z', '2025-07-06', 'overdue'],
  [
    'finalGrace',
    () => given.award().at('2025-07-06'),
    '2025-09-05T21:59:59.999Z',
    '2025-09-06',
    'missed',
  ],
  ['period', given.award, '2025-09-30T21:59:59.999Z', '2025-10-01', 'met'],
  ['accounts.2024', given.award, '2025-07-31T21:59:59.999Z', '2025-08-01', 'overdue'],
  [
    'clarification',
    () =>
      given
        .endControl()
        .does('accounts.requestClarification', { question: 'x', until: '2026-08-10' }),
    '2026-08-10T21:59:59.999Z',
    '2026-08-11',
    'missed',
  ],
  [
    'hearing.balance',
    () => given.decided('0.00', '1.00'),
    '2025-09-19T21:59:59.999Z',
    '2025-09-20',
    'missed',
  ],
  [
    'repayment.balance',
    () =>
      given
        .decided('0.00', '1.00')
        .does('clawback.hear', { statement: 'x' })
        .does('clawback.decide', because({ amount: '1.00' })),
    '2025-09-19T21:59:59.999Z',
    '2025-09-20',
    'overdue',
  ],
] as const

describe('the table of deadlines (domain §4)', () => {
  test.each(table)('%s', (name, begun, due, after, status) => {
    const story = begun()
    expect(story.deadline(name)).toBe(`${due} open`)
    story.atMs(Date.parse(due))
    expect(story.deadline(name)).toBe(`${due} open`)
    expect(story.at(after).deadline(name)).toBe(`${due} ${status}`)
  })

  test('after the lapse of everything that has a term a project stands where people decide', () => {
    const story = given.award().at('2027-01-01')
    expect(story.phase()).toBe('execution')
    story.does('payment.execute', { order: 'oproep/gent/advance', date: '2027-01-01' })
    expect(story.phase()).toBe('balanceDecision')
  })
})

describe('deadline.move (domain §4)', () => {
  test('a move to the past is invalid-payload; the last moment of today is ahead', () => {
    const story = given.award()
    expect(story.refusal('deadline.move', move('interimReport', '2024-07-04'))).toBe(
      'invalid-payload to',
    )
    expect(story.refusal('deadline.move', move('interimReport', '2024-07-05T15:00:00'))).toBe(
      'invalid-payload to',
    )
    expect(story.refusal('deadline.move', move('interimReport', '2024-07-05'))).toBe('accepted')
    expect(story.at('2024-07-06').deadline('interimReport')).toContain('overdue')
  })

  test('what is closed, unknown, or not for moving is event-not-allowed', () => {
    const story = given.award()
    for (const name of ['submission', 'ifReview', 'period', 'finalGrace', 'clarification', 'x']) {
      expect(story.refusal('deadline.move', move(name, '2025-12-31'))).toBe('event-not-allowed')
    }
    expect(story.refusal('deadline.move', move('interimReport', '2100-01-01'))).toBe(
      'invalid-payload to',
    )
  })

  test('a moment in the gap of summer time moves forward, a double one is the first', () => {
    const story = given.award()
    story.does('deadline.move', move('interimReport', '2025-03-30T02:30:00'))
    expect(story.deadline('interimReport')).toBe('2025-03-30T01:30:00.000Z open')
    story.does('deadline.move', move('interimReport', '2024-10-27T02:30:00'))
    expect(story.deadline('interimReport')).toBe('2024-10-27T00:30:00.000Z open')
  })
})

describe('months and working days (domain §4)', () => {
  test('31 August + P6M is 28 February (§10); months count from the anchor', () => {
    const story = given
      .advised()
      .at('2024-09-02')
      .does('award.decide', decision({ date: '2024-08-31' }))
    expect(story.deadline('interimReport')).toBe('2025-02-28T22:59:59.999Z open')
    expect(story.deadline('finalReport')).toBe('2025-08-31T21:59:59.999Z open')
    expect(story.at('2025-09-01').deadline('finalGrace')).toBe('2025-10-31T22:59:59.999Z open')
  })

  test('reports, accounts, hearing and repayment roll if the call says so', () => {
    const story = given.award(rolling)
    expect(story.deadline('interimReport')).toBe('2025-01-06T22:59:59.999Z open')
    expect(story.deadline('finalReport')).toBe('2025-07-07T21:59:59.999Z open')
    const claimed = given.decided('0.00', '1.00', rolling).at('2025-08-21')
    claimed.does('clawback.hear', { statement: 'x' }).at('2025-08-22')
    // 22 August + 30 days is a Sunday.
    claimed.does('clawback.decide', because({ amount: '1.00' }))
    expect(claimed.deadline('repayment.balance')).toBe('2025-09-22T21:59:59.999Z open')
    const due = { 2024: '2025-08-02' }
    const call = { ...rolling.call, accounts: { ...parameters.accounts, due } }
    expect(given.award({ call }).deadline('accounts.2024')).toBe('2025-08-04T21:59:59.999Z open')
  })

  test('the grace is not rolled, nor are submission and period (2nd dry run, 24)', () => {
    const timeline = {
      ...parameters.timeline,
      projectEnd: '2025-09-28',
      submissionDeadlineMs: Date.parse('2024-05-05T12:00:00+02:00'),
    }
    const story = given.award({ call: { ...rolling.call, timeline } })
    expect(story.deadline('submission')).toBe('2024-05-05T10:00:00.000Z met')
    expect(story.deadline('period')).toBe('2025-09-28T21:59:59.999Z open')
    // 7 July + P2M is Sunday 7 September.
    expect(story.at('2025-07-08').deadline('finalGrace')).toBe('2025-09-07T21:59:59.999Z open')
  })
})

describe('reminders (domain §4)', () => {
  const about = (story: ReturnType<typeof given.award>, name: string) =>
    story.mails('reminder').filter((mail) => mail.includes(name))

  test('the ladder leads to a deadline and follows it, the last step to the manager too', () => {
    const story = given.award().at('2025-02-01')
    expect(about(story, 'interimReport')).toEqual([
      'applicant interimReport -P30D',
      'applicant interimReport -P14D',
      'applicant interimReport -P3D',
      'applicant interimReport P1D',
      'applicant interimReport P7D',
      'applicant interimReport P14D',
      'manager interimReport P14D',
    ])
  })

  test('a step leaves at eight in the morning of its day', () => {
    const story = given.award().at('2024-12-06T07:59:59.999')
    expect(about(story, 'interimReport')).toEqual([])
    expect(about(story.at('2024-12-06T08:00:00'), 'interimReport')).toHaveLength(1)
  })

  test('a step that lost its point, or lay before the deadline was armed, is not sent', () => {
    const story = given.award().at('2024-12-20').does('interimReport.submit', interim())
    expect(about(story.at('2025-03-01'), 'interimReport')).toEqual([
      'applicant interimReport -P30D',
    ])
    const moved = given.award().at('2024-12-20')
    moved.does('deadline.move', move('interimReport', '2024-12-30')).at('2024-12-28')
    expect(about(moved, 'interimReport')).toEqual([
      'applicant interimReport -P30D',
      'applicant interimReport -P3D',
    ])
  })

  test('steps of several deadlines at one moment leave in the order of their names', () => {
    const story = given.award().at('2024-12-06')
    story.does('deadline.move', move('interimReport', '2025-07-31')).at('2025-07-01')
    const mails = story.mails('reminder').slice(-2)
    expect(mails).toEqual(['applicant accounts.2024 -P30D', 'applicant interimReport -P30D'])
  })

  test('overdue accounts are reminded of until they come', () => {
    const story = given.award().at('2025-08-02').does('accounts.submit', accounts(2024, '1.00'))
    expect(about(story.at('2025-09-01'), 'accounts.2024')).toEqual([
      'applicant accounts.2024 -P30D',
      'applicant accounts.2024 -P14D',
      'applicant accounts.2024 -P3D',
      'applicant accounts.2024 P1D',
    ])
  })
})

describe('deadlineMove (domain §4, 2nd dry run, 20)', () => {
  const three = { applicants: [gent, aalst, { ...gent, id: 'boom' }] }
  const propose = (rest: object = {}) =>
    because({ deadline: 'interimReport', to: '2025-02-01', ...rest })

  test('many are moved by two persons, those moved by themselves too', () => {
    const story = given.award(three)
    story.does('deadline.move', move('interimReport', '2025-03-01'), { to: 'aalst' })
    story.does('deadlineMove.propose', propose())
    expect(story.refusal('deadlineMove.propose', propose())).toBe('event-not-allowed')
    expect(story.refusal('deadlineMove.approve')).toBe('four-eyes')
    expect(story.refusal('deadlineMove.approve', { proposal: 1 }, { by: 'ann' })).toBe(
      'version-conflict proposal',
    )
    const proposal = story.model.revision('oproep')
    story.does('deadlineMove.approve', { proposal }, { by: 'ann' })
    for (const id of ['gent', 'aalst', 'boom']) {
      expect(story.deadline('interimReport', id)).toBe('2025-02-01T22:59:59.999Z open')
    }
    expect(story.refusal('deadlineMove.approve', {}, { by: 'ann' })).toBe('event-not-allowed')
  })

  test('projects leaves others out; what closed meanwhile is skipped', () => {
    const story = given.award(three)
    story.does('deadlineMove.propose', propose({ projects: ['oproep/gent', 'oproep/boom'] }))
    story.at('2025-01-01').does('interimReport.submit', interim(), { to: 'boom' })
    story.does('deadlineMove.approve', {}, { by: 'ann' })
    expect(story.deadline('interimReport', 'gent')).toContain('2025-02-01')
    expect(story.deadline('interimReport', 'aalst')).toContain('2025-01-05')
    expect(story.deadline('interimReport', 'boom')).toBe('2025-01-05T22:59:59.999Z met')
  })

  test('what opened only after the proposal is not moved: nobody was shown it', () => {
    const story = given.submission(three).at('2024-05-07')
    const reopen = (to: string) =>
      story.does('submission.reopen', because({ until: '2024-05-24' }), { to })
    reopen('gent')
    story.does('deadlineMove.propose', propose({ deadline: 'submission', to: '2024-06-21' }))
    reopen('aalst')
    story.does('deadlineMove.approve', {}, { by: 'ann' })
    expect(story.deadline('submission', 'gent')).toBe('2024-06-21T21:59:59.999Z open')
    expect(story.deadline('submission', 'aalst')).toBe('2024-05-24T21:59:59.999Z open')
  })

  test('a closed or unknown name, or nothing left, is event-not-allowed', () => {
    const story = given.award(three)
    const refusal = (rest: object) => story.refusal('deadlineMove.propose', propose(rest))
    for (const deadline of ['submission', 'ifReview', 'period', 'x']) {
      expect(refusal({ deadline })).toBe('event-not-allowed')
    }
    expect(refusal({ projects: ['oproep/x'] })).toBe('event-not-allowed')
    expect(refusal({ projects: [] })).toBe('event-not-allowed')
    expect(refusal({ to: '2024-07-04' })).toBe('invalid-payload to')
    story.does('deadlineMove.propose', propose({ projects: ['oproep/gent'] })).at('2025-01-01')
    story.does('interimReport.submit', interim())
    expect(story.refusal('deadlineMove.approve', {}, { by: 'ann' })).toBe('event-not-allowed')
    story.does('deadlineMove.return', {})
    story.does('deadlineMove.propose', propose({ projects: ['oproep/boom'] })).at('2025-02-02')
    expect(story.refusal('deadlineMove.approve', {}, { by: 'ann' })).toBe('event-not-allowed')
  })

  test('the submission of all moves the submission of the call with it', () => {
    const story = given.submission(three).at('2024-05-01')
    story.does('deadlineMove.propose', propose({ deadline: 'submission', to: '2024-05-10' }))
    story.does('deadlineMove.approve', {}, { by: 'ann' }).at('2024-05-10')
    expect(story.callShape().phase).toBe('submission')
    expect(story.refusal('application.submit', continues(gent))).toBe('accepted')
    const one = given.submission(three).at('2024-05-01')
    const projects = ['oproep/gent']
    one.does(
      'deadlineMove.propose',
      propose({ deadline: 'submission', to: '2024-05-10', projects }),
    )
    one.does('deadlineMove.approve', {}, { by: 'ann' }).at('2024-05-08')
    expect(one.callShape().phase).toBe('assessment')
    expect([one.phase('gent'), one.phase('aalst')]).toEqual(['submission', 'lapsed'])
    const other = given.submission(three)
    other.does('deadlineMove.propose', propose({ deadline: 'submission', to: '2024-05-10' }))
    other.does('deadlineMove.return', because()).at('2024-05-08')
    expect(other.callShape().phase).toBe('assessment')
  })
})
