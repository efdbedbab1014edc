import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { LedgerEntryRow, LedgerHeadRow, ProgrammeTables } from './tables.ts'

export type LedgerTable = ReturnType<typeof ledgerTable>

const columns = [
  'instance_id',
  'revision',
  'place',
  'call_id',
  'at_ms',
  'debit',
  'credit',
  'cents',
  'subject',
] as const

export const quarterMs = 900_000

/** Postings, and the head of their rolling hash. */
export const ledgerTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insert = prepareInsert<LedgerEntryRow>(dialect, columns, (rows) =>
    db.insertInto('ledger_entry').values(rows),
  )
  const head = prepare<object, LedgerHeadRow>(dialect, () =>
    db.selectFrom('ledger_head').selectAll().where('id', '=', 1),
  )
  const setHead = prepare<LedgerHeadRow>(dialect, (param) =>
    db
      .insertInto('ledger_head')
      .values({ id: param('id'), entries: param('entries'), hash: param('hash') })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ entries: param('entries'), hash: param('hash') }),
      ),
  )
  const ordered = prepare<
    { ids: readonly string[]; orders: readonly string[] },
    Pick<LedgerEntryRow, 'cents'>
  >(dialect, (param) =>
    db
      .selectFrom('ledger_entry')
      .select(sql<number>`coalesce(sum(cents), 0)`.as('cents'))
      .where((eb) => dialect.isIn(eb.ref('instance_id'), param('ids')))
      .where((eb) => dialect.isIn(eb.ref('subject') as never, param('orders')))
      .where('debit', '=', 'payable')
      .where('credit', '=', 'reserved'),
  )
  return {
    insert: (trx: Executor, rows: readonly LedgerEntryRow[]) => insert.run(trx, rows),
    head: (trx: Executor) => head.first(trx, {}),
    setHead: (trx: Executor, row: LedgerHeadRow) => setHead.run(trx, row),
    /** What was moved between each two accounts of a call and its projects. */
    sums: (trx: Kysely<ProgrammeTables>, call: string) =>
      trx
        .selectFrom('ledger_entry')
        .select(['debit', 'credit', sql<number>`sum(cents)`.as('cents')])
        .where('call_id', '=', call)
        .groupBy(['debit', 'credit'])
        .execute(),
    /**
     * The same for some accounts, by quarter of an hour (since the epoch): in every time zone
     * months begin with one, and the database need not know any time zone.
     */
    sumsByQuarter: (trx: Kysely<ProgrammeTables>, call: string, accounts: readonly string[]) => {
      const quarter = sql<number>`at_ms / ${sql.lit(quarterMs)}`
      return trx
        .selectFrom('ledger_entry')
        .select(['debit', 'credit', quarter.as('quarter'), sql<number>`sum(cents)`.as('cents')])
        .where('call_id', '=', call)
        .where((eb) => eb.or([eb('debit', 'in', accounts), eb('credit', 'in', accounts)]))
        .groupBy(['debit', 'credit', quarter])
        .orderBy('quarter')
        .execute()
    },
    ofInstance: (trx: Kysely<ProgrammeTables>, id: string) =>
      trx
        .selectFrom('ledger_entry')
        .select(columns)
        .where('instance_id', '=', id)
        .orderBy('revision')
        .orderBy('place')
        .execute(),
    /** What these payment orders of these projects are for together. */
    ordered: async (
      trx: Kysely<ProgrammeTables>,
      ids: readonly string[],
      orders: readonly string[],
    ) => {
      const row = await ordered.first(trx, { ids, orders })
      return row?.cents ?? 0
    },
    all: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('ledger_entry')
        .select(columns)
        .orderBy('instance_id')
        .orderBy('revision')
        .orderBy('place')
        .execute(),
  }
}
