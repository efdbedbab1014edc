import { buildServer } from './api/server.ts'
import { openApp, type App } from './app.ts'
import type { RedisConfig, ServerConfig } from './config.ts'
import { Complaints } from './dispatch/complaints.ts'
import { openDispatcher, type Work } from './dispatch/open.ts'
import { SystemClock, type BatchReport, type Dispatcher } from './engine/index.ts'
import type { Logger } from './logger.ts'
import { logBatch } from './operating/batch-log.ts'
import { dispatchClock } from './operating/dispatch-clock.ts'
import { Metrics } from './operating/metrics.ts'
import { readiness } from './operating/readiness.ts'
import { within } from './operating/time-limit.ts'

export interface ServiceOptions {
  /** SQLite file or `postgres://` URL of a database that exists already. */
  readonly database: string
  readonly logger: Logger
  /** Where to listen; null fires timers and performs effects, and serves nobody. */
  readonly server: ServerConfig | null
  /** Null: nothing is brought through queues. */
  readonly redis: RedisConfig | null
  /** With Redis, what this process takes from the queues; default all. */
  readonly work?: readonly Work[]
}

/** A process that works on a database until it is disposed of: what it has begun, it finishes. */
export interface Service extends AsyncDisposable {
  readonly app: App
  /** Where it listens, as `http://127.0.0.1:3000`; null when it serves nobody. */
  readonly url: string | null
}

/** How long answers that are being given may hold up the end (ms). */
const answersWithinMs = 3000

/** Puts system, dispatcher and server together and sets them to work. */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { database, logger, server } = options
  const closing: (() => Promise<void>)[] = []
  const close = async () => {
    const failures: unknown[] = []
    for (const each of closing.splice(0).toReversed()) {
      await each().catch((error: unknown) => failures.push(error))
    }
    if (failures.length > 0) throw failures[0]
  }
  try {
    const listeners: ((report: BatchReport) => void)[] = []
    const onBatch = tellAll(listeners, logger)
    const app = await openApp({ database, kind: 'existing', mustExist: true, onBatch })
    closing.push(async () => {
      await app[Symbol.asyncDispose]()
    })
    const metrics = new Metrics(async () => ({
      condition: await app.engine.condition(),
      dispatchers: await app.engine.dispatchers(),
    }))
    const dispatcher = await dispatcherOf(app, options)
    closing.push(async () => {
      await dispatcher[Symbol.asyncDispose]()
    })
    listeners.push(
      (report) => dispatcher.committed(report),
      (report) => metrics.committed(report),
      (report) => logBatch(logger, report),
    )
    const listening = server === null ? null : await listen(server, app, metrics, logger)
    if (listening !== null) closing.push(listening.close)
    dispatcher.start()
    return { app, url: listening?.url ?? null, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

/** A listener that fails must not undo the batch that it is told of: that is committed. */
function tellAll(listeners: readonly ((report: BatchReport) => void)[], logger: Logger) {
  return (report: BatchReport): void => {
    for (const listener of listeners) {
      try {
        listener(report)
      } catch (error) {
        logger.error('work failed', error)
      }
    }
  }
}

function dispatcherOf(
  { engine }: App,
  { logger, redis, work }: ServiceOptions,
): Promise<Dispatcher> {
  const log = (error: unknown) => logger.error('work failed', error)
  const complaints = new Complaints(log, new SystemClock())
  const onError = (error: unknown) => complaints.tell(error)
  const clock = dispatchClock(engine)
  return openDispatcher({ engine, clock, redis, onError, ...(work ? { work } : {}) })
}

/** The port is taken, or may not be had. */
class ListenError extends Error {
  override readonly name = 'ListenError'
}

async function listen(config: ServerConfig, app: App, metrics: Metrics, logger: Logger) {
  const clock = new SystemClock()
  const { engine, queries, unknownMigrations } = app
  const server = await buildServer({
    engine,
    queries,
    logger,
    probes: {
      readiness: () => readiness({ engine, unknownMigrations, clock }),
      metrics: () => metrics.read(),
    },
    metricsToken: config.metricsToken,
  })
  const { host, port } = config
  try {
    const url = await server.listen({ host, port })
    return {
      url,
      close: async () => {
        const closed = server.close()
        await within(clock, answersWithinMs, closed).catch(() =>
          server.server.closeAllConnections(),
        )
        await closed
      },
    }
  } catch (error) {
    await server.close()
    const { code = 'unknown' } = error as { readonly code?: string }
    throw new ListenError(
      `Nothing can listen at ${host}, port ${port} (${code}); set HOST or PORT to what is free.`,
      { cause: error },
    )
  }
}
