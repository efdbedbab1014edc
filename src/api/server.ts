import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import helmet from '@fastify/helmet'
import { fastify, type FastifyError, type FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Authenticator } from '../access/caller.ts'
import type { Engine } from '../engine/index.ts'
import type { Logger } from '../logger.ts'
import type { Papers } from '../programme/documents/papers.ts'
import type { Forecasts } from '../programme/forecast/forecasts.ts'
import type { CalendarFeeds } from '../programme/calendar-feeds.ts'
import type { OpenData } from '../programme/publication/open-data.ts'
import type { Queries } from '../programme/queries.ts'
import type { ApiLimits } from './api.ts'
import { described } from './described.ts'
import { oidc, type OidcOptions } from './oidc.ts'
import { probes, type Probes } from './probes.ts'
import { Problem, sendProblem } from './problem.ts'
import { securityHeaders } from './security-policy.ts'
import { handOn, refuseUnreadable } from './unreadable.ts'

export interface ProbesServerOptions {
  readonly logger: Logger
  /** What /readyz and /metrics tell. */
  readonly probes: Probes
  /** See {@link probes}. */
  readonly metricsToken: string | null
  /** Addresses and networks of proxies that say truly for whom they ask; default none. */
  readonly proxies?: readonly string[]
  /** How long a request may take to come in; default 30 s. */
  readonly requestTimeoutMs?: number
}

export interface ServerOptions extends ProbesServerOptions {
  readonly engine: Engine
  readonly queries: Queries
  readonly access: Access
  readonly papers: Papers
  readonly openData: OpenData
  readonly calendarFeeds: CalendarFeeds
  /** Who says who a caller is; default {@link Access}. */
  readonly authenticator?: Authenticator
  readonly limits?: Partial<ApiLimits>
  /** Default its own. */
  readonly forecasts?: Forecasts
  /** See {@link oidc}. */
  readonly onSignInProblem?: OidcOptions['onProblem']
}

/**
 * The HTTP server with all of its routes, not yet listening. Each request has an id, its caller's
 * (`X-Request-Id`) or a new one, that goes with the answer, into the log and to the events.
 */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const server = await buildProbesServer(options)
  const { engine, queries, access, papers, openData, calendarFeeds, forecasts } = options
  const { authenticator = access, limits = {} } = options
  const { strangers: perMinute = STRANGERS, reads: openPerMinute = OPEN_READS } = limits
  const shared = forecasts === undefined ? {} : { forecasts }
  await server.register(described, {
    api: { engine, queries, access, papers, authenticator, limits, ...shared },
    open: { openData, perMinute: openPerMinute },
    calendars: { engine, queries, access, calendarFeeds, perMinute },
  })
  const { onSignInProblem: onProblem } = options
  const more = onProblem === undefined ? {} : { onProblem }
  await server.register(oidc, { prefix: '/oidc', access, perMinute, ...more })
  return server
}

/** The same with its probes alone, for a process that serves nothing else. */
export async function buildProbesServer(options: ProbesServerOptions): Promise<FastifyInstance> {
  const { requestTimeoutMs = REQUEST_TIMEOUT_MS, proxies = [] } = options
  const server: FastifyInstance = fastify({
    // Its own log would hold paths and addresses; ours is written below.
    logger: false,
    genReqId: requestIdOf,
    trustProxy: proxies.length === 0 ? false : [...proxies],
    bodyLimit: BODY_MAX,
    connectionTimeout: IDLE_TIMEOUT_MS,
    requestTimeout: requestTimeoutMs,
    // Node keeps to the limit of a request only where that of its head is no longer.
    http: {
      headersTimeout: requestTimeoutMs,
      connectionsCheckingInterval: Math.min(requestTimeoutMs, 5000),
    },
    routerOptions: { maxParamLength: PARAM_MAX },
    frameworkErrors: (error, request, reply) => handOn(server, error, request, reply),
  })
  logRequests(server, options.logger)
  refuseUnreadable(server)
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
  await server.register(elsewhere)
  return server
}

/** Addresses that nobody has. */
async function elsewhere(server: FastifyInstance): Promise<void> {
  server.setErrorHandler((error, request, reply) =>
    // What was asked may be a secret address, mistyped: an answer does not repeat it.
    sendProblem(request, reply, error, '/'),
  )
  await server.register(helmet, securityHeaders)
  server.setNotFoundHandler(() => {
    throw new Problem('not-found', 'There is nothing at this address.')
  })
}

/** Bytes of a body, and characters of an id in a path. */
const BODY_MAX = 1_000_000
const PARAM_MAX = 1200
/** How long a request may take to come in, and a connection may be silent. */
const REQUEST_TIMEOUT_MS = 30_000
const IDLE_TIMEOUT_MS = 60_000

/** Requests a minute to sign in at the provider, from one address. */
const STRANGERS = 60

/** Requests a minute for what is published, from one address. */
const OPEN_READS = 600

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
