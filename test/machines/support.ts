import type { Applicant, CallParameters } from '../../src/domain/call.ts'
import { Story } from './story.ts'

/** What a test changes of the call or its applicants; the rest is as below. */
export interface Setting {
  readonly call?: Partial<CallParameters>
  readonly applicants?: readonly Applicant[]
}

const texts = (text: string) => ({ nl: text, en: text })
const action = (code: string, type: 'count' | 'plan', unitPriceCents: number) => ({
  code,
  title: texts(code),
  kpi: { type, unit: texts(code) },
  unitPriceCents,
})

/** A call with the parameters of the nota and a small budget. */
export const parameters: CallParameters = {
  id: 'oproep',
  title: texts('Oproep'),
  timeZone: 'Europe/Brussels',
  budget: { article: 'SJ0-1SFC2DA-WT', ceilingCents: 50_000_000 },
  timeline: {
    launchMs: Date.parse('2024-04-03T00:00:00+02:00'),
    submissionDeadlineMs: Date.parse('2024-05-06T12:00:00.000+02:00'),
    projectStart: '2024-10-01',
    projectEnd: '2025-09-30',
  },
  roll: 'none',
  ifReview: {
    workingDays: 12,
    urgentWorkingDays: 4,
    silence: 'favourable',
    extraClosingDays: [],
  },
  advance: { percent: 80, notBefore: '2024-10-01' },
  reports: {
    anchor: 'award',
    interim: 'P6M',
    final: 'P1Y',
    finalGrace: 'P2M',
    extensionMovesFinal: false,
  },
  accounts: {
    ownShare: 1,
    codes: ['ABB-SAMENLEVEN', 'ABB-SLV'],
    due: { 2024: '2025-07-31', 2025: '2026-07-31' },
  },
  terms: { clarification: 'P30D', hearing: 'P30D', repayment: 'P30D' },
  reminders: {
    ladder: ['-P30D', '-P14D', '-P3D', 'P1D', 'P7D', 'P14D'],
    escalateAt: 'P14D',
  },
  actions: [
    action('oefenkansen', 'count', 12_000),
    action('brugfiguren', 'count', 64_000),
    action('actieplan', 'plan', 5_000_000),
  ],
  stimuli: ['mentor', 'collaboration', 'social-impact-bond'],
  payments: 'external',
  eligibility: null,
  retention: 'P10Y',
  notes: [],
  synthetic: null,
  source: null,
}

const applicant = (id: string, rest: Partial<Applicant>): Applicant => ({
  id,
  name: id,
  kind: 'municipality',
  kbo: '0207451227',
  nis: '44021',
  iban: 'BE15091000000130',
  email: `${id}@example.org`,
  contact: null,
  inhabitantsNonEu14: null,
  partners: [],
  lines: [],
  stimuli: [],
  ...rest,
})

/** Lines 30,000 and a stimulus of 10,000: advance 32,000, balance 8,000. */
export const gent = applicant('gent', {
  lines: [
    { line: 'g1', action: 'oefenkansen', currentReach: 100, kpi: 500, amountCents: 3_000_000 },
  ],
  stimuli: [{ stimulus: 'collaboration', amountCents: 1_000_000 }],
})

/** Two lines of 36,000 and 35,200, no stimulus. */
export const aalst = applicant('aalst', {
  lines: [
    { line: 'a1', action: 'oefenkansen', currentReach: 500, kpi: 800, amountCents: 3_600_000 },
    { line: 'a2', action: 'brugfiguren', currentReach: 10, kpi: 110, amountCents: 3_520_000 },
  ],
})

/** A plan, which is made or not, of 25,000. */
export const ronse = applicant('ronse', {
  kind: 'partnership',
  partners: [{ id: 'kluisbergen', name: 'Kluisbergen', kbo: '0207460432', nis: '45060' }],
  lines: [{ line: 'r1', action: 'actieplan', currentReach: 0, kpi: 1, amountCents: 2_500_000 }],
})

/** Reports by a chapter of its annual accounts. */
export const deRand = applicant('de-rand', {
  kind: 'de-rand',
  nis: null,
  lines: [{ line: 'd1', action: 'oefenkansen', currentReach: 0, kpi: 100, amountCents: 600_000 }],
})

export const bank = { one: 'BE15091000000130', two: 'BE04091000000231', three: 'BE90091000000332' }

/** Stories that have come so far, with every applicant and nothing going wrong on the way. */
export const given = {
  scheduled: ({ call = {}, applicants = [gent] }: Setting = {}) =>
    new Story({ ...parameters, ...call }, applicants, Date.parse('2024-03-01T10:00:00+01:00')),

  submission: (setting?: Setting) => given.scheduled(setting).at('2024-04-03'),

  submitted: (setting?: Setting) => {
    const story = given.submission(setting).at('2024-04-20')
    for (const each of story.applicants) {
      story.does('application.submit', continues(each), { to: each.id })
    }
    return story
  },

  assessment: (setting?: Setting) => given.submitted(setting).at('2024-05-07'),

  admitted: (setting?: Setting) => {
    const story = given.assessment(setting).at('2024-05-13')
    for (const each of story.applicants) story.does('application.admit', {}, { to: each.id })
    return story
  },

  ifReview: (setting?: Setting) =>
    given.admitted(setting).at('2024-05-31').does('ifReview.request'),

  advised: (setting?: Setting) =>
    given
      .ifReview(setting)
      .at('2024-06-14')
      .does('ifReview.advise', { outcome: 'favourable', reference: 'IF/1' }),

  award: (setting?: Setting) =>
    given.advised(setting).at('2024-07-05T15:00:00').does('award.decide', decision()),

  ordered: (setting?: Setting) => given.award(setting).at('2024-10-01T00:00:00'),

  advancePaid: (setting?: Setting) => {
    const story = given.ordered(setting).at('2024-10-07')
    for (const each of story.applicants) story.does('payment.execute', advanceOf(each.id))
    return story
  },

  /** The final report of every applicant is in, and reached every KPI. */
  finalSubmitted: (setting?: Setting) => {
    const story = given.advancePaid(setting).at('2025-07-01')
    for (const each of story.applicants) {
      story.does('finalReport.submit', finalReport(each), { to: each.id })
    }
    return story
  },

  balanceDecision: (setting?: Setting) => {
    const story = given.finalSubmitted(setting).at('2025-08-18')
    for (const each of story.applicants) {
      story.does('finalReport.accept', accepts(each), { to: each.id })
    }
    return story
  },

  /** The balance decision of the first applicant: pay and clawback as given. */
  decided: (pay: string, clawback: string, setting?: Setting) =>
    given
      .balanceDecision(setting)
      .does('balance.propose', { pay, clawback, reason: 'zo' })
      .at('2025-08-20')
      .does('balance.approve', {}, { by: 'mia' }),

  /** Everything was paid, the period is over, the accounts of both years are in. */
  endControl: (setting?: Setting, spent = '80000.00') => {
    const story = given.decided('8000.00', '0.00', setting)
    return inEndControl(story.at('2025-08-29').does('payment.execute', balanceOf()), spent)
  },

  /** Of the balance 1,200 is demanded and overdue; at the end control 500 is announced. */
  twoClaims: () => {
    const story = given.decided('0.00', '1200.00').at('2025-09-01')
    story.does('clawback.hear', { statement: 'Neen.' })
    story.does('clawback.decide', because({ amount: '1200.00' }))
    return inEndControl(story, '80000.00')
      .does('endControl.propose', because({ clawback: '500.00' }))
      .does('endControl.approve', {}, { by: 'mia' })
  },
}

/** Brings the accounts of both years in; the spending stands in the second. */
export function inEndControl(story: Story, spent: string): Story {
  return story
    .at('2025-09-15')
    .does('accounts.submit', accounts(2024, '0.00'))
    .at('2026-07-10')
    .does('accounts.submit', accounts(2025, spent))
}

export function accounts(year: number, amount: string) {
  return { year, entries: [{ code: 'ABB-SLV', amount }] }
}

export function decision(rest: object = {}) {
  return { date: '2024-07-05', reference: 'VR 2024 0507', ...rest }
}

export function continues({ lines, stimuli }: Applicant) {
  return {
    lines: lines.map(({ line }) => ({ line, decision: 'continue' })),
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, decision: 'continue' })),
  }
}

export function stops({ lines, stimuli }: Applicant) {
  return {
    lines: lines.map(({ line }) => ({ line, decision: 'stop' })),
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, decision: 'stop' })),
  }
}

/** The interim report of the first applicant. */
export function interim(achieved = 260) {
  return { kpis: [{ line: 'g1', achieved }] }
}

export function finalReport({ lines, stimuli }: Applicant) {
  return {
    kpis: lines.map(({ line, kpi }) => ({ line, achieved: kpi, actionsTaken: 'Veel.' })),
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, account: 'Goed besteed.' })),
  }
}

/** The first applicant's final report, with what was achieved on its line. */
export function reached(achieved: number, motivation?: string) {
  const kpi = { line: 'g1', achieved, actionsTaken: 'Veel.' }
  return {
    kpis: [motivation === undefined ? kpi : { ...kpi, motivation }],
    stimuli: [{ stimulus: 'collaboration', account: 'Goed besteed.' }],
  }
}

export function accepts({ stimuli }: Applicant) {
  return { stimuli: stimuli.map(({ stimulus }) => ({ stimulus, used: true })) }
}

export function advanceOf(id = 'gent', date = '2024-10-07') {
  return { order: `oproep/${id}/advance`, date }
}

export function balanceOf(id = 'gent', date = '2025-08-29') {
  return { order: `oproep/${id}/balance`, date }
}

export function because(rest: object = {}) {
  return { reason: 'daarom', ...rest }
}
