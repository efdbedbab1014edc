import type { FastifyRequest } from 'fastify'
import type { CalendarInfo, NewCalendar } from '../access/calendars.ts'
import { isoInstant } from '../programme/moments.ts'
import * as shape from './access-schemas.ts'
import { roleIn, shownIn, subjectOf, type CalendarContext } from './calendar-access.ts'
import { callerOf, type ApiContext, type ApiServer } from './context.ts'
import type { Caller, Role } from '../access/caller.ts'
import { actorOf, take } from './guard.ts'
import { Problem } from './problem.ts'
import { refusals } from './schemas.ts'

/** `/calendars`: the caller's own secret addresses of calendars. */
export async function calendars(server: ApiServer, context: ApiContext): Promise<void> {
  const { access } = context
  const tags = ['access']
  server.get(
    '/calendars',
    { schema: { tags, response: { 200: shape.calendarList, ...refusals } } },
    async (request) => {
      const own = await access.calendars.list(callerOf(request).person)
      return { items: own.map(shapeOf) }
    },
  )
  server.post(
    '/calendars',
    {
      schema: { tags, body: shape.calendarBody, response: { 200: shape.newCalendar, ...refusals } },
      preValidation: notByToken,
    },
    async (request) => {
      const actor = actorOf(request)
      const asked = await calendarAsked(context, callerOf(request), request.body)
      const { secret, ...calendar } = take(await access.calendars.add(actor.person, asked, actor))
      return { url: access.addressOf(`/cal/${secret}.ics`), calendar: shapeOf(calendar) }
    },
  )
  server.delete(
    '/calendars/:id',
    {
      schema: {
        tags,
        params: shape.accessId,
        response: { 200: shape.calendarAnswer, ...refusals },
      },
    },
    async (request) => {
      const actor = actorOf(request)
      return shapeOf(take(await access.calendars.revoke(request.params.id, actor.person, actor)))
    },
  )
}

/** What somebody asks for, as a form or a body says it. */
export interface AskedCalendar {
  readonly about: 'person' | 'role' | 'project'
  readonly call?: string
  readonly role?: string
  readonly project?: string
}

/**
 * The calendar that is asked for, when the caller sees what it shows. Errors: Problem
 * `invalid-payload`, `not-found`.
 */
export async function calendarAsked(
  context: CalendarContext,
  caller: Caller,
  { about, call, role, project }: AskedCalendar,
): Promise<NewCalendar> {
  const missing = (field: string) =>
    new Problem('invalid-payload', `A calendar about a ${about} names its ${field}.`, { field })
  if (about === 'project' && project === undefined) throw missing('project')
  if (about === 'role' && call === undefined) throw missing('call')
  if (about === 'role' && role === undefined) throw missing('role')
  const subject =
    about === 'project'
      ? (project ?? '')
      : about === 'role'
        ? subjectOf(call ?? '', role as Role)
        : ''
  if ((await shownIn(context, caller, { about, subject })) === null) {
    throw new Problem('not-found', 'There is no such project, or role of yours, to follow.')
  }
  return { about, subject }
}

/** The secret would outlive the token. */
async function notByToken(request: FastifyRequest): Promise<void> {
  if (callerOf(request).means?.kind !== 'token') return
  throw new Problem('not-authorised', 'A token makes no calendars; sign in to make one.')
}

function shapeOf({ id, about, subject, createdMs, revokedMs }: CalendarInfo): shape.CalendarShape {
  const { call, role } = about === 'role' ? roleIn(subject) : { call: null, role: null }
  return {
    id,
    about,
    call,
    role,
    project: about === 'project' ? subject : null,
    createdAt: isoInstant(createdMs),
    revokedAt: revokedMs === null ? null : isoInstant(revokedMs),
  }
}
