import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, type Executor } from '../statement.ts'
import type { AccessTables, CalendarRow } from './tables.ts'
import { withPerson, type Identified } from './way-in-tables.ts'

export type CalendarTable = ReturnType<typeof calendarTable>

const columns = [
  'access_calendar.id',
  'access_calendar.hash',
  'access_calendar.user_id',
  'access_calendar.about',
  'access_calendar.subject',
  'access_calendar.created_ms',
  'access_calendar.created_by',
  'access_calendar.revoked_ms',
] as const

/** Secret addresses of calendars, by the hash of their secret. */
export const calendarTable = (db: Kysely<AccessTables>, dialect: Dialect) => {
  const identify = prepare<{ hash: string }, Identified<CalendarRow>>(dialect, (param) =>
    db
      .selectFrom('access_calendar')
      .innerJoin('access_user', 'access_user.id', 'access_calendar.user_id')
      .leftJoin('access_grant', (join) =>
        join
          .onRef('access_grant.user_id', '=', 'access_user.id')
          .on('access_grant.status', '=', 'active'),
      )
      .select(columns)
      .select(withPerson)
      .where('access_calendar.hash', '=', param('hash')),
  )
  return {
    identify: (executor: Executor, hash: string) => identify.all(executor, { hash }),
    insert: (trx: Kysely<AccessTables>, row: CalendarRow) =>
      trx.insertInto('access_calendar').values(row).execute(),
    byId: (trx: Kysely<AccessTables>, id: string) =>
      trx.selectFrom('access_calendar').selectAll().where('id', '=', id).executeTakeFirst(),
    /** Newest first; of one person, or of all. */
    list: (trx: Kysely<AccessTables>, user: string | null) => {
      const all = trx.selectFrom('access_calendar').selectAll().orderBy('created_ms', 'desc')
      return (user === null ? all : all.where('user_id', '=', user)).orderBy('id').execute()
    },
    revoke: (trx: Kysely<AccessTables>, id: string, ms: number) =>
      trx
        .updateTable('access_calendar')
        .set({ revoked_ms: ms })
        .where('id', '=', id)
        .where('revoked_ms', 'is', null)
        .execute(),
    revokeOf: (trx: Kysely<AccessTables>, user: string, ms: number) =>
      trx
        .updateTable('access_calendar')
        .set({ revoked_ms: ms })
        .where('user_id', '=', user)
        .where('revoked_ms', 'is', null)
        .execute(),
  }
}
