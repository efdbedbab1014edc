import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import type { Engine } from '../engine/index.ts'
import type { Logger } from '../logger.ts'
import type { Queries } from '../programme/queries.ts'
import { probes, type Probes } from './probes.ts'

export interface ServerOptions {
  readonly engine: Engine
  readonly queries: Queries
  readonly logger: Logger
  /** What /readyz and /metrics tell. */
  readonly probes: Probes
  /** See {@link probes}. */
  readonly metricsToken: string | null
}

/**
 * The HTTP server with all of its routes, not yet listening. Each request has an id, its caller's
 * (`X-Request-Id`) or a new one, that goes with the answer, into the log and to the events.
 */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = fastify({
    // Its own log would hold paths and addresses; ours is written below.
    logger: false,
    genReqId: requestIdOf,
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
  return server
}

const SAFE_ID = /^[\w.:-]{1,64}$/

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SAFE_ID.test(given) ? given : randomUUID()
}

function logRequests(server: FastifyInstance, logger: Logger): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  server.addHook('onError', async (request, reply, error) => {
    if (reply.statusCode >= 500) logger.error('request failed', error, { requestId: request.id })
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
