/**
 * The calendar of a call: dates (`YYYY-MM-DD`), periods (ISO 8601, dates only), instants
 * (milliseconds since the epoch) and working days. Every function that needs a time zone is given
 * one; the machine's own never matters. Source: domain §4
 */
export { addDays, daysBetween, isDate, yearOf, yearsTouched } from './dates.ts'
export { addPeriod, isPeriod } from './periods.ts'
export {
  dateOf,
  endOfDay,
  formatInstant,
  parseInstant,
  shiftInstant,
  startOfDay,
} from './instants.ts'
export { belgianHolidays } from './holidays.ts'
export { isBankDay, rollToBankDay } from './bank-days.ts'
export {
  isWorkingDay,
  nthWorkingDayAfter,
  rollToWorkingDay,
  workingDaysBetween,
} from './working-days.ts'
