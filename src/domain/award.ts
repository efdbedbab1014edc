import { percentFloor, requireCount } from './money.ts'

/** An award in its two instalments, in cents; they sum to the award. Source: nota §2.5 */
export function splitAward(
  awardCents: number,
  percent: number,
): { readonly advanceCents: number; readonly balanceCents: number } {
  const advance = advanceCents(awardCents, percent)
  return { advanceCents: advance, balanceCents: awardCents - advance }
}

/**
 * The first instalment: floor(`percent` of the award), in cents; the odd cent is in the balance.
 * Errors: RangeError if the award is negative or `percent` not an integer of 0 to 100.
 * Source: nota §2.5, "Bij goedkeuring zal 80 procent van de subsidie worden uitbetaald"
 */
export function advanceCents(awardCents: number, percent: number): number {
  return percentFloor(awardCents, percent)
}

/**
 * What is proposed at the balance decision, in cents: unearned money comes off the balance first,
 * and what the balance cannot bear is claimed back from the advance.
 * Errors: RangeError if an argument is negative or not a safe integer.
 * Source: nota §2.5, "niet over te gaan tot uitbetaling van het saldo en/of middelen terug te
 * vorderen"
 */
export function settlement(
  balanceCents: number,
  unearnedCents: number,
): { readonly payCents: number; readonly clawbackCents: number } {
  const owed = requireCount(balanceCents, 'balanceCents')
  const lost = requireCount(unearnedCents, 'unearnedCents')
  return { payCents: Math.max(0, owed - lost), clawbackCents: Math.max(0, lost - owed) }
}
