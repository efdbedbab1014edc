import { requireCount, sumCents } from './money.ts'

/**
 * All awards of a call against its ceiling, in cents: within it when nothing is in excess. The
 * ceiling itself is within.
 * Errors: RangeError if the ceiling is negative or a value or sum not a safe integer.
 * Source: nota §2.4, "een totale subsidie van 16.907.780 euro"
 */
export function withinCeiling(
  awards: Iterable<number>,
  ceilingCents: number,
): { readonly totalCents: number; readonly excessCents: number } {
  const totalCents = sumCents(awards)
  const ceiling = requireCount(ceilingCents, 'ceilingCents')
  return { totalCents, excessCents: Math.max(0, totalCents - ceiling) }
}
