import {
  addDays,
  addPeriod,
  dateOf,
  daysBetween,
  endOfDay,
  isDate,
  parseInstant,
  rollToWorkingDay,
} from '../src/domain/calendar.ts'
import type { CallParameters } from '../src/domain/call.ts'
import { present } from './present.ts'

/** A deadline as a machine keeps it, and the reminders that lead to it and follow it. */
export interface Deadline {
  /** Last millisecond that is on time; null while its term is suspended. */
  readonly dueMs: number | null
  readonly status: DeadlineStatus
  /** Steps of the reminder ladder still to come, ascending. */
  readonly reminders: readonly Reminder[]
}

export type DeadlineStatus = 'open' | 'met' | 'late' | 'overdue' | 'missed' | 'cancelled'

export interface Reminder {
  readonly atMs: number
  /** The step, as the call's ladder names it: `-P14D`. */
  readonly step: string
}

export type Deadlines = Readonly<Record<string, Deadline>>

export type CalendarTerms = Pick<CallParameters, 'timeZone' | 'roll' | 'reminders'> & {
  readonly extraClosingDays: readonly string[]
}

/** Reminders and digests leave in the morning of their day, whatever the hour of the deadline. */
const REMINDER_TIME = 'T08:00:00'
const A_MONDAY = '0001-01-01'

/** The last on-time millisecond that a date or a moment names. */
export function dueOf(text: string, timeZone: string): number {
  return isDate(text)
    ? endOfDay(text, timeZone)
    : present(parseInstant(text, timeZone), `moment in ${text}`)
}

/** The end of the day `period` after a date; rolled to a working day if the call says so. */
export function legalTerm(date: string, period: string, terms: CalendarTerms): number {
  return endOfDay(rolled(addPeriod(date, period), terms), terms.timeZone)
}

/** The same term, begun by an event. Source: domain §9, "a term in days counts from the Brussels date". */
export function termFrom(at: number, period: string, terms: CalendarTerms): number {
  return legalTerm(dateOf(at, terms.timeZone), period, terms)
}

export function rolled(date: string, terms: CalendarTerms): string {
  return terms.roll === 'nextWorkingDay' ? rollToWorkingDay(date, terms.extraClosingDays) : date
}

/** Opens a deadline, or moves it; steps of the ladder that lie before `at` are not sent. */
export function opened(
  deadlines: Deadlines,
  name: string,
  dueMs: number,
  at: number,
  terms: CalendarTerms,
): Deadlines {
  const reminders = ladder(dueMs, terms).filter((reminder) => reminder.atMs > at)
  return { ...deadlines, [name]: { dueMs, status: 'open', reminders } }
}

/** Opens a deadline that nobody is reminded of. */
export function openedSilently(
  deadlines: Deadlines,
  name: string,
  dueMs: number | null,
): Deadlines {
  return { ...deadlines, [name]: { dueMs, status: 'open', reminders: [] } }
}

/** Overdue: it may still be met late, and its reminders go on. */
export function overdue(deadlines: Deadlines, name: string): Deadlines {
  return { ...deadlines, [name]: { ...deadlineOf(deadlines, name), status: 'overdue' } }
}

/** Closes a deadline that is open or overdue; any other stays as it was. */
export function closed(deadlines: Deadlines, name: string, status: DeadlineStatus): Deadlines {
  const deadline = deadlines[name]
  return deadline === undefined || !isRunning(deadline)
    ? deadlines
    : { ...deadlines, [name]: { ...deadline, status, reminders: [] } }
}

/**
 * What it asked for came at `at`: met, or late when that is after the due time; late too when it
 * counted as missed and was taken all the same. One that was met before stays as it was.
 */
export function fulfilled(deadlines: Deadlines, name: string, at: number): Deadlines {
  const { dueMs, status } = deadlineOf(deadlines, name)
  if (status === 'missed') return { ...deadlines, [name]: { dueMs, status: 'late', reminders: [] } }
  return closed(deadlines, name, dueMs !== null && at > dueMs ? 'late' : 'met')
}

export function isRunning(deadline: Deadline | undefined): boolean {
  return deadline?.status === 'open' || deadline?.status === 'overdue'
}

/** A deadline that was opened before. */
export function deadlineOf(deadlines: Deadlines, name: string): Deadline {
  return present(deadlines[name], `deadline ${name}`)
}

/** The last millisecond on time of a deadline that was opened before and is not suspended. */
export function dueMsOf(deadlines: Deadlines, name: string): number {
  return present(deadlineOf(deadlines, name).dueMs, `due time of ${name}`)
}

/** Milliseconds from `at` until the first instant after the last on-time one; never negative. */
export function delayUntilAfter(dueMs: number, at: number): number {
  return Math.max(0, dueMs + 1 - at)
}

/** When the next reminder of any deadline leaves; null when none does. */
export function nextReminderMs(deadlines: Deadlines): number | null {
  let next: number | null = null
  for (const name in deadlines) {
    const first = deadlines[name]?.reminders[0]
    if (first !== undefined && (next === null || first.atMs < next)) next = first.atMs
  }
  return next
}

export interface DueReminder {
  readonly deadline: string
  readonly step: string
  readonly dueMs: number | null
}

/** Takes the reminders due at `at` out of the deadlines; in the order of their names. */
export function takeReminders(
  deadlines: Deadlines,
  at: number,
): { readonly deadlines: Deadlines; readonly due: readonly DueReminder[] } {
  const due: DueReminder[] = []
  const left: Record<string, Deadline> = { ...deadlines }
  for (const name of Object.keys(deadlines).toSorted()) {
    const deadline = deadlineOf(deadlines, name)
    const later = deadline.reminders.filter((reminder) => reminder.atMs > at)
    if (later.length === deadline.reminders.length) continue
    left[name] = { ...deadline, reminders: later }
    for (const { step } of deadline.reminders.slice(0, deadline.reminders.length - later.length)) {
      due.push({ deadline: name, step, dueMs: deadline.dueMs })
    }
  }
  return { deadlines: left, due }
}

/** The whole ladder around a due time, ascending; also the steps that lie in the past. */
export function ladder(
  dueMs: number,
  { timeZone, reminders }: Pick<CalendarTerms, 'timeZone' | 'reminders'>,
): readonly Reminder[] {
  const date = dateOf(dueMs, timeZone)
  return reminders.ladder.map((step) => ({
    atMs: dueOf(addPeriod(date, step) + REMINDER_TIME, timeZone),
    step,
  }))
}

/** The first Monday morning after `at`, when the week before it is told. */
export function nextWeekMs(at: number, timeZone: string): number {
  const date = dateOf(at, timeZone)
  const monday = addDays(date, -(daysBetween(A_MONDAY, date) % 7))
  const thisWeek = dueOf(monday + REMINDER_TIME, timeZone)
  return thisWeek > at ? thisWeek : dueOf(addDays(monday, 7) + REMINDER_TIME, timeZone)
}
