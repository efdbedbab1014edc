import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { DeadlineChangeRow, DeadlineRow, ProgrammeTables } from './tables.ts'

export type DeadlineTable = ReturnType<typeof deadlineTable>

const columns = ['instance_id', 'name', 'revision', 'call_id', 'at_ms', 'due_ms', 'status'] as const
const standingColumns = ['instance_id', 'name', 'call_id', 'due_ms', 'status'] as const

/** How every deadline stands, and how it came to; so it can be asked as of any time. */
export const deadlineTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insert = prepareInsert<DeadlineChangeRow>(dialect, columns, (rows) =>
    db.insertInto('deadline_change').values(rows),
  )
  const stand = prepareInsert<DeadlineRow>(dialect, standingColumns, (rows) =>
    db
      .insertInto('deadline')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['instance_id', 'name']).doUpdateSet((eb) => ({
          due_ms: eb.ref('excluded.due_ms'),
          status: eb.ref('excluded.status'),
        })),
      ),
  )
  const standing = prepare<{ ids: readonly string[] }, DeadlineRow>(dialect, (param) =>
    db
      .selectFrom('deadline')
      .select(standingColumns)
      .where((eb) => dialect.isIn(eb.ref('instance_id'), param('ids'))),
  )
  const history = prepare<{ instance_id: string; name: string; at_ms: number }, DeadlineChangeRow>(
    dialect,
    (param) =>
      db
        .selectFrom('deadline_change')
        .select(columns)
        .where('instance_id', '=', param('instance_id'))
        .where('name', '=', param('name'))
        .where('at_ms', '<=', param('at_ms'))
        .orderBy('revision'),
  )
  const until = prepare<{ call_id: string; at_ms: number }, DeadlineChangeRow>(dialect, (param) =>
    db
      .selectFrom('deadline_change')
      .select(columns)
      .where('call_id', '=', param('call_id'))
      .where('at_ms', '<', param('at_ms'))
      .orderBy('instance_id')
      .orderBy('name')
      .orderBy('revision'),
  )
  return {
    insert: (trx: Executor, rows: readonly DeadlineChangeRow[]) => insert.run(trx, rows),
    /** Replaces how deadlines stand. */
    stand: (trx: Executor, rows: readonly DeadlineRow[]) => stand.run(trx, rows),
    /** How every deadline of these instances stands. */
    standing: (trx: Executor, ids: readonly string[]) => standing.all(trx, { ids }),
    allStanding: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('deadline')
        .select(standingColumns)
        .orderBy('instance_id')
        .orderBy('name')
        .execute(),
    /** What became of one deadline up to and including a time, oldest first. */
    history: (trx: Executor, instanceId: string, name: string, atMs: number) =>
      history.all(trx, { instance_id: instanceId, name, at_ms: atMs }),
    /** What became of all deadlines of a call before a time; by instance, name and revision. */
    before: (trx: Executor, callId: string, atMs: number) =>
      until.all(trx, { call_id: callId, at_ms: atMs }),
    all: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('deadline_change')
        .select(columns)
        .orderBy('instance_id')
        .orderBy('name')
        .orderBy('revision')
        .execute(),
  }
}
