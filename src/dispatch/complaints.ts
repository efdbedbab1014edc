import type { Clock } from '../engine/index.ts'

/** Each kind of error is told once in so long (ms). */
const quietMs = 60_000

/**
 * Tells errors, but each kind at most once a minute: a server that is away gives thousands. The
 * kind is the error's code, or its name when it has none.
 */
export class Complaints {
  readonly #tell: (error: unknown) => void
  readonly #clock: Clock
  readonly #toldMs = new Map<string, number>()

  constructor(tell: (error: unknown) => void, clock: Clock) {
    this.#tell = tell
    this.#clock = clock
  }

  tell(error: unknown): void {
    const kind = kindOf(error)
    const nowMs = this.#clock.nowMs()
    const toldMs = this.#toldMs.get(kind)
    if (toldMs !== undefined && nowMs - toldMs < quietMs) return
    this.#toldMs.set(kind, nowMs)
    this.#tell(error)
  }
}

const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
