import type { Migration } from '../../migrate.ts'

export const createProgrammeTables: Migration = {
  name: 'programme',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('ledger_entry')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('place', 'integer', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('debit', 'text', (column) => column.notNull())
      .addColumn('credit', 'text', (column) => column.notNull())
      .addColumn('cents', 'bigint', (column) => column.notNull())
      .addColumn('subject', 'text')
      .addPrimaryKeyConstraint('ledger_entry_key', ['instance_id', 'revision', 'place'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createTable('ledger_head')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('entries', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
    await trx.schema
      .createTable('project')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('phase', 'text', (column) => column.notNull())
      .addColumn('next_deadline', 'text')
      .addColumn('next_due_ms', 'bigint')
      .addColumn('overdue', 'integer', (column) => column.notNull())
      .addColumn('requested_cents', 'bigint', (column) => column.notNull())
      .addColumn('awarded_cents', 'bigint', (column) => column.notNull())
      .addColumn('advance_paid_cents', 'bigint', (column) => column.notNull())
      .addColumn('balance_paid_cents', 'bigint', (column) => column.notNull())
      .addColumn('released_cents', 'bigint', (column) => column.notNull())
      .addColumn('clawback_demanded_cents', 'bigint', (column) => column.notNull())
      .addColumn('recovered_cents', 'bigint', (column) => column.notNull())
      .addColumn('written_off_cents', 'bigint', (column) => column.notNull())
      .execute()
    await trx.schema
      .createIndex('project_phase')
      .on('project')
      .columns(['call_id', 'phase', 'id'])
      .execute()
    await trx.schema
      .createIndex('project_due')
      .on('project')
      .columns(['call_id', 'next_due_ms', 'id'])
      .execute()
  },
}
