import { settlement } from '../../src/domain/award.ts'
import { unearned } from '../../src/domain/kpi.ts'
import { formatEuro, sumCents } from '../../src/domain/money.ts'
import type { Line } from './applicants.ts'
import { Chance } from './chance.ts'
import type { Project } from './project.ts'
import { doubts, excuses } from './texts.ts'

/** What a project achieved, how that is judged, and what it earns. */

export interface Achieved {
  readonly line: Line
  readonly achieved: number
}

export function achievements(project: Project): readonly Achieved[] {
  const { funding, plan, story } = project
  const chance = new Chance(`${story.id}/achieved`)
  const missed = missedLines(project)
  return funding.lines.map((line) => {
    const { action, currentReach, kpi } = line
    if (action.type === 'plan') return { line, achieved: missed.has(line) ? 0 : 1 }
    if (!missed.has(line)) return { line, achieved: Math.ceil(kpi * chance.between(1, 1.18)) }
    const [low, high] = shares[plan.outcome]
    const share = chance.between(low, high)
    const achieved = Math.floor(currentReach + (kpi - currentReach) * share)
    return { line, achieved: Math.min(achieved, kpi - 1) }
  })
}

/** How much of the way to a missed KPI was gone. */
const shares = {
  reached: [1, 1],
  excused: [0.7, 0.95],
  partlyRefused: [0.5, 0.8],
  refused: [0.2, 0.45],
  withheld: [0.3, 0.5],
  byHand: [0.6, 0.9],
  stimulusUnused: [0.8, 0.95],
  stimulusPartly: [0.8, 0.95],
} as const

/** The lines below their KPI: of the dearest ones, so that it matters. */
function missedLines({ funding, plan }: Project): ReadonlySet<Line> {
  const counts = funding.lines
    .filter(({ action }) => action.type === 'count')
    .toSorted((a, b) => b.amountCents - a.amountCents)
  switch (plan.outcome) {
    case 'reached':
    case 'stimulusUnused':
    case 'stimulusPartly':
      return new Set()
    case 'excused':
      return new Set(counts.slice(1, 3))
    case 'byHand':
    case 'partlyRefused':
      return new Set(counts.slice(0, 1))
    case 'withheld':
      return new Set(counts.slice(0, Math.ceil(counts.length / 3)))
    case 'refused':
      return new Set(funding.lines.filter((line) => line !== counts.at(-1)))
  }
}

interface JudgementData {
  lines?: { line: string; sufficient?: boolean; unearned?: string; reason?: string }[]
  stimuli?: { stimulus: string; used: boolean; unearned?: string; reason?: string }[]
}

/** The payload of `finalReport.accept`: every missed line and every stimulus is judged. */
export function judgements(project: Project, kpis: readonly Achieved[]): JudgementData {
  const { plan, funding } = project
  const chance = new Chance(`${project.story.id}/judged`)
  const missed = kpis.filter(({ line, achieved }) => achieved < line.kpi)
  const lines = missed.map(({ line }) => {
    if (plan.outcome === 'excused') {
      return { line: line.line, sufficient: true, reason: chance.pick(excuses) }
    }
    if (plan.outcome !== 'byHand') {
      return { line: line.line, sufficient: false, reason: chance.pick(doubts) }
    }
    return {
      line: line.line,
      unearned: formatEuro(byHandCents(line)),
      reason: 'Bedrag met de hand bepaald: één van de drie groepen ging niet door.',
    }
  })
  const stimuli = funding.stimuli.map(({ stimulus, amountCents }, index) => {
    if (index > 0 || plan.outcome === 'reached') return { stimulus, used: true }
    if (plan.outcome === 'stimulusUnused') {
      return { stimulus, used: false, reason: 'Niet ingezet voor het doel van de stimulans.' }
    }
    if (plan.outcome !== 'stimulusPartly') return { stimulus, used: true }
    return {
      stimulus,
      used: true,
      unearned: formatEuro(Math.floor(amountCents / 4)),
      reason: 'De samenwerking begon een kwartaal later.',
    }
  })
  return {
    ...(lines.length === 0 ? {} : { lines }),
    ...(stimuli.length === 0 ? {} : { stimuli }),
  }
}

export interface Earned {
  readonly payCents: number
  readonly clawbackCents: number
  readonly unearnedStimuliCents: number
}

/** What the system proposes at the balance decision; without a report nothing was earned. */
export function earned(project: Project): Earned {
  const { plan, funding, balanceCents } = project
  const isMissed = plan.final === 'missed' || plan.final === 'missedAndLate'
  const hasReport = !isMissed && plan.terminatedOn === null
  const kpis = achievements(project)
  const judged = hasReport ? judgements(project, kpis) : {}
  const unearnedLines = hasReport
    ? kpis.map((each) => unearnedCents(each, judged))
    : funding.lines.map(({ amountCents }) => amountCents)
  const unearnedStimuli = funding.stimuli.map(({ stimulus, amountCents }) => {
    const said = judged.stimuli?.find((each) => each.stimulus === stimulus)
    if (said?.unearned !== undefined) return cents(said.unearned)
    return said?.used === true ? 0 : amountCents
  })
  const unearnedStimuliCents = sumCents(unearnedStimuli)
  return {
    ...settlement(balanceCents, sumCents(unearnedLines) + unearnedStimuliCents),
    unearnedStimuliCents,
  }
}

function unearnedCents({ line, achieved }: Achieved, { lines = [] }: JudgementData): number {
  const said = lines.find((each) => each.line === line.line)
  if (said === undefined || said.sufficient === true) return 0
  if (said.unearned !== undefined) return cents(said.unearned)
  if (line.action.type === 'plan') return line.amountCents
  return unearned(line.amountCents, line.currentReach, line.kpi, achieved) ?? line.amountCents
}

function byHandCents({ amountCents }: Line): number {
  return Math.floor(amountCents / 300) * 100
}

function cents(amount: string): number {
  return Number(amount.replace('.', ''))
}
