import {
  countAttention,
  countOutbox,
  countTimers,
  type OutboxCounts,
  type TimerCounts,
} from '../store/engine/condition-queries.ts'
import { storageOf, type Storage } from '../store/storage.ts'
import type { Runtime } from './runtime.ts'

/** How a database stands now, for who operates it; times in ms by the database's clock. */
export interface Condition {
  readonly nowMs: number
  readonly kind: 'live' | 'virtual'
  readonly database: 'sqlite' | 'postgresql'
  readonly timers: TimerCounts
  readonly outbox: OutboxCounts
  /** Instances that failed in machine code and wait for an operator. */
  readonly needsAttention: number
  readonly storage: Storage
  /** Migrations of the runtime's tables that this release lacks, or that the database lacks. */
  readonly unknownMigrations: readonly string[]
}

/** What nobody has taken for so long (ms) is late beyond any dispatcher's own pace. */
export const overdueAfterMs = 60_000

/** Reads how the database stands, in one unchanging picture. */
export const readCondition = (runtime: Runtime): Promise<Condition> => {
  const { store, clock, host, isVirtual } = runtime
  return store.readSnapshot(async (trx) => {
    const nowMs = clock.nowMs()
    const unknown = await store.unknownMigrations(trx)
    return {
      nowMs,
      kind: isVirtual ? 'virtual' : 'live',
      database: store.database.dialect.name,
      timers: await countTimers(trx, nowMs, nowMs - overdueAfterMs),
      outbox: await countOutbox(trx, nowMs - overdueAfterMs, host.nowMs() - overdueAfterMs),
      needsAttention: await countAttention(trx),
      storage: await storageOf(trx, store.database.dialect),
      unknownMigrations: unknown.map(({ name }) => name),
    }
  })
}
