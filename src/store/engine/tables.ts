/**
 * The runtime's tables. Times are milliseconds since the epoch (UTC); hashes and digests are
 * SHA-256 in base64url unless a comment says otherwise; booleans are 0 or 1.
 */
export interface EngineTables {
  database_info: DatabaseInfoRow
  instance: InstanceRow
  event: EventRow
  timer: TimerRow
  attempt: AttemptRow
  outbox: OutboxRow
  text: TextRow
  person: PersonRow
  failure: FailureRow
  stream_head: StreamHeadRow
  daily_head: DailyHeadRow
  dispatcher_heartbeat: DispatcherHeartbeatRow
}

/** One row: what this database is, for ever, and on a virtual one its clock. */
export interface DatabaseInfoRow {
  readonly id: number
  readonly kind: 'live' | 'virtual'
  /** Where a virtual database's salts and person ids come from; null on a live one. */
  readonly seed: string | null
  /** Virtual time at the moment it was set; null on a live one. */
  readonly clock_ms: number | null
  /** The host's time at that moment. */
  readonly clock_host_ms: number | null
  /** Virtual milliseconds per millisecond of the host; 0 stands still. */
  readonly clock_rate: number | null
  readonly seal: string
}

/** One run of a machine. */
export interface InstanceRow {
  readonly id: string
  /** Id of the group's root; its own id when it stands alone. */
  readonly group_id: string
  readonly machine: string
  readonly version: number
  readonly revision: number
  /** XState's persisted snapshot, canonical JSON. */
  readonly snapshot: string
  /** Dotted leaf paths, sorted, comma-joined. */
  readonly state: string
  /** `at` of its last event. */
  readonly at_ms: number
  /** On the root's row: `at` of the group's last event. Elsewhere that of its own start. */
  readonly group_at_ms: number
  /** Hash of its last event. */
  readonly hash: string
  readonly needs_attention: number
}

/** The log: what came in, in the order of `position`. */
export interface EventRow {
  readonly position: number
  readonly instance_id: string
  readonly revision: number
  readonly type: string
  readonly at_ms: number
  /** The stamp it came with, when the group's time had passed it; else null. */
  readonly received_at_ms: number | null
  readonly person: string | null
  readonly cause: EventCause
  /** Start: group id. Timer: `arming timerId`. Message: `instance:revision`. Else null. */
  readonly cause_ref: string | null
  readonly data: string
  readonly facts: string | null
  readonly key: string | null
  readonly version: number
  readonly previous_hash: string
  readonly hash: string
  /** Physical, outside the hash, like the next two: when a timer was really taken. */
  readonly fired_at_ms: number | null
  readonly fired_by: string | null
  readonly request_id: string | null
}

export type EventCause = 'start' | 'external' | 'timer' | 'message' | 'operator'

/** An armed timer; a row is here exactly as long as it is armed. */
export interface TimerRow {
  /** Never used twice. Physical. */
  readonly id: number
  readonly instance_id: string
  readonly group_id: string
  /** XState's send id. */
  readonly timer_id: string
  readonly event: string
  readonly due_ms: number
  /** Revision of the event that armed it. */
  readonly arming: number
  readonly deadline: number
}

/** A keyed attempt and what was answered. */
export interface AttemptRow {
  /** `instance#key`. */
  readonly id: string
  readonly position: number
  /** Null once a text of the payload has been redacted. */
  readonly salt: string | null
  readonly digest: string
  /** `[revision, at, position]` when accepted, else the refusal. */
  readonly outcome: string
  /** SHA-256 of the salt, written when the salt goes, so that the row can still be proved. */
  readonly salt_digest: string | null
}

/** An effect to perform after the commit, at least once. */
export interface OutboxRow {
  /** `instance:revision:index`: the idempotency key at the other side. */
  readonly id: string
  readonly kind: string
  readonly params: string
  readonly status: 'pending' | 'done' | 'parked'
  readonly attempts: number
  readonly next_attempt_ms: number
  /** By the host's or server's clock, on a virtual database too. */
  readonly lease_until_ms: number | null
  readonly last_error: string | null
  readonly seal: string
}

/** Free text and personal data; the log holds SHA-256 (hex) of salt + text. */
export interface TextRow {
  readonly instance_id: string
  readonly revision: number
  /** Path in the payload, as `kpis.0.motivation`. */
  readonly path: string
  readonly salt: string | null
  readonly text: string | null
}

export interface PersonRow {
  readonly id: string
  readonly subject: string
  readonly seal: string
}

/** An event that crashed in machine code. */
export interface FailureRow {
  readonly id: number
  /** The instance whose code crashed and which needs attention. */
  readonly instance_id: string
  /** What was being delivered, canonical JSON, texts and their salts included until resolved. */
  readonly delivery: string
  readonly error: string
  readonly failed_at_ms: number
  readonly status: 'open' | 'retried' | 'skipped'
  readonly seal: string
}

/** One row: where the log and the attempts end. */
export interface StreamHeadRow {
  readonly id: number
  readonly position: number
  /** Rolling hash over the hashes of all events. */
  readonly hash: string
  readonly attempt_position: number
  readonly attempt_hash: string
  readonly last_timer_id: number
  readonly last_failure_id: number
  /** Day (`YYYY-MM-DD`) of the last commit; '' before the first. */
  readonly day: string
  /** Hash of the last daily head; '' before the first. */
  readonly daily_hash: string
  readonly seal: string
}

/** Where log, attempts and participants stood at the end of a day. */
export interface DailyHeadRow {
  readonly day: string
  readonly position: number
  readonly stream_hash: string
  readonly attempt_position: number
  readonly attempt_hash: string
  /** Canonical JSON: participant's name → digest. */
  readonly participants: string
  readonly previous_hash: string
  readonly hash: string
  /** Ed25519 over `hash`, base64url; null without a key. */
  readonly signature: string | null
}

/** A dispatcher that lives. Physical: no part of the log, proved by nothing. */
export interface DispatcherHeartbeatRow {
  readonly id: string
  readonly kind: string
  /** When it last said so, by the database's clock. */
  readonly at_ms: number
  /** How far its host's clock is ahead of the database's; null on a virtual database. */
  readonly skew_ms: number | null
}
