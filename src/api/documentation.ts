import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { latestEventTypes, payloadSchema } from '../programme/event-types.ts'
import type { ApiServer } from './context.ts'

const introduction = `Calls, projects, and the events that people send to them; what is published of
them, and calendars of their deadlines. Paths begin at the root of the server. Ids of projects hold
a slash: write it as %2F. Refusals are RFC 9457 problem details with the codes of docs/ERRORS.md.`

/** OpenAPI 3.1 of all routes that are registered on this server after this, and within it. */
export async function openApi(server: FastifyInstance): Promise<void> {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Mijlpaal', version: '1', description: introduction.replaceAll('\n', ' ') },
      tags: [
        { name: 'reading', description: 'What is' },
        { name: 'acting', description: 'What people do' },
        { name: 'access', description: 'Who people are, and how they get in' },
        { name: 'payments', description: 'What goes out to the bank, and what comes back' },
        { name: 'time', description: 'The clock of a virtual database' },
        { name: 'open', description: 'What is asked without signing in' },
      ],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'mijlpaal' },
          csrf: { type: 'apiKey', in: 'header', name: 'X-CSRF-Token' },
        },
      },
      security: [{ bearer: [] }, { session: [], csrf: [] }],
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => nameOf(json, index) },
    transform: ({ schema, url, route }) => {
      const open = route.config?.isOpen === true ? { security: [] } : {}
      return { schema: { ...withEventTypes(schema, url), ...open }, url }
    },
  })
}

/** The description at `/docs/json`, and pages to read it at `/docs`; open to all. */
export async function documentation(server: ApiServer): Promise<void> {
  await server.register(async (pages: ApiServer) => {
    pages.addHook('onRoute', (route) => {
      route.config = { ...route.config, isOpen: true }
    })
    await pages.register(swaggerUi, { routePrefix: '/docs', indexPrefix: '/api' })
  })
}

function nameOf({ $id }: { readonly $id?: unknown }, index: number): string {
  return typeof $id === 'string' ? $id : `shape-${index}`
}

type Schema = Record<string, unknown>

/** The route takes any event; which there are, with their payloads, the tables say. */
function withEventTypes(schema: object | undefined, url: string): Schema {
  const given = { ...schema } as Schema
  const machine = /\/(call|project)s\/:id\/events$/.exec(url)?.[1]
  if (machine === undefined || given['body'] === undefined) return given
  const types = Object.entries(latestEventTypes(machine as 'call' | 'project'))
  return {
    ...given,
    body: {
      oneOf: types.map(([type, entry]) => ({
        title: entry.label.en,
        type: 'object',
        required: ['type'],
        additionalProperties: false,
        properties: { type: { type: 'string', const: type }, data: payloadSchema(entry) },
      })),
    },
  }
}
