import { dateText, plainDate } from './dates.ts'
import { remembered } from './remembered.ts'

const UNIT = '(?:0|[1-9]\\d{0,4})'
const SHAPE = new RegExp(`^-?P(?:(?=\\d)(?:${UNIT}Y)?(?:${UNIT}M)?(?:${UNIT}D)?|${UNIT}W)$`)

/**
 * An ISO 8601 period of dates: P30D, P6M, P1Y, P2W, P1Y2M3D, with "-" in front for earlier. No
 * time part, no fractions, no leading zeros, weeks alone.
 */
export function isPeriod(text: string): boolean {
  return SHAPE.test(text)
}

/**
 * The date `period` after `date`, or before it when the period is negative. A day that the month
 * does not have becomes its last: 31 August + P6M = 28 February, or 29 in a leap year.
 * Errors: RangeError if either text is not what it should be or the result leaves years 0–9999.
 * Source: domain §4
 */
export function addPeriod(date: string, period: string): string {
  return added(date, requirePeriod(period))
}

/** The period itself. Errors: RangeError if it is none. */
export function requirePeriod(period: string): string {
  if (!isPeriod(period)) throw new RangeError(`no period of dates (P6M): ${period}`)
  return period
}

const added = remembered((date: string, period) => dateText(plainDate(date).add(period)))
