import { isoInstant } from '../programme/moments.ts'
import { hasRole } from './access.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import { Problem } from './problem.ts'
import { momentOf } from './moments.ts'
import * as schema from './schemas.ts'

/** `GET /clock` and `POST /clock`: the time of the database; only a virtual one can be set. */
export async function clock(server: ApiServer, { engine, tail }: ApiContext): Promise<void> {
  server.get(
    '/clock',
    { schema: { tags: ['time'], response: { 200: schema.clock, ...schema.refusals } } },
    async () => ({ now: isoInstant(engine.nowMs()) }),
  )
  server.post(
    '/clock',
    {
      schema: {
        tags: ['time'],
        body: schema.clockBody,
        response: { 200: schema.clock, ...schema.refusals },
      },
      config: { cost: 'write' },
    },
    async (request) => {
      const caller = callerOf(request)
      if (!hasRole(caller, 'manager') && !hasRole(caller, 'admin')) {
        throw new Problem('not-authorised', 'A manager or an admin sets the clock.')
      }
      if (!engine.isVirtual) {
        throw new Problem('virtual-only', 'This database is live: nobody sets its clock.')
      }
      const ms = momentOf(request.body.at, 'at')
      if (ms < engine.nowMs()) {
        const detail = `It is ${isoInstant(engine.nowMs())} already; a clock never goes back.`
        throw new Problem('invalid-payload', detail, { field: 'at' })
      }
      if (ms > LAST_MS) {
        throw new Problem('invalid-payload', 'The clock ends with the year 2099.', { field: 'at' })
      }
      await engine.advanceTo(ms, 'clock')
      tail.nudge()
      return { now: isoInstant(engine.nowMs()) }
    },
  )
}

const LAST_MS = Date.parse('2099-12-31T23:59:59.999Z')
