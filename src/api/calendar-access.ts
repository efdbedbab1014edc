import type { CalendarInfo } from '../access/calendars.ts'
import type { Caller, Role } from '../access/caller.ts'
import type { CalendarOf } from '../programme/calendar-feeds.ts'
import type { ApiContext } from './context.ts'
import { readsAllOf, readsProject, rolesIn, visibilityOf } from './access.ts'

export type CalendarContext = Pick<ApiContext, 'engine' | 'queries'>

/** More than one person follows. */
const PROJECTS_MAX = 500

/** Roles that have dates of their own: the Inspectie's are those of the call. */
export const calendarRoles = ['reviewer', 'manager', 'inspector', 'paymaster'] as const

/**
 * What a calendar shows its owner, by what the owner may see at this moment; null when that is
 * nothing any more, or never was.
 */
export async function shownIn(
  context: CalendarContext,
  caller: Caller,
  { about, subject }: Pick<CalendarInfo, 'about' | 'subject'>,
): Promise<CalendarOf | null> {
  const { queries } = context
  switch (about) {
    case 'project': {
      const owner = (await queries.owners([subject])).get(subject)
      const sees = owner !== undefined && readsProject(caller, owner)
      return sees ? { projects: [subject] } : null
    }
    case 'role': {
      const { call, role } = roleIn(subject)
      const holds = rolesIn(caller, call).some((each) => each === role)
      if (!holds || (await queries.parameters(call)) === undefined) return null
      return { call, isWhole: role !== 'inspector' }
    }
    case 'person':
      return { projects: await ownProjects(context, caller) }
    default:
      return about satisfies never
  }
}

/** A role in a call as one text, for the subject of a calendar. */
export function subjectOf(call: string, role: Role): string {
  return `${call}:${role}`
}

export function roleIn(subject: string): { readonly call: string; readonly role: string } {
  const colon = subject.lastIndexOf(':')
  return { call: subject.slice(0, colon), role: subject.slice(colon + 1) }
}

/** The projects of the organisation that the person acts for, and the files that are the person's. */
async function ownProjects(
  { engine, queries }: CalendarContext,
  caller: Caller,
): Promise<readonly string[]> {
  const { own } = visibilityOf(caller)
  const page = await queries.rowPage({
    filter: {},
    visibility: { calls: [], own },
    sort: 'id',
    descending: false,
    after: null,
    limit: PROJECTS_MAX,
  })
  const ids = page.rows.map(({ id }) => id)
  const personId = await engine.log.personId(caller.person)
  for (const call of personId === undefined ? [] : await queries.calls()) {
    if (!readsAllOf(caller, call)) continue
    ids.push(...(await queries.filesOf(call, personId ?? '', PROJECTS_MAX)))
  }
  return [...new Set(ids)]
}
