import { createHash } from 'node:crypto'
import { isDate } from '../../domain/calendar.ts'

/** What a forecast takes people to do. Days are calendar days, shares whole percents. */
export interface AssumedValues {
  /** Share of the applicants without an application that hand one in, continuing every line. */
  readonly applied: number
  /** Share of the lines that reach their KPI; the final report says so. */
  readonly reached: number
  /** What the other lines reach of their KPI; yes/no KPIs among them are not reached at all. */
  readonly achieved: number
  /** How long after their deadline reports are handed in (weeks). */
  readonly lateWeeks: number
  /**
   * Day on which the Government decides, all as requested or, above the ceiling, lowered in
   * proportion; null: after the days that a step takes.
   */
  readonly awardOn: string | null
  /** From the order of an advance or a balance to its payment. */
  readonly paymentDays: number
  /** What each step of the agency takes: admitting, accepting, proposing, approving, deciding. */
  readonly reviewDays: number
  /** Spending in the annual accounts, as a share of the award for lines, over all years. */
  readonly spending: number
}

export const defaultAssumptions: AssumedValues = {
  applied: 100,
  reached: 80,
  achieved: 50,
  lateWeeks: 0,
  awardOn: null,
  paymentDays: 14,
  reviewDays: 14,
  spending: 200,
}

/** The most that each number may be; the least is 0. */
export const assumptionLimits = {
  applied: 100,
  reached: 100,
  achieved: 99,
  lateWeeks: 104,
  paymentDays: 365,
  reviewDays: 365,
  spending: 1000,
} as const satisfies Partial<Record<keyof AssumedValues, number>>

/**
 * Whether the thing of that name is among the `percent` that are chosen. The same names are chosen
 * every time, and a larger share holds all of a smaller one.
 */
export function isChosen(name: string, percent: number): boolean {
  return createHash('sha256').update(name).digest().readUInt32BE(0) % 100 < percent
}

/** Whether a text can be the day of an award. */
export function isAwardDay(text: string): boolean {
  return isDate(text)
}
