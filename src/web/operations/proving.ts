import { SystemClock, type Engine, type Finding } from '../../engine/index.ts'
import { Problem } from '../../api/problem.ts'

export interface Proved {
  readonly findings: readonly Finding[]
  /** Events in the log when it began. */
  readonly events: number
  readonly tookMs: number
}

const PAUSE_MS = 30_000

/** Runs verify when somebody asks: one at a time, and not again at once, for it reads everything. */
export class Proving {
  readonly #engine: Engine
  readonly #clock = new SystemClock()
  #isRunning = false
  #endedMs = -Infinity

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Errors: Problem `too-many-requests`. */
  async run(): Promise<Proved> {
    const beganMs = this.#clock.nowMs()
    const isTooSoon = beganMs - this.#endedMs < PAUSE_MS
    if (this.#isRunning || isTooSoon) {
      throw new Problem(
        'too-many-requests',
        'A verification runs, or ended less than 30 seconds ago; try again later.',
      )
    }
    this.#isRunning = true
    try {
      const events = await this.#engine.log.position()
      const findings = await this.#engine.verify()
      return { findings, events, tookMs: this.#clock.nowMs() - beganMs }
    } finally {
      this.#isRunning = false
      this.#endedMs = this.#clock.nowMs()
    }
  }
}
