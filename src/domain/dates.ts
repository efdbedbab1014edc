import { Temporal } from 'temporal-polyfill'
import { remembered } from './remembered.ts'

const SHAPE = /^\d{4}-\d{2}-\d{2}$/
const EPOCH = Temporal.PlainDate.from('1970-01-01')

/** A date that exists, as `YYYY-MM-DD`: "2024-02-29" is one, "2024-02-30" is not. */
export function isDate(text: string): boolean {
  return SHAPE.test(text) && parsed(text, '') !== 'none'
}

/**
 * The date `days` later, or earlier when negative.
 * Errors: RangeError if `date` is none, `days` is no integer, or the result leaves years 0–9999.
 */
export function addDays(date: string, days: number): string {
  return dateOfDay(dayOf(date) + days)
}

/** Calendar days from one date to another; negative when `to` is the earlier. */
export function daysBetween(from: string, to: string): number {
  return dayOf(to) - dayOf(from)
}

/** The calendar year of a date, as a number. Errors: RangeError if `date` is none. */
export function yearOf(date: string): number {
  return plainDate(date).year
}

/** Every calendar year that the days `from` to `to` (both included) touch, ascending: "2024". */
export function yearsTouched(from: string, to: string): string[] {
  const first = yearOf(from)
  const length = Math.max(0, yearOf(to) - first + 1)
  return Array.from({ length }, (_, index) => String(first + index).padStart(4, '0'))
}

/** The date as Temporal knows it. Errors: RangeError if `date` is none. */
export function plainDate(date: string): Temporal.PlainDate {
  return known(date).plain
}

/**
 * A date of Temporal as text.
 * Errors: RangeError outside the years 0–9999, which `YYYY-MM-DD` cannot hold.
 */
export function dateText(plain: Temporal.PlainDate): string {
  if (plain.year < 0 || plain.year > 9999) throw new RangeError(`no year of 0–9999: ${plain.year}`)
  return plain.toString()
}

/** Days since 1 January 1970. Errors: RangeError if `date` is none. */
export function dayOf(date: string): number {
  return known(date).day
}

/** The date `day` days after 1 January 1970. */
export function dateOfDay(day: number): string {
  return textOfDay(day, '')
}

interface KnownDate {
  readonly plain: Temporal.PlainDate
  readonly day: number
}

function known(date: string): KnownDate {
  const found = SHAPE.test(date) ? parsed(date, '') : 'none'
  if (found === 'none') throw new RangeError(`no date (YYYY-MM-DD): ${date}`)
  return found
}

/** Asked only for texts of the right shape, so that none that is kept is long. */
const parsed = remembered((text: string): KnownDate | 'none' => {
  try {
    const plain = Temporal.PlainDate.from(text)
    return { plain, day: EPOCH.until(plain).days }
  } catch {
    return 'none'
  }
})

const textOfDay = remembered((day: number) => dateText(EPOCH.add({ days: day })))
