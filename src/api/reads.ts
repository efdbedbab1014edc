import { lastInstant } from '../programme/moments.ts'
import { readHistory } from '../programme/readable-history.ts'
import { searchText, type ListFilter, type ListSort } from '../programme/queries.ts'
import { readsAllOf, readsCall, visibilityOf } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { notFound, Problem } from './problem.ts'
import * as schema from './schemas.ts'

const PAGE = 50

/** `GET /calls` and `/calls/:id`. */
export async function calls(server: ApiServer, context: ApiContext): Promise<void> {
  const { queries } = context
  server.get(
    '/calls',
    { schema: { tags: ['reading'], response: { 200: schema.callList, ...schema.refusals } } },
    async (request) => {
      const caller = callerOf(request)
      const ids = (await queries.calls()).filter((id) => readsCall(caller, id))
      const found = await Promise.all(ids.map((id) => queries.callInFull(id)))
      return { items: found.filter((each) => each !== undefined) }
    },
  )
  server.get(
    '/calls/:id',
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        response: { 200: schema.callRef, ...schema.refusals },
      },
      preValidation: findTarget(context, 'call'),
    },
    async (request, reply) => {
      const call = await queries.callInFull(targetOf(request).id)
      if (call === undefined) throw notFound('call', request.params.id)
      reply.header('etag', `"${call.revision}"`)
      return call
    },
  )
}

/** `GET /projects` and `/projects/:id`, with their history and their drawing. */
export async function projects(server: ApiServer, context: ApiContext): Promise<void> {
  const { queries, engine, diagrams } = context
  const preValidation = findTarget(context, 'project')
  const params = schema.idParams
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
  server.get(
    '/projects/:id',
    {
      schema: {
        tags: ['reading'],
        params,
        response: { 200: schema.projectRef, ...schema.refusals },
      },
      preValidation,
    },
    async (request, reply) => {
      const project = await queries.project(targetOf(request).id)
      if (project === undefined) throw notFound('project', request.params.id)
      reply.header('etag', `"${project.revision}"`)
      return project
    },
  )
  server.get(
    '/projects/:id/history',
    {
      schema: {
        tags: ['reading'],
        params,
        querystring: schema.pageQuery,
        response: { 200: schema.historyPage, ...schema.refusals },
      },
      preValidation,
    },
    async (request) => {
      const { cursor, limit = PAGE } = request.query
      const project = targetOf(request)
      const asked = ['history', project.id]
      const after = cursor === undefined ? 0 : Number(readCursor(asked, cursor).value)
      const audience = readsAllOf(callerOf(request), project.groupId) ? 'agency' : 'applicant'
      const page = { after, limit: limit + 1 }
      const entries = await readHistory(engine, project, page, audience)
      const items = entries.slice(0, limit)
      const last = entries.length > limit ? items.at(-1) : undefined
      return {
        items,
        next: last ? writeCursor(asked, { value: last.revision, id: project.id }) : null,
      }
    },
  )
  server.get(
    '/projects/:id/diagram.svg',
    {
      schema: { tags: ['reading'], params, produces: ['image/svg+xml'] },
      preValidation,
      config: { cost: 'drawing' },
    },
    async (request, reply) => {
      const svg = await diagrams.svg(targetOf(request).id)
      if (svg === undefined) throw notFound('project', request.params.id)
      reply.type('image/svg+xml')
      return svg
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

/** Errors: Problem `invalid-payload`. */
export function momentOf(text: string, field: string): number {
  const ms = lastInstant(text)
  if (ms !== null) return ms
  const detail = `${field} is no time; give a date as 2025-07-20, or a moment with its offset.`
  throw new Problem('invalid-payload', detail, { field })
}
