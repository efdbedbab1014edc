import { endOfDay, formatInstant, isDate, parseInstant } from '../domain/calendar.ts'

/** Times without an offset are those of the programme. */
const ZONE = 'Europe/Brussels'

/** The last instant that a text means: the end of a bare date, else the moment itself; or null. */
export function lastInstant(text: string, timeZone: string = ZONE): number | null {
  return isDate(text) ? endOfDay(text, timeZone) : parseInstant(text, timeZone)
}

/** ISO 8601, UTC, with milliseconds. */
export function isoInstant(ms: number): string {
  return formatInstant(ms)
}
