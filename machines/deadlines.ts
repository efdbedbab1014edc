import {
  addPeriod,
  dateOf,
  endOfDay,
  isDate,
  parseInstant,
  rollToWorkingDay,
} from '../src/domain/calendar.ts'
import type { CallParameters } from '../src/domain/call.ts'

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

/** Reminders leave in the morning of their day, whatever the hour of the deadline. */
const REMINDER_TIME = 'T08:00:00'

/** The last on-time millisecond that a date or a moment names. */
export function dueOf(text: string, timeZone: string): number {
  const due = isDate(text) ? endOfDay(text, timeZone) : parseInstant(text, timeZone)
  if (due === null) throw new Error(`no moment: ${text}`)
  return due
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
  const deadline = deadlines[name]
  return deadline === undefined
    ? deadlines
    : { ...deadlines, [name]: { ...deadline, status: 'overdue' } }
}

/** Closes a deadline that is open or overdue; any other stays as it was. */
export function closed(deadlines: Deadlines, name: string, status: DeadlineStatus): Deadlines {
  const deadline = deadlines[name]
  return deadline === undefined || !isRunning(deadline)
    ? deadlines
    : { ...deadlines, [name]: { ...deadline, status, reminders: [] } }
}

/** Closes it as met, or late when `at` lies after the due time. */
export function fulfilled(deadlines: Deadlines, name: string, at: number): Deadlines {
  const due = deadlines[name]?.dueMs ?? null
  return closed(deadlines, name, due !== null && at > due ? 'late' : 'met')
}

export function isRunning(deadline: Deadline | undefined): boolean {
  return deadline?.status === 'open' || deadline?.status === 'overdue'
}

/** Milliseconds from `at` until the first instant after the last on-time one; never negative. */
export function delayUntilAfter(dueMs: number | null | undefined, at: number): number {
  return dueMs === null || dueMs === undefined ? 0 : Math.max(0, dueMs + 1 - at)
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

/** Takes the reminders due at `at` out of the deadlines, by name. */
export function takeReminders(
  deadlines: Deadlines,
  at: number,
): { readonly deadlines: Deadlines; readonly due: readonly DueReminder[] } {
  const due: DueReminder[] = []
  const left: Record<string, Deadline> = {}
  for (const [name, deadline] of Object.entries(deadlines)) {
    const later = deadline.reminders.filter((reminder) => reminder.atMs > at)
    left[name] =
      later.length === deadline.reminders.length ? deadline : { ...deadline, reminders: later }
    for (const { step } of deadline.reminders.slice(0, deadline.reminders.length - later.length)) {
      due.push({ deadline: name, step, dueMs: deadline.dueMs })
    }
  }
  return { deadlines: left, due }
}

function ladder(dueMs: number, terms: CalendarTerms): readonly Reminder[] {
  const date = dateOf(dueMs, terms.timeZone)
  return terms.reminders.ladder.map((step) => ({
    atMs: dueOf(addPeriod(date, step) + REMINDER_TIME, terms.timeZone),
    step,
  }))
}
