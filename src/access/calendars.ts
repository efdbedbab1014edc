import type { AccessContext } from './context.ts'
import type { Actor } from './audit.ts'
import { deny, done, type Result } from './refusal.ts'
import { digestOf, newId, newSecret } from './secrets.ts'

/** What a calendar shows: of the person, of a role in a call, or of one project. */
export type CalendarAbout = 'person' | 'role' | 'project'

export interface NewCalendar {
  readonly about: CalendarAbout
  /** `<call>:<role>`, the id of a project, or '' for a person's own. */
  readonly subject: string
}

/** A calendar as it is listed; its secret was told once. */
export interface CalendarInfo extends NewCalendar {
  readonly id: string
  readonly user: string
  readonly createdMs: number
  readonly revokedMs: number | null
}

const CALENDARS_MAX = 50

/**
 * Secret addresses by which a calendar program reads dates without signing in. A calendar shows
 * what its owner may see at that moment, and nothing once it is revoked.
 */
export class Calendars {
  readonly #context: AccessContext

  constructor(context: AccessContext) {
    this.#context = context
  }

  /** Refusals: `not-found`, `event-not-allowed` when there are many. */
  async add(
    user: string,
    { about, subject }: NewCalendar,
    actor: Actor,
  ): Promise<Result<CalendarInfo & { readonly secret: string }>> {
    const { store, clock, audit } = this.#context
    const secret = newSecret()
    return store.transaction(async (trx) => {
      const person = await store.user.held(trx, user)
      if (person?.status !== 'active') return deny('not-found', 'There is no such person.')
      const own = await store.calendar.list(trx, user)
      if (own.filter(({ revoked_ms: ms }) => ms === null).length >= CALENDARS_MAX) {
        const message = `A person has at most ${CALENDARS_MAX} calendars; revoke one first.`
        return deny('event-not-allowed', message)
      }
      const row = {
        id: newId(),
        hash: digestOf(secret),
        user_id: user,
        about,
        subject,
        created_ms: clock.nowMs(),
        created_by: actor.person,
        revoked_ms: null,
      }
      await store.calendar.insert(trx, row)
      await audit.note(trx, {
        action: 'calendar.add',
        actor: actor.person,
        subject: user,
        detail: `${row.id} ${about}`,
        requestId: actor.requestId,
      })
      return done({ ...calendarOf(row), secret })
    })
  }

  /** Newest first; of one person, or of all. */
  async list(user: string | null): Promise<readonly CalendarInfo[]> {
    const { store } = this.#context
    return (await store.calendar.list(store.reader, user)).map(calendarOf)
  }

  /**
   * Ends a calendar at once; again is the same. `owner` is whose it must be, null for anybody's.
   * Refusal: `not-found`.
   */
  async revoke(id: string, owner: string | null, actor: Actor): Promise<Result<CalendarInfo>> {
    const { store, clock, audit } = this.#context
    return store.transaction(async (trx) => {
      const row = await store.calendar.byId(trx, id)
      if (row === undefined || (owner !== null && row.user_id !== owner)) {
        return deny('not-found', 'There is no such calendar of yours.')
      }
      if (row.revoked_ms !== null) return done(calendarOf(row))
      const nowMs = clock.nowMs()
      await store.calendar.revoke(trx, id, nowMs)
      await audit.note(trx, {
        action: 'calendar.revoke',
        actor: actor.person,
        subject: row.user_id,
        detail: id,
        requestId: actor.requestId,
      })
      return done(calendarOf({ ...row, revoked_ms: nowMs }))
    })
  }
}

type CalendarRow = Awaited<ReturnType<AccessContext['store']['calendar']['list']>>[number]

export function calendarOf(row: CalendarRow): CalendarInfo {
  return {
    id: row.id,
    user: row.user_id,
    about: row.about,
    subject: row.subject,
    createdMs: row.created_ms,
    revokedMs: row.revoked_ms,
  }
}
