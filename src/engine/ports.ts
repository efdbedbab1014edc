import type { Transaction } from 'kysely'
import type { NoTables } from '../store/database.ts'
import type { AppliedStep } from './draft.ts'
import type { Finding } from './findings.ts'
import type { BatchReport } from './report.ts'

/**
 * Someone who writes rows of their own in the transaction of the events (I1). Which tables `trx`
 * has, the participant knows: `tablesIn<MyTables>(trx)` of src/store/database.ts says so to Kysely.
 */
export interface Participant {
  readonly name: string
  /**
   * Writes what these steps mean. Called once per batch, in the order of the log. What it throws,
   * rolls the batch back; the event that made it throw is set aside like a crash in machine code.
   */
  write(trx: Transaction<NoTables>, steps: readonly AppliedStep[]): Promise<void>
  /** A digest of the participant's rows as they stand, for the daily head. */
  digest?(trx: Transaction<NoTables>): Promise<string>
  /** Compares the participant's rows with the refolded log; returns what does not agree. */
  verify?(
    trx: Transaction<NoTables>,
    steps: AsyncIterable<AppliedStep>,
  ): Promise<readonly Finding[]>
}

/** Performs effects of some kinds, after the commit, at least once. */
export interface EffectHandler {
  /** Names of the custom actions that it performs. */
  readonly kinds: readonly string[]
  /**
   * `id` is the idempotency key at the other side. Called for several effects at once. Throwing
   * means: try again later; throwing {@link EffectRefused}: an operator must look at it.
   */
  perform(effect: Effect): Promise<void>
}

/** The other side said no for good: trying again is of no use, so the effect is parked at once. */
export class EffectRefused extends Error {
  override readonly name = 'EffectRefused'
}

export interface Effect {
  readonly id: string
  readonly kind: string
  readonly params: unknown
}

/** Brings due timers to the runtime. Losing or doubling one does no harm. */
export interface Dispatcher extends AsyncDisposable {
  /** Begins to work on its own. */
  start(): void
  /** One round: takes what is due now. Returns how many timers fired. */
  tick(): Promise<number>
  /** A batch was committed: it may have armed timers or left effects. Must not throw or wait. */
  committed(report: BatchReport): void
  stop(): Promise<void>
}
