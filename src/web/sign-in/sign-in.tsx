import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Access, SignedIn } from '../../access/access.ts'
import type { Denied, Result } from '../../access/refusal.ts'
import { Problem } from '../../api/problem.ts'
import { ownPath } from '../paths.ts'
import type { Site } from '../site.ts'
import { localeOf, sendPage } from '../visit.ts'
import { linkPage, signedInPage, signInPage } from './sign-in-view.tsx'

/** The ways in, for people: by password, at a provider, as one of the demo's people, by a link. */
export async function signIn(server: FastifyInstance, access: Access, site: Site): Promise<void> {
  const config = { isOpen: true }
  const show = (request: FastifyRequest, reply: FastifyReply, more: More = {}) => {
    const { return: back } = { ...fieldsOf(request.query), ...fieldsOf(request.body) }
    const html = signInPage(localeOf(request), {
      methods: access.methods(),
      people: access.demoPeople(),
      returnTo: ownPath(back),
      login: more.login ?? '',
      denied: more.denied ?? null,
      site,
    })
    return sendPage(noStore(reply), html, statusOf(more.denied))
  }
  const enter = (
    request: FastifyRequest,
    reply: FastifyReply,
    result: Result<SignedIn>,
    login?: string,
  ) => {
    if ('denied' in result) {
      return show(request, reply, { denied: result.denied, ...(login ? { login } : {}) })
    }
    const { return: back } = fieldsOf(request.body)
    return reply
      .header('set-cookie', access.cookies.session(result.done.secret))
      .redirect(ownPath(back), 303)
  }
  server.get('/sign-in', { config }, async (request, reply) => show(request, reply))
  server.post('/sign-in', { config }, async (request, reply) => {
    const { login = '', password = '' } = fieldsOf(request.body)
    return enter(request, reply, await access.signIn(login, password, request), login)
  })
  server.post('/sign-in/demo', { config }, async (request, reply) => {
    const { person = '' } = fieldsOf(request.body)
    return enter(request, reply, await access.signInDemo(person, request))
  })
  server.get('/sign-in/link', { config }, async (request, reply) =>
    sendPage(noStore(reply), linkPage(localeOf(request), { secret: '', denied: null, site })),
  )
  server.post('/sign-in/link', { config }, async (request, reply) => {
    const { secret = '', password = '' } = fieldsOf(request.body)
    const result = await access.signInByLink(secret.trim(), password, request)
    if (!('denied' in result)) return enter(request, reply, result)
    const { denied } = result
    const html = linkPage(localeOf(request), { secret, denied, site })
    return sendPage(noStore(reply), html, statusOf(denied))
  })
  server.get('/signed-in', { config }, async (request, reply) =>
    sendPage(reply, signedInPage(localeOf(request), site)),
  )
  server.post('/sign-out', async (request, reply) => {
    const { caller } = request
    const { csrf } = fieldsOf(request.body)
    if (caller?.means?.kind !== 'session') return reply.redirect('/sign-in', 303)
    if (!access.isCsrf(caller.means, csrf)) {
      throw new Problem('csrf', 'Sign out from a page of this site.')
    }
    await access.signOut(caller.means, caller, request.id)
    return reply.header('set-cookie', access.cookies.session(null)).redirect('/sign-in', 303)
  })
}

interface More {
  readonly denied?: Denied
  readonly login?: string
}

/** Texts only: a field that came twice counts as absent. */
function fieldsOf(given: unknown): Readonly<Record<string, string | undefined>> {
  const entries = Object.entries<unknown>({ ...(given as object | null) })
  return Object.fromEntries(
    entries.filter((each): each is [string, string] => typeof each[1] === 'string'),
  )
}

function statusOf(denied: Denied | undefined): number {
  return denied === undefined ? 200 : new Problem(denied.code, denied.message).statusCode
}

function noStore(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store')
}
