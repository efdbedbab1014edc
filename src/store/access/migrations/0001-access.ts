import type { Transaction } from 'kysely'
import type { NoTables } from '../../database.ts'
import type { Migration } from '../../migrate.ts'

export const createAccessTables: Migration = {
  name: 'access',
  up: async (trx) => {
    await createPeople(trx)
    await createWaysIn(trx)
    await createRecords(trx)
  },
}

async function createPeople({ schema }: Transaction<NoTables>): Promise<void> {
  await schema
    .createTable('access_user')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('login', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('organisation', 'text')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.unique())
    .addColumn('password', 'text')
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('roles_ms', 'bigint')
    .execute()
  await schema
    .createTable('access_grant')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('call_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('granted_by', 'text', (column) => column.notNull())
    .addColumn('granted_ms', 'bigint', (column) => column.notNull())
    .addColumn('confirmed_by', 'text')
    .addColumn('confirmed_ms', 'bigint')
    .addColumn('ended_by', 'text')
    .addColumn('ended_ms', 'bigint')
    .execute()
  await schema
    .createIndex('access_grant_user')
    .on('access_grant')
    .columns(['user_id', 'status'])
    .execute()
}

async function createWaysIn({ schema }: Transaction<NoTables>): Promise<void> {
  await schema
    .createTable('access_token')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('scope', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_ms', 'bigint')
    .addColumn('revoked_ms', 'bigint')
    .execute()
  await schema
    .createTable('access_session')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('seen_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .addColumn('id_token', 'text')
    .execute()
  await schema
    .createTable('access_link')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text', (column) => column.notNull())
    .addColumn('created_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('access_flow')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('browser_hash', 'text', (column) => column.notNull())
    .addColumn('nonce', 'text', (column) => column.notNull())
    .addColumn('verifier', 'text', (column) => column.notNull())
    .addColumn('return_to', 'text', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint', (column) => column.notNull())
    .execute()
  for (const table of ['access_token', 'access_session', 'access_link'] as const) {
    await schema.createIndex(`${table}_user`).on(table).column('user_id').execute()
  }
  for (const table of ['access_session', 'access_flow'] as const) {
    await schema.createIndex(`${table}_expires`).on(table).column('expires_ms').execute()
  }
}

async function createRecords({ schema }: Transaction<NoTables>): Promise<void> {
  await schema
    .createTable('access_attempt')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('last_ms', 'bigint', (column) => column.notNull())
    .execute()
  await schema
    .createTable('access_audit')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('actor', 'text')
    .addColumn('subject', 'text')
    .addColumn('detail', 'text')
    .addColumn('request_id', 'text')
    .execute()
  await schema
    .createIndex('access_audit_time')
    .on('access_audit')
    .columns(['at_ms', 'id'])
    .execute()
}
