import type { BatchReport, Engine, TimerReference } from '../../engine/index.ts'

/** Timers taken in one round, which is one transaction. */
const timersOfRound = 256
/** Timers that fired before their jobs came, and are remembered until then. */
const remembered = 20_000

/**
 * What jobs set going: a job that comes makes everything fire that is due, its own timer among it,
 * in rounds that follow each other until one finds nothing; only then are the jobs dealt with. A
 * thousand jobs that come together so cost a few transactions, and no timer waits for the jobs
 * before its own.
 */
export class Rounds {
  readonly #engine: Engine
  /** Timers that fired in this process; their jobs have nothing left to do. */
  readonly #fired = new Set<string>()
  /** Rounds that follow each other until nothing is due. */
  #running: Promise<void> | undefined
  #isStopping = false

  constructor(engine: Engine) {
    this.#engine = engine
  }

  /** Notes what fired, whoever brought it. */
  committed({ steps }: BatchReport): void {
    for (const { instanceId, timer } of steps) {
      if (timer !== null) this.#fired.add(nameOf({ instanceId, ...timer }))
    }
    for (const oldest of this.#fired) {
      if (this.#fired.size <= remembered) break
      this.#fired.delete(oldest)
    }
  }

  /**
   * Resolves when nothing is due any more: until then jobs wait to be dealt with, as that takes as
   * long as to fire a timer. Returns whether the timer is known to have fired; if not, nothing is
   * known.
   */
  async take(timer: TimerReference): Promise<boolean> {
    const name = nameOf(timer)
    await this.#running
    if (this.#fired.delete(name)) return true
    // The last of the rounds may have looked before this timer was due.
    await (this.#running ??= this.#run())
    return this.#fired.delete(name)
  }

  /** Begins no more rounds of its own accord; resolves when the last is over. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#running?.catch(ignore)
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const fired = await this.#engine.fireDue({ limit: timersOfRound, firedBy: 'queue' })
        // What fell due meanwhile needs no job of its own.
        if (fired === 0 || this.#isStopping) return
      }
    } finally {
      this.#running = undefined
    }
  }
}

const ignore = (): void => {}

const nameOf = ({ instanceId, timerId, arming }: TimerReference): string =>
  `${arming} ${timerId} ${instanceId}`
