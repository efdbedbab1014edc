import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { AccessTables, UserRow } from './tables.ts'

export type UserTable = ReturnType<typeof userTable>

const columns = [
  'id',
  'login',
  'name',
  'email',
  'organisation',
  'status',
  'source',
  'subject',
  'password',
  'created_ms',
  'created_by',
  'roles_ms',
] as const

/** People, as sign-in knows them. */
export const userTable = (dialect: Dialect) => ({
  /** Says whether it is new; with a login, subject or id that somebody has, it is not written. */
  insert: async (trx: Kysely<AccessTables>, row: UserRow): Promise<boolean> => {
    const inserted = await trx
      .insertInto('access_user')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute()
    return inserted.length > 0
  },
  update: (
    trx: Kysely<AccessTables>,
    id: string,
    change: Partial<Omit<UserRow, 'id' | 'created_ms' | 'created_by'>>,
  ) => trx.updateTable('access_user').set(change).where('id', '=', id).execute(),
  byId: (trx: Kysely<AccessTables>, id: string) =>
    trx.selectFrom('access_user').select(columns).where('id', '=', id).executeTakeFirst(),
  byIds: (trx: Kysely<AccessTables>, ids: readonly string[]) =>
    trx.selectFrom('access_user').select(columns).where('id', 'in', ids).execute(),
  /** Held until the end of the transaction, so that changes to one person come one by one. */
  held: (trx: Kysely<AccessTables>, id: string) =>
    dialect
      .locked(trx.selectFrom('access_user').select(columns).where('id', '=', id))
      .executeTakeFirst(),
  byLogin: (trx: Kysely<AccessTables>, login: string) =>
    trx.selectFrom('access_user').select(columns).where('login', '=', login).executeTakeFirst(),
  bySubject: (trx: Kysely<AccessTables>, subject: string) =>
    trx.selectFrom('access_user').select(columns).where('subject', '=', subject).executeTakeFirst(),
  /** By login, from the one after `after`. */
  page: (trx: Kysely<AccessTables>, after: string, limit: number) =>
    trx
      .selectFrom('access_user')
      .select(columns)
      .where('login', '>', after)
      .orderBy('login')
      .limit(limit)
      .execute(),
})
