import { describe, expect, test } from 'vitest'
import { accounts, advanceOf, because, gent, finalReport, given, interim } from './support.ts'

describe('project.terminate (domain §3.12, §9)', () => {
  test('an advance not yet ordered never is; its reserve goes to the balance', () => {
    const story = given.award().does('project.terminate', because())
    expect(story.phase()).toBe('balanceDecision')
    expect(story.at('2024-10-02').context().orders.advance).toBeNull()
    expect(story.milestone('advance')).toBe('skipped')
    expect(story.refusal('balance.propose', because({ pay: '40000.01', clawback: '0.00' }))).toBe(
      'amount-exceeds pay',
    )
    expect(story.refusal('balance.propose', because({ pay: '0.00', clawback: '0.01' }))).toBe(
      'amount-exceeds clawback',
    )
    const poor = given.ordered({ applicants: [{ ...gent, iban: null }] })
    poor.does('project.terminate', because())
    expect(poor.milestone('advance')).toBe('skipped')
  })

  test('an ordered advance is waited for, a failed one too (2nd dry run, 15)', () => {
    const story = given.ordered().does('project.terminate', because())
    expect(story.phase()).toBe('execution')
    story.does('payment.fail', { order: 'oproep/gent/advance', reason: 'x' })
    expect(story.phase()).toBe('execution')
    story.does('payment.retry', { order: 'oproep/gent/advance' })
    expect(story.does('payment.execute', advanceOf()).phase()).toBe('balanceDecision')
    expect(story.refusal('project.terminate', because())).toBe('event-not-allowed')
  })

  test('open reports are skipped, the period ends that day, later accounts are not asked', () => {
    const story = given.advancePaid().at('2024-11-15').does('project.terminate', because())
    expect(story.milestone('interimReport')).toBe('skipped')
    expect(story.milestone('finalReport')).toBe('skipped')
    expect(story.deadline('finalReport')).toContain('cancelled')
    expect(story.deadline('period')).toBe('2024-11-15T22:59:59.999Z open')
    expect(story.deadline('accounts.2024')).toContain('open')
    expect(story.deadline('accounts.2025')).toContain('cancelled')
    expect(story.refusal('accounts.submit', { year: 2025, entries: [] })).toBe(
      'invalid-payload year',
    )
    expect(story.refusal('period.extend', because({ until: '2026-01-01' }))).toBe(
      'event-not-allowed',
    )
    for (const deadline of ['interimReport', 'finalReport', 'finalGrace']) {
      expect(story.refusal('deadline.move', because({ deadline, to: '2026-01-01' }))).toBe(
        'event-not-allowed',
      )
    }
    expect(story.at('2024-11-16').deadline('period')).toContain('met')
    expect(story.refusal('project.terminate', because())).toBe('event-not-allowed')
  })

  test('overdue reports are skipped too; one that was missed stays missed', () => {
    const overdue = given.advancePaid().at('2025-07-06').does('project.terminate', because())
    expect(overdue.milestone('interimReport')).toBe('missed')
    expect(overdue.milestone('finalReport')).toBe('skipped')
    expect(overdue.deadline('finalGrace')).toContain('cancelled')
    const late = given.advancePaid().at('2025-01-06').does('project.terminate', because())
    expect(late.milestone('interimReport')).toBe('skipped')
    const unpaid = given.ordered().at('2025-10-10').does('project.terminate', because())
    expect(unpaid.milestone('finalReport')).toBe('missed')
    expect(unpaid.deadline('period')).toContain('met')
    for (const deadline of ['interimReport', 'finalReport']) {
      expect(unpaid.refusal('deadline.move', because({ deadline, to: '2026-01-01' }))).toBe(
        'event-not-allowed',
      )
    }
  })

  test('a report that was handed in can still be judged, until the balance is approved', () => {
    const story = given.advancePaid().at('2025-01-03').does('interimReport.submit', interim())
    story.does('interimReport.return', { question: 'x' }).at('2025-01-10')
    story
      .does('finalReport.submit', finalReport(gent))
      .does('finalReport.return', { question: 'x' })
    story.does('project.terminate', because())
    expect(story.phase()).toBe('balanceDecision')
    expect(story.refusal('interimReport.submit', interim())).toBe('event-not-allowed')
    expect(story.refusal('finalReport.return', { question: 'x' })).toBe('event-not-allowed')
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 3_200_000 })
    const accept = { stimuli: [{ stimulus: 'collaboration', used: true }] }
    story.does('finalReport.accept', accept)
    expect(story.shape().proposal).toMatchObject({ payCents: 800_000, clawbackCents: 0 })
    const unjudged = given.finalSubmitted().does('project.terminate', because())
    unjudged.does('balance.propose', because({ pay: '0.00', clawback: '0.00' }))
    unjudged.does('balance.approve', {}, { by: 'mia' })
    expect(unjudged.refusal('finalReport.accept', accept)).toBe('event-not-allowed')
  })

  test('it is for the execution only', () => {
    expect(given.advised().refusal('project.terminate', because())).toBe('event-not-allowed')
    expect(given.balanceDecision().refusal('project.terminate', because())).toBe(
      'event-not-allowed',
    )
  })

  test('the end control waits for the end of the day and the accounts of the years begun', () => {
    const story = given.advancePaid().at('2024-11-15').does('project.terminate', because())
    story.does('balance.propose', because({ pay: '0.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' })
    expect(story.refusal('endControl.propose', because({ clawback: '0.00' }))).toBe(
      'event-not-allowed',
    )
    story.at('2025-05-01').does('accounts.submit', { year: 2024, entries: [] })
    expect(story.refusal('endControl.propose', because({ clawback: '0.00' }))).toBe('accepted')
  })

  test('spending of a year after the end does not count, though it was handed in before', () => {
    const story = given
      .advancePaid()
      .at('2024-11-15')
      .does('accounts.submit', accounts(2024, '1.00'))
    story.does('accounts.submit', accounts(2025, '30000.00')).does('project.terminate', because())
    story.does('balance.propose', because({ pay: '0.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' }).at('2025-05-01')
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 2_999_900 })
  })
})
