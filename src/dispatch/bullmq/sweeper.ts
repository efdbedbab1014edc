import { SystemClock, type ArmedTimer, type Engine } from '../../engine/index.ts'
import type { Carrier } from './carrier.ts'
import type { Cursor } from './cursor.ts'
import type { RedisServer } from './redis-server.ts'

/** Timers read and queued at once. */
const page = 1000
/** Before every timer. */
const beginning = Number.MIN_SAFE_INTEGER

export interface SweeperParts {
  readonly engine: Engine
  readonly server: RedisServer
  readonly carrier: Carrier
  readonly cursor: Cursor
}

/**
 * How long the same thing has been the next to do, in the host's time: on a virtual database, whose
 * clock stands still or leaps, its own time does not tell how long something was left lying.
 */
class FirstInLine {
  readonly #host = new SystemClock()
  #dueMs: number | undefined
  #sinceMs = 0

  /** Negative when nothing is due. */
  waitedMs(dueMs: number | undefined, nowMs: number): number {
    const hostMs = this.#host.nowMs()
    if (dueMs !== this.#dueMs) this.#sinceMs = hostMs
    this.#dueMs = dueMs
    return dueMs === undefined || dueMs > nowMs ? -Infinity : hostMs - this.#sinceMs
  }
}

/** Finds in SQL what the queues have lost, or never had. */
export class Sweeper {
  readonly #parts: SweeperParts
  readonly #timers = new FirstInLine()
  readonly #effects = new FirstInLine()

  constructor(parts: SweeperParts) {
    this.#parts = parts
  }

  /** Fires the timers that could have been taken `lyingMs` ago; returns how many fired. */
  async fireLying(lyingMs: number): Promise<number> {
    const { engine } = this.#parts
    let total = 0
    if (engine.isVirtual) {
      const dueMs = await engine.nextDueMs()
      if (this.#timers.waitedMs(dueMs, await engine.currentMs()) < lyingMs) return 0
    }
    for (;;) {
      const lying = engine.isVirtual ? {} : { lyingMs }
      const fired = await engine.fireDue({ limit: page, firedBy: 'sweep', ...lying })
      total += fired
      if (fired === 0) return total
    }
  }

  /** Performs effects if one could have been performed `lyingMs` ago; returns how many succeeded. */
  async performLying(lyingMs: number): Promise<number> {
    const { engine } = this.#parts
    let total = 0
    for (;;) {
      const nextMs = await engine.nextEffectMs()
      const nowMs = await engine.currentMs()
      const waitedMs = engine.isVirtual
        ? this.#effects.waitedMs(nextMs, nowMs)
        : nowMs - (nextMs ?? Infinity)
      if (waitedMs < lyingMs) return total
      total += await engine.runEffects()
    }
  }

  /**
   * Queues what is not queued: timers that were armed since the last time, by whom ever, those that
   * have come into the window, and everything in it after Redis lost its memory.
   */
  async carryMissing(): Promise<void> {
    const { engine, server, carrier, cursor } = this.#parts
    if (!server.isReady) return
    const row = await engine.lastRow()
    const untilMs = await carrier.windowEndMs()
    const from = await cursor.read({ row, untilMs: beginning })
    if (row > from.row) {
      await this.#carryAll((last) =>
        engine.armedSince({ row: last?.row ?? from.row, untilMs, limit: page }),
      )
    }
    if (untilMs > from.untilMs) {
      const begin = { dueMs: from.untilMs, row: Number.MAX_SAFE_INTEGER }
      await this.#carryAll((last) => engine.armed({ from: last ?? begin, untilMs, limit: page }))
    }
    if (row !== from.row || untilMs !== from.untilMs) await cursor.move(from, { row, untilMs })
  }

  async #carryAll(
    next: (last: ArmedTimer | undefined) => Promise<readonly ArmedTimer[]>,
  ): Promise<void> {
    let last: ArmedTimer | undefined
    for (;;) {
      const timers = await next(last)
      await this.#parts.carrier.carry(timers)
      last = timers.at(-1)
      if (timers.length < page) return
    }
  }
}
