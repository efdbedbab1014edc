import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepareInsert, type Executor } from '../statement.ts'
import type { EngineTables, EventRow } from './tables.ts'

export type EventTable = ReturnType<typeof eventTable>

export interface HistoryPage {
  /** Only revisions after this one. */
  readonly after?: number
  readonly limit?: number
  /** Only events of this type. */
  readonly type?: string
}

const columns = [
  'position',
  'instance_id',
  'revision',
  'type',
  'at_ms',
  'received_at_ms',
  'person',
  'cause',
  'cause_ref',
  'data',
  'facts',
  'key',
  'version',
  'previous_hash',
  'hash',
  'fired_at_ms',
  'fired_by',
  'request_id',
] as const

/** The log. It is only ever appended to. */
export const eventTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const insert = prepareInsert<EventRow>(dialect, columns, (rows) =>
    db.insertInto('event').values(rows),
  )
  return {
    insert: (trx: Executor, rows: readonly EventRow[]) => insert.run(trx, rows),
    /** Events of an instance by revision: all, or a page. */
    ofInstance: (trx: Kysely<EngineTables>, instanceId: string, page: HistoryPage = {}) => {
      const { after = 0, limit, type } = page
      const all = trx
        .selectFrom('event')
        .select(columns)
        .where('instance_id', '=', instanceId)
        .where('revision', '>', after)
        .orderBy('revision')
      const query = type === undefined ? all : all.where('type', '=', type)
      return (limit === undefined ? query : query.limit(limit)).execute()
    },
    last: async (trx: Kysely<EngineTables>) => {
      const row = await trx
        .selectFrom('event')
        .select('position')
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.position ?? 0
    },
    /** How many timers of a group fired that were due from `fromMs` to `toMs`, both included. */
    /** How many timers fired, by whom ever or by this one. */
    timersFiredBy: async (trx: Kysely<EngineTables>, firedBy: string | undefined) => {
      const timers = trx.selectFrom('event').where('cause', '=', 'timer')
      const wanted = firedBy === undefined ? timers : timers.where('fired_by', '=', firedBy)
      const { count } = await wanted
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    timersBetween: async (
      trx: Kysely<EngineTables>,
      groupId: string,
      fromMs: number,
      toMs: number,
    ) => {
      const row = await trx
        .selectFrom('event')
        .innerJoin('instance', 'instance.id', 'event.instance_id')
        .select((eb) => eb.fn.countAll<number>().as('timers'))
        .where('instance.group_id', '=', groupId)
        .where('event.cause', '=', 'timer')
        .where((eb) => eb.fn.coalesce('event.received_at_ms', 'event.at_ms'), '>=', fromMs)
        .where((eb) => eb.fn.coalesce('event.received_at_ms', 'event.at_ms'), '<=', toMs)
        .executeTakeFirstOrThrow()
      return row.timers
    },
    find: (trx: Kysely<EngineTables>, instanceId: string, revision: number) =>
      trx
        .selectFrom('event')
        .select(columns)
        .where('instance_id', '=', instanceId)
        .where('revision', '=', revision)
        .executeTakeFirst(),
    /** The log after a position, in order; for readers that follow it. */
    after: (trx: Kysely<EngineTables>, position: number, limit: number) =>
      trx
        .selectFrom('event')
        .select(columns)
        .where('position', '>', position)
        .orderBy('position')
        .limit(limit)
        .execute(),
  }
}
