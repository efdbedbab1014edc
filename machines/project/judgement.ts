import { settlement } from '../../src/domain/award.ts'
import { unearned } from '../../src/domain/kpi.ts'
import { parseEuro } from '../../src/domain/money.ts'
import type { Achieved, Award, Judgement, JudgedLine, Line, ProjectContext } from './context.ts'
import type { FinalAccept } from './schemas.ts'

/** What a final report earned, per line and stimulus. Source: nota §2.5; domain §5. */
export function judge(
  context: ProjectContext,
  kpis: readonly Achieved[],
  judged: FinalAccept,
): Judgement {
  const { award } = context
  if (award === null) return { lines: [], stimuli: [] }
  const lines = award.lines.map(({ line, kpi, amountCents }): JudgedLine => {
    const achieved = kpis.find((each) => each.line === line)?.achieved ?? 0
    const said = judged.lines?.find((each) => each.line === line)
    const given = said?.unearned === undefined ? null : parseEuro(said.unearned)
    if (achieved >= kpi || (given === null && said?.sufficient === true)) {
      return { line, achieved, unearnedCents: 0 }
    }
    return {
      line,
      achieved,
      unearnedCents: given ?? missed(context, line, amountCents, achieved, kpi),
    }
  })
  const stimuli = award.stimuli.map(({ stimulus, amountCents }) => {
    const said = judged.stimuli?.find((each) => each.stimulus === stimulus)
    const given = said?.unearned === undefined ? null : parseEuro(said.unearned)
    const all = said?.used === true ? 0 : amountCents
    return { stimulus, unearnedCents: said?.used === false ? amountCents : (given ?? all) }
  })
  return { lines, stimuli }
}

/** What the system proposes at the balance decision; without an accepted report all counts 0. */
export function proposedBalance(context: ProjectContext) {
  const judgement = context.judgement ?? judge(context, [], {})
  const settled = settlement(balanceCents(context), unearnedCents(judgement))
  return { ...settled, lines: judgement.lines, stimuli: judgement.stimuli }
}

/** The part of the award that the balance decides on: all that was not ordered as advance. */
export function balanceCents({ award, orders }: Pick<ProjectContext, 'award' | 'orders'>): number {
  return (award?.totalCents ?? 0) - (orders.advance?.cents ?? 0)
}

export function lineOf(context: ProjectContext, line: string): Line | undefined {
  return context.yearTwo.lines.find((each) => each.line === line)
}

export function isReached(award: Award, line: string, achieved: number): boolean {
  const granted = award.lines.find((each) => each.line === line)
  return granted !== undefined && achieved >= granted.kpi
}

function unearnedCents(judgement: Judgement): number {
  return [...judgement.lines, ...judgement.stimuli].reduce(
    (sum, each) => sum + each.unearnedCents,
    0,
  )
}

/** By the formula for counts; a plan that was not made, or a line without formula, is lost whole. */
function missed(
  context: ProjectContext,
  name: string,
  amountCents: number,
  achieved: number,
  kpi: number,
): number {
  const line = lineOf(context, name)
  if (line === undefined || line.kpiType === 'plan') return amountCents
  return unearned(amountCents, line.currentReach, kpi, achieved) ?? amountCents
}
