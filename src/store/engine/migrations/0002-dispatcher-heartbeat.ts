import type { Migration } from '../../migrate.ts'

export const createDispatcherHeartbeat: Migration = {
  name: 'dispatcher-heartbeat',
  up: async (trx, dialect) => {
    await trx.schema
      .createTable('dispatcher_heartbeat')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('skew_ms', 'bigint')
      .modifyEnd(dialect.keyOrdered)
      .execute()
  },
}
