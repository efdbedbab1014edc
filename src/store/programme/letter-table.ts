import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { LetterRow, ProgrammeTables } from './tables.ts'

export type LetterTable = ReturnType<typeof letterTable>

const columns = [
  'instance_id',
  'revision',
  'name',
  'call_id',
  'at_ms',
  'deadline',
  'once',
  'facts',
] as const

/** Letters, by the event that caused them. */
export const letterTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insert = prepareInsert<LetterRow>(dialect, columns, (rows) =>
    db
      .insertInto('letter')
      .values(rows)
      .onConflict((conflict) => conflict.column('once').doNothing()),
  )
  const ofInstance = prepare<{ instance_id: string }, LetterRow>(dialect, (param) =>
    db
      .selectFrom('letter')
      .select(columns)
      .where('instance_id', '=', param('instance_id'))
      .orderBy('revision')
      .orderBy('name'),
  )
  return {
    /** One that was written before, by {@link LetterRow.once}, stays as it was. */
    insert: (trx: Executor, rows: readonly LetterRow[]) => insert.run(trx, rows),
    /** In the order of the log. */
    ofInstance: (trx: Executor, instanceId: string) =>
      ofInstance.all(trx, { instance_id: instanceId }),
    all: (trx: Kysely<ProgrammeTables>) => trx.selectFrom('letter').select(columns).execute(),
    begins: (trx: Kysely<ProgrammeTables>) => trx.selectFrom('letter_begin').selectAll().execute(),
  }
}
