import { openSync } from 'node:fs'
import pino from 'pino'
import type { Access } from '../../src/access/access.ts'
import type { ApiLimits } from '../../src/api/api.ts'
import { buildServer } from '../../src/api/server.ts'
import type { BatchReport, Engine } from '../../src/engine/index.ts'
import { openLogger } from '../../src/logger.ts'
import { logBatch } from '../../src/operating/batch-log.ts'
import { Metrics } from '../../src/operating/metrics.ts'
import type { Papers } from '../../src/programme/documents/papers.ts'
import type { CalendarFeeds } from '../../src/programme/calendar-feeds.ts'
import type { OpenData } from '../../src/programme/publication/open-data.ts'
import type { Queries } from '../../src/programme/queries.ts'

const boundless: ApiLimits = {
  reads: 1e9,
  writes: 1e9,
  drawings: 1e9,
  forecasts: 1e9,
  strangers: 1e9,
  streams: 5,
  heartbeatMs: 15_000,
}

/** What `serve` adds to an engine: log and metrics. The log goes nowhere, but is written. */
export const operating = (look: () => Engine) => {
  const logger = openLogger({
    level: 'info',
    destination: pino.destination({ fd: openSync('/dev/null', 'w'), sync: true }),
  })
  const metrics = new Metrics(async () => ({
    condition: await look().condition(),
    dispatchers: await look().dispatchers(),
  }))
  const onBatch = (report: BatchReport): void => {
    metrics.committed(report)
    logBatch(logger, report)
  }
  return { logger, metrics, onBatch }
}

/** What the API needs. */
interface Served {
  readonly engine: Engine
  readonly queries: Queries
  readonly access: Access
  readonly papers: Papers
  readonly openData: OpenData
  readonly calendarFeeds: CalendarFeeds
}

/** The API as it ships, but for its rate limits, at a free port of this host. */
export const listening = async (
  { engine, queries, access, papers, openData, calendarFeeds }: Served,
  { logger, metrics }: ReturnType<typeof operating>,
): Promise<AsyncDisposable & { readonly url: string }> => {
  const server = await buildServer({
    engine,
    queries,
    access,
    papers,
    openData,
    calendarFeeds,
    logger,
    probes: { readiness: async () => [], metrics: () => metrics.read() },
    metricsToken: null,
    limits: boundless,
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return { url, [Symbol.asyncDispose]: () => server.close() }
}
