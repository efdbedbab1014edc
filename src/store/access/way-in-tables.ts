import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, type Executor } from '../statement.ts'
import type { AccessTables, FlowRow, LinkRow, SessionRow, TokenRow, UserRow } from './tables.ts'

/** A session or token with the person behind it; a row for each role, or one without. */
export type Identified<Row> = Row &
  Pick<UserRow, 'name' | 'login' | 'organisation' | 'status' | 'source' | 'roles_ms'> & {
    readonly role: string | null
    readonly call_id: string | null
  }

export type SessionTable = ReturnType<typeof sessionTable>
export type TokenTable = ReturnType<typeof tokenTable>

/** Columns of the person behind a way in, and of the roles. */
export const withPerson = [
  'access_user.name',
  'access_user.login',
  'access_user.organisation',
  'access_user.status',
  'access_user.source',
  'access_user.roles_ms',
  'access_grant.role',
  'access_grant.call_id',
] as const

/** Sessions of browsers. */
export const sessionTable = (db: Kysely<AccessTables>, dialect: Dialect) => {
  const identify = prepare<{ hash: string }, Identified<SessionRow>>(dialect, (param) =>
    db
      .selectFrom('access_session')
      .innerJoin('access_user', 'access_user.id', 'access_session.user_id')
      .leftJoin('access_grant', (join) =>
        join
          .onRef('access_grant.user_id', '=', 'access_user.id')
          .on('access_grant.status', '=', 'active'),
      )
      .selectAll('access_session')
      .select(withPerson)
      .where('access_session.hash', '=', param('hash')),
  )
  return {
    /** The one query by which a request is known. */
    identify: (executor: Executor, hash: string) => identify.all(executor, { hash }),
    insert: (trx: Kysely<AccessTables>, row: SessionRow) =>
      trx.insertInto('access_session').values(row).execute(),
    seen: (trx: Kysely<AccessTables>, hash: string, ms: number) =>
      trx.updateTable('access_session').set({ seen_ms: ms }).where('hash', '=', hash).execute(),
    end: (trx: Kysely<AccessTables>, hash: string) =>
      trx.deleteFrom('access_session').where('hash', '=', hash).returningAll().executeTakeFirst(),
    endOf: (trx: Kysely<AccessTables>, user: string) =>
      trx.deleteFrom('access_session').where('user_id', '=', user).returning('hash').execute(),
    removeExpired: (trx: Kysely<AccessTables>, ms: number) =>
      trx.deleteFrom('access_session').where('expires_ms', '<=', ms).execute(),
  }
}

/** Personal tokens of programs. */
export const tokenTable = (db: Kysely<AccessTables>, dialect: Dialect) => {
  const identify = prepare<{ hash: string }, Identified<TokenRow>>(dialect, (param) =>
    db
      .selectFrom('access_token')
      .innerJoin('access_user', 'access_user.id', 'access_token.user_id')
      .leftJoin('access_grant', (join) =>
        join
          .onRef('access_grant.user_id', '=', 'access_user.id')
          .on('access_grant.status', '=', 'active'),
      )
      .select([
        'access_token.id',
        'access_token.hash',
        'access_token.user_id',
        'access_token.scope',
        'access_token.created_by',
        'access_token.created_ms',
        'access_token.expires_ms',
        'access_token.used_ms',
        'access_token.revoked_ms',
      ])
      .select(withPerson)
      .where('access_token.hash', '=', param('hash')),
  )
  return {
    identify: (executor: Executor, hash: string) => identify.all(executor, { hash }),
    insert: (trx: Kysely<AccessTables>, row: TokenRow) =>
      trx.insertInto('access_token').values(row).execute(),
    used: (trx: Kysely<AccessTables>, id: string, ms: number) =>
      trx.updateTable('access_token').set({ used_ms: ms }).where('id', '=', id).execute(),
    byId: (trx: Kysely<AccessTables>, id: string) =>
      trx.selectFrom('access_token').selectAll().where('id', '=', id).executeTakeFirst(),
    /** Newest first; of one person, or of all. */
    list: (trx: Kysely<AccessTables>, user: string | null) => {
      const all = trx.selectFrom('access_token').selectAll().orderBy('created_ms', 'desc')
      return (user === null ? all : all.where('user_id', '=', user)).orderBy('id').execute()
    },
    revoke: (trx: Kysely<AccessTables>, id: string, ms: number) =>
      trx
        .updateTable('access_token')
        .set({ revoked_ms: ms })
        .where('id', '=', id)
        .where('revoked_ms', 'is', null)
        .execute(),
    revokeOf: (trx: Kysely<AccessTables>, user: string, ms: number) =>
      trx
        .updateTable('access_token')
        .set({ revoked_ms: ms })
        .where('user_id', '=', user)
        .where('revoked_ms', 'is', null)
        .execute(),
  }
}

/** Links that set a password, each for one use. */
export const linkTable = () => ({
  insert: (trx: Kysely<AccessTables>, row: LinkRow) =>
    trx.insertInto('access_link').values(row).execute(),
  byHash: (trx: Kysely<AccessTables>, hash: string) =>
    trx.selectFrom('access_link').selectAll().where('hash', '=', hash).executeTakeFirst(),
  /** Users among these with a link that may still be used. */
  waiting: (trx: Kysely<AccessTables>, ms: number) =>
    trx.selectFrom('access_link').select('user_id').where('expires_ms', '>', ms).execute(),
  removeOf: (trx: Kysely<AccessTables>, user: string) =>
    trx.deleteFrom('access_link').where('user_id', '=', user).execute(),
})

/** Sign-ins under way at the provider, each for one answer. */
export const flowTable = () => ({
  insert: (trx: Kysely<AccessTables>, row: FlowRow) =>
    trx.insertInto('access_flow').values(row).execute(),
  take: (trx: Kysely<AccessTables>, hash: string) =>
    trx.deleteFrom('access_flow').where('hash', '=', hash).returningAll().executeTakeFirst(),
  removeExpired: (trx: Kysely<AccessTables>, ms: number) =>
    trx.deleteFrom('access_flow').where('expires_ms', '<=', ms).execute(),
})
