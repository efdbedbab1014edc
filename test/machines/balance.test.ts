import { describe, expect, test } from 'vitest'
import { balanceOf, because, given } from './support.ts'

const propose = (pay: string, clawback: string) => because({ pay, clawback })

describe('the balance decision (domain §3.7, §9)', () => {
  test('waits for the final report and the advance', () => {
    const accepted = { stimuli: [{ stimulus: 'collaboration', used: true }] }
    const story = given.finalSubmitted()
    expect(story.phase()).toBe('execution')
    story.does('payment.return', { order: 'oproep/gent/advance', date: '2025-07-01', reason: 'x' })
    story.does('finalReport.accept', accepted)
    expect(story.phase()).toBe('execution')
    expect(story.refusal('balance.propose', propose('0.00', '0.00'))).toBe('event-not-allowed')
    story.does('payment.retry', { order: 'oproep/gent/advance' })
    story.does('payment.execute', { order: 'oproep/gent/advance', date: '2025-07-02' })
    expect(story.phase()).toBe('balanceDecision')
    expect(story.milestone('settlement')).toBe('current')
  })

  test('pays at most the balance and claims at most the advance; both may be above 0', () => {
    const story = given.balanceDecision()
    expect(story.refusal('balance.propose', propose('8000.01', '0.00'))).toBe('amount-exceeds pay')
    expect(story.refusal('balance.propose', propose('0.00', '32000.01'))).toBe(
      'amount-exceeds clawback',
    )
    expect(story.refusal('balance.propose', propose('1', '0.00'))).toBe('invalid-payload pay')
    story.does('balance.propose', { ...propose('100.00', '200.00'), continuation: 'justified' })
    story.does('balance.approve', {}, { by: 'mia' })
    expect(story.phase()).toBe('balance')
    expect(story.shape().amounts).toMatchObject({ releasedCents: 790_000, balancePaidCents: 0 })
    expect(story.deadline('hearing.balance')).toContain('open')
    expect(story.shape().amounts.clawbackDemandedCents).toBe(0)
  })

  test('another person approves the open proposal (four-eyes, then version-conflict)', () => {
    const story = given.balanceDecision()
    expect(story.refusal('balance.approve', {}, { by: 'mia' })).toBe('event-not-allowed')
    story.does('balance.propose', propose('8000.00', '0.00'))
    const { id } = story.shape().proposal!
    expect(story.refusal('balance.propose', propose('1.00', '0.00'))).toBe('event-not-allowed')
    const reviewer = { by: 'rik', roles: ['reviewer', 'manager'] }
    expect(story.refusal('balance.approve', { proposal: 1 }, reviewer)).toBe('four-eyes')
    expect(story.refusal('balance.approve', { proposal: 1 }, { by: 'mia' })).toBe(
      'version-conflict proposal',
    )
    story.does('balance.return', because(), { by: 'mia' })
    expect(story.refusal('balance.approve', { proposal: id! }, { by: 'mia' })).toBe(
      'event-not-allowed',
    )
    story.does('balance.propose', propose('8000.00', '0.00'))
    expect(story.refusal('balance.approve', { proposal: id! }, { by: 'mia' })).toBe(
      'version-conflict proposal',
    )
    const proposal = story.shape().proposal!
    expect(proposal).toMatchObject({ id: story.model.revision('oproep/gent'), payCents: 800_000 })
    story.does('balance.approve', { proposal: proposal.id! }, { by: 'mia' })
    expect(story.phase()).toBe('balance')
    expect(story.shape().proposal).toBeNull()
  })

  test('nothing to pay and nothing to claim goes straight to the end control', () => {
    const story = given.decided('0.00', '0.00')
    expect(story.phase()).toBe('endControl')
    expect(story.shape().amounts.releasedCents).toBe(800_000)
    expect(story.refusal('payment.execute', balanceOf())).toBe('unknown-order order')
    expect(story.refusal('payment.return', { ...balanceOf(), reason: 'x' })).toBe(
      'unknown-order order',
    )
  })

  test('a claim without payment goes to the end control beside it', () => {
    const story = given.decided('0.00', '1000.00')
    expect(story.phase()).toBe('endControl')
    expect(story.shape().state).toContain('balanceClaim.announced')
  })
})
