import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { EngineTables, OutboxRow } from './tables.ts'

export type OutboxTable = ReturnType<typeof outboxTable>

const columns = [
  'id',
  'kind',
  'params',
  'status',
  'attempts',
  'next_attempt_ms',
  'lease_until_ms',
  'last_error',
  'seal',
] as const

/** Effects to perform, and how that went. */
export const outboxTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const insert = prepareInsert<OutboxRow>(dialect, columns, (rows) =>
    db.insertInto('outbox').values(rows),
  )
  const find = prepare<{ id: string }, OutboxRow>(dialect, (param) =>
    db.selectFrom('outbox').select(columns).where('id', '=', param('id')),
  )
  const update = prepare<OutboxRow>(dialect, (param) =>
    db
      .updateTable('outbox')
      .set({
        kind: param('kind'),
        params: param('params'),
        status: param('status'),
        attempts: param('attempts'),
        next_attempt_ms: param('next_attempt_ms'),
        lease_until_ms: param('lease_until_ms'),
        last_error: param('last_error'),
        seal: param('seal'),
      })
      .where('id', '=', param('id')),
  )
  return {
    insert: (trx: Executor, rows: readonly OutboxRow[]) => insert.run(trx, rows),
    find: (trx: Executor, id: string) => find.first(trx, { id }),
    /** Pending rows whose time has come and that nobody holds a lease on. */
    due: (trx: Kysely<EngineTables>, kinds: readonly string[], nowMs: number, limit: number) =>
      trx
        .selectFrom('outbox')
        .select(columns)
        .where('status', '=', 'pending')
        .where('kind', 'in', kinds)
        .where('next_attempt_ms', '<=', nowMs)
        .where((eb) => eb.or([eb('lease_until_ms', 'is', null), eb('lease_until_ms', '<=', nowMs)]))
        .orderBy('next_attempt_ms')
        .orderBy('id')
        .limit(limit)
        .execute(),
    nextDue: async (trx: Kysely<EngineTables>) => {
      const row = await trx
        .selectFrom('outbox')
        .select((eb) => eb.fn.min('next_attempt_ms').as('due_ms'))
        .where('status', '=', 'pending')
        .executeTakeFirst()
      return row?.due_ms ?? undefined
    },
    withStatus: (trx: Kysely<EngineTables>, status: OutboxRow['status'], limit: number) =>
      trx
        .selectFrom('outbox')
        .select(columns)
        .where('status', '=', status)
        .orderBy('id')
        .limit(limit)
        .execute(),
    update: (trx: Executor, row: OutboxRow) => update.run(trx, row),
    after: (trx: Kysely<EngineTables>, id: string, limit: number) =>
      trx
        .selectFrom('outbox')
        .select(columns)
        .where('id', '>', id)
        .orderBy('id')
        .limit(limit)
        .execute(),
  }
}
