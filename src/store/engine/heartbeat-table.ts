import type { Kysely } from 'kysely'
import type { DispatcherHeartbeatRow, EngineTables } from './tables.ts'

export type HeartbeatTable = ReturnType<typeof heartbeatTable>

const columns = ['id', 'kind', 'at_ms', 'skew_ms'] as const

/** Which dispatchers live. A row leaves when its dispatcher stops, or long after it fell silent. */
export const heartbeatTable = () => ({
  put: (trx: Kysely<EngineTables>, row: DispatcherHeartbeatRow) =>
    trx
      .insertInto('dispatcher_heartbeat')
      .values(row)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          kind: eb.ref('excluded.kind'),
          at_ms: eb.ref('excluded.at_ms'),
          skew_ms: eb.ref('excluded.skew_ms'),
        })),
      )
      .execute(),
  remove: (trx: Kysely<EngineTables>, id: string) =>
    trx.deleteFrom('dispatcher_heartbeat').where('id', '=', id).execute(),
  removeBefore: (trx: Kysely<EngineTables>, ms: number) =>
    trx.deleteFrom('dispatcher_heartbeat').where('at_ms', '<', ms).execute(),
  all: (trx: Kysely<EngineTables>) =>
    trx.selectFrom('dispatcher_heartbeat').select(columns).orderBy('id').execute(),
})
