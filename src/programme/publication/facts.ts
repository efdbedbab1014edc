import type { AnyMachineSnapshot } from 'xstate'
import type { FundedLine, Line, ProjectContext } from '../../../machines/project/context.ts'
import { phaseOf, type ProjectPhase } from '../../../machines/project/phase.ts'
import type { ApplicantKind } from '../../domain/call.ts'

/**
 * What is public of one project. It holds no person, no account number, and no small count of
 * people: these are taken out before anything is written, so that a change of a small count is no
 * change, and whatever is computed from these facts tells nothing of it. See docs/OPEN-DATA.md.
 */
export interface PublicFacts {
  readonly recipient: Organisation & {
    readonly kind: ApplicantKind
    readonly partners: readonly Organisation[]
  }
  readonly award: { readonly date: string; readonly reference: string; readonly cents: number }
  /** Days of the project, the last as it stands now. */
  readonly period: { readonly start: string; readonly end: string }
  readonly endedEarly: boolean
  readonly lines: readonly PublicLine[]
  readonly stimuli: readonly { readonly stimulus: string; readonly cents: number }[]
  readonly report: ReportStanding
}

export interface Organisation {
  readonly name: string
  readonly kbo: string
  readonly nis: string | null
}

/** An action that an authority was awarded money for. */
export interface PublicLine {
  readonly line: string
  readonly action: string
  readonly kpi: 'count' | 'plan'
  readonly cents: number
  readonly target: Figure
  /** What was reached, by an accepted final report; null without one. */
  readonly reached: Figure | null
}

/** A count, or below what it is: such a count is told to nobody. A plan has 1 or 0. */
export type Figure = { readonly count: number } | { readonly below: number }

/**
 * Of the final report. `expected`: the balance is not being decided yet. At that decision a report
 * that is not there is `missing`, and one that was not accepted `notAccepted`.
 */
export type ReportStanding = 'expected' | 'accepted' | 'missing' | 'notAccepted'

/** Counts of people below this are told to nobody. */
const smallReached = 5

/**
 * Targets below this are told to nobody: with the amount and the price, both public, such a target
 * would tell how many people were reached before, when those were fewer than five.
 */
const smallTarget = 10

/** Null before the award. */
export function publicFacts(snapshot: AnyMachineSnapshot): PublicFacts | null {
  const context = snapshot.context as ProjectContext
  const { award, applicant, terms, periodEnd, yearTwo } = context
  if (award === null) return null
  const { name, kbo, nis, kind, partners } = applicant
  const report = reportStanding(context, phaseOf(snapshot))
  const known = new Map(yearTwo.lines.map((each) => [each.line, each]))
  return {
    recipient: {
      name,
      kbo,
      nis,
      kind,
      partners: partners.map((each) => ({ name: each.name, kbo: each.kbo, nis: each.nis })),
    },
    award: { date: award.date, reference: award.reference, cents: award.totalCents },
    period: { start: terms.timeline.projectStart, end: periodEnd },
    endedEarly: context.terminatedMs !== null,
    lines: award.lines.flatMap((line) => {
      const of = known.get(line.line)
      return of === undefined ? [] : [lineOf(context, line, of, report)]
    }),
    stimuli: award.stimuli.map(({ stimulus, amountCents: cents }) => ({ stimulus, cents })),
    report,
  }
}

function lineOf(
  { final }: ProjectContext,
  { line, kpi, amountCents: cents }: FundedLine,
  { action, kpiType }: Line,
  report: ReportStanding,
): PublicLine {
  const achieved = final?.kpis.find((each) => each.line === line)?.achieved
  const isPlan = kpiType === 'plan'
  return {
    line,
    action,
    kpi: kpiType,
    cents,
    target: isPlan ? { count: kpi } : figure(kpi, smallTarget),
    reached:
      report !== 'accepted' || achieved === undefined
        ? null
        : isPlan
          ? { count: achieved }
          : figure(achieved, smallReached),
  }
}

function figure(count: number, least: number): Figure {
  return count < least ? { below: least } : { count }
}

const beforeDecision: readonly ProjectPhase[] = [
  'scheduled',
  'submission',
  'assessment',
  'ifReview',
  'award',
  'execution',
]

function reportStanding({ final }: ProjectContext, phase: ProjectPhase): ReportStanding {
  if (final !== null && final.acceptedMs !== null) return 'accepted'
  if (beforeDecision.includes(phase)) return 'expected'
  return final === null ? 'missing' : 'notAccepted'
}
