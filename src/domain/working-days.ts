import { dateOfDay, dayOf, yearOf } from './dates.ts'
import { belgianHolidays } from './holidays.ts'

/** Monday to Friday, and neither a Belgian public holiday nor one of the call's closing days. */
export function isWorkingDay(date: string, extraClosingDays: readonly string[]): boolean {
  return (
    !isWeekend(dayOf(date)) &&
    !belgianHolidays(yearOf(date)).includes(date) &&
    !extraClosingDays.includes(date)
  )
}

/**
 * The end of a term of `n` working days begun on `date`: the n-th working day after it. The day
 * itself does not count; n = 0 gives it back, working day or not. 8 March 2024 + 12 = 26 March.
 * Errors: RangeError if `date` is none or `n` not an integer of at least 0.
 */
export function nthWorkingDayAfter(
  date: string,
  n: number,
  extraClosingDays: readonly string[],
): string {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`no number of working days: ${n}`)
  let day = dayOf(date)
  for (let left = n; left > 0;) {
    day += 1
    if (isWorkingDay(dateOfDay(day), extraClosingDays)) left -= 1
  }
  return dateOfDay(day)
}

/** Working days strictly after `first` and strictly before `end`; 0 when there is none between. */
export function workingDaysBetween(
  first: string,
  end: string,
  extraClosingDays: readonly string[],
): number {
  const last = dayOf(end) - 1
  let count = 0
  for (let day = dayOf(first) + 1; day <= last; day += 1) {
    if (isWorkingDay(dateOfDay(day), extraClosingDays)) count += 1
  }
  return count
}

/** The date itself if it is a working day, else the next one that is. */
export function rollToWorkingDay(date: string, extraClosingDays: readonly string[]): string {
  return isWorkingDay(date, extraClosingDays) ? date : nthWorkingDayAfter(date, 1, extraClosingDays)
}

/**
 * Whether a day, counted from 1 January 1970, is a Saturday or Sunday. Day 0 was a Thursday:
 * counted so, they are 2 and 3 of a week.
 */
export function isWeekend(day: number): boolean {
  const fromThursday = ((day % 7) + 7) % 7
  return fromThursday === 2 || fromThursday === 3
}
