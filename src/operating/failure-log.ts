import type { Clock } from '../engine/index.ts'
import type { Logger } from '../logger.ts'

/** What goes wrong again and again is told once in this time (ms), by kind. */
const pauseMs = 60_000

/** Writes failures of background work: one of a kind a minute, however often it comes back. */
export class FailureLog {
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #toldMs = new Map<string, number>()

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger
    this.#clock = clock
  }

  tell(error: unknown): void {
    const nowMs = this.#clock.nowMs()
    const kind = kindOf(error)
    if (nowMs - (this.#toldMs.get(kind) ?? -Infinity) < pauseMs) return
    this.#toldMs.set(kind, nowMs)
    this.#logger.error('work failed', error)
  }
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name
}
