import type { RedisConfig } from '../../config.ts'
import {
  SystemClock,
  type BatchReport,
  type Clock,
  type Dispatcher,
  type Engine,
} from '../../engine/index.ts'
import { Complaints } from '../complaints.ts'
import { HeartbeatWriter } from '../heartbeat-writer.ts'
import { Carrier } from './carrier.ts'
import { Cursor } from './cursor.ts'
import { RedisServer } from './redis-server.ts'
import { Rounds } from './rounds.ts'
import { Sweeper } from './sweeper.ts'
import { openOutboxWorker, openTimerWorkers, type QueueWorker } from './workers.ts'

export type Work = 'timers' | 'outbox'

export interface BullmqOptions {
  readonly engine: Engine
  /** Decides how long it sleeps between sweeps, nothing else. */
  readonly clock: Clock
  readonly redis: RedisConfig
  /** What this process takes from the queues; none of it leaves all to others. Default both. */
  readonly work?: readonly Work[]
  /** How late a timer may be that the queue has lost (ms); default 5,000. */
  readonly sweepMs?: number
  /** Told what went wrong, each kind at most once a minute; all goes on. */
  readonly onError?: (error: unknown) => void
}

/** Part of `sweepMs` for which what is due is left to the queue; the rest is from sweep to sweep. */
const lyingPart = 0.8
/** How long stopping waits for jobs and for Redis (ms). */
const stopMs = 8000
/** How long it waits for a worker to leave a server that is away (ms). */
const awayMs = 200

/**
 * Brings timers and effects through queues in Redis to any number of processes. Redis is a courier
 * (I7): a job says which timer, SQL decides. The sweeper always runs, and takes what the queue has
 * left lying: whatever becomes of Redis, no timer is later than `sweepMs` by it.
 */
export class BullmqDispatcher implements Dispatcher {
  readonly #options: Required<Omit<BullmqOptions, 'onError'>>
  readonly #complaints: Complaints
  readonly #server: RedisServer
  readonly #carrier: Carrier
  readonly #sweeper: Sweeper
  readonly #rounds: Rounds
  readonly #heartbeat: HeartbeatWriter
  readonly #lyingMs: number
  #workers: QueueWorker[] | undefined
  #loops: Promise<unknown> | undefined
  #stopping = new AbortController()

  private constructor(
    options: Required<Omit<BullmqOptions, 'onError'>>,
    complaints: Complaints,
    server: RedisServer,
  ) {
    const { engine, clock, redis, sweepMs } = options
    const { prefix } = redis
    this.#options = options
    this.#complaints = complaints
    this.#server = server
    this.#carrier = new Carrier(engine, server, prefix, (error) => complaints.tell(error))
    const cursor = new Cursor(server, prefix)
    this.#sweeper = new Sweeper({ engine, server, carrier: this.#carrier, cursor })
    this.#rounds = new Rounds(engine)
    this.#heartbeat = new HeartbeatWriter(engine, clock, 'bullmq')
    this.#lyingMs = Math.round(sweepMs * lyingPart)
  }

  /** Throws DispatchError `redis-too-old`; a server that is away is told and waited for. */
  static async open({ onError = () => {}, ...options }: BullmqOptions): Promise<BullmqDispatcher> {
    const complaints = new Complaints(onError, new SystemClock())
    const server = await RedisServer.open(options.redis, (error) => complaints.tell(error))
    const whole = { work: ['timers', 'outbox'] as const, sweepMs: 5000, ...options }
    return new BullmqDispatcher(whole, complaints, server)
  }

  start(): void {
    if (this.#loops) return
    this.#stopping = new AbortController()
    const { signal } = this.#stopping
    this.#server.onReady(() => {
      if (!signal.aborted) this.#workers ??= this.#openWorkers()
    })
    const loops = [this.#repeat(signal, () => this.#sweeper.carryMissing())]
    if (this.#options.work.length > 0) loops.push(this.#repeat(signal, () => this.#sweep()))
    this.#loops = Promise.all(loops)
  }

  /**
   * Queues what is missing in the queues, and takes what is due, whether in a queue or not. Returns
   * how many timers fired and effects were performed.
   */
  async tick(): Promise<number> {
    const { work } = this.#options
    await this.#try(() => this.#sweeper.carryMissing())
    const fired = work.includes('timers') ? await this.#sweeper.fireLying(0) : 0
    return fired + (work.includes('outbox') ? await this.#sweeper.performLying(0) : 0)
  }

  committed(report: BatchReport): void {
    this.#rounds.committed(report)
    this.#carrier.committed(report)
  }

  /** Waits for the jobs that it is working on, and at most 8 s for all of it. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    const workers = this.#workers ?? []
    this.#workers = undefined
    const isAway = !this.#server.isReady
    const closing = workers.map(async (worker) => {
      await worker.idle()
      await worker.close(isAway)
    })
    // BullMQ waits for ever for a server that is away.
    const away = Promise.allSettled(workers.map((worker) => worker.idle()))
      .then(() => this.#server.away())
      .then(() => within(awayMs, closing))
    await within(stopMs, [
      this.#loops ?? Promise.resolve(),
      this.#rounds.stop(),
      Promise.race([Promise.all(closing), away]),
    ])
    this.#loops = undefined
    await this.#try(() => this.#heartbeat.end())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    await within(stopMs, [this.#carrier.close()])
    this.#server.close()
  }

  #openWorkers(): QueueWorker[] {
    const { engine, redis, work } = this.#options
    const parts = {
      engine,
      server: this.#server,
      carrier: this.#carrier,
      sweeper: this.#sweeper,
      rounds: this.#rounds,
      prefix: redis.prefix,
      tell: (error: unknown) => this.#complaints.tell(error),
    }
    return [
      ...(work.includes('timers') ? openTimerWorkers(parts) : []),
      ...(work.includes('outbox') ? [openOutboxWorker(parts)] : []),
    ]
  }

  /** One sweep; each part of it whether or not the one before failed. */
  async #sweep(): Promise<void> {
    const { work } = this.#options
    await this.#try(() => this.#heartbeat.write())
    if (work.includes('timers')) await this.#try(() => this.#sweeper.fireLying(this.#lyingMs))
    if (work.includes('outbox')) await this.#try(() => this.#sweeper.performLying(this.#lyingMs))
  }

  /** So often that what lay too short at one sweep is in time at the next. */
  async #repeat(stopping: AbortSignal, round: () => Promise<unknown>): Promise<void> {
    const { clock, sweepMs } = this.#options
    while (!stopping.aborted) {
      const nextMs = clock.nowMs() + sweepMs - this.#lyingMs
      await this.#try(round)
      await clock.sleepUntil(nextMs, stopping)
    }
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#complaints.tell(error)
    }
  }
}

/** Waits for all of it, whether it succeeds or not, but no longer than `ms` on the host's clock. */
const within = async (ms: number, work: readonly Promise<unknown>[]): Promise<void> => {
  const done = new AbortController()
  const clock = new SystemClock()
  const all = Promise.allSettled(work).then(() => done.abort())
  await Promise.race([all, clock.sleepUntil(clock.nowMs() + ms, done.signal)])
}
