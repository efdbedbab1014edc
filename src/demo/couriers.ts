import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentWith, readConfig, type RedisConfig } from '../config.ts'
import { openDispatcher } from '../dispatch/open.ts'
import { SystemClock, type BatchReport, type Dispatcher, type Engine } from '../engine/index.ts'
import { OwnRedis } from './own-redis.ts'

/** How often we look whether the workers are done (ms). */
const lookMs = 2
/** Longest time that the workers may need for what is due at one moment (ms). */
const patienceMs = 60_000

class WorkerError extends Error {
  override readonly name = 'WorkerError'
}

/**
 * The worker programs as processes beside a replay: the replay sets the clock of its virtual
 * database, the workers fire what is due by it. Uses `REDIS_URL`, under a prefix of the demo's own;
 * without it, a redis-server that it starts and ends.
 */
export class Couriers implements AsyncDisposable {
  readonly #clock = new SystemClock()
  readonly #closing: (() => PromiseLike<unknown>)[] = []
  readonly #workers: ChildProcess[] = []
  #engine: Engine | undefined
  #dispatcher: Dispatcher | undefined

  /** Starts all of it on a database that exists. Throws an error with a sentence for people. */
  async open(engine: Engine, database: string): Promise<void> {
    const { redis, environment } = await this.#redis()
    this.#engine = engine
    const dispatcher = await openDispatcher({ engine, clock: this.#clock, redis, work: [] })
    this.#closing.push(() => dispatcher[Symbol.asyncDispose]())
    this.#dispatcher = dispatcher
    for (const work of ['timers', 'outbox']) {
      const worker = startWorker(work, { ...environment, ...databaseEnvironment(database) })
      this.#workers.push(worker)
      this.#closing.push(() => stopWorker(worker))
    }
  }

  committed(report: BatchReport): void {
    this.#dispatcher?.committed(report)
  }

  /** Sets the clock when something is due until then, and waits until the workers have fired it. */
  async bring(untilMs: number): Promise<void> {
    const engine = this.#open()
    if (!(await isDue(engine, untilMs))) return
    await engine.moveClock(untilMs)
    await this.#dispatcher?.tick()
    await this.#until(async () => !(await isDue(engine, untilMs)))
  }

  /** Waits until the workers have performed what is due; tells how many timers the queue fired. */
  async settle(): Promise<{ readonly byQueue: number; readonly all: number }> {
    const engine = this.#open()
    // One that is being performed is no longer due, but it is not done.
    await this.#until(async () => (await engine.condition()).outbox.pending === 0)
    return { byQueue: await engine.timersFired('queue'), all: await engine.timersFired() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.#closing.splice(0).toReversed()) await close()
  }

  #open(): Engine {
    if (this.#engine === undefined) throw new WorkerError('The workers were not started.')
    return this.#engine
  }

  async #redis(): Promise<{ redis: RedisConfig; environment: Record<string, string> }> {
    const { redis } = readConfig()
    if (redis !== null) {
      const prefix = `${redis.prefix}-demo`
      return { redis: { ...redis, prefix }, environment: { REDIS_PREFIX: prefix } }
    }
    const own = await OwnRedis.start()
    this.#closing.push(() => own[Symbol.asyncDispose]())
    const { url } = own
    const config = readConfig({ REDIS_URL: url })
    if (config.redis === null) throw new WorkerError(`There is no Redis at ${url}.`)
    const environment = { REDIS_URL: url, REDIS_PREFIX: config.redis.prefix }
    return { redis: config.redis, environment }
  }

  async #until(isSo: () => Promise<boolean>): Promise<void> {
    const endMs = this.#clock.nowMs() + patienceMs
    while (!(await isSo())) {
      const dead = this.#workers.find(({ exitCode, signalCode }) => exitCode ?? signalCode)
      if (dead) throw new WorkerError('A worker process ended; its words stand above.')
      if (this.#clock.nowMs() > endMs) {
        throw new WorkerError('The workers do not get on; mijlpaal doctor says what is stuck.')
      }
      await this.#clock.sleepUntil(this.#clock.nowMs() + lookMs)
    }
  }
}

const isDue = async (engine: Engine, untilMs: number): Promise<boolean> =>
  ((await engine.nextDueMs()) ?? Infinity) <= untilMs

const databaseEnvironment = (database: string): Record<string, string> =>
  /^postgres(ql)?:/.test(database)
    ? { DATABASE_URL: database }
    : { DATABASE_URL: '', MIJLPAAL_DATABASE: database }

/** As this file is run: the source or what was built of it. */
const extension = extname(fileURLToPath(import.meta.url))

/** What it has to say goes where our own complaints go. */
const startWorker = (work: string, environment: Record<string, string>): ChildProcess => {
  const program = fileURLToPath(new URL(`../../workers/${work}${extension}`, import.meta.url))
  return spawn(process.execPath, [...process.execArgv, program], {
    env: environmentWith({ ...environment, LOG_LEVEL: 'warn', PROBES_PORT: '' }),
    stdio: ['ignore', 2, 2],
  })
}

const stopWorker = async (worker: ChildProcess): Promise<void> => {
  if (worker.exitCode !== null || worker.signalCode !== null) return
  const ended = once(worker, 'exit')
  worker.kill()
  await ended
}
