import { Pool } from 'pg'
import { initialTransition, transition } from 'xstate'
import { referenceMachine as machine } from './reference-machine.ts'
import type { Contestant, GrantInput, Payload } from './work.ts'

export interface PostgresqlReferenceOptions {
  readonly url: string
  readonly connections: number
}

const tables = `
  create table instance(id text primary key, version int not null, state text not null,
    snapshot text not null, updated_at bigint not null) with (fillfactor = 70);
  create table event(instance_id text not null, seq int not null, type text not null,
    payload text not null, at bigint not null, primary key(instance_id, seq));
  create table timer(instance_id text not null, timer_id text not null, due bigint not null,
    event text not null, primary key(instance_id, timer_id));
  create index on timer(due);`

const change = `
  u as (update instance set version = version + 1, state = $2, snapshot = $3, updated_at = $4
    where id = $1 and version = $5 returning version),
  e as (insert into event select $1, version, $2, $6, $4 from u)`

const statements = {
  create: {
    name: 'create',
    text: `with i as (insert into instance values($1, 1, $2, $3, $4))
      insert into event values($1, 1, $2, $5, $4)`,
  },
  read: { name: 'read', text: 'select version, snapshot from instance where id = $1' },
  step: { name: 'step', text: `with ${change} select version from u` },
  arm: {
    name: 'arm',
    text: `with ${change},
      t as (insert into timer select $1, $7, $8, $9 from u
        on conflict (instance_id, timer_id) do update set due = excluded.due)
      select version from u`,
  },
  disarm: {
    name: 'disarm',
    text: `with ${change}, t as (delete from timer where instance_id = $1 and timer_id = $7)
      select version from u`,
  },
} as const

/**
 * The yardstick on PostgreSQL: the row is read, stepped by XState, and all that changes is written
 * by one statement that checks the version; each step is a commit of its own.
 */
export const openPostgresqlReference = async ({
  url,
  connections,
}: PostgresqlReferenceOptions): Promise<Contestant> => {
  const pool = new Pool({ connectionString: url, max: connections })
  await pool.query(tables)
  return {
    create: (id, input) => create(pool, id, input),
    send: (id, event) => send(pool, id, event),
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

const create = async (pool: Pool, id: string, input: GrantInput): Promise<void> => {
  const [snapshot] = initialTransition(machine, input)
  const text = JSON.stringify(machine.getPersistedSnapshot(snapshot))
  const values = [id, snapshot.value, text, Date.now(), JSON.stringify(input.last)]
  await pool.query({ ...statements.create, values })
}

/** XState wants one and looks at it only when it restores children. */
const noScope = undefined as never

const send = async (pool: Pool, id: string, event: Payload): Promise<void> => {
  const { rows } = await pool.query<{ version: number; snapshot: string }>({
    ...statements.read,
    values: [id],
  })
  const [row] = rows
  if (row === undefined) throw new Error(`There is no instance ${id}`)
  const before = machine.restoreSnapshot(JSON.parse(row.snapshot), noScope)
  const [snapshot, [action]] = transition(machine, before, event)
  const at = Date.now()
  const text = JSON.stringify(machine.getPersistedSnapshot(snapshot))
  const values = [id, event.type, text, at, row.version, JSON.stringify(event)]
  const { rowCount } = await pool.query(written(action, values, at))
  if (rowCount !== 1) throw new Error('The instance is at another version')
}

const written = (
  action: { readonly type: string; readonly params: unknown } | undefined,
  values: readonly unknown[],
  at: number,
) => {
  if (action?.type === 'xstate.raise') {
    const { id, delay, event } = action.params as { id: string; delay: number; event: object }
    return { ...statements.arm, values: [...values, id, at + delay, JSON.stringify(event)] }
  }
  if (action?.type === 'xstate.cancel') {
    const { sendId } = action.params as { sendId: string }
    return { ...statements.disarm, values: [...values, sendId] }
  }
  return { ...statements.step, values: [...values] }
}
