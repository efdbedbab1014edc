import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Clock, Engine } from '../engine/index.ts'

/** How often a dispatcher says that it lives (ms). */
const everyMs = 5000

/** Lets operators see that a dispatcher lives, and how far the clock of its host is off. */
export class HeartbeatWriter {
  readonly #id = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`
  readonly #engine: Engine
  readonly #clock: Clock
  readonly #kind: string
  #writtenMs = -Infinity

  constructor(engine: Engine, clock: Clock, kind: string) {
    this.#engine = engine
    this.#clock = clock
    this.#kind = kind
  }

  /** Writes one when the last is old enough. */
  async write(): Promise<void> {
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#writtenMs < everyMs) return
    await this.#engine.heartbeat(this.#id, this.#kind)
    this.#writtenMs = nowMs
  }

  /** The dispatcher stops: it is not missed. */
  async end(): Promise<void> {
    if (this.#writtenMs === -Infinity) return
    this.#writtenMs = -Infinity
    await this.#engine.endHeartbeat(this.#id)
  }
}
