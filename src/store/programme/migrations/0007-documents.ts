import { sql } from 'kysely'
import type { Migration } from '../../migrate.ts'

/**
 * Letters that events cause, files that people attach, and the chain that proves both. Letters
 * begin with this migration: those of earlier events were written by other means, or never.
 */
export const createDocumentTables: Migration = {
  name: 'documents',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('letter')
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('deadline', 'text')
      .addColumn('once', 'text', (column) => column.notNull().unique())
      .addColumn('facts', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('letter_key', ['instance_id', 'revision', 'name'])
      .modifyEnd(dialect.keyOrdered)
      .execute()
    await trx.schema
      .createTable('letter_begin')
      .addColumn('instance_id', 'text', (column) => column.primaryKey())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .execute()
    await sql`insert into letter_begin (instance_id, revision)
      select id, revision from instance where machine = 'project'`.execute(trx)
    await trx.schema
      .createTable('document')
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('instance_id', 'text', (column) => column.notNull())
      .addColumn('call_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('size', 'integer', (column) => column.notNull())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('title', 'text', (column) => column.notNull())
      .addColumn('person', 'text')
      .addColumn('salt', 'text', (column) => column.notNull())
      .addColumn('said_digest', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
    await trx.schema
      .createIndex('document_instance')
      .on('document')
      .columns(['instance_id', 'kind', 'number'])
      .execute()
    await trx.schema
      .createTable('document_head')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('entries', 'integer', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute()
    await trx.schema
      .createTable('file_content')
      .addColumn('digest', 'text', (column) => column.primaryKey())
      .addColumn('bytes', dialect.name === 'sqlite' ? 'blob' : 'bytea', (column) =>
        column.notNull(),
      )
      .execute()
    // Which letters a mail took along, as a JSON list of their names.
    await trx.schema.alterTable('mail').addColumn('letters', 'text').execute()
  },
}
