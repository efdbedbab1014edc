import { describe, expect, test } from 'vitest'
import {
  aalst,
  because,
  finalReport,
  gent,
  given,
  interim,
  parameters,
  reached,
  ronse,
  type Setting,
} from './support.ts'

const move = (deadline: string, to: string) => because({ deadline, to })
const reports = (rest: Partial<typeof parameters.reports>): Setting => ({
  call: { reports: { ...parameters.reports, ...rest } },
})

describe('the interim report (domain §3.6)', () => {
  test('is current from the award, the final one once the interim is not (2nd dry run, 9)', () => {
    const story = given.advancePaid()
    const both = () => [story.milestone('interimReport'), story.milestone('finalReport')]
    expect(both()).toEqual(['current', 'upcoming'])
    expect(story.at('2025-01-06') && both()).toEqual(['overdue', 'current'])
    story.does('interimReport.submit', interim())
    expect(both()).toEqual(['done', 'current'])
    expect(story.deadline('interimReport')).toBe('2025-01-05T22:59:59.999Z late')
  })

  test('is on time until the last millisecond of its day', () => {
    const story = given.advancePaid().at('2025-01-05T23:59:59.999')
    story.does('interimReport.submit', interim())
    expect(story.deadline('interimReport')).toContain('met')
    expect(story.mails('receipt')).toContain('applicant interimReport.submit')
  })

  test('late is accepted until the final one is due, then it counts as missed', () => {
    const story = given.advancePaid().at('2025-07-05T23:59:59.999')
    expect(story.deadline('interimReport')).toContain('overdue')
    story.at('2025-07-06T00:00:00.000')
    expect(story.deadline('interimReport')).toContain('missed')
    expect(story.milestone('interimReport')).toBe('missed')
    expect(story.refusal('interimReport.submit', interim())).toBe('deadline-passed')
  })

  test('one that was submitted is never missed, and one that nobody reviewed blocks nothing', () => {
    const story = given.advancePaid().at('2025-02-01').does('interimReport.submit', interim())
    expect(story.refusal('interimReport.submit', interim())).toBe('event-not-allowed')
    story.at('2025-07-01').does('finalReport.submit', finalReport(gent)).at('2025-07-10')
    expect(story.deadline('interimReport')).toContain('late')
    story.does('finalReport.accept', { stimuli: [{ stimulus: 'collaboration', used: true }] })
    expect(story.phase()).toBe('balanceDecision')
    expect(story.refusal('interimReport.accept')).toBe('accepted')
  })

  test('a returned one is replaced; after P30D the last version comes back, flagged', () => {
    const story = given.advancePaid().at('2025-01-03').does('interimReport.submit', interim())
    story.does('interimReport.return', { question: 'Meer?' })
    story.at('2025-02-02T23:59:59.999').does('interimReport.submit', interim(270))
    expect(story.deadline('interimReport')).toContain('met')
    expect(story.refusal('interimReport.return', { question: 'x', until: '2025-02-01' })).toBe(
      'invalid-payload until',
    )
    story.does('interimReport.return', { question: 'Nog?', until: '2025-02-10T12:00:00' })
    story.at('2025-02-10T12:00:00.001')
    expect(story.shape().flags).toEqual(['interim-return-unanswered'])
    expect(story.refusal('interimReport.submit', interim())).toBe('event-not-allowed')
    expect(story.context().interim?.kpis).toEqual([{ line: 'g1', achieved: 270 }])
    story.does('interimReport.accept')
    expect(story.context().interim?.acceptedMs).toBe(story.nowMs)
  })

  test('a missed one reopens by deadline.move until the balance is approved', () => {
    const story = given.balanceDecision()
    expect(story.deadline('interimReport')).toContain('missed')
    story.does('deadline.move', move('interimReport', '2025-08-25'))
    expect(story.deadline('interimReport')).toBe('2025-08-25T21:59:59.999Z open')
    expect(story.phase()).toBe('balanceDecision')
    expect(story.at('2025-08-26').deadline('interimReport')).toContain('missed')
    const late = given.decided('8000.00', '0.00')
    expect(late.refusal('deadline.move', move('interimReport', '2025-08-25'))).toBe(
      'event-not-allowed',
    )
  })

  test('a reopened one is missed at the later of its own and the final deadline (2nd dry run, 1)', () => {
    const story = given.advancePaid().at('2025-01-10')
    story.does('deadline.move', move('interimReport', '2025-02-01'))
    expect(story.deadline('interimReport')).toBe('2025-02-01T22:59:59.999Z open')
    story.does('deadline.move', move('interimReport', '2025-03-01')).at('2025-03-02')
    expect(story.deadline('interimReport')).toContain('overdue')
    story.does('deadline.move', move('finalReport', '2025-08-01')).at('2025-07-20')
    expect(story.deadline('interimReport')).toContain('overdue')
    expect(story.at('2025-08-02').deadline('interimReport')).toContain('missed')
  })

  test('a final deadline that moves takes the one of an open interim along', () => {
    const story = given.advancePaid().at('2024-12-01')
    story.does('deadline.move', move('finalReport', '2025-01-05'))
    expect(story.at('2025-01-06').deadline('interimReport')).toContain('missed')
  })

  test('it lists exactly the granted lines above 0, a plan being 1 or 0', () => {
    const story = given.advancePaid()
    const refusal = (...kpis: object[]) => story.refusal('interimReport.submit', { kpis })
    const g1 = { line: 'g1', achieved: 1 }
    expect(refusal({ line: 'x', achieved: 1 })).toBe('line-unknown kpis.0.line')
    expect(refusal()).toBe('invalid-payload kpis')
    expect(refusal(g1, g1)).toBe('invalid-payload kpis')
    expect(refusal({ line: 'g1', achieved: -1 })).toBe('invalid-payload kpis.0.achieved')
    const plan = given.advancePaid({ applicants: [ronse] })
    expect(plan.refusal('interimReport.submit', { kpis: [{ line: 'r1', achieved: 2 }] })).toBe(
      'invalid-payload kpis.0.achieved',
    )
  })
})

describe('the final report (domain §3.6)', () => {
  test('late is accepted and marked in the grace of P2M, then it is missed', () => {
    const story = given.advancePaid().at('2025-07-06')
    expect(story.deadline('finalReport')).toBe('2025-07-05T21:59:59.999Z overdue')
    expect(story.deadline('finalGrace')).toBe('2025-09-05T21:59:59.999Z open')
    expect(story.milestone('finalReport')).toBe('overdue')
    const missed = given.advancePaid().at('2025-09-06')
    expect(missed.deadline('finalReport')).toContain('missed')
    expect(missed.deadline('finalGrace')).toContain('missed')
    expect(missed.phase()).toBe('balanceDecision')
    expect(missed.refusal('finalReport.submit', finalReport(gent))).toBe('deadline-passed')
    story.at('2025-09-05T23:59:59.999').does('finalReport.submit', finalReport(gent))
    expect(story.deadline('finalReport')).toContain('late')
    expect(story.deadline('finalGrace')).toContain('met')
    expect(story.at('2025-10-01').phase()).toBe('execution')
  })

  test('the grace is P2M after the deadline as it stands, and moves itself', () => {
    const story = given.advancePaid().at('2025-07-10')
    story.does('deadline.move', move('finalReport', '2025-08-31'))
    expect(story.deadline('finalGrace')).toContain('cancelled')
    story.at('2025-09-01')
    expect(story.deadline('finalGrace')).toBe('2025-10-31T22:59:59.999Z open')
    story.does('deadline.move', move('finalGrace', '2025-12-01')).at('2025-12-01')
    expect(story.phase()).toBe('execution')
    expect(story.at('2025-12-02').phase()).toBe('balanceDecision')
  })

  test('it reopens from the balance decision, which drops the proposal (2nd dry run, 1)', () => {
    const story = given.advancePaid().at('2025-09-06')
    story.does('balance.propose', because({ pay: '0.00', clawback: '32000.00' }))
    story.does('deadline.move', move('finalReport', '2025-10-01'))
    expect(story.phase()).toBe('execution')
    expect(story.shape().proposal).toBeNull()
    story.does('finalReport.submit', finalReport(gent))
    story.does('finalReport.accept', { stimuli: [{ stimulus: 'collaboration', used: true }] })
    expect(story.shape().proposal).toMatchObject({ id: null, payCents: 800_000 })
    const approved = given.advancePaid().at('2025-09-06')
    approved.does('balance.propose', because({ pay: '0.00', clawback: '0.00' }))
    approved.does('balance.approve', {}, { by: 'mia' })
    expect(approved.refusal('deadline.move', move('finalReport', '2025-10-01'))).toBe(
      'event-not-allowed',
    )
  })

  test('a missed KPI needs a motivation, before anything else that is missing', () => {
    const story = given.advancePaid().at('2025-07-01')
    const refusal = (data: object) => story.refusal('finalReport.submit', data)
    expect(refusal({ ...reached(499), stimuli: [{ stimulus: 'x', account: 'y' }] })).toBe(
      'line-unknown stimuli.0.stimulus',
    )
    expect(refusal({ kpis: [...reached(499).kpis, { ...reached(1).kpis[0], line: 'x' }] })).toBe(
      'line-unknown kpis.1.line',
    )
    expect(refusal({ kpis: reached(499).kpis })).toBe('motivation-missing kpis.0.motivation')
    expect(refusal(reached(499, '  '))).toBe('motivation-missing kpis.0.motivation')
    expect(refusal({ kpis: reached(500).kpis })).toBe('invalid-payload stimuli')
    expect(refusal({ ...reached(500), kpis: [] })).toBe('invalid-payload kpis')
    expect(
      refusal({ ...reached(500), stimuli: [{ stimulus: 'collaboration', account: ' ' }] }),
    ).toBe('invalid-payload stimuli.0.account')
    expect(
      refusal({ ...reached(500), kpis: [{ ...reached(500).kpis[0], actionsTaken: ' ' }] }),
    ).toBe('invalid-payload kpis.0.actionsTaken')
    expect(refusal(reached(499, 'Te weinig begeleiders.'))).toBe('accepted')
  })

  test('a returned one is replaced, or comes back flagged', () => {
    const story = given.finalSubmitted()
    story.does('finalReport.return', { question: 'Hoe?' })
    expect(story.refusal('finalReport.accept', {})).toBe('event-not-allowed')
    story.at('2025-07-31T23:59:59.999').does('finalReport.submit', reached(510))
    story.does('finalReport.return', { question: 'Hoe nog?', until: '2025-08-05' }).at('2025-08-06')
    expect(story.context().flags).toEqual(['final-return-unanswered'])
    expect(story.context().final?.kpis).toEqual([{ line: 'g1', achieved: 510 }])
    expect(story.deadline('finalReport')).toContain('met')
    expect(story.refusal('deadline.move', move('finalReport', '2025-10-01'))).toBe(
      'event-not-allowed',
    )
  })

  test('deadlines count from the project start if the call says so (practice)', () => {
    const story = given.award(reports({ anchor: 'projectStart' }))
    expect(story.deadline('interimReport')).toBe('2025-04-01T21:59:59.999Z open')
    expect(story.deadline('finalReport')).toBe('2025-10-01T21:59:59.999Z open')
  })
})

describe('finalReport.accept (domain §5, 2nd dry run, 18)', () => {
  const used = { stimulus: 'collaboration', used: true }
  const missedLine = (achieved = 300) =>
    given.advancePaid().at('2025-07-01').does('finalReport.submit', reached(achieved, 'Moeilijk.'))
  const judged = (line: object, stimulus: object = used) => {
    const story = missedLine()
    const refusal = story.refusal('finalReport.accept', {
      lines: [{ line: 'g1', ...line }],
      stimuli: [{ stimulus: 'collaboration', ...stimulus }],
    })
    return refusal === 'accepted' ? story.shape().proposal : refusal
  }

  test('every missed line and every stimulus needs a judgement', () => {
    const story = missedLine()
    const refusal = (data: object) => story.refusal('finalReport.accept', data)
    expect(refusal({ stimuli: [used] })).toBe('invalid-payload lines')
    expect(refusal({ lines: [{ line: 'g1', sufficient: true }] })).toBe('invalid-payload stimuli')
    expect(refusal({ lines: [{ line: 'x' }], stimuli: [used] })).toBe('line-unknown lines.0.line')
    expect(refusal({ stimuli: [{ ...used, stimulus: 'mentor' }] })).toBe(
      'line-unknown stimuli.0.stimulus',
    )
    expect(judged({})).toBe('invalid-payload lines.0')
    expect(judged({ unearned: '1.00' })).toBe('invalid-payload lines.0.reason')
    expect(judged({ unearned: '1.00', reason: ' ' })).toBe('invalid-payload lines.0.reason')
    expect(judged({ unearned: '30000.01', reason: 'x' })).toBe('amount-exceeds lines.0.unearned')
    expect(judged({ sufficient: true }, { used: true, unearned: '1.00' })).toBe(
      'invalid-payload stimuli.0.reason',
    )
    expect(judged({ sufficient: true }, { used: true, unearned: '10000.01', reason: 'x' })).toBe(
      'amount-exceeds stimuli.0.unearned',
    )
  })

  test('an insufficient motivation loses the share of the formula, off the balance first', () => {
    // f(500) = 250, f(300) = 150: two fifths of 30,000.
    expect(judged({ sufficient: false })).toMatchObject({
      payCents: 0,
      clawbackCents: 400_000,
      lines: [{ line: 'g1', achieved: 300, unearnedCents: 1_200_000 }],
    })
    expect(judged({ sufficient: true })).toMatchObject({ payCents: 800_000, clawbackCents: 0 })
    expect(judged({ unearned: '500.00', reason: 'x' })).toMatchObject({ payCents: 750_000 })
    expect(judged({ sufficient: true, unearned: '9000.00', reason: 'x' })).toMatchObject({
      payCents: 0,
      clawbackCents: 100_000,
    })
  })

  test('a stimulus is used, not used, or for an amount with a reason', () => {
    const line = { sufficient: true }
    expect(judged(line, { used: false })).toMatchObject({ payCents: 0, clawbackCents: 200_000 })
    expect(judged(line, { used: true, unearned: '2000.00', reason: 'x' })).toMatchObject({
      payCents: 600_000,
    })
    expect(judged(line, { used: false, unearned: '2000.00', reason: 'x' })).toMatchObject({
      payCents: 600_000,
    })
  })

  test('a reached line loses nothing, overshoot does not pay', () => {
    const story = given.advancePaid().at('2025-07-01').does('finalReport.submit', reached(900))
    expect(
      story.refusal('finalReport.accept', {
        lines: [{ line: 'g1', unearned: '1.00', reason: 'x' }],
        stimuli: [used],
      }),
    ).toBe('invalid-payload lines.0.unearned')
    story.does('finalReport.accept', {
      lines: [{ line: 'g1', unearned: '0.00', reason: 'x' }],
      stimuli: [used],
    })
    expect(story.shape().proposal).toMatchObject({ payCents: 800_000, clawbackCents: 0 })
  })

  test('a plan that was not made is lost whole, unless it is sufficient or for an amount', () => {
    const plan = (line: object) =>
      given
        .advancePaid({ applicants: [ronse] })
        .at('2025-07-01')
        .does('finalReport.submit', {
          kpis: [{ line: 'r1', achieved: 0, actionsTaken: 'x', motivation: 'y' }],
        })
        .does('finalReport.accept', { lines: [{ line: 'r1', ...line }] })
        .shape().proposal
    expect(plan({ sufficient: false })).toMatchObject({ payCents: 0, clawbackCents: 2_000_000 })
    expect(plan({ sufficient: true })).toMatchObject({ payCents: 500_000, clawbackCents: 0 })
    expect(plan({ unearned: '100.00', reason: 'x' })).toMatchObject({ payCents: 490_000 })
  })

  test('a line whose formula gives nothing is judged by hand', () => {
    const line = { ...gent.lines[0]!, currentReach: 500, kpi: 500 }
    const story = given.advancePaid({ applicants: [{ ...gent, lines: [line] }] }).at('2025-07-01')
    story.does('finalReport.submit', reached(499, 'Bijna.'))
    story.does('finalReport.accept', {
      lines: [{ line: 'g1', sufficient: false }],
      stimuli: [used],
    })
    expect(story.shape().proposal).toMatchObject({ payCents: 0, clawbackCents: 2_200_000 })
  })

  test('after a missed final every line counts 0 and every stimulus as unused', () => {
    expect(given.advancePaid().at('2025-09-06').shape().proposal).toEqual({
      id: null,
      payCents: 0,
      clawbackCents: 3_200_000,
      lines: [{ line: 'g1', achieved: 0, unearnedCents: 3_000_000 }],
    })
  })

  test('unearned is rounded per line', () => {
    const lines = [
      { line: 'a1', action: 'oefenkansen', currentReach: 0, kpi: 3, amountCents: 100 },
      { line: 'a2', action: 'oefenkansen', currentReach: 0, kpi: 3, amountCents: 100 },
    ]
    const story = given.advancePaid({ applicants: [{ ...aalst, lines }] }).at('2025-07-01')
    const kpi = { achieved: 1, actionsTaken: 'x', motivation: 'y' }
    story.does('finalReport.submit', { kpis: lines.map(({ line }) => ({ line, ...kpi })) })
    const judgement = lines.map(({ line }) => ({ line, sufficient: false }))
    story.does('finalReport.accept', { lines: judgement })
    expect(story.shape().proposal?.lines.map((each) => each.unearnedCents)).toEqual([67, 67])
  })
})

describe('period.extend (domain §3.6, §9)', () => {
  const extend = (until: string) => because({ until })

  test('moves the period and not the final report, unless the call says so', () => {
    const story = given.advancePaid().does('period.extend', extend('2025-12-31'))
    expect(story.deadline('period')).toBe('2025-12-31T22:59:59.999Z open')
    expect(story.deadline('finalReport')).toBe('2025-07-05T21:59:59.999Z open')
    expect(story.refusal('period.extend', extend('2025-12-31'))).toBe('invalid-payload until')
    expect(story.at('2026-01-01').deadline('period')).toContain('met')
    expect(story.refusal('period.extend', extend('2026-12-31'))).toBe('event-not-allowed')
    expect(story.refusal('deadline.move', move('period', '2026-12-31'))).toBe('event-not-allowed')
  })

  test('moves the final report by as many calendar days, if open or overdue (2nd dry run, 15)', () => {
    const open = given.advancePaid(reports({ extensionMovesFinal: true }))
    open.does('period.extend', extend('2025-10-10'))
    expect(open.deadline('finalReport')).toBe('2025-07-15T21:59:59.999Z open')
    const overdue = given.advancePaid(reports({ extensionMovesFinal: true })).at('2025-07-10')
    overdue.does('period.extend', extend('2025-10-30'))
    expect(overdue.deadline('finalReport')).toBe('2025-08-04T21:59:59.999Z open')
    expect(overdue.deadline('finalGrace')).toContain('cancelled')
    const timed = given.advancePaid(reports({ extensionMovesFinal: true })).at('2025-01-10')
    timed.does('deadline.move', move('finalReport', '2025-07-05T12:00:00'))
    timed.does('period.extend', extend('2025-10-01'))
    expect(timed.deadline('finalReport')).toBe('2025-07-06T10:00:00.000Z open')
    const submitted = given.finalSubmitted(reports({ extensionMovesFinal: true }))
    submitted.does('period.extend', extend('2025-10-10'))
    expect(submitted.deadline('finalReport')).toBe('2025-07-05T21:59:59.999Z met')
  })

  test('a moved final is rolled to a working day if the call says so', () => {
    const { call } = reports({ extensionMovesFinal: true })
    const story = given.advancePaid({ call: { ...call, roll: 'nextWorkingDay' } })
    expect(story.deadline('finalReport')).toBe('2025-07-07T21:59:59.999Z open')
    // 7 July + 5 days is a Saturday, and the 14th the Monday after it.
    story.does('period.extend', extend('2025-10-05'))
    expect(story.deadline('finalReport')).toBe('2025-07-14T21:59:59.999Z open')
  })

  test('a year that it adds opens its accounts', () => {
    const story = given.advancePaid().does('period.extend', extend('2026-03-31'))
    expect(story.deadline('accounts.2026')).toBe('2027-07-31T21:59:59.999Z open')
  })
})

describe('learningNetwork.attend (domain §3.11)', () => {
  test('is recorded, and gates nothing', () => {
    const story = given.award()
    story.does('learningNetwork.attend', { network: 'Nederlands', date: '2024-09-01' })
    expect(story.context().attendance).toEqual([{ network: 'Nederlands', date: '2024-09-01' }])
    expect(
      given.advised().refusal('learningNetwork.attend', { network: 'x', date: '2024-09-01' }),
    ).toBe('event-not-allowed')
  })
})
