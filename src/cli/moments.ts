import { isDate } from '../domain/calendar.ts'
import { lastInstant as instantOf } from '../programme/moments.ts'
import type { Outage } from '../programme/outage.ts'
import { CommandError } from './output.ts'

/** Times on the command line without an offset are those of the programme. */
const zone = 'Europe/Brussels'

/** The last instant that a text means: the end of a bare date, else the moment itself. */
export function lastInstant(text: string, timeZone: string = zone): number {
  const instant = instantOf(text, timeZone)
  if (instant !== null) return instant
  throw new CommandError(
    `${text} is no time; give a date as 2025-07-20 or a moment as 2025-07-20T12:00:00+02:00.`,
  )
}

/** FROM/TO, both as times; TO a bare date means its end. */
export function parseOutage(text: string): Outage {
  const [from, to, ...rest] = text.split('/')
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new CommandError(`${text} is no outage; give FROM/TO, as 2024-05-06/2024-05-08T09:00:00.`)
  }
  const outage = { fromMs: firstInstant(from), toMs: lastInstant(to) }
  if (outage.fromMs <= outage.toMs) return outage
  throw new CommandError(`The outage ${text} ends before it begins; swap its two times.`)
}

function firstInstant(text: string): number {
  return isDate(text) ? lastInstant(`${text}T00:00:00`) : lastInstant(text)
}
