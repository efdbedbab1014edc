import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareEach, prepareInsert, type Executor } from '../statement.ts'
import type { EngineTables, TimerRow } from './tables.ts'

/** A timer is known by instance and XState's send id; setting it again arms it anew. */
export interface TimerName {
  readonly instance_id: string
  readonly timer_id: string
}

export type TimerTable = ReturnType<typeof timerTable>

const columns = [
  'id',
  'instance_id',
  'group_id',
  'timer_id',
  'event',
  'due_ms',
  'arming',
  'deadline',
] as const

/** The armed timers. A row leaves with the transition that fires or cancels it. */
export const timerTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const dueOfGroups = prepare<{ groupIds: readonly string[]; horizonMs: number }, TimerRow>(
    dialect,
    (param) =>
      db
        .selectFrom('timer')
        .select(columns)
        .where((eb) => dialect.isIn(eb.ref('group_id'), param('groupIds')))
        .where('due_ms', '<=', param('horizonMs')),
  )
  const dueOfGroup = prepare<{ groupId: string; horizonMs: number }, TimerRow>(dialect, (param) =>
    db
      .selectFrom('timer')
      .select(columns)
      .where('group_id', '=', param('groupId'))
      .where('due_ms', '<=', param('horizonMs')),
  )
  const named = prepare<TimerName, TimerRow>(dialect, (param) =>
    db
      .selectFrom('timer')
      .select(columns)
      .where('instance_id', '=', param('instance_id'))
      .where('timer_id', '=', param('timer_id')),
  )
  const due = prepare<{ nowMs: number; deadlineNowMs: number; limit: number }, TimerRow>(
    dialect,
    (param) =>
      db
        .selectFrom('timer')
        .innerJoin('instance', 'instance.id', 'timer.instance_id')
        .select(columns.map((column) => `timer.${column}` as const))
        .where('timer.due_ms', '<=', param('nowMs'))
        .where('instance.needs_attention', '=', 0)
        .where((eb) =>
          eb.or([eb('timer.deadline', '=', 0), eb('timer.due_ms', '<=', param('deadlineNowMs'))]),
        )
        .orderBy('timer.due_ms')
        .orderBy('timer.id')
        .limit(param('limit')),
  )
  const next = prepare<{ graceMs: number }, { due_ms: number }>(dialect, (param) =>
    db
      .selectFrom('timer')
      .innerJoin('instance', 'instance.id', 'timer.instance_id')
      .select(sql<number>`timer.due_ms + timer.deadline * ${param('graceMs')}`.as('due_ms'))
      .where('instance.needs_attention', '=', 0)
      .orderBy('timer.due_ms')
      .limit(1),
  )
  const upsert = prepareInsert<TimerRow>(dialect, columns, (rows) =>
    db
      .insertInto('timer')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['instance_id', 'timer_id']).doUpdateSet((eb) => ({
          id: eb.ref('excluded.id'),
          event: eb.ref('excluded.event'),
          due_ms: eb.ref('excluded.due_ms'),
          arming: eb.ref('excluded.arming'),
          deadline: eb.ref('excluded.deadline'),
        })),
      ),
  )
  const remove = prepareEach<TimerName>(
    db as never,
    dialect,
    { instance_id: 'text', timer_id: 'text' },
    {
      one: (param) =>
        db
          .deleteFrom('timer')
          .where('instance_id', '=', param('instance_id'))
          .where('timer_id', '=', param('timer_id')),
      many: (rows) => sql`delete from timer using ${rows}
        where timer.instance_id = row.instance_id and timer.timer_id = row.timer_id`,
    },
  )
  return {
    /** Every timer of these groups due at or before the horizon. */
    dueOfGroups: (trx: Executor, groupIds: readonly string[], horizonMs: number) => {
      const [groupId] = groupIds
      return groupId !== undefined && groupIds.length === 1
        ? dueOfGroup.all(trx, { groupId, horizonMs })
        : dueOfGroups.all(trx, { groupIds, horizonMs })
    },
    named: (trx: Executor, name: TimerName) => named.first(trx, name),
    /** What a worker may take: earliest first, not of instances that need attention. */
    due: (trx: Executor, nowMs: number, graceMs: number, limit: number) =>
      due.all(trx, { nowMs, deadlineNowMs: nowMs - graceMs, limit }),
    /** When the earliest timer may be taken; undefined when none is armed. */
    next: async (trx: Executor, graceMs: number) => (await next.first(trx, { graceMs }))?.due_ms,
    upsert: (trx: Executor, rows: readonly TimerRow[]) => upsert.run(trx, rows),
    remove: (trx: Executor, names: readonly TimerName[]) => remove.run(trx, names),
    ofInstance: (trx: Kysely<EngineTables>, instanceId: string) =>
      trx
        .selectFrom('timer')
        .select(columns)
        .where('instance_id', '=', instanceId)
        .orderBy('timer_id')
        .execute(),
    /** Armed timers by due time and id, after a place and due at or before a time. */
    between: (
      trx: Kysely<EngineTables>,
      from: { readonly dueMs: number; readonly row: number },
      untilMs: number,
      limit: number,
    ) =>
      trx
        .selectFrom('timer')
        .select(columns)
        .where((eb) => eb(eb.refTuple('due_ms', 'id'), '>', eb.tuple(from.dueMs, from.row)))
        .where('due_ms', '<=', untilMs)
        .orderBy('due_ms')
        .orderBy('id')
        .limit(limit)
        .execute(),
    /** Armed timers by id, after one and due at or before a time. */
    since: (trx: Kysely<EngineTables>, id: number, untilMs: number, limit: number) =>
      trx
        .selectFrom('timer')
        .select(columns)
        .where('id', '>', id)
        .where('due_ms', '<=', untilMs)
        .orderBy('id')
        .limit(limit)
        .execute(),
    after: (trx: Kysely<EngineTables>, id: number, limit: number) =>
      trx
        .selectFrom('timer')
        .select(columns)
        .where('id', '>', id)
        .orderBy('id')
        .limit(limit)
        .execute(),
  }
}
