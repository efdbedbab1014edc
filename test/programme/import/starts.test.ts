import { describe, expect, test } from 'vitest'
import type { Applicant, CallParameters } from '../../../src/domain/call.ts'
import { formatEuro } from '../../../src/domain/money.ts'
import { formatInstant } from '../../../src/domain/calendar.ts'
import { callStart, projectStart } from '../../../src/programme/import/starts.ts'
import { readRight, sample } from './sample.ts'

describe('the starts of the machines', () => {
  test('callStart counts the projects', async () => {
    const { parameters, applicants } = await readRight(sample)
    expect(callStart(parameters, applicants)).toEqual({ parameters, projects: 2 })
  })

  test('projectStart has the terms, and each line with its price', async () => {
    const { parameters, applicants } = await readRight(sample)
    const starts = applicants.map((applicant) => projectStart(parameters, applicant))
    expect(starts[0]).toMatchObject({
      call: 'voorbeeld',
      terms: {
        extraClosingDays: ['2024-07-22', '2024-12-24'],
        accounts: { ownShare: 1, codes: ['ABB-SAMENLEVEN', 'ABB-SLV'] },
        payments: 'external',
      },
      applicant: { id: 'gent', iban: 'BE15091000000130', contact: 'Els' },
    })
    expect(starts[0]?.lines[1]).toEqual({
      line: 'gent-2',
      action: 'actieplan-polarisatie',
      kpiType: 'plan',
      unitPriceCents: 5000000,
      currentReach: 0,
      kpi: 1,
      amountCents: 2500000,
    })
  })

  test('projectStart has empty texts for what is not known', async () => {
    const { parameters, applicants } = await readRight(sample)
    const starts = applicants.map((applicant) => projectStart(parameters, applicant))
    expect(starts[1]?.applicant).toMatchObject({ iban: '', email: '', contact: '', nis: null })
  })

  test('projectStart refuses a line of an action that the call does not have', async () => {
    const { parameters, applicants } = await readRight(sample)
    const [gent] = applicants
    if (gent === undefined) throw new Error('no applicant')
    expect(() => projectStart({ ...parameters, actions: [] }, gent)).toThrow(RangeError)
  })
})

describe('a call that was read', () => {
  test('is the same when it is printed and read again', async () => {
    const { parameters, applicants } = await readRight(sample)
    const again = await readRight({
      'call.yaml': JSON.stringify(printedCall(parameters)),
      'applicants.json': JSON.stringify({ applicants: applicants.map(printedApplicant) }),
    })
    expect(again).toEqual({ parameters, applicants, events: [] })
  })
})

function printedCall(parameters: CallParameters): object {
  const { budget, timeline, roll, actions, synthetic: _s, source: _o, ...rest } = parameters
  return {
    ...rest,
    budget: { article: budget.article, ceiling: formatEuro(budget.ceilingCents) },
    timeline: {
      launch: formatInstant(timeline.launchMs),
      submissionDeadline: formatInstant(timeline.submissionDeadlineMs),
      projectStart: timeline.projectStart,
      projectEnd: timeline.projectEnd,
    },
    deadlines: { roll },
    actions: actions.map(({ unitPriceCents, ...action }) => ({
      ...action,
      unitPrice: formatEuro(unitPriceCents),
    })),
  }
}

function printedApplicant({ lines, stimuli, ...rest }: Applicant): object {
  return {
    ...rest,
    lines: lines.map(({ amountCents, ...line }) => ({ ...line, amount: formatEuro(amountCents) })),
    stimuli: stimuli.map(({ stimulus, amountCents }) => ({
      stimulus,
      amount: formatEuro(amountCents),
    })),
  }
}
