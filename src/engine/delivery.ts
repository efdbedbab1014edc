import type { EventCause } from '../store/engine/tables.ts'
import type { TakenText } from './payload.ts'

/** An event on its way to an instance, whatever caused it; texts and people are already out. */
export interface Delivery {
  readonly to: string
  readonly type: string
  readonly data: unknown
  /** Canonical JSON of the data where it is known already; else null. */
  readonly dataText: string | null
  /** Random id of the person. */
  readonly person: string | null
  readonly atMs: number
  /** The stamp it came with, when the group's time had passed it. */
  readonly receivedAtMs: number | null
  readonly cause: EventCause
  readonly causeRef: string | null
  readonly key: string | null
  readonly texts: readonly TakenText[]
  readonly firedAtMs: number | null
  readonly firedBy: string | null
  readonly requestId: string | null
}

/** Counts what one event from outside or one timer sets in motion. */
export interface Chain {
  recipients: number
  /** Messages of timers are optional: one bad instance does not hold the others' timers. */
  readonly isOptional: boolean
}
