import { describe, expect, test } from 'vitest'
import {
  accounts,
  balanceOf,
  because,
  deRand,
  gent,
  given,
  inEndControl,
  parameters,
} from './support.ts'

const propose = (clawback: string) => because({ clawback })
const ask = (until: string) => ({ question: 'Wat is het eigen aandeel?', until })

describe('accounts (domain §4, §9)', () => {
  test('are accepted from the award on, the last of a year counts, late is marked', () => {
    expect(given.advised().refusal('accounts.submit', accounts(2024, '1.00'))).toBe(
      'event-not-allowed',
    )
    const story = given.award().does('accounts.submit', accounts(2024, '1.00'))
    story.does('accounts.submit', accounts(2024, '2.00'))
    expect(story.context().accounts['2024']?.entries).toEqual([
      { code: 'ABB-SLV', action: null, cents: 200 },
    ])
    expect(story.deadline('accounts.2024')).toBe('2025-07-31T21:59:59.999Z met')
    story.at('2026-08-01')
    expect(story.deadline('accounts.2025')).toBe('2026-07-31T21:59:59.999Z overdue')
    story.does('accounts.submit', accounts(2025, '3.00'))
    expect(story.deadline('accounts.2025')).toBe('2026-07-31T21:59:59.999Z late')
  })

  test('a year outside the period, a foreign code, a chapter: invalid-payload', () => {
    const story = given.award()
    const entries = (...all: object[]) => ({ year: 2024, entries: all })
    const refusal = (data: object) => story.refusal('accounts.submit', data)
    expect(refusal(accounts(2026, '1.00'))).toBe('invalid-payload year')
    expect(refusal(entries({ code: 'X', amount: '1.00' }))).toBe('invalid-payload entries.0.code')
    expect(refusal(entries({ chapter: 'X', amount: '1.00' }))).toBe('invalid-payload entries.0')
    expect(refusal(entries({ code: 'ABB-SLV', action: 'x', amount: '1.00' }))).toBe('accepted')
    const rand = given.award({ applicants: [deRand] })
    expect(rand.refusal('accounts.submit', accounts(2024, '1.00'))).toBe(
      'invalid-payload entries.0',
    )
  })

  test('a year without a date in the call is due on 31 July of the next', () => {
    const story = given.award({ call: { accounts: { ...parameters.accounts, due: {} } } })
    expect(story.deadline('accounts.2024')).toBe('2025-07-31T21:59:59.999Z open')
  })

  test('an overdue year is moved, and the end control waits for it again', () => {
    const story = given.decided('0.00', '0.00').at('2025-09-01')
    story.does('accounts.submit', accounts(2024, '1.00')).at('2026-08-01')
    expect(story.shape().state).toContain('endControl.reviewing')
    expect(story.shape().flags).toEqual(['accounts-missing'])
    story.does('deadline.move', because({ deadline: 'accounts.2025', to: '2026-09-30' }))
    expect(story.shape().state).toContain('endControl.waiting')
    expect(
      story.refusal('deadline.move', because({ deadline: 'accounts.2024', to: '2026-09-30' })),
    ).toBe('event-not-allowed')
    expect(
      story.refusal('deadline.move', because({ deadline: 'accounts.x', to: '2026-09-30' })),
    ).toBe('event-not-allowed')
    expect(story.at('2026-10-01').shape().state).toContain('endControl.reviewing')
  })

  test('De Rand: a year is met at submit and counts when confirmed (2nd dry run, 16)', () => {
    const story = given.balanceDecision({ applicants: [deRand] })
    story.does('balance.propose', because({ pay: '1200.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' }).does('payment.execute', balanceOf('de-rand'))
    expect(story.refusal('accounts.confirm')).toBe('event-not-allowed')
    const chapter = (year: number, amount: string) => ({
      year,
      entries: [{ chapter: 'Samenleven', amount }],
    })
    story.does('accounts.submit', chapter(2024, '4000.00'))
    expect(story.deadline('accounts.2024')).toContain('late')
    story.at('2026-07-01').does('accounts.submit', chapter(2025, '8000.00'))
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 600_000 })
    story.does('accounts.confirm')
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 0 })
    expect(story.refusal('accounts.confirm')).toBe('event-not-allowed')
    story.does('accounts.requestClarification', ask('2026-08-01'))
    story.does('accounts.clarify', { answer: 'Zo.', ...chapter(2025, '1000.00') })
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 200_000 })
    story.does('accounts.confirm')
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 100_000 })
    expect(given.endControl().refusal('accounts.confirm')).toBe('event-not-allowed')
  })
})

describe('the end control (domain §3.8, §5)', () => {
  test('waits for the settled balance, the end of the period and the accounts', () => {
    const early = given.decided('0.00', '0.00')
    expect(early.refusal('endControl.propose', propose('0.00'))).toBe('event-not-allowed')
    expect(early.shape().proposal).toBeNull()
    expect(early.at('2025-10-01').refusal('endControl.propose', propose('0.00'))).toBe(
      'event-not-allowed',
    )
    expect(early.at('2026-07-31T23:59:59.999').shape().state).toContain('endControl.waiting')
    expect(early.at('2026-08-01').refusal('endControl.propose', propose('0.00'))).toBe('accepted')
  })

  test('lines 30,000 and stimulus 10,000 paid, 29,000 spent: 1,000 is proposed (§10)', () => {
    const story = given.endControl({}, '29000.00')
    expect(story.shape().proposal).toEqual({
      id: null,
      payCents: 0,
      clawbackCents: 100_000,
      lines: [],
    })
    expect(story.refusal('endControl.propose', propose('40000.01'))).toBe('amount-exceeds clawback')
  })

  test('between once and twice the subsidy the own share is unclear, if the call asks for it', () => {
    expect(given.endControl({}, '59999.99').shape().flags).toEqual(['own-share-unclear'])
    expect(given.endControl({}, '60000.00').shape().flags).toEqual([])
    expect(given.endControl({}, '29999.99').shape().flags).toEqual([])
    const call = { accounts: { ...parameters.accounts, ownShare: 0 as const } }
    expect(given.endControl({ call }, '30000.00').shape().flags).toEqual([])
    expect(given.decided('0.00', '0.00').shape().flags).toEqual(['accounts-missing'])
  })

  test('what was released comes off the lines, first off stimuli that were not used', () => {
    const released = given.decided('0.00', '0.00')
    // Lines 30,000 less 8,000 released; paid for lines 32,000 less 10,000 for the stimulus.
    expect(inEndControl(released, '21000.00').shape().proposal).toMatchObject({
      clawbackCents: 100_000,
    })
    const unused = given.finalSubmitted().at('2025-08-18')
    unused.does('finalReport.accept', { stimuli: [{ stimulus: 'collaboration', used: false }] })
    unused.does('balance.propose', because({ pay: '0.00', clawback: '2000.00' }))
    unused.does('balance.approve', {}, { by: 'mia' })
    expect(inEndControl(unused, '29000.00').shape().proposal).toMatchObject({
      clawbackCents: 100_000,
    })
  })

  test('more is released than the lines hold: nothing of them is asked', () => {
    const small = { ...gent, lines: [{ ...gent.lines[0]!, amountCents: 100_000 }] }
    const story = given.balanceDecision({ applicants: [small] })
    story.does('balance.propose', because({ pay: '0.00', clawback: '0.00' }))
    story.does('balance.approve', {}, { by: 'mia' })
    expect(inEndControl(story, '0.00').shape().proposal).toMatchObject({ clawbackCents: 0 })
  })

  test('clarification any number of times; no proposal while one runs (2nd dry run, 17)', () => {
    const story = given.endControl()
    expect(story.refusal('accounts.clarify', { answer: 'x' })).toBe('event-not-allowed')
    story.does('accounts.requestClarification', ask('2026-08-01'))
    expect(story.refusal('endControl.propose', propose('0.00'))).toBe('event-not-allowed')
    expect(story.refusal('accounts.requestClarification', ask('2026-08-01'))).toBe(
      'event-not-allowed',
    )
    story.does('deadline.move', because({ deadline: 'clarification', to: '2026-08-15' }))
    story.at('2026-08-15').does('accounts.clarify', { answer: 'Zo zit het.', year: 2025 })
    expect(story.deadline('clarification')).toBe('2026-08-15T21:59:59.999Z met')
    expect(story.refusal('accounts.clarify', { answer: 'x' })).toBe('event-not-allowed')
    expect(story.refusal('accounts.requestClarification', ask('2026-08-14'))).toBe(
      'invalid-payload until',
    )
    story.does('accounts.requestClarification', ask('2026-08-20'))
    expect(story.deadline('clarification')).toBe('2026-08-20T21:59:59.999Z open')
  })

  test('an unanswered question goes back flagged; a late answer is taken until the proposal', () => {
    const story = given.endControl().does('accounts.requestClarification', ask('2026-08-01'))
    story.at('2026-08-02')
    expect(story.deadline('clarification')).toContain('missed')
    expect(story.context().flags).toEqual(['clarification-unanswered'])
    story.does('accounts.clarify', { answer: 'Laat.', ...accounts(2025, '30000.00') })
    expect(story.deadline('clarification')).toContain('late')
    expect(story.shape().flags).toEqual(['own-share-unclear'])
    story.does('accounts.requestClarification', ask('2026-08-10')).at('2026-08-11')
    story.does('endControl.propose', propose('0.00'))
    expect(story.refusal('accounts.clarify', { answer: 'x' })).toBe('event-not-allowed')
  })

  test('entries of an answer replace those of their year, which they must name', () => {
    const story = given.endControl().does('accounts.requestClarification', ask('2026-08-01'))
    const entries = [{ code: 'ABB-SLV', amount: '29000.00' }]
    expect(story.refusal('accounts.clarify', { answer: 'x', entries })).toBe('invalid-payload year')
    expect(story.refusal('accounts.clarify', { answer: 'x', year: 2027, entries })).toBe(
      'invalid-payload year',
    )
    story.does('accounts.clarify', { answer: 'x', year: 2025, entries })
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 100_000 })
  })

  test('the proposal closes the accounts; a returned one opens them again', () => {
    const story = given.decided('0.00', '0.00').at('2026-08-01')
    expect(story.shape().proposal).toMatchObject({ clawbackCents: 2_200_000 })
    story.does('endControl.propose', propose('32000.00'))
    expect(story.deadline('accounts.2025')).toContain('missed')
    expect(story.shape().flags).toEqual(['accounts-missing'])
    expect(story.refusal('accounts.submit', accounts(2025, '1.00'))).toBe('event-not-allowed')
    expect(
      story.refusal('deadline.move', because({ deadline: 'accounts.2025', to: '2027-01-01' })),
    ).toBe('event-not-allowed')
    story.does('endControl.return', because(), { by: 'mia' })
    const moved = because({ deadline: 'accounts.2025', to: '2026-09-01' })
    story.does('deadline.move', moved)
    expect(story.deadline('accounts.2025')).toContain('open')
    expect(story.refusal('endControl.propose', propose('0.00'))).toBe('event-not-allowed')
    story
      .at('2026-09-02')
      .does('accounts.submit', accounts(2024, '1.00'))
      .does('accounts.submit', accounts(2025, '1.00'))
    expect(story.deadline('accounts.2025')).toContain('late')
    expect(story.shape().flags).toEqual([])
  })

  test('another person approves; then the project closes, everything done', () => {
    const story = given.endControl().does('endControl.propose', propose('0.00'))
    expect(story.refusal('endControl.approve')).toBe('four-eyes')
    expect(story.refusal('endControl.approve', { proposal: 2 }, { by: 'mia' })).toBe(
      'version-conflict proposal',
    )
    const proposal = story.shape().proposal!.id
    story.does('endControl.approve', { proposal }, { by: 'mia' })
    expect(story.phase()).toBe('closed')
    expect(story.callShape().phase).toBe('settled')
    expect(story.milestone('settlement')).toBe('done')
    expect(story.milestone('interimReport')).toBe('missed')
  })

  test('the balance was paid and is clawed back at the end control (§10)', () => {
    const story = given.endControl({}, '29000.00').does('endControl.propose', propose('1000.00'))
    story.does('endControl.approve', {}, { by: 'mia' })
    expect(story.phase()).toBe('clawback')
    expect(story.milestone('settlement')).toBe('current')
    expect(story.refusal('accounts.submit', accounts(2025, '1.00'))).toBe('event-not-allowed')
    story.does('clawback.hear', { statement: 'Goed.' })
    story.does('clawback.decide', because({ amount: '1000.00' }))
    story.does('clawback.repay', { amount: '1000.00', date: '2026-08-20' })
    expect(story.phase()).toBe('closed')
    expect(story.shape().amounts).toMatchObject({
      balancePaidCents: 800_000,
      clawbackDemandedCents: 100_000,
      recoveredCents: 100_000,
    })
    expect(story.callShape().budget).toMatchObject({
      paidCents: 4_000_000,
      recoveredCents: 100_000,
    })
  })
})
