import { Temporal } from 'temporal-polyfill'
import { addDays, dateText, isDate, plainDate } from './dates.ts'
import { requirePeriod } from './periods.ts'
import { remembered } from './remembered.ts'

const SHAPE =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/

/**
 * Milliseconds since the epoch of an ISO 8601 date and time, to the millisecond at most. Without
 * an offset it is a local time of `timeZone`: one that a change to summer time skips moves
 * forward, one that comes twice is the first. Null for any other text, also for a bare date.
 * Errors: RangeError if the time zone is unknown.
 */
export function parseInstant(text: string, timeZone: string): number | null {
  const [, date, offset] = SHAPE.exec(text) ?? []
  if (date === undefined || !isDate(date)) return null
  if (offset !== undefined) return Temporal.Instant.from(text).epochMilliseconds
  return Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds
}

/** ISO 8601 in UTC with milliseconds: "2024-05-06T10:00:00.000Z". */
export function formatInstant(ms: number): string {
  return new Date(ms).toISOString()
}

/** The date on which an instant (ms) falls in a time zone. */
export function dateOf(ms: number, timeZone: string): string {
  return dateInZone(ms, timeZone)
}

/** The first millisecond of a date in a time zone. Errors: RangeError if either is none. */
export function startOfDay(date: string, timeZone: string): number {
  return startInZone(date, timeZone)
}

/** The last millisecond of a date in a time zone. Errors: RangeError if either is none. */
export function endOfDay(date: string, timeZone: string): number {
  return startOfDay(addDays(date, 1), timeZone) - 1
}

/**
 * The same local wall time `period` later (or earlier): noon stays noon and an end of day an end
 * of day, whatever summer time does in between. Months clamp; skipped times move forward, double
 * ones are the first.
 * Errors: RangeError if the period or the time zone is none.
 */
export function shiftInstant(ms: number, period: string, timeZone: string): number {
  return shifted(ms, `${requirePeriod(period)} ${timeZone}`)
}

const dateInZone = remembered((ms: number, timeZone) => dateText(zoned(ms, timeZone).toPlainDate()))

const startInZone = remembered(
  (date: string, timeZone) => plainDate(date).toZonedDateTime(timeZone).epochMilliseconds,
)

const shifted = remembered((ms: number, periodAndZone) => {
  const [period = '', timeZone = ''] = periodAndZone.split(' ')
  return zoned(ms, timeZone).add(period).epochMilliseconds
})

function zoned(ms: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone)
}
