/** The chart of accounts. Every posting debits one account and credits another, in cents. */
export type LedgerAccount =
  /** Call: what the budget article holds, and the ceiling that the call may commit. */
  | 'appropriation'
  | 'ceiling'
  /** Project: the commitment, and where it stands; committed = reserved + payable + paid + released. */
  | 'committed'
  | 'reserved'
  | 'payable'
  | 'paid'
  | 'released'
  /** Project: what is claimed back; open claim = receivable, after recovered and written off. */
  | 'clawback'
  | 'receivable'
  | 'recovered'
  | 'writtenOff'
  /** Call: money received that no claim takes. */
  | 'unmatchedReceipts'
  | 'bank'

export interface Posting {
  readonly debit: LedgerAccount
  readonly credit: LedgerAccount
  /** Above 0. */
  readonly cents: number
  /** The payment order or claim it belongs to; null for neither. */
  readonly subject: string | null
}

/** A posting, or none when there is nothing to post. */
export function posting(
  debit: LedgerAccount,
  credit: LedgerAccount,
  cents: number,
  subject: string | null = null,
): readonly Posting[] {
  return cents > 0 ? [{ debit, credit, cents, subject }] : []
}
