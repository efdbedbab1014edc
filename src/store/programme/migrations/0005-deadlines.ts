import { sql } from 'kysely'
import type { Migration } from '../../migrate.ts'

/** How every deadline stands now, so that those of a whole call are listed without its past. */
export const createDeadlineTable: Migration = {
  name: 'deadlines',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('deadline')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('due_ms', 'bigint')
      .addColumn('status', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deadline_key', ['instance_id', 'name'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await sql`insert into deadline (instance_id, name, call_id, due_ms, status)
      select instance_id, name, call_id, due_ms, status from deadline_change as change
      where revision = (select max(revision) from deadline_change as latest
        where latest.instance_id = change.instance_id and latest.name = change.name)`.execute(trx)
    await trx.schema
      .createIndex('deadline_running')
      .on('deadline')
      .columns(['call_id', 'name', 'due_ms', 'status', 'instance_id'])
      .where(sql.ref('status'), 'in', sql`('open', 'overdue')`)
      .execute()
  },
}
