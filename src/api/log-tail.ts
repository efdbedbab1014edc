import type { Clock } from '../engine/index.ts'

/** How often the log is looked at when nobody says that it grew: other processes write too. */
const POLL_MS = 1000

/** Lets those who follow the log wait until it may have grown. */
export class LogTail {
  readonly #clock: Clock
  /** Null as long as nobody waits: most events come when nobody does. */
  #nudged: AbortController | null = null

  /** The host's clock: on a virtual one a wait may never end. */
  constructor(clock: Clock) {
    this.#clock = clock
  }

  nowMs(): number {
    return this.#clock.nowMs()
  }

  /** This process has written: whoever waits looks at once. */
  nudge(): void {
    this.#nudged?.abort()
    this.#nudged = null
  }

  /** Resolves after a nudge, a second, or when `signal` aborts. */
  async wait(signal: AbortSignal): Promise<void> {
    this.#nudged ??= new AbortController()
    const either = AbortSignal.any([signal, this.#nudged.signal])
    await this.#clock.sleepUntil(this.#clock.nowMs() + POLL_MS, either)
  }
}
