import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import { problemOf } from './guard.ts'
import { Problem, sendProblem } from './problem.ts'
import { securityHeaders } from './security-policy.ts'

export interface OidcOptions {
  readonly access: Access
  /** Requests a minute from one address. */
  readonly perMinute: number
  /** How a sign-in that failed is told to a person; default problem details. */
  readonly onProblem?: (request: FastifyRequest, reply: FastifyReply, problem: Problem) => unknown
}

/**
 * Signing in at a provider of OpenID Connect: `GET /oidc/start?return=/…`, `GET /oidc/callback`,
 * and `POST /oidc/logout`, which ends the session here and then there.
 */
export async function oidc(server: FastifyInstance, options: OidcOptions): Promise<void> {
  const { access, perMinute, onProblem = sendProblem } = options
  server.setErrorHandler((error, request, reply) =>
    error instanceof Problem
      ? onProblem(request, reply, error)
      : sendProblem(request, reply, error),
  )
  await server.register(helmet, securityHeaders)
  await server.register(formbody)
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  await server.register(rateLimit, {
    timeWindow: 60_000,
    max: perMinute,
    errorResponseBuilder: (_request, { ttl }) =>
      new Problem('too-many-requests', `Try again in ${Math.ceil(ttl / 1000)} s.`),
  })
  server.get<{ Querystring: { readonly return?: unknown } }>('/start', async (request, reply) => {
    const { return: returnTo = '/' } = request.query
    const begun = await access.beginOidc(typeof returnTo === 'string' ? returnTo : '', request)
    if ('denied' in begun) throw problemOf(begun.denied)
    return reply.header('set-cookie', begun.done.cookie).redirect(begun.done.url, 303)
  })
  server.get('/callback', async (request, reply) => {
    const { search } = new URL(request.url, 'http://here.invalid')
    const finished = await access.finishOidc(search, request)
    if ('denied' in finished) throw problemOf(finished.denied)
    const { secret, returnTo } = finished.done
    return reply.header('set-cookie', access.cookies.session(secret)).redirect(returnTo, 303)
  })
  server.post<{ Body: { readonly csrf?: unknown } | null }>('/logout', async (request, reply) => {
    const caller = await access.authenticate(request)
    if (caller?.means?.kind !== 'session') {
      throw new Problem('not-authenticated', 'Nobody is signed in here.')
    }
    const given = request.headers['x-csrf-token'] ?? request.body?.csrf
    if (!access.isCsrf(caller.means, given)) {
      throw new Problem('csrf', 'Sign out from a page of this site.')
    }
    const url = await access.signOut(caller.means, caller, request.id)
    reply.header('set-cookie', access.cookies.session(null))
    return url === null ? reply.redirect('/', 303) : reply.type('text/html').send(onTo(url))
  })
}

/** A page, not a redirect: browsers let no form end up at another site under `form-action 'self'`. */
function onTo(url: string): string {
  const safe = url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return [
    '<!doctype html><html lang="nl"><head><meta charset="utf-8">',
    `<meta http-equiv="refresh" content="0;url=${safe}"><title>Afgemeld</title></head>`,
    `<body><p>U bent hier afgemeld. <a href="${safe}">Meld u ook af bij de aanmelddienst</a>.</p>`,
    `<p lang="en">You are signed out here. Go on to the sign-in service.</p></body></html>`,
  ].join('\n')
}
