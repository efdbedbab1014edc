import { adoptVirtualTime } from './batch.ts'
import { hostSkewMs } from './clock.ts'
import type { Runtime } from './runtime.ts'

/** A dispatcher, as it last said that it lives. */
export interface Heartbeat {
  readonly id: string
  readonly kind: string
  /** By the database's clock (ms). */
  readonly atMs: number
  /** How far its host's clock is ahead of the database's (ms); null on a virtual database. */
  readonly skewMs: number | null
}

/** Who fell silent so long ago without a word is forgotten (ms). */
const forgottenAfterMs = 86_400_000

/** What the dispatchers of a database say of themselves, for operators. Never an outcome. */
export class Heartbeats {
  readonly #runtime: Runtime

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  async beat(id: string, kind: string): Promise<void> {
    const { store, clock, isVirtual } = this.#runtime
    await store.database.server?.askTime()
    await store.transaction(async (trx) => {
      await adoptVirtualTime(this.#runtime, trx)
      const nowMs = clock.nowMs()
      const skewMs = isVirtual ? null : hostSkewMs(clock)
      await store.heartbeat.put(trx, { id, kind, at_ms: nowMs, skew_ms: skewMs })
      await store.heartbeat.removeBefore(trx, nowMs - forgottenAfterMs)
    })
  }

  async end(id: string): Promise<void> {
    const { store } = this.#runtime
    await store.transaction((trx) => store.heartbeat.remove(trx, id))
  }

  async all(): Promise<readonly Heartbeat[]> {
    const { store } = this.#runtime
    const rows = await store.heartbeat.all(store.reader)
    return rows.map(({ id, kind, at_ms: atMs, skew_ms: skewMs }) => ({ id, kind, atMs, skewMs }))
  }
}
