import type { BatchReport, Clock, Dispatcher, Engine } from '../../engine/index.ts'
import { HeartbeatWriter } from '../heartbeat-writer.ts'

export interface InProcessOptions {
  readonly engine: Engine
  /** Decides how long it sleeps, nothing else. */
  readonly clock: Clock
  /** Timers taken in one round; default 1,000. */
  readonly limit?: number
  /** Longest sleep, after which it looks again whatever it was told; default 5,000 ms. */
  readonly sweepMs?: number
  /** Told when a round failed; the next one comes all the same. */
  readonly onError?: (error: unknown) => void
}

/** Shortest sleep (ms): a timer that is due and cannot be taken does not make it spin. */
const shortestSleepMs = 20
/** Shortest sleep (ms) after a round that failed: what made it fail may last. */
const afterFailureMs = 1000

/**
 * Fires timers and performs effects from within the process, with no server: it sleeps until the
 * next row is due. Several processes on one database may each run one; a timer fires once.
 */
export class InProcessDispatcher implements Dispatcher {
  readonly #options: Required<Omit<InProcessOptions, 'onError'>>
  readonly #onError: (error: unknown) => void
  readonly #heartbeat: HeartbeatWriter
  #loop: Promise<void> | undefined
  #stopping = new AbortController()
  #alarm = new AbortController()
  #wakeMs = Infinity

  constructor({ onError = () => {}, ...options }: InProcessOptions) {
    this.#options = { limit: 1000, sweepMs: 5000, ...options }
    this.#onError = onError
    this.#heartbeat = new HeartbeatWriter(options.engine, options.clock, 'in-process')
  }

  start(): void {
    if (this.#loop) return
    this.#stopping = new AbortController()
    this.#loop = this.#run(this.#stopping.signal)
  }

  /** Takes what is due now. Returns how many timers fired and effects were performed. */
  async tick(): Promise<number> {
    const { engine, limit } = this.#options
    const fired = await engine.fireDue({ limit, firedBy: 'in-process' })
    return fired + (await engine.runEffects())
  }

  committed({ armed, effects }: BatchReport): void {
    if (effects > 0 || armed.some(({ dueMs }) => dueMs < this.#wakeMs)) this.#alarm.abort()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#alarm.abort()
    await this.#loop
    this.#loop = undefined
    await this.#heartbeat.end().catch(this.#onError)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #run(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      try {
        await this.#heartbeat.write()
        if ((await this.tick()) === 0) await this.#sleep(stopping)
      } catch (error) {
        this.#onError(error)
        await this.#sleep(stopping, afterFailureMs)
      }
    }
  }

  /** Sleeps until the next row is due, or something earlier is armed, or it is time to look again. */
  async #sleep(stopping: AbortSignal, shortestMs = shortestSleepMs): Promise<void> {
    const { engine, clock, sweepMs } = this.#options
    this.#alarm = new AbortController()
    this.#wakeMs = Infinity
    const nowMs = clock.nowMs()
    const dueMs = await nextDueMs(engine).catch(() => undefined)
    const earliestMs = nowMs + Math.min(shortestMs, sweepMs)
    this.#wakeMs = Math.max(earliestMs, Math.min(dueMs ?? Infinity, nowMs + sweepMs))
    if (!stopping.aborted) await clock.sleepUntil(this.#wakeMs, this.#alarm.signal)
  }
}

const nextDueMs = async (engine: Engine): Promise<number> =>
  Math.min((await engine.nextDueMs()) ?? Infinity, (await engine.nextEffectMs()) ?? Infinity)
