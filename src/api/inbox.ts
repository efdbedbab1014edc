import { byDate, livingOf, placeOf, waitingFor, type InboxItem } from '../programme/inbox.ts'
import { rolesIn } from './access.ts'
import { callerOf, maySee, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import * as schema from './schemas.ts'

const PAGE = 50

/** `GET /inbox`: what waits for the caller, nearest date first. */
export async function inbox(server: ApiServer, { engine, queries }: ApiContext): Promise<void> {
  server.get(
    '/inbox',
    {
      schema: {
        tags: ['reading'],
        querystring: schema.pageQuery,
        response: { 200: schema.inboxPage, ...schema.refusals },
      },
    },
    async (request) => {
      const caller = callerOf(request)
      const personId = await engine.log.personId(caller.person)
      const items: InboxItem[] = []
      for (const call of await queries.calls()) {
        const reader = { roles: rolesIn(caller, call), personId }
        if (reader.roles.length === 0) continue
        for await (const instance of livingOf(engine, call)) {
          if (maySee(caller, instance)) items.push(...waitingFor(instance, reader))
        }
      }
      const { cursor, limit = PAGE } = request.query
      const after = cursor === undefined ? '' : readCursor('inbox', cursor).id
      const left = byDate(items).filter((item) => placeOf(item) > after)
      const shown = left.slice(0, limit)
      const last = left.length > limit ? shown.at(-1) : undefined
      const next = last ? writeCursor('inbox', { value: null, id: placeOf(last) }) : null
      return { items: shown, next }
    },
  )
}
