import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import {
  descriptionOf,
  linkedType,
  mediaTypeOf,
  openDocumentNames,
  type OpenData,
  type OpenDocument,
} from '../programme/publication/open-data.ts'
import type { ApiServer } from './context.ts'
import * as shape from './open-schemas.ts'
import { openToAll } from './open-to-all.ts'
import { Problem, sendProblem } from './problem.ts'
import { securityHeaders } from './security-policy.ts'

export interface OpenOptions {
  readonly openData: OpenData
  /** Requests a minute, of one address. */
  readonly perMinute: number
}

/** What never changes may be kept for a year; what is current is asked again after a minute. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const CURRENT = 'public, max-age=60'

/**
 * The documents under `/open`, for everybody and from every page: no sign-in, no cookie. Each is
 * there at its version for ever, and at the call for the latest.
 */
export async function openDocuments(
  server: FastifyInstance,
  { openData, perMinute }: OpenOptions,
): Promise<void> {
  server.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*')
    reply.header('access-control-expose-headers', 'ETag')
  })
  const headers = { ...securityHeaders, crossOriginResourcePolicy: false }
  await openToAll(server, { perMinute, headers, nothing: nothingHere })
  for (const schema of shape.namedOpen) server.addSchema(schema)
  server.options('/*', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'GET, HEAD')
      .header('access-control-allow-headers', 'If-None-Match')
      .header('access-control-max-age', '86400')
      .code(204)
      .send(),
  )
  documents(server, openData)
}

/** What every route here has in common. */
export const openRoute = {
  tags: ['open'],
  headers: shape.conditionHeaders,
} as const

function documents(server: ApiServer, openData: OpenData): void {
  const { answers } = shape
  const catalogue = answers('All calls, by DCAT-AP 3.', linkedType, shape.catalogueRef)
  server.get(
    '/catalog.jsonld',
    { schema: { ...openRoute, response: catalogue } },
    async (request, reply) => send(request, reply, await openData.catalogue(), CURRENT),
  )
  const versions = answers('Every version of a call.', 'application/json', shape.versionsRef)
  server.get(
    '/:call/versions.json',
    { schema: { ...openRoute, params: shape.callParams, response: versions } },
    async (request, reply) =>
      send(request, reply, await openData.versions(request.params.call), CURRENT),
  )
  for (const name of openDocumentNames) {
    const response = answers(descriptionOf(name), mediaTypeOf(name), shape.documentShapes[name])
    server.get(
      `/:call/${name}`,
      { schema: { ...openRoute, params: shape.callParams, response } },
      async (request, reply) =>
        send(request, reply, await openData.document(request.params.call, null, name), CURRENT),
    )
    server.get(
      `/:call/v:version/${name}`,
      { schema: { ...openRoute, params: shape.versionParams, response } },
      async (request, reply) => {
        const { call, version } = request.params
        const document = await openData.document(call, Number(version), name)
        return send(request, reply, document, FOR_EVER)
      },
    )
  }
}

/** The number of a version; null for what is none. */
export function versionIn(text: string): number | null {
  return Value.Check(shape.version, text) ? Number(text) : null
}

function nothingHere(): Problem {
  return new Problem('not-found', 'Nothing is published at this address.')
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  document: OpenDocument | undefined,
  keep: string,
): FastifyReply {
  if (document === undefined) throw nothingHere()
  return sendText(request, reply, document, keep)
}

/** Sends a text, unless who asks has it already. */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  { text, contentType, etag }: OpenDocument,
  keep: string,
): FastifyReply {
  reply.header('etag', etag).header('cache-control', keep)
  if (isSame(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(contentType).send(text)
}

/** Whether who asks has these bytes; a mark of weakness makes no difference here (RFC 9110 §13.1.2). */
export function isSame(given: string | undefined, etag: string): boolean {
  if (given === undefined) return false
  if (given.trim() === '*') return true
  return given.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
