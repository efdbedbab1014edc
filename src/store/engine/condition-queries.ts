import type { Kysely } from 'kysely'
import type { EngineTables } from './tables.ts'

export interface TimerCounts {
  /** Due at or before now. */
  readonly due: number
  /** Due at or before `overdueMs`, held ones not counted. */
  readonly overdue: number
  /** Due, but of an instance that needs attention: they wait for an operator. */
  readonly held: number
  /** When the longest of those that are not held was due; null when none is. */
  readonly oldestDueMs: number | null
}

export interface OutboxCounts {
  readonly pending: number
  readonly parked: number
  /** Pending, nobody's, and could have been tried at or before `overdueMs`. */
  readonly overdue: number
  /** Pending, and the lease of whoever took them ran out at or before `lostMs` of the host. */
  readonly lost: number
}

export interface VersionCount {
  readonly machine: string
  readonly version: number
  readonly count: number
}

/** What an operator counts: each is answered from an index, over rows that wait and no others. */
export const countTimers = async (
  trx: Kysely<EngineTables>,
  nowMs: number,
  overdueMs: number,
): Promise<TimerCounts> => {
  const due = trx.selectFrom('timer').where('due_ms', '<=', nowMs)
  const attention = trx
    .selectFrom('failure')
    .select('instance_id')
    .where('status', '=', 'open')
    .distinct()
  const all = await due.select((eb) => eb.fn.countAll().as('count')).executeTakeFirst()
  const held = await due
    .where('instance_id', 'in', attention)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst()
  const free = await due
    .where('instance_id', 'not in', attention)
    .select((eb) => [
      eb.fn.countAll().filterWhere('due_ms', '<=', overdueMs).as('overdue'),
      eb.fn.min('due_ms').as('oldest'),
    ])
    .executeTakeFirst()
  return {
    due: Number(all?.count ?? 0),
    held: Number(held?.count ?? 0),
    overdue: Number(free?.overdue ?? 0),
    oldestDueMs: free?.oldest ?? null,
  }
}

export const countOutbox = async (
  trx: Kysely<EngineTables>,
  overdueMs: number,
  lostMs: number,
): Promise<OutboxCounts> => {
  const parked = await trx
    .selectFrom('outbox')
    .where('status', '=', 'parked')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst()
  const pending = await trx
    .selectFrom('outbox')
    .where('status', '=', 'pending')
    .select((eb) => [
      eb.fn.countAll().as('count'),
      eb.fn
        .countAll()
        .filterWhere('lease_until_ms', 'is', null)
        .filterWhere('next_attempt_ms', '<=', overdueMs)
        .as('overdue'),
      eb.fn.countAll().filterWhere('lease_until_ms', '<=', lostMs).as('lost'),
    ])
    .executeTakeFirst()
  return {
    pending: Number(pending?.count ?? 0),
    parked: Number(parked?.count ?? 0),
    overdue: Number(pending?.overdue ?? 0),
    lost: Number(pending?.lost ?? 0),
  }
}

/** How many instances run on each version of each machine. */
export const countVersions = async (
  trx: Kysely<EngineTables>,
): Promise<readonly VersionCount[]> => {
  const rows = await trx
    .selectFrom('instance')
    .select((eb) => ['machine', 'version', eb.fn.countAll().as('count')])
    .groupBy(['machine', 'version'])
    .orderBy('machine')
    .orderBy('version')
    .execute()
  return rows.map(({ machine, version, count }) => ({ machine, version, count: Number(count) }))
}

/** Instances whose machine code failed, and nobody has dealt with it. */
export const countAttention = async (trx: Kysely<EngineTables>): Promise<number> => {
  const row = await trx
    .selectFrom('failure')
    .where('status', '=', 'open')
    .select((eb) => eb.fn.count('instance_id').distinct().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
