import { readsCall } from './access.ts'
import { callerOf, findTarget, targetOf, type ApiContext, type ApiServer } from './context.ts'
import { notFound } from './problem.ts'
import * as schema from './schemas.ts'

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
