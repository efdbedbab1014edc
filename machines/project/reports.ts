import {
  addDays,
  addPeriod,
  dateOf,
  daysBetween,
  endOfDay,
  shiftInstant,
  yearsTouched,
} from '../../src/domain/calendar.ts'
import {
  type Deadlines,
  closed,
  dueMsOf,
  dueOf,
  fulfilled,
  isRunning,
  legalTerm,
  opened,
  openedSilently,
  overdue,
  rolled,
  termFrom,
} from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import { present } from '../present.ts'
import { accountYears } from './accounts.ts'
import { grantedOf } from './application.ts'
import type { ProjectContext } from './context.ts'
import { flagged } from './flags.ts'
import { judge } from './judgement.ts'
import type * as data from './schemas.ts'

type Update = Partial<ProjectContext>

/** The award opens reports, period and accounts, each counted from its anchor. Source: nota §2.5. */
export function award(context: ProjectContext, event: Delivered<data.Awarded>): Update {
  const { terms } = context
  const application = present(context.application, 'application')
  const { date, reference } = event.data
  const anchor = terms.reports.anchor === 'award' ? date : terms.timeline.projectStart
  const open = (all: Deadlines, name: string, dueMs: number) =>
    opened(all, name, dueMs, event.at, terms)
  let deadlines = open(
    context.deadlines,
    'interimReport',
    legalTerm(anchor, terms.reports.interim, terms),
  )
  deadlines = open(deadlines, 'finalReport', legalTerm(anchor, terms.reports.final, terms))
  deadlines = openedSilently(deadlines, 'period', endOfDay(context.periodEnd, terms.timeZone))
  for (const year of yearsTouched(terms.timeline.projectStart, context.periodEnd)) {
    deadlines = open(deadlines, `accounts.${year}`, accountsDue(context, year))
  }
  return {
    award: { date, reference, ...grantedOf(application, event.data) },
    ibanAtAward: context.applicant.iban,
    deadlines,
    reached: { ...context.reached, award: event.at },
  }
}

export function submitInterim(
  context: ProjectContext,
  event: Delivered<data.InterimSubmit>,
): Update {
  return {
    interim: { submittedMs: event.at, acceptedMs: null, kpis: event.data.kpis },
    deadlines: fulfilled(context.deadlines, 'interimReport', event.at),
    reached: { ...context.reached, interimReport: event.at },
  }
}

export function acceptInterim(context: ProjectContext, event: Delivered): Update {
  return { interim: { ...present(context.interim, 'interim report'), acceptedMs: event.at } }
}

export function returnInterim(
  context: ProjectContext,
  event: Delivered<data.ReportReturn>,
): Update {
  return { returnTerms: { ...context.returnTerms, interim: returnTerm(context, event) } }
}

export function submitFinal(context: ProjectContext, event: Delivered<data.FinalSubmit>): Update {
  const kpis = event.data.kpis.map(({ line, achieved }) => ({ line, achieved }))
  return {
    final: { submittedMs: event.at, acceptedMs: null, kpis },
    deadlines: closed(fulfilled(context.deadlines, 'finalReport', event.at), 'finalGrace', 'met'),
    reached: { ...context.reached, finalReport: event.at },
  }
}

/** Accepting judges every missed line and every awarded stimulus. */
export function acceptFinal(context: ProjectContext, event: Delivered<data.FinalAccept>): Update {
  const final = present(context.final, 'final report')
  return {
    final: { ...final, acceptedMs: event.at },
    judgement: judge(context, final.kpis, event.data),
  }
}

export function returnFinal(context: ProjectContext, event: Delivered<data.ReportReturn>): Update {
  return { returnTerms: { ...context.returnTerms, final: returnTerm(context, event) } }
}

export function interimOverdue({ deadlines }: ProjectContext): Update {
  return { deadlines: overdue(deadlines, 'interimReport') }
}

export function interimMissed({ deadlines }: ProjectContext): Update {
  return { deadlines: closed(deadlines, 'interimReport', 'missed') }
}

/** The grace runs from the final deadline as it stands; it is not rolled. Source: domain §9. */
export function finalOverdue(context: ProjectContext, event: Delivered): Update {
  const { terms, deadlines } = context
  const due = dateOf(dueMsOf(deadlines, 'finalReport'), terms.timeZone)
  const grace = addPeriod(due, terms.reports.finalGrace)
  const graceMs = endOfDay(grace, terms.timeZone)
  return {
    deadlines: opened(overdue(deadlines, 'finalReport'), 'finalGrace', graceMs, event.at, terms),
  }
}

export function finalMissed({ deadlines }: ProjectContext): Update {
  return { deadlines: closed(closed(deadlines, 'finalGrace', 'missed'), 'finalReport', 'missed') }
}

/** A moved final deadline ends the grace that ran; a dropped proposal must be made anew. */
export function moveFinal(context: ProjectContext, event: Delivered<data.DeadlineMove>): Update {
  const dueMs = dueOf(event.data.to, context.terms.timeZone)
  return reopenFinal(context, dueMs, event.at)
}

export function interimUnanswered(context: ProjectContext): Update {
  return { flags: flagged(context, 'interim-return-unanswered') }
}

export function finalUnanswered(context: ProjectContext): Update {
  return { flags: flagged(context, 'final-return-unanswered') }
}

/** Longer: the period, the accounts of the years it adds, and the final report if the call says so. */
export function extendPeriod(
  context: ProjectContext,
  { data: { until }, at }: Delivered<data.PeriodExtend>,
): Update {
  const { terms, periodEnd } = context
  let { deadlines } = context
  if (terms.reports.extensionMovesFinal && isRunning(deadlines['finalReport'])) {
    const dueMs = movedBy(dueMsOf(deadlines, 'finalReport'), daysBetween(periodEnd, until), terms)
    deadlines = reopenFinal(context, dueMs, at).deadlines
  }
  deadlines = openedSilently(deadlines, 'period', endOfDay(until, terms.timeZone))
  for (const year of yearsTouched(periodEnd, until)) {
    const name = `accounts.${year}`
    if (deadlines[name] !== undefined) continue
    deadlines = opened(deadlines, name, accountsDue(context, year), at, terms)
  }
  return { deadlines, periodEnd: until }
}

export function endPeriod({ deadlines }: ProjectContext): Update {
  return { deadlines: closed(deadlines, 'period', 'met') }
}

/** Open reports are skipped, the period ends that day, later years' accounts are not asked. */
export function terminate(context: ProjectContext, { at }: Delivered): Update {
  const { timeZone } = context.terms
  const today = dateOf(at, timeZone)
  let { deadlines } = context
  for (const name of ['interimReport', 'finalReport', 'finalGrace']) {
    deadlines = closed(deadlines, name, 'cancelled')
  }
  const thisYear = `accounts.${today.slice(0, 4)}`
  for (const name of accountYears(deadlines)) {
    if (name > thisYear) deadlines = closed(deadlines, name, 'cancelled')
  }
  if (!isRunning(deadlines['period'])) return { deadlines, terminatedMs: at }
  return {
    deadlines: openedSilently(deadlines, 'period', endOfDay(today, timeZone)),
    periodEnd: today,
    terminatedMs: at,
  }
}

export function attend(
  context: ProjectContext,
  { data: { network, date } }: Delivered<data.NetworkAttend>,
): Update {
  return { attendance: [...context.attendance, { network, date }] }
}

/** So many calendar days later at the same hour of the day; rolled if the call says so. */
function movedBy(dueMs: number, days: number, terms: ProjectContext['terms']): number {
  const date = dateOf(dueMs, terms.timeZone)
  const distance = daysBetween(date, rolled(addDays(date, days), terms))
  return shiftInstant(dueMs, `P${distance}D`, terms.timeZone)
}

/** The call's date for the accounts of a year, else 31 July of the next. Source: domain §4. */
function accountsDue({ terms }: ProjectContext, year: string): number {
  const date = terms.accounts.due[year] ?? `${Number(year) + 1}-07-31`
  return endOfDay(rolled(date, terms), terms.timeZone)
}

function returnTerm(context: ProjectContext, event: Delivered<data.ReportReturn>): number {
  const { terms } = context
  return event.data.until === undefined
    ? termFrom(event.at, terms.terms.clarification, { ...terms, roll: 'none' })
    : dueOf(event.data.until, terms.timeZone)
}

function reopenFinal(context: ProjectContext, dueMs: number, at: number) {
  const withoutGrace = closed(context.deadlines, 'finalGrace', 'cancelled')
  return {
    deadlines: opened(withoutGrace, 'finalReport', dueMs, at, context.terms),
    proposal: null,
  }
}
