import { Temporal } from 'temporal-polyfill'
import { dateOf } from '../../domain/calendar.ts'

/**
 * How a letter writes amounts, numbers and dates. By our own tables: those of the runtime change
 * with its version, and a letter is to be the same for ever.
 */
export interface Writing {
  /** "€ 13.526,40"; of cents. */
  readonly euro: (cents: number) => string
  /** Whole, or with a half. */
  readonly number: (value: number) => string
  /** "5 juli 2024"; of `YYYY-MM-DD`. */
  readonly date: (date: string) => string
  /** The same, of a moment. */
  readonly day: (ms: number) => string
  /** A last moment on time: its day, and its time where it does not end with its day. */
  readonly due: (ms: number) => string
  /** "3 mei 2024 om 14:05:09". */
  readonly moment: (ms: number) => string
}

interface Words {
  readonly months: readonly string[]
  readonly at: string
  readonly thousands: string
  readonly decimals: string
  /** Between the sign of the euro and its amount. */
  readonly gap: string
}

const NO_BREAK = '\u00a0'

const words: Readonly<Record<'nl' | 'en', Words>> = {
  nl: {
    months: [
      'januari',
      'februari',
      'maart',
      'april',
      'mei',
      'juni',
      'juli',
      'augustus',
      'september',
      'oktober',
      'november',
      'december',
    ],
    at: 'om',
    thousands: '.',
    decimals: ',',
    gap: NO_BREAK,
  },
  en: {
    months: [
      'January',
      'February',
      'March',
      'April',
      'May',
      'June',
      'July',
      'August',
      'September',
      'October',
      'November',
      'December',
    ],
    at: 'at',
    thousands: ',',
    decimals: '.',
    gap: '',
  },
}

export function writingOf(language: 'nl' | 'en', timeZone: string): Writing {
  const { months, at, thousands, decimals, gap } = words[language]
  const number = (value: number) => {
    const whole = grouped(String(Math.floor(Math.abs(value))), thousands, value < 0)
    return Number.isInteger(value) ? whole : `${whole}${decimals}5`
  }
  const date = (text: string) => {
    const [year = '', month = '', day = ''] = text.split('-')
    return `${Number(day)} ${months[Number(month) - 1] ?? month} ${year}`
  }
  const day = (ms: number) => date(dateOf(ms, timeZone))
  const moment = (ms: number) => `${day(ms)} ${at} ${timeOf(ms, timeZone)}`
  return {
    euro: (cents) => {
      const digits = String(Math.abs(cents)).padStart(3, '0')
      const whole = grouped(digits.slice(0, -2), thousands, false)
      return `${cents < 0 ? '−' : ''}€${gap}${whole}${decimals}${digits.slice(-2)}`
    },
    number,
    date,
    day,
    due: (ms) => (dateOf(ms + 1, timeZone) === dateOf(ms, timeZone) ? moment(ms) : day(ms)),
    moment,
  }
}

function grouped(digits: string, separator: string, isNegative: boolean): string {
  return (isNegative ? '−' : '') + digits.replaceAll(/\B(?=(?:\d{3})+$)/g, separator)
}

/** "14:05:09", or "12:00" on the minute. */
function timeOf(ms: number, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(ms)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'second' })
  return local.endsWith(':00') ? local.slice(0, 5) : local
}
