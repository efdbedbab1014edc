/** The programme's tables: what the log of a call means in money and in dates, ready to be asked. */
export interface ProgrammeTables {
  ledger_entry: LedgerEntryRow
  ledger_head: LedgerHeadRow
  project: ProjectRow
}

/** One posting; append-only. Written in the transaction of the event that caused it. */
export interface LedgerEntryRow {
  /** The instance and revision of that event, and the posting's place in it. */
  readonly instance_id: string
  readonly revision: number
  readonly place: number
  readonly call_id: string
  /** Logical time of the event (ms). */
  readonly at_ms: number
  readonly debit: string
  readonly credit: string
  readonly cents: number
  /** The payment order or claim it belongs to; null for neither. */
  readonly subject: string | null
}

/** The rolling hash over all postings; one row. */
export interface LedgerHeadRow {
  readonly id: number
  readonly entries: number
  readonly hash: string
}

/** A project as lists, filters and totals need it; derived from its snapshot at every event. */
export interface ProjectRow {
  readonly id: string
  readonly call_id: string
  readonly name: string
  readonly phase: string
  /** The earliest deadline that still waits for someone; null when none does. */
  readonly next_deadline: string | null
  readonly next_due_ms: number | null
  /** 1 when a deadline has passed and may still be met. */
  readonly overdue: number
  readonly requested_cents: number
  readonly awarded_cents: number
  readonly advance_paid_cents: number
  readonly balance_paid_cents: number
  readonly released_cents: number
  readonly clawback_demanded_cents: number
  readonly recovered_cents: number
  readonly written_off_cents: number
}
