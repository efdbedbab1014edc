import type { FastifyRequest } from 'fastify'
import type { TokenInfo } from '../access/tokens.ts'
import { isoInstant } from '../programme/moments.ts'
import * as shape from './access-schemas.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { actorOf, take } from './guard.ts'
import { Problem } from './problem.ts'
import { refusals } from './schemas.ts'

/** `/tokens`: the caller's own. */
export async function tokens(server: ApiServer, { access }: ApiContext): Promise<void> {
  const tags = ['access']
  server.get(
    '/tokens',
    { schema: { tags, response: { 200: shape.tokenList, ...refusals } } },
    async (request) => {
      const own = await access.tokens.list(callerOf(request).person)
      return { items: own.map(shapeOf) }
    },
  )
  server.post(
    '/tokens',
    {
      schema: { tags, body: shape.tokenBody, response: { 200: shape.newToken, ...refusals } },
      preValidation: notByToken,
    },
    async (request) => {
      const actor = actorOf(request)
      const { secret, ...token } = take(await access.tokens.add(actor.person, request.body, actor))
      return { secret, token: shapeOf(token) }
    },
  )
  server.delete(
    '/tokens/:id',
    {
      schema: {
        tags,
        params: shape.accessId,
        response: { 200: shape.tokenAnswer, ...refusals },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      return shapeOf(take(await access.tokens.revoke(request.params.id, actor.person, actor)))
    },
  )
}

/** A token that could make others would outlive its own end. */
async function notByToken(request: FastifyRequest): Promise<void> {
  if (callerOf(request).means?.kind !== 'token') return
  throw new Problem('not-authorised', 'A token makes no tokens; sign in to make one.')
}

function shapeOf(token: TokenInfo): shape.TokenShape {
  const { id, name, scope, createdMs, expiresMs, usedMs, revokedMs } = token
  return {
    id,
    name,
    scope,
    createdAt: isoInstant(createdMs),
    expiresAt: isoInstant(expiresMs),
    usedAt: usedMs === null ? null : isoInstant(usedMs),
    revokedAt: revokedMs === null ? null : isoInstant(revokedMs),
  }
}
