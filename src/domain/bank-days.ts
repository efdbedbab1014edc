import { addDays, dayOf, yearOf } from './dates.ts'
import { easterSunday } from './holidays.ts'
import { isWeekend } from './working-days.ts'

/**
 * Whether banks settle euro payments on a date: Monday to Friday, less the closing days of TARGET
 * (1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December). Belgian holidays are no
 * closing days of it: banks settle on 21 July.
 * Errors: RangeError if `date` is none.
 * Source: European Central Bank, long-term calendar of TARGET closing days (14 December 2000)
 */
export function isBankDay(date: string): boolean {
  if (isWeekend(dayOf(date))) return false
  if (['01-01', '05-01', '12-25', '12-26'].includes(date.slice(5))) return false
  const easter = easterSunday(yearOf(date))
  return date !== addDays(easter, -2) && date !== addDays(easter, 1)
}

/** The date itself if it is a bank day, else the next one that is. */
export function rollToBankDay(date: string): string {
  let day = date
  while (!isBankDay(day)) day = addDays(day, 1)
  return day
}
