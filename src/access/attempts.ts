import type { Clock } from '../engine/clock.ts'
import type { AccessStore } from '../store/access/store.ts'
import { deny, done, type Result } from './refusal.ts'
import { digestOf } from './secrets.ts'

/** How failures of one login or one address are counted. */
interface Patience {
  /** Failures that cost no time. */
  readonly free: number
  /** After this long without another one, a failure is forgotten (ms). */
  readonly forgottenMs: number
  /** How long the first failure beyond `free` makes one wait; it doubles with each, up to the last. */
  readonly firstMs: number
  readonly lastMs: number
}

/** Of one login: a guess every five minutes at most; the person it belongs to waits no longer. */
const ofLogin: Patience = { free: 5, forgottenMs: 900_000, firstMs: 1000, lastMs: 300_000 }

/** Of one address, behind which a whole office may sit. */
const ofAddress: Patience = { free: 30, forgottenMs: 60_000, firstMs: 1000, lastMs: 60_000 }

const KEPT_MS = 86_400_000

/**
 * Slows guessing down, per login and per address, for all processes on one database. An attempt
 * counts as failed before it is judged, so that many at once are not judged at once.
 */
export class Attempts {
  readonly #store: AccessStore
  readonly #clock: Clock

  constructor(store: AccessStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Counts an attempt, or refuses it with `too-many-requests`. */
  async begin(login: string | null, address: string): Promise<Result<null>> {
    const nowMs = this.#clock.nowMs()
    const counted = countedFor(login, address)
    return this.#store.transaction(async (trx) => {
      const rows = []
      for (const { key, patience } of counted) {
        const row = await this.#store.attempt.held(trx, key)
        const failures = left(row.failures, nowMs - row.last_ms, patience)
        const untilMs = row.last_ms + waitOf(failures, patience)
        if (untilMs > nowMs) {
          const retryAfter = Math.ceil((untilMs - nowMs) / 1000)
          const message = `Too many attempts to sign in; try again in ${retryAfter} s.`
          return deny('too-many-requests', message, { retryAfter })
        }
        rows.push({ key, failures: failures + 1, last_ms: nowMs })
      }
      for (const row of rows) await this.#store.attempt.update(trx, row)
      return done(null)
    })
  }

  /** The attempt was none that failed. */
  async succeed(login: string | null, address: string): Promise<void> {
    const nowMs = this.#clock.nowMs()
    await this.#store.transaction(async (trx) => {
      for (const { key, patience } of countedFor(login, address)) {
        const row = await this.#store.attempt.held(trx, key)
        const failures = patience === ofLogin ? 0 : Math.max(0, row.failures - 1)
        await this.#store.attempt.update(trx, { ...row, failures })
      }
      await this.#store.attempt.removeBefore(trx, nowMs - KEPT_MS)
    })
  }
}

/** In one order for everybody, so that two who wait for each other's rows do not exist. */
function countedFor(login: string | null, address: string) {
  const counted = [{ key: digestOf(`address ${address}`), patience: ofAddress }]
  if (login !== null) counted.push({ key: digestOf(`login ${login}`), patience: ofLogin })
  return counted.toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function left(failures: number, sinceMs: number, { forgottenMs }: Patience): number {
  return Math.max(0, failures - Math.floor(Math.max(0, sinceMs) / forgottenMs))
}

function waitOf(failures: number, { free, firstMs, lastMs }: Patience): number {
  return failures < free ? 0 : Math.min(lastMs, firstMs * 2 ** (failures - free))
}
