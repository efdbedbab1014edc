import * as fc from 'fast-check'
import type { AnyMachineSnapshot } from 'xstate'
import { describe, expect, test } from 'vitest'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { reducedAmount } from '../../../src/domain/kpi.ts'
import { readConfig } from '../../../src/config.ts'
import { canonicalJson } from '../../../src/engine/canonical.ts'
import { recordDocument } from '../../../src/programme/publication/documents/catalogue.ts'
import { documents } from '../../../src/programme/publication/documents/documents.ts'
import type { Edition } from '../../../src/programme/publication/edition.ts'
import { publicFacts } from '../../../src/programme/publication/facts.ts'
import { openPage } from '../../../src/web/shell.tsx'
import { CallResults } from '../../../src/web/open/call-results.tsx'
import { locales } from '../../../src/web/catalogue.ts'
import { parameters } from '../../machines/support.ts'
import { h } from 'preact'

/** A line that people are counted by: its price as awarded, and what nobody may know. */
interface Counted {
  readonly kpi: number
  readonly currentReach: number
  readonly achieved: number
}

const price = 12_000
const phases = [
  { execution: {} },
  { balanceDecision: 'deciding' },
  { endControl: 'reviewing' },
] as const

function snapshotOf(
  lines: readonly Counted[],
  { phase, isAccepted, cents }: { phase: number; isAccepted: boolean; cents: readonly number[] },
): AnyMachineSnapshot {
  const named = lines.map((each, index) => ({ ...each, line: `l${index}` }))
  const context = {
    id: 'oproep/gent',
    applicant: {
      name: 'Gent',
      kbo: '0207451227',
      nis: '44021',
      kind: 'municipality',
      partners: [],
    },
    terms: { timeline: parameters.timeline },
    periodEnd: parameters.timeline.projectEnd,
    terminatedMs: null,
    yearTwo: {
      lines: named.map(({ line, currentReach }) => ({
        line,
        action: 'oefenkansen',
        kpiType: 'count',
        currentReach,
      })),
    },
    award: {
      date: '2024-07-05',
      reference: 'x',
      totalCents: cents.reduce((total, each) => total + each, 0),
      lines: named.map(({ line, kpi }, index) => ({ line, kpi, amountCents: cents[index] ?? 0 })),
      stimuli: [],
    },
    final: {
      submittedMs: 1,
      acceptedMs: isAccepted ? 2 : null,
      kpis: named.map(({ line, achieved }) => ({ line, achieved })),
    },
    judgement: {
      lines: named.map(({ line, achieved }) => ({ line, achieved, unearnedCents: achieved * 100 })),
      stimuli: [],
    },
    proposal: { payCents: named.reduce((total, { achieved }) => total + achieved, 0) },
  } as unknown as ProjectContext
  const value = { life: { active: { running: { settlement: phases[phase] } } } }
  return { value, context } as unknown as AnyMachineSnapshot
}

/** Everything that is published of one project, in every form. */
function everythingOf(snapshot: AnyMachineSnapshot): string {
  const facts = publicFacts(snapshot)!
  const edition: Edition = {
    call: 'oproep',
    version: 2,
    atMs: 1,
    firstAtMs: 0,
    digest: 'x',
    parameters,
    synthetic: null,
    publisher: readConfig({}).publisher,
    grants: [{ id: 'oproep/gent', applicant: 'gent', atMs: 1, version: 2, facts }],
  }
  return [
    canonicalJson(facts),
    ...documents.map(({ render }) => render(edition, 'https://a.example')),
    recordDocument(edition, 'https://a.example'),
    ...locales.map((locale) =>
      openPage(locale, '/open', {
        title: 'x',
        children: h(CallResults, { locale, edition, versions: [] }),
      }),
    ),
  ].join('\n')
}

const small = fc.integer({ min: 0, max: 4 })
const counted = fc.record({
  kpi: fc.integer({ min: 1, max: 200 }),
  currentReach: fc.integer({ min: 0, max: 100 }),
  achieved: fc.oneof(small, fc.integer({ min: 5, max: 200 })),
})
const setting = fc.record({ phase: fc.nat(2), isAccepted: fc.boolean() })

describe('a small count of people', () => {
  test('leaves no trace: whatever it is, every document and page has the same bytes', () => {
    const lines = fc.array(fc.tuple(counted, small, fc.nat(100)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(lines, setting, (all, how) => {
        const cents = all.map(([{ kpi }]) => kpi * price)
        const one = all.map(([line]) => line)
        const other = all.map(([line, achieved, currentReach]) => ({
          kpi: line.kpi,
          achieved: line.achieved < 5 ? achieved : line.achieved,
          currentReach,
        }))
        const told = everythingOf(snapshotOf(one, { ...how, cents }))
        expect(everythingOf(snapshotOf(other, { ...how, cents }))).toBe(told)
      }),
      { numRuns: 60 },
    )
  })

  test('is written as "<5", and counts of 5 and more as they are', () => {
    fc.assert(
      fc.property(fc.array(counted, { minLength: 1, maxLength: 6 }), (lines) => {
        const cents = lines.map(() => price)
        const how = { phase: 1, isAccepted: true, cents }
        const figures = publicFacts(snapshotOf(lines, how))!.lines.map(({ reached }) => reached)
        expect(figures).toEqual(
          lines.map(({ achieved }) => (achieved < 5 ? { below: 5 } : { count: achieved })),
        )
      }),
    )
  })

  test('of the year before cannot be worked out of amount, price and target', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 4 }), (kpi, reach) => {
        const cents = reducedAmount(price, reach, kpi, Number.MAX_SAFE_INTEGER)
        fc.pre(cents > 0)
        const line = { kpi, currentReach: reach, achieved: 0 }
        const how = { phase: 0, isAccepted: false, cents: [cents] }
        const [published] = publicFacts(snapshotOf([line], how))!.lines
        const target = published!.target
        const targets =
          'count' in target ? [target.count] : Array.from({ length: 9 }, (_, at) => at + 1)
        const reaches = new Set(
          targets.flatMap((each) =>
            Array.from({ length: 61 }, (_, at) => at).filter(
              (at) => reducedAmount(price, at, each, Number.MAX_SAFE_INTEGER) === cents,
            ),
          ),
        )
        expect(reaches.size).toBeGreaterThan(1)
      }),
      { numRuns: 500 },
    )
  })
})
