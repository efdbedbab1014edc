import type { FastifyInstance, FastifyRequest } from 'fastify'
import { requireClock, setClock } from '../../api/clock.ts'
import { callerOf } from '../../api/context.ts'
import { Problem } from '../../api/problem.ts'
import { shiftInstant } from '../../domain/calendar.ts'
import type { Engine } from '../../engine/index.ts'
import type { WebContext } from '../context.ts'
import { timeZone } from '../format.ts'
import { ownPath } from '../paths.ts'
import { visitOf } from '../visit.ts'
import { withMoved } from './moved.ts'

/** `POST /clock`: moves the clock of a demonstration on, and tells on the same page what it did. */
export async function clockPage(server: FastifyInstance, context: WebContext): Promise<void> {
  const { engine, people, queries } = context
  server.post('/clock', async (request: FastifyRequest, reply) => {
    const { csrf, to, return: back } = (request.body ?? {}) as Readonly<Record<string, unknown>>
    requireClock(engine, callerOf(request))
    if (!people.isFromOwnPage(request, String(csrf))) {
      throw new Problem('not-authorised', 'The form is no longer valid; go back and try again.')
    }
    const visit = await visitOf(context, request)
    const fromMs = visit.nowMs
    // An admin sees no call, and moves the clock of all.
    const calls = visit.call === null ? await queries.calls() : [visit.call.id]
    const toMs = await targetOf(engine, { to, nowMs: fromMs, calls })
    const timers = await setClock(engine, toMs)
    return reply.redirect(withMoved(ownPath(back), { timers, fromMs, toMs }), 303)
  })
}

interface Asked {
  readonly to: unknown
  readonly nowMs: number
  /** Whose deadlines are meant. */
  readonly calls: readonly string[]
}

/** Errors: Problem `invalid-payload`, and `event-not-allowed` when no deadline is to come. */
async function targetOf(engine: Engine, { to, nowMs, calls }: Asked): Promise<number> {
  switch (to) {
    case 'day':
      return shiftInstant(nowMs, 'P1D', timeZone)
    case 'week':
      return shiftInstant(nowMs, 'P7D', timeZone)
    case 'deadline': {
      const armed = await Promise.all(calls.map((call) => engine.armedOf(call)))
      const due = armed
        .flat()
        .filter(({ isDeadline }) => isDeadline)
        .map(({ dueMs }) => dueMs)
      const next = due.reduce((one, other) => Math.min(one, other), Infinity)
      if (next !== Infinity) return Math.max(next, nowMs)
      throw new Problem('event-not-allowed', 'No deadline of this call is still to come.')
    }
    default:
      throw new Problem('invalid-payload', 'Choose a day, a week or the next deadline.')
  }
}
