import type { Kysely } from 'kysely'
import type { EngineTables, FailureRow } from './tables.ts'

export type FailureTable = ReturnType<typeof failureTable>

const columns = [
  'id',
  'instance_id',
  'delivery',
  'error',
  'failed_at_ms',
  'status',
  'seal',
] as const

/** Events that crashed in machine code, until and after an operator dealt with them. */
export const failureTable = () => ({
  insert: (trx: Kysely<EngineTables>, row: FailureRow) =>
    trx.insertInto('failure').values(row).execute(),
  open: (trx: Kysely<EngineTables>, instanceId: string) =>
    trx
      .selectFrom('failure')
      .select(columns)
      .where('instance_id', '=', instanceId)
      .where('status', '=', 'open')
      .orderBy('id')
      .executeTakeFirst(),
  update: (trx: Kysely<EngineTables>, { id, ...change }: FailureRow) =>
    trx.updateTable('failure').set(change).where('id', '=', id).execute(),
  all: (trx: Kysely<EngineTables>) =>
    trx.selectFrom('failure').select(columns).orderBy('id').execute(),
})
