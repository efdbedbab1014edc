import { fastify } from 'fastify'
import { api } from '../../src/api/api.ts'
import { nobody } from '../../src/api/authenticator.ts'
import type { Engine } from '../../src/engine/index.ts'
import type { Queries } from '../../src/programme/queries.ts'

/** The API without a database behind it: its routes and its description can be read. */
async function bareApi() {
  const routes: string[] = []
  const server = fastify()
  server.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url}`)
  })
  const [engine, queries] = [{} as Engine, {} as Queries]
  await server.register(api, { prefix: '/api', engine, queries, authenticator: nobody })
  await server.ready()
  return { server, routes }
}

/** Every route of the API, as `GET /api/calls/:id`. */
export async function routeTable(): Promise<readonly string[]> {
  const { server, routes } = await bareApi()
  await server.close()
  return [...new Set(routes)].toSorted()
}

/** The OpenAPI document, as the committed file holds it. */
export async function openApiText(): Promise<string> {
  const { server } = await bareApi()
  const { payload } = await server.inject('/api/docs/json')
  await server.close()
  return `${JSON.stringify(JSON.parse(payload), null, 2)}\n`
}
