import { sql, type Kysely, type SelectQueryBuilder } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { EngineTables } from '../engine/tables.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { ProgrammeTables, TaskRow } from './tables.ts'

/** Of one call, for one set of roles: tasks in the order of their dates. */
export interface TaskFilter {
  readonly call: string
  /** As {@link TaskRow.roles}. */
  readonly roles: string
  /** Only of the applicant with this KBO number; null for all. */
  readonly kbo: string | null
  /** Who looks, by the random id of the log: not what this person proposed; null for nobody known. */
  readonly personId: string | null
  /** Whose files: that person's, all others, others that somebody handles, or all. */
  readonly files: 'own' | 'other' | 'colleagues' | 'all'
}

export type TaskPlace = Pick<TaskRow, 'due_ms' | 'instance_id' | 'type' | 'proposal'>

export type TaskTable = ReturnType<typeof taskTable>

const columns = [
  'instance_id',
  'type',
  'proposal',
  'call_id',
  'due_ms',
  'overdue',
  'roles',
  'proposed_by',
] as const

const place = ['due_ms', 'instance_id', 'type', 'proposal'] as const

type Tables = ProgrammeTables & EngineTables

/** What waits for people at calls and projects. */
export const taskTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const insert = prepareInsert<TaskRow>(dialect, columns, (rows) =>
    db.insertInto('task').values(rows),
  )
  const current = prepare<{ ids: readonly string[] }, TaskRow>(dialect, (param) =>
    db
      .selectFrom('task')
      .select(columns)
      .where((eb) => dialect.isIn(eb.ref('instance_id'), param('ids'))),
  )
  const remove = prepare<{ ids: readonly string[] }>(dialect, (param) =>
    db.deleteFrom('task').where((eb) => dialect.isIn(eb.ref('instance_id'), param('ids'))),
  )
  return {
    insert: (trx: Executor, rows: readonly TaskRow[]) => insert.run(trx, rows),
    /** Every task of these instances. */
    current: (trx: Executor, ids: readonly string[]) => current.all(trx, { ids }),
    remove: (trx: Executor, ids: readonly string[]) => remove.run(trx, { ids }),
    all: (trx: Kysely<ProgrammeTables>) =>
      trx
        .selectFrom('task')
        .select(columns)
        .orderBy('instance_id')
        .orderBy('type')
        .orderBy('proposal')
        .execute(),
    /** Calls whose tasks are still to be written. */
    unfilled: async (trx: Kysely<ProgrammeTables>): Promise<readonly string[]> => {
      const rows = await trx
        .selectFrom('task')
        .select('call_id')
        .distinct()
        .where('type', '=', '')
        .execute()
      return rows.map(({ call_id }) => call_id)
    },
    /** Keeps every event of a call waiting until the end of the transaction. */
    hold: (trx: Kysely<Tables>, call: string) =>
      dialect.locked(trx.selectFrom('instance').select('id').where('id', '=', call)).execute(),
    /** Tasks after a place, with whose they are. */
    page: (
      trx: Kysely<ProgrammeTables>,
      filter: TaskFilter,
      after: TaskPlace | null,
      limit: number,
    ) => {
      let query = matching(trx, filter)
        .select(columns.map((name) => `task.${name}` as const))
        .select(['project.name', 'project.assignee'])
      if (after !== null) {
        const { due_ms: dueMs, instance_id: id, type, proposal } = after
        query = query.where((eb) =>
          eb(
            eb.refTuple('task.due_ms', 'task.instance_id', 'task.type', 'task.proposal'),
            '>',
            eb.tuple(dueMs, id, type, proposal),
          ),
        )
      }
      for (const name of place) query = query.orderBy(`task.${name}`)
      return query.limit(limit).execute()
    },
    /** How many there are, counted no further than `limit`. */
    count: async (
      trx: Kysely<ProgrammeTables>,
      filter: TaskFilter,
      limit: number,
    ): Promise<number> => {
      const some = matching(trx, filter).select('task.instance_id').limit(limit).as('some')
      const row = await trx
        .selectFrom(some)
        .select((eb) => eb.fn.countAll().as('count'))
        .executeTakeFirst()
      return Number(row?.count ?? 0)
    },
  }
}

/**
 * A call is nobody's file: it has no row in `project`. The few files of one person or applicant are
 * looked up first; all else is read along `task_due`, which would read all of the call for them.
 */
const matching = (trx: Kysely<ProgrammeTables>, filter: TaskFilter): Query => {
  const { call, roles, kbo, personId, files } = filter
  const isNarrow = kbo !== null || files === 'own'
  let query: Query = trx
    .selectFrom('task')
    .leftJoin('project', 'project.id', 'task.instance_id')
    .where(isNarrow ? 'project.call_id' : 'task.call_id', '=', call)
    .where(isNarrow ? sql<string>`task.roles || ''` : 'task.roles', '=', roles)
  if (kbo !== null) query = query.where('project.kbo', '=', kbo)
  if (personId !== null) {
    query = query.where(sql<string>`coalesce(task.proposed_by, '')`, '<>', personId)
  }
  if (files === 'own') return query.where('project.assignee', '=', personId ?? '')
  if (files === 'colleagues') query = query.where('project.assignee', 'is not', null)
  return files === 'all' || personId === null
    ? query
    : query.where(sql<string>`coalesce(project.assignee, '')`, '<>', personId)
}

type Query = SelectQueryBuilder<
  ProgrammeTables & {
    project: { [K in keyof ProgrammeTables['project']]: ProgrammeTables['project'][K] | null }
  },
  'task' | 'project',
  object
>
