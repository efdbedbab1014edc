import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { DeadlineChangeRow, ProgrammeTables } from './tables.ts'

export type DeadlineTable = ReturnType<typeof deadlineTable>

const columns = ['instance_id', 'name', 'revision', 'call_id', 'at_ms', 'due_ms', 'status'] as const

/** How every deadline came to stand where it stands; so it can be asked as of any time. */
export const deadlineTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insert = prepareInsert<DeadlineChangeRow>(dialect, columns, (rows) =>
    db.insertInto('deadline_change').values(rows),
  )
  const current = prepare<{ ids: readonly string[] }, DeadlineChangeRow>(dialect, (param) =>
    db
      .selectFrom('deadline_change as change')
      .select(columns.map((name) => `change.${name}` as const))
      .where((eb) => dialect.isIn(eb.ref('change.instance_id'), param('ids')))
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('deadline_change as later')
              .select('later.revision')
              .whereRef('later.instance_id', '=', 'change.instance_id')
              .whereRef('later.name', '=', 'change.name')
              .whereRef('later.revision', '>', 'change.revision'),
          ),
        ),
      ),
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
    /** The last change of every deadline of these instances. */
    current: (trx: Executor, ids: readonly string[]) => current.all(trx, { ids }),
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
