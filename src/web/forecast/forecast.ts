import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'
import { endOfDay, isDate } from '../../domain/calendar.ts'
import {
  assumptionLimits,
  defaultAssumptions,
  type AssumedValues,
} from '../../programme/forecast/assumptions.ts'
import { TooManyForecasts } from '../../programme/forecast/forecasts.ts'
import { agencyVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import { timeZone } from '../format.ts'
import { sendPage } from '../visit.ts'
import { forecastPage, type ForecastQuestion } from './forecast-view.tsx'

/** `GET /forecast`: what would become of the call if people did what is assumed; on copies. */
export async function forecastPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const { forecasts: running } = context
  server.get('/forecast', { config: { cost: 'forecast' } }, async (request, reply) => {
    const visit = await agencyVisit(context, request)
    const question = questionOf(request)
    const { asked, until, assumed } = question
    const untilMs = until === '' ? undefined : endOfDay(until, timeZone)
    const wrong = untilMs === undefined ? null : await running.whyNotUntil(untilMs)
    if (!asked || wrong !== null) {
      return sendPage(reply, forecastPage(visit, question, null, wrong), wrong === null ? 200 : 400)
    }
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const forecast = await running
      .of({
        call: visit.call.id,
        assumptions: assumed,
        signal: gone.signal,
        ...(untilMs === undefined ? {} : { untilMs }),
      })
      .catch((error: unknown) => {
        if (!(error instanceof TooManyForecasts)) throw error
        throw new Problem('unavailable', error.message)
      })
    return sendPage(reply, forecastPage(visit, question, forecast ?? null, null))
  })
}

/** What the form asks; a number that is none, or beyond its limit, is as if it was not given. */
function questionOf(request: FastifyRequest): ForecastQuestion {
  const query = request.query as Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '')
  const assumed: Record<string, number | string | null> = { ...defaultAssumptions }
  for (const [name, most] of Object.entries(assumptionLimits)) {
    const given = text(name)
    if (/^\d{1,4}$/.test(given)) assumed[name] = Math.min(Number(given), most)
  }
  if (isDate(text('awardOn'))) assumed['awardOn'] = text('awardOn')
  return {
    asked: Object.keys(query).some((name) => name !== 'call'),
    until: isDate(text('until')) ? text('until') : '',
    assumed: assumed as unknown as AssumedValues,
  }
}
