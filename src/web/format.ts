import type { Locale } from './catalogue.ts'

/** Dates and times are shown as they are in Brussels, wherever the reader or the server is. */
export const timeZone = 'Europe/Brussels'

const tags = { nl: 'nl-BE', en: 'en-GB' } as const

/** How one language writes amounts, dates and times. */
export class Format {
  readonly #locale: Locale
  readonly #euro: Intl.NumberFormat
  readonly #roundEuro: Intl.NumberFormat
  readonly #number: Intl.NumberFormat
  readonly #date: Intl.DateTimeFormat
  readonly #shortDate: Intl.DateTimeFormat
  readonly #month: Intl.DateTimeFormat
  readonly #shortMonth: Intl.DateTimeFormat
  readonly #weekday: Intl.DateTimeFormat
  readonly #time: Intl.DateTimeFormat

  constructor(locale: Locale) {
    const tag = tags[locale]
    const euro = { style: 'currency', currency: 'EUR' } as const
    const date = { timeZone, day: 'numeric', month: 'long', year: 'numeric' } as const
    this.#locale = locale
    this.#euro = new Intl.NumberFormat(tag, euro)
    this.#roundEuro = new Intl.NumberFormat(tag, { ...euro, maximumFractionDigits: 0 })
    this.#number = new Intl.NumberFormat(tag)
    this.#date = new Intl.DateTimeFormat(tag, date)
    this.#shortDate = new Intl.DateTimeFormat(tag, { ...date, month: 'short' })
    this.#month = new Intl.DateTimeFormat(tag, { timeZone, month: 'long', year: 'numeric' })
    this.#shortMonth = new Intl.DateTimeFormat(tag, { timeZone, month: 'short', year: 'numeric' })
    this.#weekday = new Intl.DateTimeFormat(tag, { ...date, weekday: 'long' })
    this.#time = new Intl.DateTimeFormat(tag, {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
  }

  /** "€ 13.526,40"; of cents. */
  euro(cents: number): string {
    return this.#euro.format(cents / 100)
  }

  /** Without cents, for where many amounts stand together: "€ 13.526". */
  roundEuro(cents: number): string {
    return this.#roundEuro.format(cents / 100)
  }

  number(value: number): string {
    return this.#number.format(value)
  }

  /** "6 mei 2024". */
  date(ms: number): string {
    return this.#date.format(ms)
  }

  /** "6 mei 2024", the month in short. */
  shortDate(ms: number): string {
    return this.#shortDate.format(ms)
  }

  /** "mei 2024". */
  month(ms: number): string {
    return this.#month.format(ms)
  }

  /** "mei 2024", the month in short. */
  shortMonth(ms: number): string {
    return this.#shortMonth.format(ms)
  }

  /** "maandag 6 mei 2024". */
  weekday(ms: number): string {
    return this.#weekday.format(ms)
  }

  /** "6 mei 2024 om 12:00". */
  moment(ms: number): string {
    const at = this.#locale === 'nl' ? 'om' : 'at'
    return `${this.#date.format(ms)} ${at} ${this.#time.format(ms)}`
  }

  /** A last moment on time: its day, with the time where it does not end with its day. */
  due(ms: number): string {
    return endsWithDay(ms) ? this.date(ms) : this.moment(ms)
  }

  /** How far a moment is from now, in days of the calendar: "vandaag", "nog 3 dagen". */
  distance(ms: number, nowMs: number): string {
    const days = daysBetween(nowMs, ms)
    const words = distances[this.#locale]
    if (days === 0) return ms >= nowMs ? words.today : words.earlierToday
    if (days === 1) return words.tomorrow
    if (days === -1) return words.yesterday
    return days > 0 ? words.ahead(this.number(days)) : words.ago(this.number(-days))
  }
}

const distances = {
  nl: {
    today: 'vandaag',
    earlierToday: 'vandaag voorbij',
    tomorrow: 'morgen',
    yesterday: 'gisteren',
    ahead: (days: string) => `nog ${days} dagen`,
    ago: (days: string) => `${days} dagen geleden`,
  },
  en: {
    today: 'today',
    earlierToday: 'passed today',
    tomorrow: 'tomorrow',
    yesterday: 'yesterday',
    ahead: (days: string) => `${days} days left`,
    ago: (days: string) => `${days} days ago`,
  },
} as const

/** One for each language: making one is slow. */
export const formats: Readonly<Record<Locale, Format>> = {
  nl: new Format('nl'),
  en: new Format('en'),
}

const days = new Intl.DateTimeFormat('sv-SE', { timeZone })

/** `YYYY-MM-DD` in Brussels. */
export function isoDay(ms: number): string {
  return days.format(ms)
}

function endsWithDay(ms: number): boolean {
  return isoDay(ms + 1) !== isoDay(ms)
}

/** Days of the calendar from one moment to another. */
function daysBetween(fromMs: number, toMs: number): number {
  return Math.round((Date.parse(isoDay(toMs)) - Date.parse(isoDay(fromMs))) / 86_400_000)
}
