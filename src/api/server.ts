import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import type { Engine } from '../engine/index.ts'
import type { Logger } from '../logger.ts'
import type { Queries } from '../programme/queries.ts'
import { api, type ApiLimits } from './api.ts'
import { nobody, type Authenticator } from './authenticator.ts'
import { probes, type Probes } from './probes.ts'
import { sendProblem } from './problem.ts'

export interface ServerOptions {
  readonly engine: Engine
  readonly queries: Queries
  readonly logger: Logger
  /** What /readyz and /metrics tell. */
  readonly probes: Probes
  /** See {@link probes}. */
  readonly metricsToken: string | null
  /** Who says who a caller is; without one the API answers nobody. */
  readonly authenticator?: Authenticator
  readonly limits?: Partial<ApiLimits>
  /** How long a request may take to come in; default 30 s. */
  readonly requestTimeoutMs?: number
}

/**
 * The HTTP server with all of its routes, not yet listening. Each request has an id, its caller's
 * (`X-Request-Id`) or a new one, that goes with the answer, into the log and to the events.
 */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS } = options
  const server = fastify({
    // Its own log would hold paths and addresses; ours is written below.
    logger: false,
    genReqId: requestIdOf,
    bodyLimit: BODY_MAX,
    connectionTimeout: IDLE_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    // Node keeps to the limit of a request only where that of its head is no longer.
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 5000),
    },
    routerOptions: { maxParamLength: PARAM_MAX },
    frameworkErrors: (error, request, reply) => {
      void sendProblem(request, reply, error)
    },
  })
  logRequests(server, options.logger)
  server.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    const detail = status < 500 ? error.message : 'The request failed; the log says more.'
    return reply
      .code(status)
      .type('application/problem+json')
      .send({
        type: 'about:blank',
        title: status < 500 ? 'Bad request' : 'Internal server error',
        status,
        detail,
      })
  })
  await server.register(probes, { probes: options.probes, token: options.metricsToken })
  const { engine, queries, authenticator = nobody, limits = {} } = options
  await server.register(api, { prefix: '/api', engine, queries, authenticator, limits })
  return server
}

/** Bytes of a body, and characters of an id in a path. */
const BODY_MAX = 1_000_000
const PARAM_MAX = 1200
/** How long a request may take to come in, and a connection may be silent. */
const REQUEST_TIMEOUT_MS = 30_000
const IDLE_TIMEOUT_MS = 60_000

const SAFE_ID = /^[\w.:-]{1,64}$/

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SAFE_ID.test(given) ? given : randomUUID()
}

function logRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.addHook<object, FastifyError>('onError', async (request, _reply, error) => {
    if ((error.statusCode ?? 500) >= 500)
      logger.error('request failed', error, { requestId: request.id })
  })
  server.addHook('onResponse', async (request, reply) => {
    const { url: route = '', config } = request.routeOptions
    const fields = {
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: reply.elapsedTime,
      requestId: request.id,
    }
    if (config.isProbe === true) logger.debug('request answered', fields)
    else logger.info('request answered', fields)
  })
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked every few seconds by a machine, so it is logged at level debug only. */
    readonly isProbe?: boolean
  }
}
