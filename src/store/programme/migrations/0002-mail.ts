import type { Migration } from '../../migrate.ts'

export const createMailTables: Migration = {
  name: 'mail',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('deadline_change')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('due_ms', 'bigint')
      .addColumn('status', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deadline_change_key', ['instance_id', 'name', 'revision'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createIndex('deadline_change_call')
      .on('deadline_change')
      .columns(['call_id', 'at_ms'])
      .execute()
    await trx.schema
      .createTable('mail')
      .addColumn('effect_id', 'text', (column) => column.primaryKey())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('template', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('step', 'text')
      .addColumn('reader', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('noted_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('once', 'text', (column) => column.unique())
      .addColumn('message_id', 'text', (column) => column.notNull())
      .addColumn('address', 'text')
      .addColumn('taken', 'text')
      .addColumn('subject', 'text')
      .addColumn('text', 'text')
      .addColumn('ics', 'text')
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createIndex('mail_instance')
      .on('mail')
      .columns(['instance_id', 'at_ms'])
      .execute()
  },
}
