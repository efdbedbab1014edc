import type { OutboxRow } from '../store/engine/tables.ts'
import { adoptVirtualTime } from './batch.ts'
import { VirtualClock } from './clock.ts'
import { relayKind } from './deliver.ts'
import { reach } from './faults.ts'
import { sealOf, sha256 } from './hash.ts'
import { EffectRefused, type Effect, type EffectHandler } from './ports.ts'
import type { Runtime } from './runtime.ts'

/** How effects are tried; times in ms. */
export interface OutboxOptions {
  /** After so many attempts an effect is parked, for an operator to see. */
  readonly attempts: number
  /** Wait after the first failure; doubled after each further one. */
  readonly backoffMs: number
  readonly longestBackoffMs: number
  /** Who took an effect and has not reported within this time of the host, has lost it. */
  readonly leaseMs: number
  /** Effects taken at once. */
  readonly batch: number
}

const defaultOutbox: OutboxOptions = {
  attempts: 10,
  backoffMs: 1000,
  longestBackoffMs: 3_600_000,
  leaseMs: 60_000,
  batch: 50,
}

/** An effect that failed too often, and waits for an operator. */
export interface ParkedEffect extends Effect {
  readonly attempts: number
  readonly lastError: string | null
}

/** What went wrong; a final failure is not tried again. */
interface EffectFailure {
  readonly message: string
  readonly isFinal: boolean
}

interface Try {
  readonly row: OutboxRow
  readonly failure: EffectFailure | null
}

/**
 * I12: performs effects after the commit that asked for them, at least once. An effect's id is the
 * idempotency key at the other side: it may be performed again after a crash.
 */
export class Outbox {
  readonly #runtime: Runtime
  readonly #options: OutboxOptions
  readonly #handlers = new Map<string, EffectHandler>()

  constructor(
    runtime: Runtime,
    handlers: readonly EffectHandler[],
    options: Partial<OutboxOptions> = {},
  ) {
    this.#runtime = runtime
    this.#options = { ...defaultOutbox, ...options }
    for (const handler of handlers)
      for (const kind of handler.kinds) this.#handlers.set(kind, handler)
  }

  /** Performs what is due and has a handler, one batch of it. Returns how many succeeded. */
  async run(): Promise<number> {
    const rows = await this.#claim()
    if (rows.length === 0) return 0
    await reach(this.#runtime, 'before-effect')
    // At once: a handler may then write many rows, or ask a server many things, in one go.
    const tries = await Promise.all(rows.map((row) => this.#try(row)))
    await reach(this.#runtime, 'after-effect')
    await this.#note(tries)
    return tries.filter(({ failure }) => failure === null).length
  }

  /** When the next effect that has a handler may be tried; undefined when none waits. */
  async nextMs(): Promise<number | undefined> {
    const { store, host } = this.#runtime
    const kinds = [...this.#handlers.keys()]
    if (kinds.length === 0) return undefined
    const next = await store.outbox.nextDue(store.reader, kinds, host.nowMs())
    const leaseMs = next?.lease_until_ms ?? null
    const nextMs = Math.min(
      next?.due_ms ?? Infinity,
      leaseMs === null ? Infinity : this.#atHost(leaseMs),
    )
    return nextMs === Infinity ? undefined : nextMs
  }

  /** What the database's clock will say when the host's says this; Infinity when it stands still. */
  #atHost(ms: number): number {
    const { clock, host } = this.#runtime
    if (!(clock instanceof VirtualClock)) return ms
    const { rate } = clock.time
    return rate === 0 ? Infinity : clock.nowMs() + Math.ceil((ms - host.nowMs()) * rate)
  }

  parked(limit: number): Promise<readonly ParkedEffect[]> {
    const { store } = this.#runtime
    return store.outbox.withStatus(store.reader, 'parked', limit).then((rows) =>
      rows.map((row) => ({
        ...effectOf(row),
        attempts: row.attempts,
        lastError: row.last_error,
      })),
    )
  }

  /** Gives a parked effect all of its attempts again. Returns whether it was parked. */
  retry(id: string): Promise<boolean> {
    const { store, clock } = this.#runtime
    return store.transaction(async (_, trx) => {
      const [row] = await store.outbox.lock(trx, [id])
      if (row?.status !== 'parked') return false
      const change = { status: 'pending', attempts: 0, next_attempt_ms: clock.nowMs() } as const
      await store.outbox.update(trx, [sealed({ ...row, ...change, lease_until_ms: null })])
      return true
    })
  }

  /** Takes a lease on what is due, so that no other process performs it meanwhile. */
  #claim(): Promise<readonly OutboxRow[]> {
    const { store, clock, host } = this.#runtime
    const { attempts, batch, leaseMs } = this.#options
    const kinds = [...this.#handlers.keys()]
    if (kinds.length === 0) return Promise.resolve([])
    return store.transaction(async (trx, executor) => {
      await adoptVirtualTime(this.#runtime, trx)
      const hostMs = host.nowMs()
      const times = { nowMs: clock.nowMs(), hostMs }
      const rows = await store.outbox.due(trx, kinds, times, batch)
      const claims = rows.map((row) => {
        // Who made the last attempt never came back: another would be one of an endless row.
        const isLost = row.attempts >= attempts
        const change = isLost
          ? ({ status: 'parked', lease_until_ms: null } as const)
          : { attempts: row.attempts + 1, lease_until_ms: hostMs + leaseMs }
        return sealed({ ...row, ...change })
      })
      await store.outbox.update(executor, claims)
      return claims.filter(({ status }) => status === 'pending')
    })
  }

  #note(tries: readonly Try[]): Promise<void> {
    const { store } = this.#runtime
    return store.transaction(async (_, trx) => {
      const ids = tries.map(({ row }) => row.id)
      const held = new Map((await store.outbox.lock(trx, ids)).map((row) => [row.id, row]))
      const changes = tries.flatMap(({ row, failure }) => {
        const current = held.get(row.id)
        // Another process took over after the lease ran out: its word counts.
        if (current?.status !== 'pending' || current.attempts !== row.attempts) return []
        return [failure === null ? done(current) : this.#again(current, failure)]
      })
      await store.outbox.update(trx, changes)
    })
  }

  async #try(row: OutboxRow): Promise<Try> {
    try {
      await this.#handlers.get(row.kind)?.perform(effectOf(row))
      return { row, failure: null }
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return { row, failure: { message, isFinal: error instanceof EffectRefused } }
    }
  }

  #again(row: OutboxRow, { message, isFinal }: EffectFailure): OutboxRow {
    const { attempts, backoffMs, longestBackoffMs } = this.#options
    const failed = { ...row, lease_until_ms: null, last_error: message }
    if (isFinal || row.attempts >= attempts) return sealed({ ...failed, status: 'parked' })
    const backoff = Math.min(longestBackoffMs, backoffMs * 2 ** (row.attempts - 1))
    const waitMs = Math.round(backoff * (1 + jitter(row)))
    return sealed({ ...failed, next_attempt_ms: this.#runtime.clock.nowMs() + waitMs })
  }
}

/** Between 0 and 1/2, other for every effect and attempt, so that effects do not return in step. */
const jitter = ({ id, attempts }: OutboxRow): number =>
  Buffer.from(sha256(`${id} ${attempts}`), 'base64url').readUInt16BE() / 2 ** 17

const done = (row: OutboxRow): OutboxRow =>
  sealed({ ...row, status: 'done', lease_until_ms: null, last_error: null })

const sealed = (row: OutboxRow): OutboxRow => ({ ...row, seal: sealOf(row) })

const effectOf = ({ id, kind, params }: OutboxRow): Effect => ({
  id,
  kind,
  params: JSON.parse(params) as unknown,
})

/** The runtime's own handler: brings messages to instances of other groups. */
export const relay = (send: (effect: Effect) => Promise<void>): EffectHandler => ({
  kinds: [relayKind],
  perform: send,
})
