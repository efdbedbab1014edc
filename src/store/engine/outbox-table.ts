import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareEach, prepareInsert, type Executor } from '../statement.ts'
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

/** What may change of an effect. */
type OutboxChange = Omit<OutboxRow, 'kind' | 'params'>

const updateColumns = {
  id: 'text',
  status: 'text',
  attempts: 'bigint',
  next_attempt_ms: 'bigint',
  lease_until_ms: 'bigint',
  last_error: 'text',
  seal: 'text',
} as const

/** Effects to perform, and how that went. */
export const outboxTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const insert = prepareInsert<OutboxRow>(dialect, columns, (rows) =>
    db.insertInto('outbox').values(rows),
  )
  const lock = prepare<{ ids: readonly string[] }, OutboxRow>(dialect, (param) =>
    dialect.locked(
      db
        .selectFrom('outbox')
        .select(columns)
        .where((eb) => dialect.isIn(eb.ref('id'), param('ids')))
        .orderBy('id'),
    ),
  )
  const update = prepareEach<OutboxChange>(db as never, dialect, updateColumns, {
    one: (param) =>
      db
        .updateTable('outbox')
        .set({
          status: param('status'),
          attempts: param('attempts'),
          next_attempt_ms: param('next_attempt_ms'),
          lease_until_ms: param('lease_until_ms'),
          last_error: param('last_error'),
          seal: param('seal'),
        })
        .where('id', '=', param('id')),
    many: (rows) => sql`update outbox set status = row.status, attempts = row.attempts,
      next_attempt_ms = row.next_attempt_ms, lease_until_ms = row.lease_until_ms,
      last_error = row.last_error, seal = row.seal from ${rows} where outbox.id = row.id`,
  })
  return {
    insert: (trx: Executor, rows: readonly OutboxRow[]) => insert.run(trx, rows),
    /** Reads rows and holds them until the end of the transaction. */
    lock: (trx: Executor, ids: readonly string[]) => lock.all(trx, { ids }),
    /**
     * Pending rows whose time has come and that nobody holds a lease on; they are held. Leases are
     * counted by the host's or server's clock, also where another clock says what is due.
     */
    due: (
      trx: Kysely<EngineTables>,
      kinds: readonly string[],
      { nowMs, hostMs }: { readonly nowMs: number; readonly hostMs: number },
      limit: number,
    ) =>
      dialect
        .claimed(trx.selectFrom('outbox').select(columns))
        .where('status', '=', 'pending')
        .where('kind', 'in', kinds)
        .where('next_attempt_ms', '<=', nowMs)
        .where((eb) =>
          eb.or([eb('lease_until_ms', 'is', null), eb('lease_until_ms', '<=', hostMs)]),
        )
        .orderBy('next_attempt_ms')
        .orderBy('id')
        .limit(limit)
        .execute(),
    /** When the first pending row that nobody holds is due, and when the first lease runs out. */
    nextDue: (trx: Kysely<EngineTables>, kinds: readonly string[], hostMs: number) =>
      trx
        .selectFrom('outbox')
        .select((eb) => [
          eb.fn
            .min('next_attempt_ms')
            .filterWhere((row) =>
              row.or([row('lease_until_ms', 'is', null), row('lease_until_ms', '<=', hostMs)]),
            )
            .as('due_ms'),
          eb.fn
            .min('lease_until_ms')
            .filterWhere('lease_until_ms', '>', hostMs)
            .as('lease_until_ms'),
        ])
        .where('status', '=', 'pending')
        .where('kind', 'in', kinds)
        .executeTakeFirst(),
    withStatus: (trx: Kysely<EngineTables>, status: OutboxRow['status'], limit: number) =>
      trx
        .selectFrom('outbox')
        .select(columns)
        .where('status', '=', status)
        .orderBy('id')
        .limit(limit)
        .execute(),
    update: (trx: Executor, rows: readonly OutboxRow[]) => update.run(trx, rows),
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
