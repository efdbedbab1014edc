import { isoInstant } from '../programme/moments.ts'
import { auditPage } from './access-schemas.ts'
import type { ApiContext, ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { onlyFor } from './guard.ts'
import { pageQuery, refusals } from './schemas.ts'

const PAGE = 50

/** `GET /audit`: sign-ins, refusals and changes of rights, newest first. */
export async function audit(server: ApiServer, { access }: ApiContext): Promise<void> {
  server.get(
    '/audit',
    {
      schema: {
        tags: ['access'],
        querystring: pageQuery,
        response: { 200: auditPage, ...refusals },
      },
      preValidation: onlyFor('admin', 'auditor'),
    },
    async ({ query: { cursor, limit = PAGE } }) => {
      const found = await access.audit.page(placeOf(cursor), limit + 1)
      const shown = found.slice(0, limit)
      const last = found.length > limit ? shown.at(-1) : undefined
      return {
        items: shown.map(({ atMs, ...entry }) => ({ ...entry, at: isoInstant(atMs) })),
        next: last === undefined ? null : writeCursor('audit', { value: last.atMs, id: last.id }),
      }
    },
  )
}

function placeOf(cursor: string | undefined) {
  if (cursor === undefined) return null
  const { value, id } = readCursor('audit', cursor)
  return { atMs: Number(value), id }
}
