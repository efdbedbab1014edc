import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Access } from '../../access/access.ts'
import { rolesIn, visibilityOf } from '../../api/access.ts'
import { calendarRoles, roleIn, subjectOf } from '../../api/calendar-access.ts'
import { calendarAsked, type AskedCalendar } from '../../api/calendars.ts'
import { callerOf } from '../../api/context.ts'
import { actorOf, take } from '../../api/guard.ts'
import { Problem } from '../../api/problem.ts'
import type { WebContext } from '../context.ts'
import { sendPage, visitOf, type Visit } from '../visit.ts'
import { wordOf, words } from '../words/words.ts'
import { calendarsView, type CalendarChoice } from './calendars-view.tsx'

/** More than one organisation has. */
const PROJECTS = 20

/** `/calendars`: the visitor's own secret addresses of calendars, to make and to revoke. */
export async function calendarPages(
  server: FastifyInstance,
  context: WebContext,
  access: Access,
): Promise<void> {
  const show = async (request: FastifyRequest, made: string | null) => {
    const visit = await visitOf(context, request)
    const own = await access.calendars.list(visit.caller.person)
    const calendars = own.filter(({ revokedMs }) => revokedMs === null)
    const choices = await choicesOf(context, visit)
    const names = new Map(choices.map(({ value, label }) => [value, label]))
    return calendarsView(visit, { calendars, choices, names, made })
  }
  server.get('/calendars', async (request, reply) => sendPage(reply, await show(request, null)))
  server.post('/calendars', async (request, reply) => {
    const { what } = checkedForm(context, request)
    const actor = actorOf(request)
    const asked = await calendarAsked(context, callerOf(request), readWhat(String(what)))
    const { secret } = take(await access.calendars.add(actor.person, asked, actor))
    const address = access.addressOf(`/cal/${secret}.ics`)
    // The only page that ever shows it; it is not kept by anybody on the way.
    return sendPage(reply, await show(request, address))
  })
  server.post('/calendars/:id/revoke', async (request, reply) => {
    checkedForm(context, request)
    const { id } = request.params as { readonly id: string }
    const actor = actorOf(request)
    take(await access.calendars.revoke(id, actor.person, actor))
    return reply.redirect('/calendars', 303)
  })
}

/** Errors: Problem `not-authorised` for a form of another page or session. */
function checkedForm({ people }: WebContext, request: FastifyRequest) {
  const form = (request.body ?? {}) as Readonly<Record<string, unknown>>
  if (people.isFromOwnPage(request, String(form['csrf']))) return form
  throw new Problem('not-authorised', 'The form is no longer valid; go back and try again.')
}

/** `person`, `project <id>` or `role <call>:<role>`. */
function readWhat(what: string): AskedCalendar {
  const [about = '', subject = ''] = what.split(/ (.*)/s)
  if (about === 'person') return { about }
  if (about === 'project') return { about, project: subject }
  if (about === 'role') return { about, ...roleIn(subject) }
  throw new Problem('invalid-payload', 'Choose what the calendar shows.', { field: 'what' })
}

/** What the visitor may follow: the own dates, those of each role, and of each own project. */
async function choicesOf(
  { queries }: WebContext,
  visit: Visit,
): Promise<readonly CalendarChoice[]> {
  const { caller, calls, locale } = visit
  const roles = calls.flatMap(({ id, title }) =>
    calendarRoles
      .filter((role) => rolesIn(caller, id).includes(role))
      .map((role) => ({
        value: `role ${subjectOf(id, role)}`,
        label: `${title}: ${wordOf(words[locale].role, role)}`,
      })),
  )
  const { own } = visibilityOf(caller)
  const page = await queries.rowPage({
    filter: {},
    visibility: { calls: [], own },
    sort: 'id',
    descending: false,
    after: null,
    limit: PROJECTS,
  })
  const projects = page.rows.map(({ id, name }) => ({ value: `project ${id}`, label: name }))
  return [{ value: 'person', label: null }, ...roles, ...projects]
}
