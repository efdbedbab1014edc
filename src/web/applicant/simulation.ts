import type { Line, ProjectContext, Stimulus } from '../../../machines/project/context.ts'
import { balanceCents, judge, lineOf } from '../../../machines/project/judgement.ts'
import { settlement, splitAward } from '../../domain/award.ts'
import { fundedHalfUnits, reducedAmount } from '../../domain/kpi.ts'
import { sumCents } from '../../domain/money.ts'

export const decisions = ['continue', 'reduce', 'stop'] as const

type Decision = (typeof decisions)[number]

/** What somebody tries for a line; the KPI as it was typed. */
export interface LineChoice {
  readonly decision: Decision
  readonly kpi: string
}

/** What a line would be granted, with the formula; amounts in cents. */
export interface SimulatedLine {
  readonly line: Line
  readonly choice: LineChoice
  readonly amountCents: number
  /** Of a reduced line; null for any other. */
  readonly formula: {
    readonly kpi: number
    /** Units that are paid for: the smaller of K/2 and K − c, not below 0. */
    readonly units: number
    /** What the formula gives, before the amount of year 2 bounds it. */
    readonly formulaCents: number
  } | null
  readonly problem: 'kpi-missing' | 'kpi-not-reduced' | null
}

export interface SimulatedStimulus extends Stimulus {
  readonly isContinued: boolean
}

/** What an application with these choices would ask for. Source: nota §2.4. */
export interface Simulation {
  readonly lines: readonly SimulatedLine[]
  readonly stimuli: readonly SimulatedStimulus[]
  readonly totalCents: number
  readonly advanceCents: number
  readonly balanceCents: number
}

export function simulate(
  { lines, stimuli }: ProjectContext['yearTwo'],
  percent: number,
  choices: {
    readonly lineAt: (index: number, line: Line) => LineChoice
    readonly isContinued: (index: number, stimulus: Stimulus) => boolean
  },
): Simulation {
  const simulated = lines.map((line, index) => simulateLine(line, choices.lineAt(index, line)))
  const chosen = stimuli.map((stimulus, index) => ({
    ...stimulus,
    isContinued: choices.isContinued(index, stimulus),
  }))
  const totalCents = sumCents([
    ...simulated.map(({ amountCents }) => amountCents),
    ...chosen.map(({ isContinued, amountCents }) => (isContinued ? amountCents : 0)),
  ])
  return { lines: simulated, stimuli: chosen, totalCents, ...splitAward(totalCents, percent) }
}

export function simulateLine(line: Line, choice: LineChoice): SimulatedLine {
  const nothing = { line, choice, amountCents: 0, formula: null, problem: null }
  switch (choice.decision) {
    case 'continue':
      return { ...nothing, amountCents: line.amountCents }
    case 'stop':
      return nothing
    case 'reduce': {
      const kpi = wholeNumber(choice.kpi)
      if (kpi === null) return { ...nothing, problem: 'kpi-missing' }
      if (kpi >= line.kpi) return { ...nothing, problem: 'kpi-not-reduced' }
      const { unitPriceCents, currentReach } = line
      const formulaCents = reducedAmount(unitPriceCents, currentReach, kpi, NO_BOUND)
      return {
        ...nothing,
        amountCents: Math.min(formulaCents, line.amountCents),
        formula: { kpi, units: fundedHalfUnits(currentReach, kpi) / 2, formulaCents },
      }
    }
  }
}

const NO_BOUND = Number.MAX_SAFE_INTEGER

/** What somebody tries for a granted line. */
export interface ResultChoice {
  /** As it was typed. */
  readonly achieved: string
  readonly isMotivated: boolean
}

export interface SimulatedResult {
  readonly line: Line
  readonly kpi: number
  readonly amountCents: number
  readonly choice: ResultChoice
  readonly unearnedCents: number
  /** Units that were promised, and those that were reached; null for a plan. */
  readonly units: { readonly promised: number; readonly earned: number } | null
  readonly isMissing: boolean
}

/** What would be proposed at the balance decision; amounts in cents. Source: nota §2.5; domain §5. */
export interface SimulatedSettlement {
  readonly lines: readonly SimulatedResult[]
  readonly stimuli: readonly (Stimulus & { readonly isUsed: boolean })[]
  readonly awardedCents: number
  readonly balanceCents: number
  readonly unearnedCents: number
  readonly payCents: number
  readonly clawbackCents: number
}

/** Null while nothing is awarded. */
export function simulateSettlement(
  context: ProjectContext,
  choices: {
    readonly resultAt: (index: number, line: string) => ResultChoice
    readonly isUsed: (index: number) => boolean
  },
): SimulatedSettlement | null {
  const { award, orders, terms } = context
  if (award === null) return null
  const results = award.lines.map((granted, index) => ({
    granted,
    choice: choices.resultAt(index, granted.line),
  }))
  const kpis = results.map(({ granted: { line }, choice: { achieved } }) => ({
    line,
    achieved: wholeNumber(achieved) ?? 0,
  }))
  const stimuli = award.stimuli.map((each, index) => ({ ...each, isUsed: choices.isUsed(index) }))
  const judged = judge(context, kpis, {
    lines: results.map(({ granted: { line }, choice }) => ({
      line,
      sufficient: choice.isMotivated,
    })),
    stimuli: stimuli.map(({ stimulus, isUsed }) => ({ stimulus, used: isUsed })),
  })
  const lines = results.map(({ granted, choice }, index): SimulatedResult => {
    const line = lineOf(context, granted.line)
    const { achieved = 0, unearnedCents = 0 } = judged.lines[index] ?? {}
    const units = (kpi: number) => fundedHalfUnits(line.currentReach, kpi) / 2
    return {
      line,
      kpi: granted.kpi,
      amountCents: granted.amountCents,
      choice,
      unearnedCents,
      units:
        line.kpiType === 'plan'
          ? null
          : { promised: units(granted.kpi), earned: units(Math.min(achieved, granted.kpi)) },
      isMissing: wholeNumber(choice.achieved) === null,
    }
  })
  const unearnedCents = sumCents(
    [...judged.lines, ...judged.stimuli].map((each) => each.unearnedCents),
  )
  const balance =
    orders.advance === null
      ? splitAward(award.totalCents, terms.advance.percent).balanceCents
      : balanceCents(context)
  return {
    lines,
    stimuli,
    awardedCents: award.totalCents,
    balanceCents: balance,
    unearnedCents,
    ...settlement(balance, unearnedCents),
  }
}

/** "1.340" is 1340; null for what is no whole number, or above what a KPI may be. */
export function wholeNumber(text: string): number | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f]/g, '')
  return /^(\d{1,9}|\d{1,3}(\.\d{3}){1,2})$/.test(bare) ? Number(bare.replaceAll('.', '')) : null
}
