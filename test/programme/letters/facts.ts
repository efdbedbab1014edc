import type { LetterFacts } from '../../../src/programme/letters/facts.ts'

const applicant = { name: 'Zoë-Liège', kbo: '0207451227' }

const line = {
  line: 'gent-1',
  action: 'oefenkansen-nederlands',
  kpiType: 'count',
  unitPriceCents: 12_000,
  currentReach: 100,
} as const

const lines = [
  { ...line, yearTwo: { kpi: 800, cents: 4_000_000 }, requested: null, granted: null },
  {
    ...line,
    line: 'gent-2',
    yearTwo: { kpi: 800, cents: 4_000_000 },
    requested: { kpi: 500, cents: 3_000_000 },
    granted: { kpi: 500, cents: 2_500_000 },
  },
  {
    ...line,
    line: 'gent-3',
    yearTwo: { kpi: 1_000, cents: 6_000_000 },
    requested: { kpi: 1_000, cents: 6_000_000 },
    granted: null,
  },
]

const stimuli = [
  {
    stimulus: 'mentor',
    yearTwoCents: 1_000_000,
    requestedCents: 1_000_000,
    grantedCents: 1_000_000,
  },
  { stimulus: 'collaboration', yearTwoCents: 500_000, requestedCents: null, grantedCents: null },
]

/** One of each letter, and of each that says something else. */
export const everyLetter: Readonly<Record<string, LetterFacts>> = {
  receipt: {
    kind: 'receipt',
    applicant,
    lines,
    stimuli,
    requestedCents: 10_000_000,
    replaceableUntilMs: Date.parse('2024-05-06T10:00:00.000Z'),
  },
  award: {
    kind: 'award',
    applicant,
    date: '2024-07-05',
    reference: 'VR 2024 0507 DOC.0768',
    lines,
    stimuli,
    totalCents: 3_500_000,
    percent: 80,
    advanceCents: 2_800_000,
    balanceCents: 700_000,
    advanceNotBefore: '2024-10-01',
    interimDueMs: Date.parse('2025-01-05T22:59:59.999Z'),
    finalDueMs: Date.parse('2025-07-05T21:59:59.999Z'),
    periodEnd: '2025-09-30',
  },
  'refusal-government': { kind: 'refusal', applicant, by: 'government', requestedCents: 123_456 },
  'refusal-agency': { kind: 'refusal', applicant, by: 'agency', requestedCents: 123_456 },
  reportDue: {
    kind: 'reportDue',
    applicant,
    report: 'finalReport',
    dueMs: Date.parse('2025-07-05T21:59:59.999Z'),
    isOverdue: false,
    lines: [{ line: 'gent-2', action: 'oefenkansen-nederlands', kpiType: 'count', kpi: 1_500 }],
    stimuli: ['mentor'],
  },
  settlement: {
    kind: 'settlement',
    applicant,
    awardDate: '2024-07-05',
    awardReference: 'VR 2024 0507',
    isWithoutReport: false,
    lines: [
      {
        line: 'gent-2',
        action: 'oefenkansen-nederlands',
        kpiType: 'count',
        currentReach: 100,
        kpi: 500,
        achieved: 301,
        grantedCents: 2_500_000,
        unearnedCents: 995_000,
      },
    ],
    stimuli: [{ stimulus: 'mentor', grantedCents: 1_000_000, unearnedCents: 0 }],
    totalCents: 3_500_000,
    advanceCents: 2_800_000,
    balanceCents: 700_000,
    unearnedCents: 995_000,
    payCents: 0,
    releasedCents: 700_000,
    clawbackCents: 295_000,
  },
  hearing: {
    kind: 'hearing',
    applicant,
    claim: 'endControl',
    announcedCents: 100_000,
    dueMs: Date.parse('2026-10-28T22:59:59.999Z'),
    endControl: {
      spentCents: 2_900_000,
      linesAwardCents: 3_000_000,
      paidForLinesCents: 3_000_000,
      claimedForLinesCents: 0,
    },
  },
  demand: {
    kind: 'demand',
    applicant,
    claim: 'balance',
    announcedCents: 295_000,
    decidedCents: 250_000,
    reference: '123456789002',
    dueMs: Date.parse('2025-10-30T22:59:59.999Z'),
  },
  'demand-waived': {
    kind: 'demand',
    applicant,
    claim: 'balance',
    announcedCents: 295_000,
    decidedCents: 0,
    reference: '123456789002',
    dueMs: null,
  },
  closure: {
    kind: 'closure',
    applicant,
    awardedCents: 3_500_000,
    advancePaidCents: 2_800_000,
    balancePaidCents: 0,
    releasedCents: 700_000,
    demandedCents: 250_000,
    recoveredCents: 200_000,
    writtenOffCents: 50_000,
  },
}
