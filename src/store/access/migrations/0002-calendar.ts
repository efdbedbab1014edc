import type { Migration } from '../../migrate.ts'

/** Secret addresses of calendars. */
export const createCalendarTable: Migration = {
  name: 'calendar',
  up: async (trx) => {
    await trx.schema
      .createTable('access_calendar')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('hash', 'text', (column) => column.notNull().unique())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('about', 'text', (column) => column.notNull())
      .addColumn('subject', 'text', (column) => column.notNull())
      .addColumn('created_ms', 'bigint', (column) => column.notNull())
      .addColumn('created_by', 'text', (column) => column.notNull())
      .addColumn('revoked_ms', 'bigint')
      .execute()
    await trx.schema
      .createIndex('access_calendar_user')
      .on('access_calendar')
      .column('user_id')
      .execute()
  },
}
