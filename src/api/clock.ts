import { isoInstant } from '../programme/moments.ts'
import type { Engine } from '../engine/index.ts'
import { hasRole } from './access.ts'
import type { Caller } from '../access/caller.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { Problem } from './problem.ts'
import { momentOf } from './moments.ts'
import * as schema from './schemas.ts'

/** `GET /clock` and `POST /clock`: the time of the database; only a virtual one can be set. */
export async function clock(server: ApiServer, { engine, tail }: ApiContext): Promise<void> {
  const read = () => ({
    now: isoInstant(engine.nowMs()),
    database: engine.isVirtual ? ('virtual' as const) : ('live' as const),
  })
  server.get(
    '/clock',
    { schema: { tags: ['time'], response: { 200: schema.clock, ...schema.refusals } } },
    async () => read(),
  )
  server.post(
    '/clock',
    {
      schema: {
        tags: ['time'],
        body: schema.clockBody,
        response: { 200: schema.clock, ...schema.refusals },
      },
    },
    async (request) => {
      requireClock(engine, callerOf(request))
      await setClock(engine, momentOf(request.body.at, 'at'))
      tail.nudge()
      return read()
    },
  )
}

export function maySetClock(caller: Caller): boolean {
  return hasRole(caller, 'manager') || hasRole(caller, 'admin')
}

/** Errors: Problem `not-authorised`, and `virtual-only` on a live database. */
export function requireClock(engine: Engine, caller: Caller): void {
  if (!maySetClock(caller)) {
    throw new Problem('not-authorised', 'A manager or an admin sets the clock.')
  }
  if (!engine.isVirtual) {
    throw new Problem('virtual-only', 'This database is live: nobody sets its clock.')
  }
}

/**
 * Applies what falls due up to `ms`, in order, and sets the clock to it. Returns how many timers
 * fired. Errors: Problem `invalid-payload` for a moment that has passed, or after 2099.
 */
export function setClock(engine: Engine, ms: number): Promise<number> {
  if (ms < engine.nowMs()) {
    const detail = `It is ${isoInstant(engine.nowMs())} already; a clock never goes back.`
    throw new Problem('invalid-payload', detail, { field: 'at' })
  }
  if (ms > LAST_MS) {
    throw new Problem('invalid-payload', 'The clock ends with the year 2099.', { field: 'at' })
  }
  return engine.advanceTo(ms, 'clock')
}

const LAST_MS = Date.parse('2099-12-31T23:59:59.999Z')
