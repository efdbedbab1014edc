import type { AnyMachineSnapshot } from 'xstate'
import { accountYears, proposedEndControl } from '../../../machines/project/accounts.ts'
import { openCents } from '../../../machines/project/claims.ts'
import type { ClaimName, ProjectContext } from '../../../machines/project/context.ts'
import { isReached, lineOf, proposedBalance } from '../../../machines/project/judgement.ts'
import type * as data from '../../../machines/project/schemas.ts'
import { formatEuro, sumCents } from '../../domain/money.ts'
import { isChosen, type AssumedValues } from './assumptions.ts'

/** What stands where people would write something. */
export const assumedText = 'Assumed by a forecast.'

type Make<Data> = (snapshot: AnyMachineSnapshot) => Data | null

/** Everything goes on as in year 2; what had no amount there can only stop. */
export const application: Make<data.ApplicationSubmit> = (snapshot) => {
  const { application: handedIn, yearTwo } = contextOf(snapshot)
  if (handedIn !== null) return null
  return {
    lines: yearTwo.lines.map(({ line, amountCents }) => ({
      line,
      decision: amountCents > 0 ? 'continue' : 'stop',
    })),
    stimuli: yearTwo.stimuli.map(({ stimulus }) => ({ stimulus, decision: 'continue' })),
  }
}

export function interimReport(values: AssumedValues): Make<data.InterimSubmit> {
  return (snapshot) => ({ kpis: achievedIn(contextOf(snapshot), values) })
}

export function finalReport(values: AssumedValues): Make<data.FinalSubmit> {
  return (snapshot) => {
    const context = contextOf(snapshot)
    return {
      kpis: achievedIn(context, values).map((each) => ({
        ...each,
        actionsTaken: assumedText,
        motivation: assumedText,
      })),
      stimuli: (context.award?.stimuli ?? []).map(({ stimulus }) => ({
        stimulus,
        account: assumedText,
      })),
    }
  }
}

/** No reason for a missed KPI suffices, every stimulus was used. */
export const judgement: Make<data.FinalAccept> = (snapshot) => {
  const { award, final } = contextOf(snapshot)
  if (award === null || final === null) return null
  return {
    lines: final.kpis
      .filter(({ line, achieved }) => !isReached(award, line, achieved))
      .map(({ line }) => ({ line, sufficient: false })),
    stimuli: award.stimuli.map(({ stimulus }) => ({ stimulus, used: true })),
  }
}

/** What the system proposes, is proposed. */
export const balance: Make<data.BalancePropose> = (snapshot) => {
  const { payCents, clawbackCents } = proposedBalance(contextOf(snapshot))
  return { pay: formatEuro(payCents), clawback: formatEuro(clawbackCents), reason: assumedText }
}

export const endControl: Make<{ clawback: string; reason: string }> = (snapshot) => {
  const { clawbackCents } = proposedEndControl(contextOf(snapshot))
  return { clawback: formatEuro(clawbackCents), reason: assumedText }
}

/** A year's part of the spending; the accounts of a year that is in already stay as they are. */
export function accountsOf(year: number, { spending }: AssumedValues): Make<data.AccountsSubmit> {
  return (snapshot) => {
    const context = contextOf(snapshot)
    const { award, deadlines, applicant, terms } = context
    const years = accountYears(deadlines).filter((name) => deadlines[name]?.status !== 'cancelled')
    const linesCents = sumCents((award?.lines ?? []).map(({ amountCents }) => amountCents))
    const amount = formatEuro(Math.ceil((linesCents * spending) / 100 / years.length))
    const entry =
      applicant.kind === 'de-rand'
        ? { chapter: assumedText, amount }
        : { code: terms.accounts.codes[0] ?? '', amount }
    return { year, entries: [entry] }
  }
}

/** What was announced is demanded. */
export function demand(claim: ClaimName): Make<data.ClawbackDecide> {
  return (snapshot) => {
    const cents = contextOf(snapshot).claims[claim]?.announcedCents ?? 0
    return { amount: formatEuro(cents), reason: assumedText, claim }
  }
}

/** All that is owed; nothing when it was repaid meanwhile. */
export function repayment(claim: ClaimName, date: string): Make<data.ClawbackRepay> {
  return (snapshot) => {
    const owed = contextOf(snapshot).claims[claim]
    const cents = owed === null ? 0 : openCents(owed)
    return cents === 0 ? null : { amount: formatEuro(cents), date, claim }
  }
}

function achievedIn(context: ProjectContext, values: AssumedValues) {
  const lines = context.award?.lines ?? []
  return lines.map(({ line, kpi }) => ({
    line,
    achieved: isChosen(`${context.id} ${line}`, values.reached)
      ? kpi
      : lineOf(context, line).kpiType === 'plan'
        ? 0
        : Math.floor((kpi * values.achieved) / 100),
  }))
}

function contextOf({ context }: AnyMachineSnapshot): ProjectContext {
  return context as ProjectContext
}
