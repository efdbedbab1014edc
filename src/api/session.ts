import type { FastifyReply } from 'fastify'
import type { SignedIn } from '../access/access.ts'
import { isoInstant } from '../programme/moments.ts'
import * as shape from './access-schemas.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { take } from './guard.ts'
import { refusals } from './schemas.ts'

/** `GET /me`, and `/session`: signing in and out. */
export async function session(server: ApiServer, context: ApiContext): Promise<void> {
  const { access, engine } = context
  server.get(
    '/me',
    { schema: { tags: ['access'], response: { 200: shape.meRef, ...refusals } } },
    async (request) => {
      const { person, label, organisation, roles, means } = callerOf(request)
      const held = means?.kind === 'session' ? means : null
      return {
        person,
        name: label,
        organisation,
        roles,
        by: held === null ? 'token' : 'session',
        method: held?.method ?? null,
        scope: means?.kind === 'token' ? means.scope : 'write',
        csrf: held?.csrf ?? null,
        until: held === null ? null : isoInstant(held.expiresMs),
        database: engine.isVirtual ? 'virtual' : 'live',
      }
    },
  )
  server.delete(
    '/session',
    { schema: { tags: ['access'], response: { 200: shape.signedOut, ...refusals } } },
    async (request, reply) => {
      const caller = callerOf(request)
      if (caller.means?.kind !== 'session') return { signedOut: false, providerUrl: null }
      const providerUrl = await access.signOut(caller.means, caller, request.id)
      reply.header('set-cookie', access.cookies.session(null))
      return { signedOut: true, providerUrl }
    },
  )
  await server.register(async (open: ApiServer) => waysIn(open, context))
}

/** What is open to all: who signs in is not known before. */
async function waysIn(server: ApiServer, { access }: ApiContext): Promise<void> {
  const config = { isOpen: true }
  const enter = (reply: FastifyReply, { secret, session: opened, person }: SignedIn) => {
    reply.header('set-cookie', access.cookies.session(secret))
    return { person, csrf: opened.csrf, until: isoInstant(opened.expiresMs) }
  }
  const response = { 200: shape.signedIn, ...refusals }
  server.get(
    '/session',
    { schema: { tags: ['access'], response: { 200: shape.waysIn, ...refusals } }, config },
    async () => ({
      methods: [...access.methods()],
      demo: access.demoPeople().map(({ id: person, name, roles }) => ({
        person,
        name,
        roles: roles.map(({ role }) => role),
      })),
    }),
  )
  server.post(
    '/session',
    { schema: { tags: ['access'], body: shape.signInBody, response }, config },
    async (request, reply) => {
      const { login, password } = request.body
      return enter(reply, take(await access.signIn(login, password, request)))
    },
  )
  server.post(
    '/session/link',
    { schema: { tags: ['access'], body: shape.linkBody, response }, config },
    async (request, reply) => {
      const { secret, password } = request.body
      return enter(reply, take(await access.signInByLink(secret, password, request)))
    },
  )
  server.post(
    '/session/demo',
    { schema: { tags: ['access'], body: shape.demoBody, response }, config },
    async (request, reply) =>
      enter(reply, take(await access.signInDemo(request.body.person, request))),
  )
}
