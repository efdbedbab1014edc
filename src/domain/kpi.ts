import { divideHalfUp, requireCount } from './money.ts'

/**
 * The amount of a line whose KPI is lowered: `unitPriceCents × f(kpi)` in cents, half cents up, at
 * most what the line had in year 2. With `kpi` at least twice the current reach that is
 * (price × kpi) / 2, else (kpi − reach) × price.
 * Errors: RangeError if an argument is negative or not a safe integer.
 * Source: nota §2.4
 */
export function reducedAmount(
  unitPriceCents: number,
  currentReach: number,
  kpi: number,
  yearTwoAmountCents: number,
): number {
  requireCount(unitPriceCents, 'unitPriceCents')
  requireCount(yearTwoAmountCents, 'yearTwoAmountCents')
  const halfCents = BigInt(unitPriceCents) * BigInt(fundedHalfUnits(currentReach, kpi))
  return halfCents >= 2n * BigInt(yearTwoAmountCents)
    ? yearTwoAmountCents
    : divideHalfUp(halfCents, 2n)
}

/**
 * 2·f(kpi) = max(0, min(kpi, 2(kpi − currentReach))): how many half units are paid for, so that
 * the formula stays in integers.
 * Errors: RangeError if an argument is negative or not a safe integer.
 * Source: nota §2.4
 */
export function fundedHalfUnits(currentReach: number, kpi: number): number {
  requireCount(currentReach, 'currentReach')
  requireCount(kpi, 'kpi')
  return Math.max(0, Math.min(kpi, 2 * (kpi - currentReach)))
}

/**
 * What of a count line's award was not earned, in cents, half cents up:
 * `award × (f(kpi) − f(min(achieved, kpi))) / f(kpi)`. `achieved` includes the current reach; what
 * lies above the KPI does not count. Null when f(kpi) = 0: such a line is judged by hand.
 * Errors: RangeError if an argument is negative or not a safe integer.
 * Source: nota §2.5 gives the right to reclaim; the proportion is domain §5.
 */
export function unearned(
  awardCents: number,
  currentReach: number,
  kpi: number,
  achieved: number,
): number | null {
  requireCount(awardCents, 'awardCents')
  const promised = fundedHalfUnits(currentReach, kpi)
  if (promised === 0) return null
  const earned = fundedHalfUnits(currentReach, Math.min(achieved, kpi))
  return divideHalfUp(BigInt(awardCents) * BigInt(promised - earned), BigInt(promised))
}
