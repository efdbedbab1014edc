import helmet from '@fastify/helmet'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import type { TSchema } from 'typebox'
import { payloadGuard } from '../engine/payload.ts'
import { SystemClock, type Engine } from '../engine/index.ts'
import { Diagrams } from '../programme/diagram.ts'
import type { Papers } from '../programme/documents/papers.ts'
import { Forecasts } from '../programme/forecast/forecasts.ts'
import type { Queries } from '../programme/queries.ts'
import type { Access } from '../access/access.ts'
import type { Authenticator } from '../access/caller.ts'
import { namedAccess } from './access-schemas.ts'
import { audit } from './audit.ts'
import { calendars } from './calendars.ts'
import { calls } from './calls.ts'
import { clock } from './clock.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { accountsCheck } from './accounts-check.ts'
import { completenessRoute } from './completeness.ts'
import { deadlineMoves } from './deadline-moves.ts'
import { documentation } from './documentation.ts'
import { events } from './events.ts'
import { forecasts } from './forecast.ts'
import { forecastShapes } from './forecast-schemas.ts'
import { fileRoutes } from './files.ts'
import { imports } from './imports.ts'
import { checkMeans } from './guard.ts'
import { inbox } from './inbox.ts'
import { parseBody } from './json-body.ts'
import { letterRoutes } from './letters.ts'
import { LogTail } from './log-tail.ts'
import { movePreview } from './move-schemas.ts'
import { payments } from './payments.ts'
import { Problem, sendProblem } from './problem.ts'
import { projectRoutes } from './project.ts'
import { projectList } from './project-list.ts'
import { limitRates, usualRates, type RateLimits } from './rate-limits.ts'
import { named } from './schemas.ts'
import { securityHeaders } from './security-policy.ts'
import { session } from './session.ts'
import { stream } from './stream.ts'
import { tokens } from './tokens.ts'
import { users } from './users.ts'
import { workbooks } from './workbooks.ts'

export interface ApiOptions {
  readonly engine: Engine
  readonly queries: Queries
  readonly access: Access
  readonly papers: Papers
  /** Who says who a caller is; default {@link Access}. */
  readonly authenticator?: Authenticator
  /** Shared with whoever else forecasts in this process; default its own. */
  readonly forecasts?: Forecasts
  readonly limits?: Partial<ApiLimits>
}

export interface ApiLimits extends RateLimits {
  /** Streams that one person may have open. */
  readonly streams: number
  /** How often a silent stream says that it lives (ms). */
  readonly heartbeatMs: number
}

const usualLimits: ApiLimits = { ...usualRates, streams: 5, heartbeatMs: 15_000 }

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

/** Everything under `/api`: one plugin, with its own parser, errors, limits and sign-in. */
export async function api(server: FastifyInstance, options: ApiOptions): Promise<void> {
  const limits = { ...usualLimits, ...options.limits }
  const { authenticator = options.access } = options
  const context: ApiContext = {
    engine: options.engine,
    queries: options.queries,
    access: options.access,
    papers: options.papers,
    diagrams: new Diagrams(options.engine),
    forecasts: options.forecasts ?? new Forecasts(options.engine),
    tail: new LogTail(new SystemClock()),
    streamsPerCaller: limits.streams,
    heartbeatMs: limits.heartbeatMs,
  }
  server.decorateRequest('caller', null)
  server.decorateRequest('target', null)
  server.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  takeJsonOnly(server)
  checkBySchema(server)
  await server.register(helmet, securityHeaders)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (options.engine.isVirtual) reply.header('x-mijlpaal-database', 'virtual')
    if (request.routeOptions.config.isOpen === true) return
    request.caller = await authenticator.authenticate(request)
  })
  await limitRates(server, limits)
  // After the limit, before the body is read.
  server.addHook('preParsing', async (request) => {
    if (request.routeOptions.config.isOpen === true) return
    checkMeans(options.access, request, callerOf(request))
  })
  server.setNotFoundHandler(() => {
    throw new Problem('not-found', 'There is nothing at this address.')
  })
  for (const schema of [...named, ...namedAccess, movePreview, ...forecastShapes]) {
    server.addSchema(schema)
  }
  const typed = server as unknown as ApiServer
  await documentation(typed)
  await typed.register(async (routes: ApiServer) => {
    await calls(routes, context)
    await imports(routes, context)
    await projectList(routes, context)
    await projectRoutes(routes, context)
    await letterRoutes(routes, context)
    await fileRoutes(routes, context)
    await events({ machine: 'call', path: '/calls' })(routes, context)
    await events({ machine: 'project', path: '/projects' })(routes, context)
    await deadlineMoves(routes, context)
    await payments(routes, context)
    await workbooks(routes, context)
    await completenessRoute(routes, context)
    await accountsCheck(routes, context)
    await inbox(routes, context)
    await forecasts(routes, context)
    await stream(routes, context)
    await clock(routes, context)
    await session(routes, context)
    await tokens(routes, context)
    await calendars(routes, context)
    await users(routes, context)
    await audit(routes, context)
  })
}

function takeJsonOnly(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    JSON_TYPE,
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      const encoding = request.headers['content-encoding'] ?? 'identity'
      if (encoding !== 'identity') {
        throw new Problem('unsupported-media-type', 'Send the body without content encoding.')
      }
      return parseBody(body)
    },
  )
}

/** The schemas of the routes are checked as the runtime checks payloads, in the same words. */
function checkBySchema(server: FastifyInstance): void {
  server.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
    const isText = httpPart !== 'body'
    const guard = payloadGuard({
      schema: httpPart === 'headers' ? { ...schema, additionalProperties: true } : schema,
    })
    return (given: unknown) => {
      const value = isText ? Value.Convert(schema, Value.Clone(given)) : given
      const refused = guard.check(value)
      if (refused === null) return { value }
      return { error: new Problem(refused.code, `${refused.message}.`, { field: refused.field }) }
    }
  })
  server.setSerializerCompiler(() => (data) => JSON.stringify(data))
}
