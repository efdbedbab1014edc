import { dateOf, formatInstant } from '../domain/calendar.ts'

/** A moment for programs and for people. */
export interface LocalMoment {
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string
  /** "zondag 5 januari 2025", with "om 12:00" when it does not end with its day. */
  readonly nl: string
  readonly en: string
}

/** A moment in the words of the place whose time zone it is. */
export function localMoment(ms: number, timeZone: string): LocalMoment {
  return {
    at: formatInstant(ms),
    nl: words(ms, timeZone, 'nl-BE', 'om'),
    en: words(ms, timeZone, 'en-GB', 'at'),
  }
}

function words(ms: number, timeZone: string, locale: string, at: string): string {
  const date = format(locale, timeZone, 'date').format(ms)
  const endsWithDay = dateOf(ms + 1, timeZone) !== dateOf(ms, timeZone)
  return endsWithDay ? date : `${date} ${at} ${format(locale, timeZone, timeKind(ms)).format(ms)}`
}

type Kind = 'date' | 'minutes' | 'seconds'

const shapes: Readonly<Record<Kind, Intl.DateTimeFormatOptions>> = {
  date: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  minutes: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
}

function timeKind(ms: number): Kind {
  return ms % 60_000 === 0 ? 'minutes' : 'seconds'
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format is slow; a call has one time zone. */
function format(locale: string, timeZone: string, kind: Kind): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${kind}`
  const found = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone, ...shapes[kind] })
  formats.set(key, found)
  return found
}
