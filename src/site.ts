import type { FastifyInstance } from 'fastify'
import { buildServer, type ProbesServerOptions } from './api/server.ts'
import type { App } from './app.ts'
import type { RedisConfig, SiteConfig } from './config.ts'
import { operationsOf } from './examination.ts'
import { Diagrams } from './programme/diagram.ts'
import { Forecasts } from './programme/forecast/forecasts.ts'
import { sendProblemPage } from './web/error-pages.tsx'
import { openSite } from './web/site.ts'
import { webPeople } from './web/people.ts'
import { web } from './web/web.ts'

export interface SiteOptions extends ProbesServerOptions {
  /** Whose pages these are. */
  readonly site: SiteConfig
  /** What the page of operations looks at; null without queues. */
  readonly redis: RedisConfig | null
}

/** The server with its API and its pages, not yet listening. */
export async function buildSite(app: App, options: SiteOptions): Promise<FastifyInstance> {
  const { engine, queries, access, papers, openData, calendarFeeds } = app
  const site = openSite(options.site)
  const forecasts = new Forecasts(engine)
  const server = await buildServer({
    ...options,
    engine,
    queries,
    access,
    papers,
    openData,
    calendarFeeds,
    forecasts,
    onSignInProblem: (request, reply, problem) => sendProblemPage(site, request, reply, problem),
  })
  const diagrams = new Diagrams(engine)
  await server.register(web, {
    engine,
    queries,
    access,
    papers,
    openData,
    diagrams,
    forecasts,
    people: webPeople(access),
    operations: operationsOf(app, options.redis),
    site,
  })
  return server
}
