import { describe, expect, test } from 'vitest'
import { batchFacts } from '../../machines/call/facts.ts'
import type { Story } from './story.ts'
import {
  aalst,
  advanceOf,
  balanceOf,
  bank,
  because,
  decision,
  gent,
  given,
  inEndControl,
  parameters,
} from './support.ts'

const failed = { order: 'oproep/gent/advance', reason: 'Rekening onbekend.' }
const returned = { ...advanceOf(), reason: 'Rekening gesloten.' }
const poor = { applicants: [{ ...gent, iban: null }] }
const batch = { call: { payments: 'batch' as const } }
const batchOf = (...names: string[]) => ({
  orders: names.map((name) => `oproep/${name}`),
  executionDate: '2024-10-10',
})

const membersOf = ({ model }: Story) =>
  model.ids().map((id) => ({
    id,
    machine: id.includes('/') ? 'project' : 'call',
    snapshot: model.snapshot(id),
  }))

describe('the advance (domain §3.5, §5)', () => {
  test('80 % is ordered on the later of award and notBefore, once; it is floored', () => {
    const story = given.award()
    expect(story.at('2024-09-30T23:59:59.999').context().orders.advance).toBeNull()
    expect(story.refusal('payment.execute', advanceOf())).toBe('unknown-order order')
    expect(story.milestone('advance')).toBe('upcoming')
    expect(story.at('2024-10-01T00:00:00').context().orders.advance).toMatchObject({
      id: 'oproep/gent/advance',
      cents: 3_200_000,
      attempt: 1,
    })
    expect(story.milestone('advance')).toBe('current')
    const late = given.advised().at('2024-11-05').does('award.decide', decision())
    expect(late.at('2024-11-05').does('payment.execute', advanceOf()).milestone('advance')).toBe(
      'done',
    )
    const odd = { ...gent, stimuli: [], lines: [{ ...gent.lines[0]!, amountCents: 333 }] }
    expect(given.ordered({ applicants: [odd] }).context().orders.advance?.cents).toBe(266)
  })

  test('executing an executed order again is event-not-allowed', () => {
    const story = given.advancePaid()
    expect(story.shape().amounts.advancePaidCents).toBe(3_200_000)
    expect(story.refusal('payment.execute', advanceOf())).toBe('event-not-allowed')
    expect(story.refusal('payment.fail', failed)).toBe('event-not-allowed')
    expect(story.refusal('payment.execute', balanceOf())).toBe('unknown-order order')
  })

  test('a failure and a return lead to a retry, and block neither reports nor deadlines', () => {
    const story = given.ordered().does('payment.fail', failed)
    expect(story.refusal('payment.execute', advanceOf())).toBe('event-not-allowed')
    expect(story.milestone('advance')).toBe('current')
    story.does('payment.retry', { order: failed.order, iban: bank.two })
    expect(story.context().ibanChangedBy).toEqual(['pol'])
    story.does('payment.execute', advanceOf()).does('payment.return', returned)
    expect(story.shape().amounts.advancePaidCents).toBe(0)
    expect(story.milestone('advance')).toBe('current')
    expect(story.refusal('payment.return', returned)).toBe('event-not-allowed')
    story.at('2025-01-03').does('interimReport.submit', { kpis: [{ line: 'g1', achieved: 1 }] })
    story.does('payment.retry', { order: failed.order })
    expect(story.context().orders.advance?.attempt).toBe(3)
    story.does('payment.execute', advanceOf())
    expect(story.shape().amounts.advancePaidCents).toBe(3_200_000)
  })

  test('a returned advance takes the balance decision back to execution (2nd dry run, 2)', () => {
    const story = given.balanceDecision()
    story.does('balance.propose', because({ pay: '8000.00', clawback: '0.00' }))
    story.does('payment.return', returned)
    expect(story.phase()).toBe('execution')
    expect(story.milestone('settlement')).toBe('upcoming')
    story.does('payment.retry', { order: failed.order }).does('payment.execute', advanceOf())
    expect(story.phase()).toBe('balanceDecision')
    expect(story.refusal('balance.approve', {}, { by: 'mia' })).toBe('event-not-allowed')
    story.does('payment.return', returned)
    story.does('payment.retry', { order: failed.order }).does('payment.execute', advanceOf())
    story.does('balance.propose', because({ pay: '8000.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' })
    expect(story.refusal('payment.return', returned)).toBe('event-not-allowed')
  })

  test('without an IBAN it waits for one (2nd dry run, 14)', () => {
    const story = given.ordered(poor)
    expect(story.context().orders.advance).toBeNull()
    expect(story.refusal('payment.execute', advanceOf())).toBe('unknown-order order')
    story.does('applicant.update', { iban: bank.two }, { by: 'mia', roles: ['manager'] })
    expect(story.refusal('payment.execute', advanceOf())).toBe('accepted')
  })

  test('a call that pays no advance pays everything as balance', () => {
    const story = given.award({ call: { advance: { percent: 0, notBefore: '2024-10-01' } } })
    expect(story.milestone('advance')).toBe('skipped')
    story.at('2025-12-01')
    expect(story.phase()).toBe('balanceDecision')
    expect(story.shape().proposal).toMatchObject({ payCents: 0, clawbackCents: 0 })
    expect(story.refusal('balance.propose', because({ pay: '40000.01', clawback: '0.00' }))).toBe(
      'amount-exceeds pay',
    )
  })
})

describe('the balance (domain §9)', () => {
  test('a returned balance goes back to its phase until the end control is approved', () => {
    const story = given.endControl()
    story.at('2026-08-03').does('accounts.requestClarification', {
      question: 'Eigen aandeel?',
      until: '2026-09-01',
    })
    story.does('payment.return', { ...balanceOf(), reason: 'Rekening gesloten.' })
    expect(story.phase()).toBe('balance')
    expect(story.shape().amounts.balancePaidCents).toBe(0)
    expect(story.deadline('clarification')).toContain('cancelled')
    expect(story.refusal('payment.execute', balanceOf())).toBe('event-not-allowed')
    story.does('payment.retry', { order: 'oproep/gent/balance', iban: bank.three })
    story.does('payment.fail', { order: 'oproep/gent/balance', reason: 'x' })
    story.does('payment.retry', { order: 'oproep/gent/balance' })
    story.does('payment.execute', balanceOf())
    expect(story.phase()).toBe('endControl')
    story.does('endControl.propose', because({ clawback: '0.00' }))
    story.does('payment.return', { ...balanceOf(), reason: 'x' })
    story
      .does('payment.retry', { order: 'oproep/gent/balance' })
      .does('payment.execute', balanceOf())
    expect(story.refusal('endControl.approve', {}, { by: 'mia' })).toBe('event-not-allowed')
    story.does('endControl.propose', because({ clawback: '0.00' }))
    story.does('endControl.approve', {}, { by: 'mia' })
    expect(story.phase()).toBe('closed')
    expect(story.refusal('payment.return', { ...balanceOf(), reason: 'x' })).toBe(
      'event-not-allowed',
    )
  })

  test('without an IBAN it waits for one, also for its batch', () => {
    const call = { ...batch.call, advance: { percent: 0, notBefore: '2024-10-01' } }
    const story = given.award({ ...poor, call }).at('2025-12-01')
    story.does('balance.propose', because({ pay: '40000.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' })
    const proposal = { ...batchOf('gent/balance'), executionDate: '2025-12-10' }
    expect(story.refusal('paymentBatch.propose', proposal)).toBe('event-not-allowed')
    story.does('applicant.update', { iban: bank.two }, { by: 'mia', roles: ['manager'] })
    story.does('paymentBatch.propose', proposal)
    expect(story.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('four-eyes')
    story.does('paymentBatch.approve', {}, { by: 'ann' })
    story.does('payment.execute', balanceOf())
    expect(story.shape().amounts.balancePaidCents).toBe(4_000_000)
  })
})

describe('payment batches (domain §5)', () => {
  const both = { ...batch, applicants: [gent, aalst] }

  test('an order outside an approved batch is refused', () => {
    const story = given.ordered(both)
    expect(story.refusal('payment.execute', advanceOf())).toBe('event-not-allowed')
    expect(story.refusal('payment.fail', failed)).toBe('event-not-allowed')
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    expect(story.refusal('payment.execute', advanceOf())).toBe('event-not-allowed')
    expect(story.refusal('paymentBatch.propose', batchOf('aalst/advance'))).toBe(
      'event-not-allowed',
    )
    expect(story.refusal('paymentBatch.approve')).toBe('four-eyes')
    expect(story.refusal('paymentBatch.approve', { proposal: 1 }, { by: 'mia' })).toBe(
      'version-conflict proposal',
    )
    const proposal = story.model.revision('oproep')
    story.does('paymentBatch.approve', { proposal }, { by: 'mia' })
    expect(story.refusal('payment.execute', advanceOf('aalst'), { to: 'aalst' })).toBe(
      'event-not-allowed',
    )
    story.does('payment.execute', advanceOf())
    expect(story.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('event-not-allowed')
  })

  test('a retry waits for a new batch', () => {
    const story = given.ordered(both).does('paymentBatch.propose', batchOf('gent/advance'))
    story.does('paymentBatch.approve', {}, { by: 'mia' }).does('payment.fail', failed)
    story.does('payment.retry', { order: failed.order })
    expect(story.refusal('payment.execute', advanceOf())).toBe('event-not-allowed')
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    story.does('paymentBatch.approve', {}, { by: 'mia' }).does('payment.execute', advanceOf())
  })

  test('refusals: unknown orders first, then orders not due, doubles, a date that is past', () => {
    const story = given.ordered(both)
    const refusal = (data: object) => story.refusal('paymentBatch.propose', data)
    expect(refusal(batchOf('gent/advance', 'gent/balance'))).toBe('unknown-order orders')
    expect(refusal({ ...batchOf('gent/advance', 'gent/advance') })).toBe('invalid-payload orders')
    expect(refusal({ ...batchOf('gent/advance'), executionDate: '2024-09-30' })).toBe(
      'invalid-payload executionDate',
    )
    // A Saturday, a closing day of TARGET, and a Belgian holiday on which banks settle.
    for (const [executionDate, outcome] of [
      ['2024-10-12', 'invalid-payload executionDate'],
      ['2024-12-26', 'invalid-payload executionDate'],
      ['2024-11-11', 'accepted'],
    ]) {
      expect(
        given.ordered(both).refusal('paymentBatch.propose', {
          ...batchOf('gent/advance'),
          executionDate,
        }),
      ).toBe(outcome)
    }
    expect(refusal(batchOf())).toBe('invalid-payload orders')
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    story.does('paymentBatch.return', because(), { by: 'mia', roles: ['manager'] })
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    story.does('paymentBatch.approve', {}, { by: 'mia' })
    expect(refusal(batchOf('gent/advance'))).toBe('event-not-allowed')
    expect(given.ordered().refusal('paymentBatch.propose', batchOf('gent/advance'))).toBe(
      'event-not-allowed',
    )
  })

  test('who changed an IBAN in it since the award does not approve it (§2)', () => {
    const story = given.award(both)
    story.does('applicant.update', { iban: bank.two }, { by: 'mia', roles: ['manager'] })
    story.does('applicant.update', { iban: bank.three }, { by: 'mia', roles: ['manager'] })
    story.at('2024-10-01').does('paymentBatch.propose', batchOf('gent/advance'))
    expect(story.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('four-eyes')
    expect(story.refusal('paymentBatch.approve', {}, { by: 'ann' })).toBe('accepted')
    story.does('paymentBatch.propose', batchOf('aalst/advance'))
    expect(story.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('accepted')
  })

  test('a batch whose day has passed is not approved; it is proposed for another', () => {
    const story = given.ordered(both).does('paymentBatch.propose', batchOf('gent/advance'))
    story.at('2024-10-10T23:59:59.999')
    expect(story.refusal('paymentBatch.approve', { proposal: 1 }, { by: 'mia' })).toBe(
      'version-conflict proposal',
    )
    story.at('2024-10-11T00:00:00')
    expect(story.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('event-not-allowed')
    story.does('paymentBatch.return', because())
    story.does('paymentBatch.propose', {
      ...batchOf('gent/advance'),
      executionDate: '2024-10-14',
    })
    story.does('paymentBatch.approve', {}, { by: 'mia' })
  })

  test('an approval is of attempts, amounts and IBANs as they stand at that moment', () => {
    const story = given.ordered(both)
    const { ibanAtAward } = story.context()
    const factsOf = (type: string, data: object) =>
      batchFacts(membersOf(story), { ...event, type, data })
    const event = { at: story.nowMs, revision: 9, person: 'mia', facts: null }
    const first = factsOf('paymentBatch.propose', batchOf('gent/advance', 'aalst/advance'))
    expect(first.payments).toEqual([
      expect.objectContaining({
        order: 'oproep/gent/advance',
        attempt: 1,
        cents: 3_200_000,
        name: 'gent',
        iban: ibanAtAward,
      }),
      expect.objectContaining({ order: 'oproep/aalst/advance' }),
    ])
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    const proposed = story.model.revision('oproep')
    story.does('paymentBatch.approve', {}, { by: 'mia' }).does('payment.fail', failed)
    story.does('payment.retry', { order: failed.order, iban: bank.two })
    expect(story.model.snapshot('oproep').context).toMatchObject({
      approvedBatches: [{ id: proposed, approval: proposed + 1, orders: ['oproep/gent/advance'] }],
    })
    story.does('paymentBatch.propose', batchOf('gent/advance'))
    const [again] = factsOf('paymentBatch.approve', {}).payments
    expect(again).toMatchObject({ attempt: 2, cents: 3_200_000 })
    expect(again?.iban).not.toBe(ibanAtAward)
    expect(story.context().ibanAtAward).toBe(ibanAtAward)
  })

  test('an order that left the batch meanwhile stops its approval', () => {
    const story = given.decided('8000.00', '0.00')
    expect(story.phase()).toBe('balance')
    const early = given.ordered(batch)
    early.does('paymentBatch.propose', batchOf('gent/advance'))
    early
      .does('paymentBatch.return', because())
      .does('paymentBatch.propose', batchOf('gent/advance'))
    expect(early.refusal('paymentBatch.approve', {}, { by: 'mia' })).toBe('accepted')
  })
})

describe('receipts (2nd dry run, 3)', () => {
  test('money that no claim takes is booked on the call', () => {
    const story = given.submission()
    story.does('receipt.book', { amount: '12.50', date: '2024-04-03', reference: 'x' })
    story.does('receipt.book', { amount: '0.50', date: '2024-04-03', reference: '' })
    expect(story.model.snapshot('oproep').context).toMatchObject({ unmatchedCents: 1_300 })
    expect(
      story.refusal('receipt.book', { amount: '0.00', date: '2024-04-03', reference: 'x' }),
    ).toBe('invalid-payload amount')
  })
})

describe('the budget line of a call', () => {
  test('80/20 of 16,907,780.00 is 13,526,224.00 and 3,381,556.00 (§10)', () => {
    const whole = {
      ...gent,
      stimuli: [],
      lines: [{ ...gent.lines[0]!, amountCents: 1_690_778_000 }],
    }
    const call = { budget: { ...parameters.budget, ceilingCents: 1_690_778_000 } }
    const story = given.balanceDecision({ call, applicants: [whole] })
    expect(story.shape().amounts.advancePaidCents).toBe(1_352_622_400)
    expect(story.shape().proposal).toMatchObject({ payCents: 338_155_600, clawbackCents: 0 })
    expect(inEndControl(story, '0.00').phase()).toBe('balanceDecision')
  })
})
