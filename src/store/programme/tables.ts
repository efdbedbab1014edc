/** The programme's tables: what the log of a call means in money and in dates, ready to be asked. */
export interface ProgrammeTables {
  ledger_entry: LedgerEntryRow
  ledger_head: LedgerHeadRow
  project: ProjectRow
  deadline_change: DeadlineChangeRow
  mail: MailRow
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
  /** Of the applicant as of now; a merger changes it. */
  readonly kbo: string
  /** Name, id, KBO and NIS of the applicant, as a search compares them: no capitals, no accents. */
  readonly search: string
}

/** What became of one deadline of a project or call at one event; append-only. */
export interface DeadlineChangeRow {
  readonly instance_id: string
  readonly name: string
  /** Of the event that changed it, with its logical time (ms). */
  readonly revision: number
  readonly call_id: string
  readonly at_ms: number
  /** Last millisecond on time; null while its term is suspended. */
  readonly due_ms: number | null
  readonly status: string
}

/**
 * A mail and what became of it. This is the only table that holds addresses of mails; they go when
 * the text they came from is redacted.
 */
export interface MailRow {
  readonly effect_id: string
  readonly call_id: string
  /** The project, or the call, that it is about. */
  readonly instance_id: string
  readonly template: string
  /** A deadline, or the type of the event that was received; `week` for a digest. */
  readonly about: string
  readonly step: string | null
  /** Role of the recipient. */
  readonly reader: string
  /** Logical time of the event that asked for it (ms). */
  readonly at_ms: number
  /** When it came to its status, by the database's clock. */
  readonly noted_at_ms: number
  readonly status: MailStatus
  /** Why it was not sent, or what is wrong; a sentence for people. */
  readonly reason: string | null
  /** What may be mailed once only; null for a receipt, and for what was not mailed. */
  readonly once: string | null
  readonly message_id: string
  /** JSON list; null when there is none, or when it was forgotten. */
  readonly address: string | null
  /** JSON list of the addresses that the server has taken so far. */
  readonly taken: string | null
  readonly subject: string | null
  readonly text: string | null
  /** The attachment; null without. */
  readonly ics: string | null
}

/**
 * `sent` to a server; `kept` here, without one; `skipped`, it had lost its point; `undeliverable`,
 * nobody to send it to; `waiting` for another attempt; `refused` by the server for good.
 */
export type MailStatus = 'sent' | 'kept' | 'skipped' | 'undeliverable' | 'waiting' | 'refused'
