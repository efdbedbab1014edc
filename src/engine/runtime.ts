import type { KeyObject } from 'node:crypto'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Participant } from './ports.ts'
import type { People } from './people.ts'
import type { Random } from './random.ts'
import type { Registry } from './registry.ts'
import type { Store } from '../store/engine/store.ts'
import type { BatchReport } from './report.ts'
import type { SnapshotCache } from './workspace.ts'

/** What every part of the runtime needs; made once by `openEngine`. */
export interface Runtime {
  readonly store: Store
  readonly registry: Registry
  readonly clock: Clock
  /** How long something lasts, also where `clock` stands still or leaps: for leases. */
  readonly host: Clock
  readonly isVirtual: boolean
  readonly random: Random
  readonly cache: SnapshotCache
  readonly people: People
  readonly participants: readonly Participant[]
  readonly faults: Faults
  readonly limits: Limits
  /** Gives the day (`YYYY-MM-DD`) of a time. */
  readonly dayOf: (ms: number) => string
  /** Ed25519 key that signs the daily heads; null without. */
  readonly signingKey: KeyObject | null
  /** Told what each batch did, after its commit; null when nobody listens. */
  readonly onBatch: ((report: BatchReport) => void) | null
}

/** I14: everything is bounded. */
export interface Limits {
  /** Requests of one batch. */
  readonly batchRequests: number
  /** Events and timers applied in one batch. */
  readonly batchSteps: number
  /** Time that computing a batch may take (ms). */
  readonly batchMs: number
  /** Characters of a payload's JSON. */
  readonly payloadLength: number
  readonly cachedSnapshots: number
  /** How much later than due a worker takes a deadline's timer on a live database (ms). */
  readonly deadlineGraceMs: number
}

export const defaultLimits: Limits = {
  batchRequests: 512,
  batchSteps: 1000,
  batchMs: 50,
  payloadLength: 1_000_000,
  cachedSnapshots: 4096,
  deadlineGraceMs: 5000,
}
