/** The programme's tables: what the log of a call means in money and in dates, ready to be asked. */
export interface ProgrammeTables {
  ledger_entry: LedgerEntryRow
  ledger_head: LedgerHeadRow
  project: ProjectRow
  deadline: DeadlineRow
  task: TaskRow
  deadline_change: DeadlineChangeRow
  mail: MailRow
  letter: LetterRow
  letter_begin: LetterBeginRow
  document: DocumentRow
  document_head: DocumentHeadRow
  file_content: FileContentRow
  publication_fact: PublicationFactRow
  publication: PublicationRow
  publication_entry: PublicationEntryRow
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
  /** Random id of the person who handles the file; null for nobody. */
  readonly assignee: string | null
}

/** How a deadline of a project or call stands now. */
export interface DeadlineRow {
  readonly instance_id: string
  readonly name: string
  readonly call_id: string
  /** Last millisecond on time; null while its term is suspended. */
  readonly due_ms: number | null
  readonly status: string
}

/** Something at a call or project that waits for a person; derived from its snapshot at every event. */
export interface TaskRow {
  readonly instance_id: string
  /** The event that would do it. */
  readonly type: string
  /** Revision of the proposal that waits for approval; 0 where nothing was proposed. */
  readonly proposal: number
  readonly call_id: string
  /** Last millisecond on time; {@link noTermMs} when no term runs. */
  readonly due_ms: number
  /** 1 when its term has passed. */
  readonly overdue: number
  /** Roles that may do it, sorted, with a space between; '' in the one row that waits to be filled. */
  readonly roles: string
  /** Random id of the person who proposed it and may not approve it. */
  readonly proposed_by: string | null
}

/** Later than every date: so what has no term comes last in an order by its due time. */
export const noTermMs = 8_640_000_000_000_000

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
  /** JSON list of the letters that it took along, by `<revision>-<name>`; null without. */
  readonly letters: string | null
}

/** A letter that an event of a project caused; append-only, written in that event's transaction. */
export interface LetterRow {
  readonly instance_id: string
  readonly revision: number
  /** Its kind, and what of several it is about: `award`, `reportDue.finalReport`. */
  readonly name: string
  readonly call_id: string
  /** Logical time of the event (ms). */
  readonly at_ms: number
  /** The deadline that it tells of, which reminders are about too; null when it tells of none. */
  readonly deadline: string | null
  /** What may be written once only. */
  readonly once: string
  /** Canonical JSON: what it says, as of the event, without texts that can be forgotten. */
  readonly facts: string
}

/** Where the letters of a project that is older than they are begin. */
export interface LetterBeginRow {
  readonly instance_id: string
  /** The last revision that causes none. */
  readonly revision: number
}

/**
 * A file that somebody attached to a call or project, or a letter when it was made first. Rows are
 * only added; each is in the hash of the next.
 */
export interface DocumentRow {
  /** From 1, without gaps. */
  readonly number: number
  readonly instance_id: string
  readonly call_id: string
  /** Kind of the file; `letter` for a letter. */
  readonly kind: string
  /** `<revision>-<name> <language>` of a letter; '' for a file. */
  readonly about: string
  readonly media_type: string
  /** In bytes. */
  readonly size: number
  /** SHA-256 of the bytes, hex. */
  readonly digest: string
  readonly at_ms: number
  /** Name of the file; the letterhead of a letter, as JSON. */
  readonly title: string
  /** Who attached it; null for a letter. */
  readonly person: string | null
  /** The chain holds of title and person no more than {@link said_digest}. */
  readonly salt: string
  readonly said_digest: string
  readonly hash: string
}

/** The rolling hash over all documents; one row. */
export interface DocumentHeadRow {
  readonly id: number
  readonly entries: number
  readonly hash: string
}

/** The bytes of files, each once. */
export interface FileContentRow {
  readonly digest: string
  readonly bytes: Uint8Array
}

/**
 * `sent` to a server; `kept` here, without one; `skipped`, it had lost its point; `undeliverable`,
 * nobody to send it to; `waiting` for another attempt; `refused` by the server for good.
 */
export type MailStatus = 'sent' | 'kept' | 'skipped' | 'undeliverable' | 'waiting' | 'refused'

/** What became public of a project at one event; append-only. Small counts are not in it. */
export interface PublicationFactRow {
  readonly instance_id: string
  readonly revision: number
  readonly call_id: string
  /** Logical time of that event (ms). */
  readonly at_ms: number
  /** Canonical JSON. */
  readonly facts: string
}

/** A version of what is published of a call; append-only. */
export interface PublicationRow {
  readonly call_id: string
  /** Counts from 1 without gap. */
  readonly version: number
  /** Logical time of the events that made it (ms). */
  readonly at_ms: number
  /** When it was published, by the database's clock. */
  readonly noted_at_ms: number
  /** Canonical JSON: who published it, as it was called then. */
  readonly publisher: string
  /** Over the digest of the version before, the publisher and what changed. */
  readonly digest: string
}

/** What a version changed: from it on, the facts of a project are those of this revision. */
export interface PublicationEntryRow {
  readonly call_id: string
  readonly instance_id: string
  readonly version: number
  readonly revision: number
}
