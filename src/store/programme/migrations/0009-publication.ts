import type { Migration } from '../../migrate.ts'

/** What is public of each project, and the versions in which it was published; append-only. */
export const createPublicationTables: Migration = {
  name: 'publication',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('publication_fact')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('publication_fact_key', ['instance_id', 'revision'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createIndex('publication_fact_call')
      .on('publication_fact')
      .columns(['call_id', 'at_ms'])
      .execute()
    await trx.schema
      .createTable('publication')
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('noted_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('publisher', 'text', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('publication_key', ['call_id', 'version'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createTable('publication_entry')
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('publication_entry_key', ['call_id', 'instance_id', 'version'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
  },
}
