import { Queue, type JobsOptions } from 'bullmq'
import type { ArmedTimer, BatchReport, Engine } from '../../engine/index.ts'
import type { DispatchError } from '../errors.ts'
import { redisError, type RedisServer } from './redis-server.ts'
import { timerJob, timerJobId, type TimerJob } from './timer-job.ts'

export const timersQueue = 'timers'
export const outboxQueue = 'outbox'

/** Timers that are due later stay in SQL for now (ms). */
export const horizonMs = 48 * 3_600_000
/** Jobs added with one call. */
const bulk = 500
/** More than so many timers do not wait for Redis here: the sweeper finds them again. */
const longestLine = 10_000
/** As many workers may perform effects at once; as many wake-ups are kept. */
const slots = 4

const onceOnly: JobsOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true }

interface Queues {
  readonly timers: Queue<TimerJob>
  readonly outbox: Queue
}

/** Puts jobs in the queues. What it cannot put there now, the sweeper finds again in SQL. */
export class Carrier {
  readonly #engine: Engine
  readonly #server: RedisServer
  readonly #prefix: string
  readonly #tell: (error: DispatchError) => void
  #queues: Queues | undefined
  #line: ArmedTimer[] = []
  readonly #wakes = new Set<number>()
  #working: Promise<void> | undefined

  constructor(
    engine: Engine,
    server: RedisServer,
    prefix: string,
    tell: (error: DispatchError) => void,
  ) {
    this.#engine = engine
    this.#server = server
    this.#prefix = prefix
    this.#tell = tell
  }

  /** Takes over what a commit left to do, and brings it when there is time. */
  committed({ armed, effects, position }: BatchReport): void {
    if (!this.#server.isReady) return
    const untilMs = this.#untilMs(this.#engine.nowMs())
    const soon = armed.filter(({ dueMs }) => dueMs <= untilMs)
    if (this.#line.length + soon.length <= longestLine) this.#line.push(...soon)
    if (effects > 0) this.#wakes.add((position ?? 0) % slots)
    if (this.#line.length > 0 || this.#wakes.size > 0) this.#working ??= this.#work()
  }

  /** What is in the queues or belongs there is due at or before this time (ms). */
  async windowEndMs(): Promise<number> {
    return this.#untilMs(await this.#engine.currentMs())
  }

  /** Puts timers in their queue; those that are there already stay as they are. */
  async carry(timers: readonly ArmedTimer[]): Promise<void> {
    const nowMs = await this.#engine.currentMs()
    for (let start = 0; start < timers.length; start += bulk) {
      const jobs = timers.slice(start, start + bulk).map((timer) => ({
        name: 'fire',
        data: timerJob(timer),
        opts: { ...onceOnly, jobId: timerJobId(timer), delay: this.#delayMs(timer, nowMs) },
      }))
      await this.#add(({ timers: queue }) => queue.addBulk(jobs))
    }
  }

  /** Wakes a worker for effects that are due now. */
  wake(slot: number): Promise<void> {
    return this.#add(({ outbox }) =>
      outbox.add('run', {}, { ...onceOnly, jobId: `now-${slot % slots}` }),
    )
  }

  /** Wakes a worker for effects that are due at `ms`; two of one second are one. */
  async wakeAt(ms: number): Promise<void> {
    const delay = ms - (await this.#engine.currentMs())
    if (this.#engine.isVirtual || delay > horizonMs) return
    const jobId = `at-${Math.ceil(ms / 1000)}`
    await this.#add(({ outbox }) =>
      outbox.add('run', {}, { ...onceOnly, jobId, delay: Math.max(0, delay) }),
    )
  }

  async close(): Promise<void> {
    this.#line = []
    this.#wakes.clear()
    await this.#working
    this.#forget()
  }

  /** On a virtual database time stands still or jumps: only what is due goes into the queues. */
  #untilMs(nowMs: number): number {
    return this.#engine.isVirtual ? nowMs : nowMs + horizonMs
  }

  #delayMs({ dueMs, isDeadline }: ArmedTimer, nowMs: number): number {
    return Math.max(0, dueMs + (isDeadline ? this.#engine.graceMs : 0) - nowMs)
  }

  async #work(): Promise<void> {
    try {
      while (this.#line.length > 0 || this.#wakes.size > 0) {
        const wakes = [...this.#wakes]
        this.#wakes.clear()
        for (const slot of wakes) await this.wake(slot)
        await this.carry(this.#line.splice(0, bulk))
      }
    } catch {
      // It was told; the sweeper brings what is left.
      this.#line = []
      this.#wakes.clear()
    } finally {
      this.#working = undefined
    }
  }

  async #add(add: (queues: Queues) => Promise<unknown>): Promise<void> {
    try {
      await add((this.#queues ??= this.#open()))
    } catch (error) {
      const failure = redisError(error)
      this.#tell(failure)
      // A queue that did not find its server when it was made never finds it again.
      if (failure.code !== 'redis-full') this.#forget()
      throw failure
    }
  }

  #open(): Queues {
    const options = {
      connection: this.#server.client,
      prefix: this.#prefix,
    }
    const queues = {
      timers: new Queue<TimerJob>(timersQueue, options),
      outbox: new Queue(outboxQueue, options),
    }
    for (const queue of [queues.timers, queues.outbox]) {
      queue.on('error', (error) => this.#tell(redisError(error)))
    }
    return queues
  }

  #forget(): void {
    const queues = this.#queues
    this.#queues = undefined
    if (queues === undefined) return
    for (const queue of [queues.timers, queues.outbox]) queue.close().catch(() => {})
  }
}
