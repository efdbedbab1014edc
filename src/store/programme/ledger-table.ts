import type { Kysely } from 'kysely'
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
  return {
    insert: (trx: Executor, rows: readonly LedgerEntryRow[]) => insert.run(trx, rows),
    head: (trx: Executor) => head.first(trx, {}),
    setHead: (trx: Executor, row: LedgerHeadRow) => setHead.run(trx, row),
    ofInstance: (trx: Kysely<ProgrammeTables>, id: string) =>
      trx
        .selectFrom('ledger_entry')
        .select(columns)
        .where('instance_id', '=', id)
        .orderBy('revision')
        .orderBy('place')
        .execute(),
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
