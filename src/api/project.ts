import Type from 'typebox'
import { readHistory } from '../programme/readable-history.ts'
import { readsAllOf } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { notFound } from './problem.ts'
import * as schema from './schemas.ts'

const PAGE = 50
const SVG_TYPE = 'image/svg+xml'

/** `GET /projects/:id`, its `/history` and its `/diagram.svg`. */
export async function projectRoutes(server: ApiServer, context: ApiContext): Promise<void> {
  const { queries, engine, diagrams } = context
  const preValidation = findTarget(context, 'project')
  const params = schema.idParams
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
      schema: {
        tags: ['reading'],
        params,
        response: schema.fileAnswer('The machine as it stands.', { [SVG_TYPE]: Type.String() }),
      },
      preValidation,
      config: { cost: 'drawing' },
    },
    async (request, reply) => {
      const svg = await diagrams.svg(targetOf(request).id)
      if (svg === undefined) throw notFound('project', request.params.id)
      reply.type(SVG_TYPE)
      return svg
    },
  )
}
