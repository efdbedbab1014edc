import { describe, expect, test } from 'vitest'
import { because, given, inEndControl } from './support.ts'

const hear = { statement: 'Wij zijn het niet eens.' }
const decide = (amount: string, rest: object = {}) => because({ amount, ...rest })
const repay = (amount: string, rest: object = {}) => ({ amount, date: '2025-10-01', ...rest })

const announced = () => given.decided('0.00', '1200.00')
const demanded = (amount = '1200.00') =>
  announced().at('2025-09-01').does('clawback.hear', hear).does('clawback.decide', decide(amount))

describe('a claim (domain §3.9, §9)', () => {
  test('is announced; the applicant is heard for P30D, then it may be decided', () => {
    const story = announced()
    expect(story.deadline('hearing.balance')).toBe('2025-09-19T21:59:59.999Z open')
    expect(story.refusal('clawback.decide', decide('1.00'))).toBe('event-not-allowed')
    story.does('deadline.move', because({ deadline: 'hearing.balance', to: '2025-09-25' }))
    story.at('2025-09-25T23:59:59.999')
    expect(story.refusal('clawback.decide', decide('1.00'))).toBe('event-not-allowed')
    story.at('2025-09-26')
    expect(story.deadline('hearing.balance')).toContain('missed')
    expect(story.refusal('clawback.hear', hear)).toBe('event-not-allowed')
    expect(
      story.refusal('deadline.move', because({ deadline: 'hearing.balance', to: '2025-10-25' })),
    ).toBe('event-not-allowed')
    expect(story.refusal('clawback.decide', decide('1200.01'))).toBe('amount-exceeds amount')
    expect(story.refusal('clawback.decide', decide('1200.00'))).toBe('accepted')
  })

  test('is demanded for P30D, reminded when overdue, and still takes repayments', () => {
    const story = demanded()
    expect(story.deadline('hearing.balance')).toContain('met')
    expect(story.deadline('repayment.balance')).toBe('2025-10-01T21:59:59.999Z open')
    expect(story.shape().amounts.clawbackDemandedCents).toBe(120_000)
    story.does('clawback.repay', repay('200.00')).at('2025-10-02')
    expect(story.deadline('repayment.balance')).toContain('overdue')
    expect(story.mails('reminder')).toContain('manager repayment.balance P0D')
    story.at('2025-10-20')
    expect(story.mails('reminder').filter((mail) => mail.includes('repayment.balance'))).toEqual([
      'applicant repayment.balance -P14D',
      'applicant repayment.balance -P3D',
      'manager repayment.balance P0D',
      'applicant repayment.balance P1D',
      'applicant repayment.balance P7D',
      'applicant repayment.balance P14D',
      'manager repayment.balance P14D',
    ])
    story.does('deadline.move', because({ deadline: 'repayment.balance', to: '2025-11-01' }))
    expect(story.at('2025-11-02').deadline('repayment.balance')).toContain('overdue')
    expect(story.refusal('clawback.repay', repay('1000.01'))).toBe('amount-exceeds amount')
    expect(story.refusal('clawback.repay', repay('0.00'))).toBe('invalid-payload amount')
    story.does('clawback.repay', repay('1000.00'))
    expect(story.deadline('repayment.balance')).toContain('late')
    expect(story.refusal('clawback.repay', repay('0.01'))).toBe('event-not-allowed')
    expect(story.shape().amounts.recoveredCents).toBe(120_000)
  })

  test('is told of at its announcement and its decision, whichever claim it is', () => {
    expect(demanded('0.00').mails('letter')).toEqual([
      'applicant award',
      'applicant settlement',
      'applicant hearing.balance',
      'applicant demand.balance',
    ])
    const two = given.twoClaims()
    expect(two.mails('letter').slice(4)).toEqual(['applicant hearing.endControl'])
    two.does('clawback.hear', { ...hear, claim: 'endControl' })
    two.does('clawback.decide', decide('0.00', { claim: 'endControl' }))
    expect(two.mails('letter').slice(5)).toEqual(['applicant demand.endControl'])
    two.does('clawback.repay', repay('1200.00', { claim: 'balance' }))
    expect(two.phase()).toBe('closed')
    expect(two.mails('letter').slice(6)).toEqual(['applicant closure'])
  })

  test('a decision of 0.00 ends it', () => {
    const story = inEndControl(demanded('0.00'), '80000.00')
    expect(story.shape().amounts.clawbackDemandedCents).toBe(0)
    expect(story.deadline('repayment.balance')).toBeUndefined()
    story.does('endControl.propose', because({ clawback: '0.00' }))
    expect(story.does('endControl.approve', {}, { by: 'mia' }).phase()).toBe('closed')
  })

  test('is written off by two persons; a new proposal replaces the first', () => {
    const story = demanded()
    expect(story.refusal('clawback.approveWriteOff', {}, { by: 'ann' })).toBe('event-not-allowed')
    expect(story.refusal('clawback.writeOff', decide('1200.01'))).toBe('amount-exceeds amount')
    story.does('clawback.writeOff', decide('1200.00')).does('clawback.writeOff', decide('700.00'))
    const proposal = story.model.revision('oproep/gent')
    expect(story.shape().claims).toEqual([
      {
        name: 'balance',
        announcedCents: 120_000,
        demandedCents: 120_000,
        recoveredCents: 0,
        writtenOffCents: 0,
        reference: expect.stringMatching(/^\d{12}$/) as string,
        writeOff: { id: proposal, cents: 70_000 },
      },
    ])
    expect(story.refusal('clawback.approveWriteOff')).toBe('four-eyes')
    expect(
      story.refusal('clawback.approveWriteOff', { proposal: proposal - 1 }, { by: 'ann' }),
    ).toBe('version-conflict proposal')
    story.does('clawback.approveWriteOff', { proposal }, { by: 'ann' })
    expect(story.shape().amounts.writtenOffCents).toBe(70_000)
    expect(story.deadline('repayment.balance')).toContain('open')
    story.does('clawback.writeOff', decide('500.00')).does('clawback.repay', repay('100.00'))
    expect(story.refusal('clawback.approveWriteOff', {}, { by: 'ann' })).toBe('amount-exceeds')
    story.does('clawback.writeOff', decide('400.00'))
    story.does('clawback.approveWriteOff', {}, { by: 'ann' })
    expect(story.deadline('repayment.balance')).toContain('cancelled')
    expect(story.refusal('clawback.writeOff', decide('1.00'))).toBe('event-not-allowed')
  })

  test('nothing is claimed before one is announced', () => {
    const story = given.balanceDecision()
    for (const [type, data] of [
      ['clawback.hear', hear],
      ['clawback.decide', decide('1.00')],
      ['clawback.repay', repay('1.00')],
      ['clawback.writeOff', decide('1.00')],
      ['clawback.approveWriteOff', {}],
    ] as const) {
      expect(story.refusal(type, data)).toBe('event-not-allowed')
      expect(story.refusal(type, { ...data, claim: 'endControl' })).toBe('event-not-allowed')
    }
  })
})

describe('two claims (domain §3.9, §9, 2nd dry run, 19)', () => {
  test('the end control does not wait for the claim of the balance', () => {
    const story = given.twoClaims()
    expect(story.phase()).toBe('clawback')
    expect(story.deadline('repayment.balance')).toContain('overdue')
    expect(story.deadline('hearing.endControl')).toContain('open')
  })

  test('an event without a name means the oldest claim that it can concern', () => {
    const story = given.twoClaims().at('2026-08-05')
    story.does('clawback.hear', hear).does('clawback.decide', decide('500.00'))
    expect(story.refusal('clawback.repay', repay('1200.01'))).toBe('amount-exceeds amount')
    story.does('clawback.repay', repay('200.00'))
    expect(story.context().claims).toMatchObject({
      balance: { recoveredCents: 20_000 },
      endControl: { recoveredCents: 0, decidedCents: 50_000 },
    })
  })

  test('a name chooses, and a claim that it cannot concern refuses', () => {
    const story = given.twoClaims().at('2026-08-05')
    expect(story.refusal('clawback.hear', { ...hear, claim: 'balance' })).toBe('event-not-allowed')
    expect(story.refusal('clawback.repay', repay('1.00', { claim: 'endControl' }))).toBe(
      'event-not-allowed',
    )
    story.does('deadline.move', because({ deadline: 'hearing.endControl', to: '2026-09-01' }))
    story.at('2026-09-02')
    expect(story.deadline('hearing.endControl')).toContain('missed')
    story.does('clawback.decide', decide('500.00', { claim: 'endControl' }))
    story.does('deadline.move', because({ deadline: 'repayment.endControl', to: '2026-10-10' }))
    expect(story.at('2026-10-11').deadline('repayment.endControl')).toContain('overdue')
    expect(story.mails('reminder')).toContain('manager repayment.endControl P0D')
    story.does('clawback.repay', repay('100.00', { claim: 'endControl' }))
    story.does('clawback.writeOff', decide('400.00', { claim: 'endControl' }))
    story.does('clawback.approveWriteOff', {}, { by: 'ann' })
    expect(story.phase()).toBe('clawback')
    story.does('clawback.repay', repay('1200.00'))
    expect(story.phase()).toBe('closed')
    expect(story.shape().amounts).toMatchObject({
      clawbackDemandedCents: 170_000,
      recoveredCents: 130_000,
      writtenOffCents: 40_000,
    })
  })

  test('a proposal left on a paid claim does not stand before that of the other', () => {
    const story = given.twoClaims().at('2026-08-05').does('clawback.hear', hear)
    story.does('clawback.decide', decide('500.00')).does('clawback.writeOff', decide('1.00'))
    story.does('clawback.repay', repay('1200.00'))
    story.does('clawback.writeOff', decide('500.00'))
    story.does('clawback.approveWriteOff', {}, { by: 'ann' })
    expect(story.phase()).toBe('closed')
  })

  test('the end control claims at most what was paid and is not claimed yet', () => {
    const story = inEndControl(demanded(), '80000.00')
    expect(story.refusal('endControl.propose', because({ clawback: '30800.01' }))).toBe(
      'amount-exceeds clawback',
    )
    expect(story.refusal('endControl.propose', because({ clawback: '30800.00' }))).toBe('accepted')
  })

  test('a waived claim at the end control closes the project', () => {
    const story = given.endControl().does('endControl.propose', because({ clawback: '5.00' }))
    story.does('endControl.approve', {}, { by: 'mia' }).does('clawback.hear', hear)
    expect(story.does('clawback.decide', decide('0.00')).phase()).toBe('closed')
  })
})
