import type { AnyMachineSnapshot } from 'xstate'
import type { EventCause, EventRow, FailureRow } from '../store/engine/tables.ts'
import type { InstanceState } from './draft.ts'

/** An instance as readers see it. */
export interface Instance {
  readonly id: string
  readonly groupId: string
  readonly machine: string
  readonly version: number
  readonly revision: number
  /** Dotted leaf paths, sorted, comma-joined. */
  readonly state: string
  /** Logical time of its last event (ms). */
  readonly at: number
  readonly snapshot: AnyMachineSnapshot
  /** Types of the event table that it takes now, guards not considered; sorted. */
  readonly allowed: readonly string[]
  readonly needsAttention: boolean
}

export const describeInstance = (state: InstanceState): Instance => ({
  id: state.id,
  groupId: state.groupId,
  machine: state.machine.name,
  version: state.machine.version,
  revision: state.revision,
  state: state.state,
  at: state.atMs,
  snapshot: state.snapshot,
  // Few ask for it, and none of those who only want to know whose it is.
  get allowed() {
    return state.machine.allowed(state.snapshot)
  },
  needsAttention: state.needsAttention,
})

/** One event of the log. All but `physical` is covered by the hash and equal on every replay. */
export interface HistoryEntry {
  readonly instance: string
  readonly revision: number
  readonly type: string
  /** Logical time (ms). */
  readonly at: number
  /** The stamp it came with, when the group's time had passed it (ms). */
  readonly receivedAt: number | null
  readonly person: string | null
  readonly cause: EventCause
  /** Group id, `arming timerId`, `instance:revision`, or null: see the cause. */
  readonly causeRef: string | null
  readonly data: unknown
  readonly facts: unknown
  readonly key: string | null
  readonly version: number
  readonly previousHash: string
  readonly hash: string
  readonly physical: {
    readonly position: number
    readonly firedAt: number | null
    readonly firedBy: string | null
    readonly requestId: string | null
  }
}

export const historyEntry = (row: EventRow): HistoryEntry => ({
  instance: row.instance_id,
  revision: row.revision,
  type: row.type,
  at: row.at_ms,
  receivedAt: row.received_at_ms,
  person: row.person,
  cause: row.cause,
  causeRef: row.cause_ref,
  data: JSON.parse(row.data) as unknown,
  facts: row.facts === null ? null : (JSON.parse(row.facts) as unknown),
  key: row.key,
  version: row.version,
  previousHash: row.previous_hash,
  hash: row.hash,
  physical: {
    position: row.position,
    firedAt: row.fired_at_ms,
    firedBy: row.fired_by,
    requestId: row.request_id,
  },
})

/** A free text or personal value that stands beside the log. */
export interface Text {
  readonly instance: string
  /** Of the event that brought it. */
  readonly revision: number
  /** As `kpis.0.motivation`. */
  readonly path: string
  /** Its digest in the log is SHA-256 (hex) of salt + text. Null once redacted. */
  readonly salt: string | null
  readonly text: string | null
}

/** An event that failed in machine code. */
export interface Failure {
  readonly id: number
  /** The instance whose code failed. */
  readonly instance: string
  readonly error: string
  /** When it failed (ms, physical). */
  readonly failedAt: number
  readonly status: 'open' | 'retried' | 'skipped'
  /** Type of the event that was being delivered, and to whom; null when that is not known. */
  readonly delivery: { readonly to: string; readonly type: string } | null
}

export const describeFailure = (row: FailureRow): Failure => ({
  id: row.id,
  instance: row.instance_id,
  error: row.error,
  failedAt: row.failed_at_ms,
  status: row.status,
  delivery: JSON.parse(row.delivery) as Failure['delivery'],
})
