import { DelayedError, Worker, type Job, type WorkerOptions } from 'bullmq'
import { SystemClock, type Engine } from '../../engine/index.ts'
import { DispatchError } from '../errors.ts'
import { horizonMs, outboxQueue, timersQueue, type Carrier } from './carrier.ts'
import { redisError, type RedisServer } from './redis-server.ts'
import type { Rounds } from './rounds.ts'
import type { Sweeper } from './sweeper.ts'
import { parseTimerJob } from './timer-job.ts'

/** A worker of BullMQ fetches its jobs one after the other, so several fetch. */
const timerWorkers = 8
const timersAtOnce = 32
const effectsAtOnce = 4
/** Shortest time after which a job that came early comes again (ms). */
const shortestDelayMs = 20
/** A worker that lost its server looks for it again after so long (ms). */
const retryMs = 1000

export interface WorkerParts {
  readonly engine: Engine
  readonly server: RedisServer
  readonly carrier: Carrier
  readonly sweeper: Sweeper
  readonly rounds: Rounds
  readonly prefix: string
  readonly tell: (error: unknown) => void
}

/** A worker of BullMQ, and what it is doing. */
export interface QueueWorker {
  /** Resolves when it is doing nothing, or its last jobs are done. */
  idle(): Promise<unknown>
  /** Takes no more jobs; with `force` it does not wait for Redis to hear of those it has done. */
  close(force: boolean): Promise<void>
}

/** BullMQ counts in the time of the host, whatever the clock of the database says. */
const host = new SystemClock()

/** They take timers from the queue and fire them. */
export const openTimerWorkers = (parts: WorkerParts): readonly QueueWorker[] => {
  const { engine, rounds, tell } = parts
  const fire = async (job: Job, token?: string): Promise<void> => {
    const timer = parseTimerJob(job.data)
    if (timer === undefined) {
      tell(refused(`Job ${job.id ?? ''} of ${timersQueue} names no timer; it was dropped.`))
      return
    }
    if (await rounds.take(timer)) return
    // Another process has it, or has fired it; or it is not due, or no longer armed.
    if ((await engine.fire(timer, 'queue')) !== 'not-due') return
    // Somebody's clock is ahead: it comes again when the database's clock says so.
    const takenMs = await engine.takenMs(timer)
    if (takenMs === undefined || engine.isVirtual) return
    const waitMs = Math.max(shortestDelayMs, takenMs - (await engine.currentMs()))
    if (waitMs > horizonMs) return
    await job.moveToDelayed(host.nowMs() + waitMs, token)
    throw new DelayedError()
  }
  return Array.from({ length: timerWorkers }, () =>
    workerOf(parts, timersQueue, fire, timersAtOnce),
  )
}

/** Performs effects when it is woken, until none is due. */
export const openOutboxWorker = (parts: WorkerParts): QueueWorker => {
  const { engine, carrier, sweeper, tell } = parts
  const perform = async (): Promise<void> => {
    await sweeper.performLying(0)
    const nextMs = await engine.nextEffectMs()
    if (nextMs !== undefined) await carrier.wakeAt(nextMs).catch(() => {})
  }
  // A commit at the very end of a job found the job's id still taken.
  const again = async (): Promise<void> => {
    const nextMs = (await engine.nextEffectMs()) ?? Infinity
    if (nextMs <= (await engine.currentMs())) await carrier.wake(0)
  }
  return workerOf(parts, outboxQueue, perform, effectsAtOnce, () => void again().catch(tell))
}

const workerOf = (
  { server, prefix, tell }: WorkerParts,
  name: string,
  perform: (job: Job, token?: string) => Promise<void>,
  concurrency: number,
  onCompleted: () => void = () => {},
): QueueWorker => {
  const jobs = new Set<Promise<void>>()
  const track = (job: Job, token?: string): Promise<void> => {
    const work = perform(job, token).finally(() => jobs.delete(work))
    jobs.add(work)
    return work
  }
  const options: WorkerOptions = {
    connection: server.patient,
    prefix,
    concurrency,
    // What a job did is in SQL: it does no harm to run it again, however often a worker stalled.
    maxStalledCount: 1000,
    runRetryDelay: retryMs,
  }
  const worker = new Worker(name, track, options)
  worker.on('error', (error) => tell(redisError(error)))
  // The sweeper takes what failed.
  worker.on('failed', (_, error) => tell(error))
  worker.on('completed', onCompleted)
  return {
    idle: () => Promise.allSettled(jobs),
    close: (force) => worker.close(force),
  }
}

const refused = (message: string): DispatchError => new DispatchError('job-refused', message)
