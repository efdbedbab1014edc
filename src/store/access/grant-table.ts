import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { AccessTables, GrantRow } from './tables.ts'

export type GrantTable = ReturnType<typeof grantTable>

const columns = [
  'id',
  'user_id',
  'role',
  'call_id',
  'status',
  'granted_by',
  'granted_ms',
  'confirmed_by',
  'confirmed_ms',
  'ended_by',
  'ended_ms',
] as const

/** Roles: proposed, held, and those that have ended. */
export const grantTable = (dialect: Dialect) => ({
  insert: (trx: Kysely<AccessTables>, row: GrantRow) =>
    trx.insertInto('access_grant').values(row).execute(),
  update: (
    trx: Kysely<AccessTables>,
    id: string,
    change: Pick<GrantRow, 'status'> & Partial<GrantRow>,
  ) => trx.updateTable('access_grant').set(change).where('id', '=', id).execute(),
  byId: (trx: Kysely<AccessTables>, id: string) =>
    trx.selectFrom('access_grant').select(columns).where('id', '=', id).executeTakeFirst(),
  /** Proposed and held roles of these people, oldest first. */
  open: (trx: Kysely<AccessTables>, users: readonly string[]) =>
    trx
      .selectFrom('access_grant')
      .select(columns)
      .where((eb) => dialect.isIn(eb.ref('user_id'), dialect.encodeList(users) as string[]))
      .where('status', 'in', ['proposed', 'active'])
      .orderBy('granted_ms')
      .orderBy('id')
      .execute(),
  /** People who hold a role in every call, with what their account needs to be of use. */
  holders: (trx: Kysely<AccessTables>, role: string) =>
    trx
      .selectFrom('access_grant')
      .innerJoin('access_user', 'access_user.id', 'access_grant.user_id')
      .select(['access_user.id', 'access_user.password', 'access_user.source'])
      .where('access_grant.role', '=', role)
      .where('access_grant.status', '=', 'active')
      .where('access_user.status', '=', 'active')
      .execute(),
  /** People who hold one of the roles in a call, or in every call, and can get in. */
  inCall: (trx: Kysely<AccessTables>, roles: readonly string[], call: string) =>
    trx
      .selectFrom('access_grant')
      .innerJoin('access_user', 'access_user.id', 'access_grant.user_id')
      .select(['access_user.id', 'access_user.name'])
      .distinct()
      .where('access_grant.role', 'in', roles)
      .where('access_grant.call_id', 'in', [call, '*'])
      .where('access_grant.status', '=', 'active')
      .where('access_user.status', '=', 'active')
      .orderBy('access_user.name')
      .execute(),
})
