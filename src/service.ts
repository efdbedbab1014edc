import { openApp, type App } from './app.ts'
import type { RedisConfig, ServerConfig, SiteConfig } from './config.ts'
import { Complaints } from './dispatch/complaints.ts'
import { openDispatcher, type Work } from './dispatch/open.ts'
import { SystemClock, type BatchReport, type Dispatcher } from './engine/index.ts'
import type { Logger } from './logger.ts'
import { logBatch } from './operating/batch-log.ts'
import { dispatchClock } from './operating/dispatch-clock.ts'
import { Metrics } from './operating/metrics.ts'
import { readiness } from './operating/readiness.ts'
import { within } from './operating/time-limit.ts'
import { plainSite } from './web/site.ts'

export interface ServiceOptions {
  /** SQLite file or `postgres://` URL of a database that exists already. */
  readonly database: string
  readonly logger: Logger
  /** Where to listen; null fires timers and performs effects, and serves nobody. */
  readonly server: ServerConfig | null
  /** Without `server`, where to listen for those who ask how it goes, and nobody else. */
  readonly probes?: ServerConfig | null
  /** Whose pages these are; needed by who serves them. */
  readonly site?: SiteConfig
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
  const { database, logger } = options
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
    const listening = await listen(options, app, metrics)
    if (listening !== null) closing.push(listening.close)
    dispatcher.start()
    if (listening !== null) {
      const { hostname: host, port } = new URL(listening.url)
      logger.info('listening', { host, port: Number(port) })
    }
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

/** All that is served, or the probes alone, or nothing. */
async function listen(
  { server: served, probes: probed = null, site = plainSite, redis, logger }: ServiceOptions,
  app: App,
  metrics: Metrics,
) {
  const config = served ?? probed
  if (config === null) return null
  const clock = new SystemClock()
  const { engine, unknownMigrations } = app
  const { host, port, metricsToken } = config
  const base = {
    logger,
    proxies: config.proxies,
    probes: {
      readiness: () => readiness({ engine, unknownMigrations, clock }),
      metrics: () => metrics.read(),
    },
    metricsToken,
  }
  const server =
    served === null
      ? await (await import('./api/server.ts')).buildProbesServer(base)
      : await (await import('./site.ts')).buildSite(app, { ...base, site, redis })
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
    const remedy = `set HOST or ${served === null ? 'PROBES_PORT' : 'PORT'} to what is free`
    const what = `Nothing can listen at ${host}, port ${port} (${code}); ${remedy}.`
    throw new ListenError(what, { cause: error })
  }
}
