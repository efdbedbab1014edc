import type { FastifyReply } from 'fastify'
import type { Static } from 'typebox'
import { isAwardDay } from '../programme/forecast/assumptions.ts'
import { TooManyForecasts } from '../programme/forecast/forecasts.ts'
import { nextSteps } from '../programme/forecast/next-steps.ts'
import { readsAllOf } from './access.ts'
import {
  callerOf,
  findTarget,
  maySee,
  targetOf,
  type ApiContext,
  type ApiServer,
} from './context.ts'
import { forecastQuery, forecastRef, nextStepList } from './forecast-schemas.ts'
import { momentOf } from './moments.ts'
import { notFound, Problem } from './problem.ts'
import * as schema from './schemas.ts'

/** `GET /forecast` and `GET /projects/:id/next`: what would happen; nothing of it has. */
export async function forecasts(server: ApiServer, context: ApiContext): Promise<void> {
  const { engine, forecasts: running } = context
  server.get(
    '/forecast',
    {
      schema: {
        tags: ['reading'],
        querystring: forecastQuery,
        response: { 200: forecastRef, ...schema.refusals },
      },
      config: { cost: 'forecast' },
    },
    async (request, reply) => {
      const { call, until, ...assumptions } = request.query
      const instance = await engine.instance(call)
      const caller = callerOf(request)
      if (instance?.machine !== 'call' || !maySee(caller, instance)) throw notFound('call', call)
      if (!readsAllOf(caller, call)) {
        throw new Problem('not-authorised', 'A forecast is for those who read all of the call.')
      }
      checkAward(assumptions)
      const untilMs = until === undefined ? undefined : momentOf(until, 'until')
      const wrong = untilMs === undefined ? null : await running.whyNotUntil(untilMs)
      if (wrong !== null) throw new Problem('invalid-payload', wrong, { field: 'until' })
      const signal = goneSignal(reply)
      const limits = untilMs === undefined ? {} : { untilMs }
      const forecast = await running
        .of({ call, assumptions, signal, ...limits })
        .catch((error: unknown) => {
          const isBusy = error instanceof TooManyForecasts || signal.aborted
          throw isBusy ? new Problem('unavailable', (error as Error).message) : error
        })
      if (forecast === undefined) throw notFound('call', call)
      return forecast
    },
  )
  server.get(
    '/projects/:id/next',
    {
      schema: {
        tags: ['reading'],
        params: schema.idParams,
        response: { 200: nextStepList, ...schema.refusals },
      },
      preValidation: findTarget(context, 'project'),
      config: { cost: 'drawing' },
    },
    async (request, reply) => {
      const items = await nextSteps(engine, targetOf(request).id, goneSignal(reply))
      if (items === undefined) throw notFound('project', request.params.id)
      return { items: [...items] }
    },
  )
}

/** Errors: Problem `invalid-payload`. */
function checkAward({ awardOn }: Pick<Static<typeof forecastQuery>, 'awardOn'>): void {
  if (awardOn === undefined || isAwardDay(awardOn)) return
  const detail = 'awardOn is no date; give one as 2024-07-05.'
  throw new Problem('invalid-payload', detail, { field: 'awardOn' })
}

/** Says when nobody waits for the answer any more. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return gone.signal
}
