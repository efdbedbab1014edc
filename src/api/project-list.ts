import { searchText, type ListFilter, type ListSort } from '../programme/queries.ts'
import { visibilityOf } from './access.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { momentOf } from './moments.ts'
import * as schema from './schemas.ts'

const PAGE = 50

/** `GET /projects`: a page of those that the caller may see. */
export async function projectList(server: ApiServer, { queries }: ApiContext): Promise<void> {
  server.get(
    '/projects',
    {
      schema: {
        tags: ['reading'],
        querystring: schema.projectQuery,
        response: { 200: schema.projectPage, ...schema.refusals },
      },
    },
    async (request) => {
      const { sort = 'id', cursor, limit = PAGE, ...question } = request.query
      const asked = { ...question, sort }
      const { items, next } = await queries.page({
        filter: filterOf(question),
        visibility: visibilityOf(callerOf(request)),
        sort: sort.replace('-', '') as ListSort,
        descending: sort.startsWith('-'),
        after: cursor === undefined ? null : readCursor(asked, cursor),
        limit,
      })
      return { items, next: next === null ? null : writeCursor(asked, next) }
    },
  )
}

function filterOf(question: {
  readonly call?: string
  readonly phase?: string
  readonly applicant?: string
  readonly due?: string
  readonly overdue?: boolean
  readonly attention?: boolean
  readonly q?: string
}): ListFilter {
  const { call, phase, applicant, due, overdue, attention, q } = question
  return {
    ...(call === undefined ? {} : { call }),
    ...(phase === undefined ? {} : { phase }),
    ...(applicant === undefined ? {} : { applicant }),
    ...(due === undefined ? {} : { dueMs: momentOf(due, 'due') }),
    ...(overdue === undefined ? {} : { overdue }),
    ...(attention === undefined ? {} : { needsAttention: attention }),
    ...(q === undefined ? {} : { search: searchText(q) }),
  }
}
