import { fastify } from 'fastify'
import { described } from '../../src/api/described.ts'
import type { Access } from '../../src/access/access.ts'
import type { Engine } from '../../src/engine/index.ts'
import type { CalendarFeeds } from '../../src/programme/calendar-feeds.ts'
import type { Papers } from '../../src/programme/documents/papers.ts'
import { openDocumentNames, type OpenData } from '../../src/programme/publication/open-data.ts'
import type { Queries } from '../../src/programme/queries.ts'

/** What programs ask without a database behind it: its routes and its description can be read. */
async function bareServer() {
  const routes: string[] = []
  const server = fastify()
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url}`)
  })
  const [engine, queries, access] = [{} as Engine, {} as Queries, {} as Access]
  const papers = { files: { maxBytes: 1e6 } } as Papers
  await server.register(described, {
    api: { engine, queries, access, papers },
    open: { openData: {} as OpenData, perMinute: 1 },
    calendars: { engine, queries, access, calendarFeeds: {} as CalendarFeeds, perMinute: 1 },
  })
  await server.ready()
  return { server, routes }
}

/** Every route that programs ask, as `GET /api/calls/:id`. */
export async function routeTable(): Promise<readonly string[]> {
  const { server, routes } = await bareServer()
  await server.close()
  return [...new Set(routes)].toSorted()
}

/** What is published, for everybody: each route, and an address of voorbeeld that it takes. */
export const published: readonly (readonly [route: string, address: string])[] = [
  '/open/catalog.jsonld',
  ...['versions.json', ...openDocumentNames].map((name) => `/open/:call/${name}`),
  ...openDocumentNames.map((name) => `/open/:call/v:version/${name}`),
].map((path) => [`GET ${path}`, path.replace(':call', 'voorbeeld').replace(':version', '1')])

/** The OpenAPI document, as the committed file holds it. */
export async function openApiText(): Promise<string> {
  const { server } = await bareServer()
  const { payload } = await server.inject('/api/docs/json')
  await server.close()
  return `${JSON.stringify(JSON.parse(payload), null, 2)}\n`
}
