import type { InboxItem, Place, Task } from '../programme/task-list.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import * as schema from './schemas.ts'
import { taskReaderOf } from './task-reader.ts'

const PAGE = 50

/** `GET /inbox`: what waits for the caller, nearest date first. */
export async function inbox(server: ApiServer, context: ApiContext): Promise<void> {
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
      const { cursor, limit = PAGE } = request.query
      const reader = await taskReaderOf(context, callerOf(request))
      const after = cursor === undefined ? null : readTaskCursor('inbox', cursor)
      const { items, next } = await context.queries.tasks({ reader, files: 'all', after, limit })
      return { items: items.map(itemOf), next: next && writeTaskCursor('inbox', next) }
    },
  )
}

function itemOf({ assignee: _, ...item }: Task): InboxItem {
  return item
}

/** A place among tasks as an opaque text; see {@link writeCursor}. */
export function writeTaskCursor(question: unknown, place: Place): string {
  const { due_ms: value, isOwn, instance_id: id, type, proposal } = place
  return writeCursor(question, { value, id: [isOwn ? 1 : 0, id, type, proposal].join(' ') })
}

/** Errors: Problem `invalid-payload`, when it is no cursor of this question. */
export function readTaskCursor(question: unknown, cursor: string): Place {
  const { value, id: text } = readCursor(question, cursor)
  const [isOwn, id = '', type = '', proposal] = text.split(' ')
  return {
    due_ms: Number(value),
    isOwn: isOwn === '1',
    instance_id: id,
    type,
    proposal: Number(proposal ?? 0),
  }
}
