import type { FastifyRequest } from 'fastify'
import type { Access } from '../access/access.ts'
import type { Actor } from '../access/audit.ts'
import type { Caller, Role } from '../access/caller.ts'
import type { Denied, Result } from '../access/refusal.ts'
import { hasRole } from './access.ts'
import { callerOf } from './context.ts'
import { Problem } from './problem.ts'

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * Whether the caller's means of being known let it change something: a session with its CSRF token,
 * a token with scope `write`. Errors: Problem `csrf`, `not-authorised`.
 */
export function checkMeans(access: Access, request: FastifyRequest, caller: Caller): void {
  const { means } = caller
  if (means === undefined || SAFE.includes(request.method)) return
  if (means.kind === 'token') {
    if (means.scope === 'write') return
    throw new Problem('not-authorised', 'This token only reads; take one of scope write.')
  }
  if (access.isCsrf(means, request.headers['x-csrf-token'])) return
  const detail = 'Send the CSRF token of your session, which GET /api/me tells, as X-CSRF-Token.'
  throw new Problem('csrf', detail)
}

/** What was done; a refusal becomes a problem. */
export function take<T>(result: Result<T>): T {
  if ('denied' in result) throw problemOf(result.denied)
  return result.done
}

export function problemOf({ code, message, field, retryAfter }: Denied): Problem {
  return new Problem(code, message, { field, retryAfter })
}

/** Who does what the request asks, for the audit. */
export function actorOf(request: FastifyRequest): Actor {
  return { person: callerOf(request).person, requestId: request.id }
}

/** For `preValidation`: who has none of the roles is refused before the body is looked at. */
export function onlyFor(...roles: readonly Role[]) {
  return async (request: FastifyRequest): Promise<void> => {
    const caller = callerOf(request)
    if (roles.some((role) => hasRole(caller, role))) return
    throw new Problem('not-authorised', `Only ${roles.join(' and ')} may do this.`)
  }
}
