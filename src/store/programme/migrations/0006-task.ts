import { sql } from 'kysely'
import { tablesIn } from '../../database.ts'
import type { EngineTables } from '../../engine/tables.ts'
import type { Migration } from '../../migrate.ts'
import { noTermMs, type ProgrammeTables } from '../tables.ts'

/**
 * What waits for people, and who handles a file; mails by what became of them. What waits is known
 * by the machines only, so each instance gets one row that says that its own are still to be
 * written; see src/programme/tasks.ts.
 */
export const createTaskTable: Migration = {
  name: 'task',
  up: async (trx, dialect) => {
    await trx.schema.alterTable('project').addColumn('assignee', 'text').execute()
    await trx.schema
      .createTable('task')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('proposal', 'integer', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('due_ms', 'bigint', (column) => column.notNull())
      .addColumn('overdue', 'integer', (column) => column.notNull())
      .addColumn('roles', 'text', (column) => column.notNull())
      .addColumn('proposed_by', 'text')
      .addPrimaryKeyConstraint('task_key', ['instance_id', 'type', 'proposal'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createIndex('task_due')
      .on('task')
      .columns(['call_id', 'roles', 'due_ms', 'instance_id', 'type', 'proposal'])
      .execute()
    await trx.schema
      .createIndex('project_assignee')
      .on('project')
      .columns(['call_id', 'assignee', 'id'])
      .execute()
    await trx.schema
      .createIndex('mail_status')
      .on('mail')
      .columns(['status', 'at_ms', 'effect_id'])
      .execute()
    const tables = tablesIn<ProgrammeTables & EngineTables>(trx)
    const ids = await tables.selectFrom('project').select('id').execute()
    for (const { id } of ids) {
      const { snapshot } = await tables
        .selectFrom('instance')
        .select('snapshot')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      const { assignee } = (JSON.parse(snapshot) as Snapshot).context
      if (assignee === null) continue
      await tables.updateTable('project').set({ assignee }).where('id', '=', id).execute()
    }
    if (ids.length === 0) return
    await sql`insert into task (instance_id, type, proposal, call_id, due_ms, overdue, roles)
      select id, '', 0, group_id, ${sql.lit(noTermMs)}, 0, '' from instance`.execute(trx)
  },
}

interface Snapshot {
  readonly context: { readonly assignee: string | null }
}
