import type { KeyObject } from 'node:crypto'
import { StoreError } from '../store/errors.ts'
import type { Store } from '../store/engine/store.ts'
import type { DatabaseInfoRow } from '../store/engine/tables.ts'
import { ServerClock, SystemClock, VirtualClock, type Clock } from './clock.ts'
import type { MachineDefinition } from './definition.ts'
import { Engine } from './engine.ts'
import { noFaults, type Faults } from './faults.ts'
import { sealOf } from './hash.ts'
import { People } from './people.ts'
import type { OutboxOptions } from './outbox.ts'
import type { EffectHandler, Participant } from './ports.ts'
import { cryptoRandom, seededRandom, type Random } from './random.ts'
import { createRegistry } from './registry.ts'
import type { BatchReport } from './report.ts'
import { defaultLimits, type Limits, type Runtime } from './runtime.ts'
import { SnapshotCache } from './workspace.ts'

export interface EngineOptions {
  readonly store: Store
  readonly definitions: readonly MachineDefinition[]
  /**
   * What a new database becomes, for ever; opening an existing one as another kind is an error.
   * `virtual` has a clock that can be set (it begins at `startMs`, default 0) and takes salts and
   * person ids from its seed, so that replays are byte-identical. `existing` takes a database as it
   * is; a new one it makes `live`. Default `live`.
   */
  readonly kind?: DatabaseKind
  /**
   * For tests: the clock of a live database, and what measures leases on a virtual one. Default the
   * server's, or on SQLite the host's.
   */
  readonly clock?: Clock
  /** Salts and person ids of a live database; default node:crypto. */
  readonly random?: Random
  readonly participants?: readonly Participant[]
  /** Who performs the effects; a kind without a handler waits in the outbox. */
  readonly effects?: readonly EffectHandler[]
  readonly outbox?: Partial<OutboxOptions>
  readonly faults?: Faults
  readonly limits?: Partial<Limits>
  /** Where a day begins and ends, for the daily heads; default `UTC`. */
  readonly timeZone?: string
  /** Ed25519 private key that signs the daily heads. */
  readonly signingKey?: KeyObject
  /** Told what each batch did, after its commit; it may not throw. */
  readonly onBatch?: (report: BatchReport) => void
}

/**
 * Opens the runtime on a store. Throws EngineError `machine-refused` when the lint objects, and
 * StoreError `wrong-database-kind`. Close the engine before its store.
 */
export const openEngine = async (options: EngineOptions): Promise<Engine> => {
  const { store } = options
  const registry = createRegistry(options.definitions)
  const host = options.clock ?? hostClock(store)
  const info = await databaseInfo(store, options.kind ?? 'live')
  const isVirtual = info.kind === 'virtual'
  const random = isVirtual ? seededRandom(info.seed ?? '') : (options.random ?? cryptoRandom())
  const limits = { ...defaultLimits, ...options.limits }
  const runtime: Runtime = {
    store,
    registry,
    clock: isVirtual ? virtualClock(info, host) : host,
    host,
    isVirtual,
    random,
    cache: new SnapshotCache(limits.cachedSnapshots),
    people: new People(store, random),
    participants: options.participants ?? [],
    faults: options.faults ?? noFaults,
    limits,
    dayOf: dayIn(options.timeZone ?? 'UTC'),
    signingKey: options.signingKey ?? null,
    onBatch: options.onBatch ?? null,
  }
  return new Engine(runtime, options.effects ?? [], options.outbox)
}

const emptyStream = {
  id: 1,
  position: 0,
  hash: '',
  attempt_position: 0,
  attempt_hash: '',
  last_timer_id: 0,
  last_failure_id: 0,
  day: '',
  daily_hash: '',
} as const

export type DatabaseKind =
  'live' | 'existing' | { readonly seed: string; readonly startMs?: number }

/** Reads what the database is, and makes a new one what it is asked to be. */
const databaseInfo = (store: Store, kind: DatabaseKind): Promise<DatabaseInfoRow> =>
  store.transaction(async (trx) => {
    const virtual = typeof kind === 'string' ? null : kind
    const wanted = virtual === null ? 'live' : 'virtual'
    const found = await store.head.info(trx)
    if (found) {
      if (kind === 'existing' || found.kind === wanted) return found
      throw new StoreError(
        'wrong-database-kind',
        `The database was made ${found.kind}, for ever; it cannot be opened as ${wanted}`,
      )
    }
    const row = {
      id: 1,
      kind: wanted,
      seed: virtual?.seed ?? null,
      clock_ms: virtual === null ? null : (virtual.startMs ?? 0),
      clock_host_ms: virtual === null ? null : 0,
      clock_rate: virtual === null ? null : 0,
    } as const
    const info = { ...row, seal: sealOf(row) }
    await store.head.createInfo(trx, info)
    await store.head.createStream(trx, { ...emptyStream, seal: sealOf(emptyStream) })
    return info
  })

/** The one clock of this database: the server's where there is one, else the host's. */
const hostClock = ({ database }: Store): Clock => {
  if (database.server === undefined) return new SystemClock()
  const clock = new ServerClock()
  database.server.onTime((ms) => clock.observe(ms))
  return clock
}

const virtualClock = (
  { clock_ms, clock_host_ms, clock_rate }: DatabaseInfoRow,
  host: Clock,
): VirtualClock =>
  new VirtualClock({ ms: clock_ms ?? 0, hostMs: clock_host_ms ?? 0, rate: clock_rate ?? 0 }, host)

/** Formatting a date is slow, so the answer is kept for the hour that it was asked in. */
const dayIn = (timeZone: string): ((ms: number) => string) => {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  let hour = -1
  let day = ''
  return (ms) => {
    const current = Math.floor(ms / 900_000)
    if (current !== hour) {
      hour = current
      day = format.format(ms)
    }
    return day
  }
}
