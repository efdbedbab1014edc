import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { AccessTables, AttemptRow, AuditRow } from './tables.ts'

/** Failed sign-ins of late. */
export const attemptTable = (dialect: Dialect) => ({
  /** The row of a key, made if need be, held until the end of the transaction. */
  held: async (trx: Kysely<AccessTables>, key: string): Promise<AttemptRow> => {
    await trx
      .insertInto('access_attempt')
      .values({ key, failures: 0, last_ms: 0 })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute()
    return dialect
      .locked(trx.selectFrom('access_attempt').selectAll().where('key', '=', key))
      .executeTakeFirstOrThrow()
  },
  update: (trx: Kysely<AccessTables>, { key, ...change }: AttemptRow) =>
    trx.updateTable('access_attempt').set(change).where('key', '=', key).execute(),
  removeBefore: (trx: Kysely<AccessTables>, ms: number) =>
    trx.deleteFrom('access_attempt').where('last_ms', '<', ms).execute(),
})

/** Where a page of the audit ends. */
export interface AuditPlace {
  readonly atMs: number
  readonly id: string
}

/** Sign-ins, refusals and changes of rights; rows are only added. */
export const auditTable = () => ({
  insert: (trx: Kysely<AccessTables>, rows: readonly AuditRow[]) =>
    trx.insertInto('access_audit').values(rows).execute(),
  /** Newest first, from the one after `after`. */
  page: (trx: Kysely<AccessTables>, after: AuditPlace | null, limit: number) => {
    let query = trx.selectFrom('access_audit').selectAll()
    if (after !== null) {
      query = query.where((eb) =>
        eb.or([
          eb('at_ms', '<', after.atMs),
          eb.and([eb('at_ms', '=', after.atMs), eb('id', '<', after.id)]),
        ]),
      )
    }
    return query.orderBy('at_ms', 'desc').orderBy('id', 'desc').limit(limit).execute()
  },
})
