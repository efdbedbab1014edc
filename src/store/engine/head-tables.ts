import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, type Executor } from '../statement.ts'
import type { DailyHeadRow, DatabaseInfoRow, EngineTables, StreamHeadRow } from './tables.ts'

export type HeadTables = ReturnType<typeof headTables>

const streamColumns = [
  'id',
  'position',
  'hash',
  'attempt_position',
  'attempt_hash',
  'last_timer_id',
  'last_failure_id',
  'day',
  'daily_hash',
  'seal',
] as const

/** Where the log ends now, where it ended each day, and what kind of database this is. */
export const headTables = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const read = prepare<object, StreamHeadRow>(dialect, () =>
    db.selectFrom('stream_head').select(streamColumns),
  )
  const lock = prepare<object, StreamHeadRow>(dialect, () =>
    dialect.locked(db.selectFrom('stream_head').select(streamColumns)),
  )
  const write = prepare<StreamHeadRow>(dialect, (param) =>
    db
      .updateTable('stream_head')
      .set({
        position: param('position'),
        hash: param('hash'),
        attempt_position: param('attempt_position'),
        attempt_hash: param('attempt_hash'),
        last_timer_id: param('last_timer_id'),
        last_failure_id: param('last_failure_id'),
        day: param('day'),
        daily_hash: param('daily_hash'),
        seal: param('seal'),
      })
      .where('id', '=', param('id')),
  )
  return {
    stream: (trx: Executor) => read.first(trx, {}),
    /** Reads it and holds it until the end: the commit lock, under which positions are given. */
    lockStream: (trx: Executor) => lock.first(trx, {}),
    createStream: (trx: Kysely<EngineTables>, row: StreamHeadRow) =>
      trx.insertInto('stream_head').values(row).execute(),
    setStream: (trx: Executor, row: StreamHeadRow) => write.run(trx, row),
    addDaily: (trx: Kysely<EngineTables>, row: DailyHeadRow) =>
      trx.insertInto('daily_head').values(row).execute(),
    daily: (trx: Kysely<EngineTables>) =>
      trx.selectFrom('daily_head').selectAll().orderBy('day').execute(),
    info: (trx: Kysely<EngineTables>) =>
      trx.selectFrom('database_info').selectAll().executeTakeFirst(),
    lockInfo: (trx: Kysely<EngineTables>) =>
      dialect.locked(trx.selectFrom('database_info').selectAll()).executeTakeFirst(),
    createInfo: (trx: Kysely<EngineTables>, row: DatabaseInfoRow) =>
      trx.insertInto('database_info').values(row).execute(),
    setInfo: (trx: Kysely<EngineTables>, row: DatabaseInfoRow) =>
      trx
        .updateTable('database_info')
        .set({
          clock_ms: row.clock_ms,
          clock_host_ms: row.clock_host_ms,
          clock_rate: row.clock_rate,
          seal: row.seal,
        })
        .execute(),
  }
}
