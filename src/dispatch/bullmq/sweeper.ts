import type { ArmedTimer, Engine } from '../../engine/index.ts'
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

/** Finds in SQL what the queues have lost, or never had. */
export class Sweeper {
  readonly #parts: SweeperParts

  constructor(parts: SweeperParts) {
    this.#parts = parts
  }

  /** Fires the timers that could have been taken `lyingMs` ago; returns how many fired. */
  async fireLying(lyingMs: number): Promise<number> {
    const { engine } = this.#parts
    let total = 0
    for (;;) {
      const fired = await engine.fireDue({ limit: page, lyingMs, firedBy: 'sweep' })
      total += fired
      if (fired === 0) return total
    }
  }

  /** Performs effects if one could have been performed `lyingMs` ago; returns how many succeeded. */
  async performLying(lyingMs: number): Promise<number> {
    const { engine } = this.#parts
    let total = 0
    for (;;) {
      const nextMs = (await engine.nextEffectMs()) ?? Infinity
      if (nextMs + lyingMs > (await engine.currentMs())) return total
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
