import { DelayedError, Worker, type Job, type WorkerOptions } from 'bullmq'
import { SystemClock, type Engine } from '../../engine/index.ts'
import { DispatchError } from '../errors.ts'
import { horizonMs, outboxQueue, timersQueue, type Carrier } from './carrier.ts'
import { redisError, type RedisServer } from './redis-server.ts'
import type { Sweeper } from './sweeper.ts'
import { parseTimerJob } from './timer-job.ts'

/** Timers that come together are fired in one transaction, so many are taken at once. */
const timersAtOnce = 256
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
  readonly prefix: string
  readonly tell: (error: unknown) => void
}

/** BullMQ counts in the time of the host, whatever the clock of the database says. */
const host = new SystemClock()

/** Takes timers from the queue and fires them. */
export const timerWorker = (parts: WorkerParts): Worker => {
  const { engine, tell } = parts
  const fire = async (job: Job, token?: string): Promise<void> => {
    const timer = parseTimerJob(job.data)
    if (timer === undefined) {
      tell(refused(`Job ${job.id ?? ''} of ${timersQueue} names no timer; it was dropped.`))
      return
    }
    if ((await engine.fire(timer, 'queue')) !== 'not-due') return
    // Somebody's clock is ahead: it comes again when the database's clock says so.
    const takenMs = await engine.takenMs(timer)
    if (takenMs === undefined || engine.isVirtual) return
    const waitMs = Math.max(shortestDelayMs, takenMs - (await engine.currentMs()))
    if (waitMs > horizonMs) return
    await job.moveToDelayed(host.nowMs() + waitMs, token)
    throw new DelayedError()
  }
  return workerOf(parts, timersQueue, fire, timersAtOnce)
}

/** Performs effects when it is woken, until none is due. */
export const outboxWorker = (parts: WorkerParts): Worker => {
  const { engine, carrier, sweeper, tell } = parts
  const perform = async (): Promise<void> => {
    await sweeper.performLying(0)
    const nextMs = await engine.nextEffectMs()
    if (nextMs !== undefined) await carrier.wakeAt(nextMs).catch(() => {})
  }
  const worker = workerOf(parts, outboxQueue, perform, effectsAtOnce)
  // A commit at the very end of a job found the job's id still taken.
  worker.on('completed', () => {
    const again = async (): Promise<void> => {
      const nextMs = (await engine.nextEffectMs()) ?? Infinity
      if (nextMs <= (await engine.currentMs())) await carrier.wake(0)
    }
    again().catch(tell)
  })
  return worker
}

const workerOf = (
  { server, prefix, tell }: WorkerParts,
  name: string,
  process: (job: Job, token?: string) => Promise<void>,
  concurrency: number,
): Worker => {
  const options: WorkerOptions = {
    connection: server.patient,
    prefix,
    concurrency,
    // What a job did is in SQL: it does no harm to run it again, however often a worker stalled.
    maxStalledCount: 1000,
    runRetryDelay: retryMs,
  }
  const worker = new Worker(name, process, options)
  worker.on('error', (error) => tell(redisError(error)))
  // The sweeper takes what failed.
  worker.on('failed', (_, error) => tell(error))
  return worker
}

const refused = (message: string): DispatchError => new DispatchError('job-refused', message)
