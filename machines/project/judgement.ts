import { settlement } from '../../src/domain/award.ts'
import { unearned } from '../../src/domain/kpi.ts'
import { sumCents } from '../../src/domain/money.ts'
import { centsOf, present } from '../present.ts'
import type {
  Achieved,
  Award,
  FundedLine,
  Judgement,
  JudgedLine,
  Line,
  ProjectContext,
} from './context.ts'
import type { FinalAccept } from './schemas.ts'

type Judged = NonNullable<FinalAccept['lines']>[number]

/** What a final report earned, per line and stimulus. Source: nota §2.5; domain §5. */
export function judge(
  context: ProjectContext,
  kpis: readonly Achieved[],
  judged: FinalAccept,
): Judgement {
  const award = present(context.award, 'award')
  const lines = award.lines.map((line): JudgedLine => {
    const achieved = kpis.find((each) => each.line === line.line)?.achieved ?? 0
    const said = judged.lines?.find((each) => each.line === line.line)
    const lostCents = lineUnearned(context, line, achieved, said)
    return { line: line.line, achieved, unearnedCents: lostCents }
  })
  const stimuli = award.stimuli.map(({ stimulus, amountCents }) => {
    const said = judged.stimuli?.find((each) => each.stimulus === stimulus)
    if (said?.unearned !== undefined) return { stimulus, unearnedCents: centsOf(said.unearned) }
    return { stimulus, unearnedCents: said?.used === true ? 0 : amountCents }
  })
  return { lines, stimuli }
}

/** An amount set by hand goes before everything but a reached KPI. */
function lineUnearned(
  context: ProjectContext,
  { line, kpi, amountCents }: FundedLine,
  achieved: number,
  said: Judged | undefined,
): number {
  if (achieved >= kpi) return 0
  if (said?.unearned !== undefined) return centsOf(said.unearned)
  if (said?.sufficient === true) return 0
  return missed(lineOf(context, line), amountCents, achieved, kpi)
}

/** What was judged; everything unearned while there is no accepted report. Source: domain §5, §9. */
export function judgementOf(context: ProjectContext): Judgement {
  return context.judgement ?? judge(context, [], {})
}

/** What the system proposes at the balance decision; without an accepted report all counts 0. */
export function proposedBalance(context: ProjectContext) {
  const judgement = judgementOf(context)
  const settled = settlement(balanceCents(context), unearnedCents(judgement))
  return { ...settled, lines: judgement.lines, stimuli: judgement.stimuli }
}

/** The part of the award that the balance decides on: all that was not ordered as advance. */
export function balanceCents({ award, orders }: Pick<ProjectContext, 'award' | 'orders'>): number {
  return present(award, 'award').totalCents - (orders.advance?.cents ?? 0)
}

/** The line of year 2 that a granted line continues. */
export function lineOf({ yearTwo }: ProjectContext, line: string): Line {
  return present(
    yearTwo.lines.find((each) => each.line === line),
    `line ${line}`,
  )
}

export function isReached(award: Award, line: string, achieved: number): boolean {
  const granted = award.lines.find((each) => each.line === line)
  return granted !== undefined && achieved >= granted.kpi
}

function unearnedCents(judgement: Judgement): number {
  return sumCents([...judgement.lines, ...judgement.stimuli].map((each) => each.unearnedCents))
}

/** By the formula for counts; a plan that was not made, or a line without formula, is lost whole. */
function missed(line: Line, amountCents: number, achieved: number, kpi: number): number {
  if (line.kpiType === 'plan') return amountCents
  return unearned(amountCents, line.currentReach, kpi, achieved) ?? amountCents
}
