import type { CallParameters } from '../../src/domain/call.ts'
import type { CalendarTerms } from '../deadlines.ts'

/** What the calendar of the deadlines needs of the call's parameters. */
export function calendarTerms({
  timeZone,
  roll,
  reminders,
  ifReview,
}: CallParameters): CalendarTerms {
  return { timeZone, roll, reminders, extraClosingDays: ifReview.extraClosingDays }
}
