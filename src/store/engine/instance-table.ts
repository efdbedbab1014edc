import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareEach, prepareInsert, type Executor } from '../statement.ts'
import type { EngineTables, InstanceRow } from './tables.ts'

/** An instance without what is large. */
export type InstanceHead = Omit<InstanceRow, 'snapshot' | 'state'>

/** What a step changes of an instance; `was` is the revision it must have been at. */
export interface InstanceChange extends Pick<
  InstanceRow,
  'id' | 'revision' | 'snapshot' | 'state' | 'at_ms' | 'group_at_ms' | 'hash'
> {
  readonly was: number
}

export interface InstanceFilter {
  readonly machine?: string
  readonly groupId?: string
  readonly needsAttention?: boolean
  /** Only ids after this one, for pages. */
  readonly after?: string
  /** Default 1,000. */
  readonly limit?: number
}

export type InstanceTable = ReturnType<typeof instanceTable>

const headColumns = [
  'id',
  'group_id',
  'machine',
  'version',
  'revision',
  'at_ms',
  'group_at_ms',
  'hash',
  'needs_attention',
] as const

const columns = [...headColumns, 'snapshot', 'state'] as const

const changeColumns = {
  id: 'text',
  was: 'bigint',
  revision: 'bigint',
  snapshot: 'text',
  state: 'text',
  at_ms: 'bigint',
  group_at_ms: 'bigint',
  hash: 'text',
} as const

export const instanceTable = (db: Kysely<EngineTables>, dialect: Dialect) => {
  const heads = prepare<{ ids: readonly string[] }, InstanceHead>(dialect, (param) =>
    db
      .selectFrom('instance')
      .select(headColumns)
      .where((eb) => dialect.isIn(eb.ref('id'), param('ids'))),
  )
  const head = prepare<{ id: string }, InstanceHead>(dialect, (param) =>
    db.selectFrom('instance').select(headColumns).where('id', '=', param('id')),
  )
  const whole = prepare<{ id: string }, InstanceRow>(dialect, (param) =>
    db.selectFrom('instance').select(columns).where('id', '=', param('id')),
  )
  const snapshots = prepare<{ ids: readonly string[] }, Pick<InstanceRow, 'id' | 'snapshot'>>(
    dialect,
    (param) =>
      db
        .selectFrom('instance')
        .select(['id', 'snapshot'])
        .where((eb) => dialect.isIn(eb.ref('id'), param('ids'))),
  )
  const members = prepare<{ groupId: string }, InstanceHead>(dialect, (param) =>
    db
      .selectFrom('instance')
      .select(headColumns)
      .where('group_id', '=', param('groupId'))
      .orderBy('id'),
  )
  const insert = prepareInsert<InstanceRow>(dialect, columns, (rows) =>
    db.insertInto('instance').values(rows),
  )
  const held = (take: Dialect['locked']) =>
    prepare<{ ids: readonly string[] }, InstanceHead>(dialect, (param) =>
      take(
        db
          .selectFrom('instance')
          .select(headColumns)
          .where((eb) => dialect.isIn(eb.ref('id'), param('ids')))
          .orderBy('id'),
      ),
    )
  const lock = held(dialect.locked)
  const claim = held(dialect.claimed)
  const update = prepareEach<InstanceChange>(db as never, dialect, changeColumns, {
    one: (param) =>
      db
        .updateTable('instance')
        .set({
          revision: param('revision'),
          snapshot: param('snapshot'),
          state: param('state'),
          at_ms: param('at_ms'),
          group_at_ms: param('group_at_ms'),
          hash: param('hash'),
        })
        .where('id', '=', param('id'))
        .where('revision', '=', param('was')),
    many: (rows) => sql`update instance set revision = row.revision, snapshot = row.snapshot,
      state = row.state, at_ms = row.at_ms, group_at_ms = row.group_at_ms, hash = row.hash
      from ${rows} where instance.id = row.id and instance.revision = row.was`,
  })
  const groupTime = prepare<{ id: string; atMs: number }>(dialect, (param) =>
    db
      .updateTable('instance')
      .set({ group_at_ms: param('atMs') })
      .where('id', '=', param('id')),
  )
  const attention = prepare<{ id: string; needsAttention: number }>(dialect, (param) =>
    db
      .updateTable('instance')
      .set({ needs_attention: param('needsAttention') })
      .where('id', '=', param('id')),
  )
  return {
    /** A list of one is the commonest by far, and cheaper without a list. */
    heads: (trx: Executor, ids: readonly string[]) => {
      const [id] = ids
      return id !== undefined && ids.length === 1 ? head.all(trx, { id }) : heads.all(trx, { ids })
    },
    snapshots: (trx: Executor, ids: readonly string[]) => snapshots.all(trx, { ids }),
    members: (trx: Executor, groupId: string) => members.all(trx, { groupId }),
    insert: (trx: Executor, rows: readonly InstanceRow[]) => insert.run(trx, rows),
    /**
     * Reads instances and holds them until the end of the transaction, in the order of their ids,
     * so that no two wait for each other.
     */
    lock: (trx: Executor, ids: readonly string[]) => lock.all(trx, { ids }),
    /** The same, without those that somebody else holds. */
    claim: (trx: Executor, ids: readonly string[]) => claim.all(trx, { ids }),
    /** Returns how many of the rows were still at the revision that they are changed from. */
    update: (trx: Executor, changes: readonly InstanceChange[]) => update.run(trx, changes),
    setGroupTime: (trx: Executor, id: string, atMs: number) => groupTime.run(trx, { id, atMs }),
    setAttention: (trx: Executor, id: string, needsAttention: boolean) =>
      attention.run(trx, { id, needsAttention: needsAttention ? 1 : 0 }),
    /** Whole rows by id, a page at a time; not for the hot path. */
    list: (trx: Kysely<EngineTables>, filter: InstanceFilter) => {
      let query = trx.selectFrom('instance').select(columns)
      const { machine, groupId, needsAttention, after, limit = 1000 } = filter
      if (machine !== undefined) query = query.where('machine', '=', machine)
      if (groupId !== undefined) query = query.where('group_id', '=', groupId)
      if (needsAttention !== undefined) {
        query = query.where('needs_attention', '=', needsAttention ? 1 : 0)
      }
      if (after !== undefined) query = query.where('id', '>', after)
      return query.orderBy('id').limit(limit).execute()
    },
    find: (trx: Executor, id: string) => whole.first(trx, { id }),
  }
}
