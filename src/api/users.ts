import type { Person } from '../access/context.ts'
import type { Grant } from '../access/grants.ts'
import { isoInstant } from '../programme/moments.ts'
import * as shape from './access-schemas.ts'
import type { ApiContext, ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { actorOf, onlyFor, take } from './guard.ts'
import { pageQuery, refusals } from './schemas.ts'

const PAGE = 50
const tags = ['access']
const preValidation = onlyFor('admin')

/** `/users`, for admins: who there is, and what becomes of an account. */
export async function users(server: ApiServer, context: ApiContext): Promise<void> {
  const { access } = context
  server.get(
    '/users',
    {
      schema: { tags, querystring: pageQuery, response: { 200: shape.userPage, ...refusals } },
      preValidation: onlyFor('admin', 'auditor'),
    },
    async ({ query: { cursor, limit = PAGE } }) => {
      const after = cursor === undefined ? '' : readCursor('users', cursor).id
      const found = await access.users.list(after, limit + 1)
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      return {
        items: shown.map(({ grants, password, ...person }) => ({
          person: personShape(person),
          password,
          grants: grants.map(grantShape),
        })),
        next: last === undefined ? null : writeCursor('users', { value: null, id: last.login }),
      }
    },
  )
  server.post(
    '/users',
    {
      schema: { tags, body: shape.userBody, response: { 200: shape.newUser, ...refusals } },
      preValidation,
    },
    async (request) => {
      const actor = actorOf(request)
      const person = take(await access.users.add(request.body, actor))
      // With a provider nobody needs a password, and a link would be refused.
      const isLocal = access.methods().includes('local')
      const link = isLocal ? take(await access.users.makeLink(person.id, actor)) : null
      return {
        person: personShape(person),
        link: link && { secret: link.secret, expiresAt: isoInstant(link.expiresMs) },
      }
    },
  )
  const one = { tags, params: shape.accessId, response: { 200: shape.userAnswer, ...refusals } }
  const options = { schema: one, preValidation }
  server.post('/users/:id/disable', options, async (request) =>
    personShape(take(await access.users.disable(request.params.id, actorOf(request)))),
  )
  server.post('/users/:id/enable', options, async (request) =>
    personShape(take(await access.users.enable(request.params.id, actorOf(request)))),
  )
  server.delete('/users/:id/sessions', options, async (request) =>
    personShape(take(await access.users.endSessions(request.params.id, actorOf(request)))),
  )
  await roles(server, context)
}

/** Roles: given, confirmed, withdrawn and taken away by admins. */
async function roles(server: ApiServer, { access }: ApiContext): Promise<void> {
  const response = { 200: shape.grantAnswer, ...refusals }
  server.post(
    '/users/:id/grants',
    {
      schema: { tags, params: shape.accessId, body: shape.grantBody, response },
      preValidation,
    },
    async (request) => {
      const { role, call = '*' } = request.body
      const given = await access.grants.give(request.params.id, { role, call }, actorOf(request))
      return grantShape(take(given))
    },
  )
  const options = {
    schema: { tags, params: shape.accessId, response },
    preValidation,
  }
  server.post('/grants/:id/confirm', options, async (request) =>
    grantShape(take(await access.grants.confirm(request.params.id, actorOf(request)))),
  )
  server.post('/grants/:id/withdraw', options, async (request) =>
    grantShape(take(await access.grants.withdraw(request.params.id, actorOf(request)))),
  )
  server.post('/grants/:id/revoke', options, async (request) =>
    grantShape(take(await access.grants.revoke(request.params.id, actorOf(request)))),
  )
}

function personShape({ id, login, name, email, organisation, status, source }: Person) {
  return { id, login, name, email, organisation, status, source }
}

function grantShape(grant: Grant): shape.GrantShape {
  const { id, user: person, role, call, status, grantedBy, grantedMs, confirmedBy } = grant
  const grantedAt = isoInstant(grantedMs)
  return { id, person, role, call, status, grantedBy, grantedAt, confirmedBy }
}
