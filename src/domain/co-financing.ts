import { requireCount } from './money.ts'

/** The figures of the end control, in cents; stimuli need no own share and are not among them. */
export interface EndControlFigures {
  /** Spending booked under the call's codes, over all years. */
  readonly spentCents: number
  /** The award for lines, less what of it was released. */
  readonly linesAwardCents: number
  readonly paidForLinesCents: number
  /** What was already claimed back of the money paid for lines. */
  readonly claimedForLinesCents: number
  /** 1: an own share as large as the subsidy is asked for; 0: it is not. */
  readonly ownShare: 0 | 1
}

export interface EndControlResult {
  readonly outcome: 'short' | 'own-share-unclear' | 'sufficient'
  /** What is proposed to be claimed back: the money for lines that was paid and not spent. */
  readonly clawbackCents: number
}

/**
 * Compares spending with the subsidy for lines: below it is `short`; below twice it the own share
 * is not shown (`own-share-unclear`, a reason to ask for clarification); else `sufficient`.
 * Errors: RangeError if an amount is negative or not a safe integer.
 * Source: nota §2.5, "minstens hetzelfde bedrag als de Vlaamse subsidie geïnvesteerd"
 */
export function endControl(figures: EndControlFigures): EndControlResult {
  const spent = requireCount(figures.spentCents, 'spentCents')
  const award = requireCount(figures.linesAwardCents, 'linesAwardCents')
  const paid = requireCount(figures.paidForLinesCents, 'paidForLinesCents')
  const claimed = requireCount(figures.claimedForLinesCents, 'claimedForLinesCents')
  if (spent < award) {
    return { outcome: 'short', clawbackCents: Math.max(0, paid - claimed - spent) }
  }
  const ownShareUnclear = figures.ownShare === 1 && spent - award < award
  return { outcome: ownShareUnclear ? 'own-share-unclear' : 'sufficient', clawbackCents: 0 }
}
