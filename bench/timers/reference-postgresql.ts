import { Pool, type PoolClient } from 'pg'
import type { Figures } from '../target.ts'
import { timeout, waiting } from './reference-machine.ts'
import { fired } from './reference-step.ts'
import { armAll, Lateness, leadMs, sleep } from './work.ts'

const tables = `
  create table instance(id text primary key, version int not null, state text not null,
    snapshot text not null) with (fillfactor = 70);
  create table event(instance_id text, seq int, type text, at bigint,
    primary key(instance_id, seq));
  create table timer(instance_id text, timer_id text, due bigint not null, event text,
    primary key(instance_id, timer_id));
  create index on timer(due);`

const statements = {
  arm: {
    name: 'arm',
    text: `with i as (insert into instance values($1, 1, 'waiting', $2))
      insert into timer values($1, 'due', $3, $4)`,
  },
  select: {
    name: 'select',
    text: `select t.instance_id as id, t.due, t.event, i.version, i.snapshot
      from timer t join instance i on i.id = t.instance_id
      where t.due <= $1 order by t.due limit 256 for update of t skip locked`,
  },
  write: {
    name: 'write',
    text: `with
      x as (select * from unnest($1::text[], $2::int[], $3::text[], $4::text[]) as x(id, v, s, st)),
      u as (update instance i set version = i.version + 1, state = x.st, snapshot = x.s
        from x where i.id = x.id and i.version = x.v returning i.id, i.version),
      e as (insert into event select id, version, 'after', $5 from u),
      d as (delete from timer t using u where t.instance_id = u.id and t.timer_id = 'due')
      select count(*)::int as n from u`,
  },
} as const

interface Due {
  readonly id: string
  readonly due: string
  readonly event: string
  readonly version: number
  readonly snapshot: string
}

const connections = 16

/** Claims at most 256 due timers a transaction, steps each, and writes all by one statement. */
export const postgresqlClaims = async (url: string): Promise<Figures> => {
  const pool = new Pool({ connectionString: url, max: connections })
  await pool.query(tables)
  const baseMs = Date.now() + leadMs.postgresql
  await armAll(baseMs, (index, due) =>
    pool.query({ ...statements.arm, values: [`t${index}`, waiting(due), due, timeout] }),
  )
  const lateness = new Lateness(baseMs)
  const client = await pool.connect()
  while (!lateness.isDone) {
    const rows = await fireSome(client)
    for (const { due } of rows) lateness.add(Number(due))
    if (rows.length === 0) await sleep(Math.max(2, Math.min(200, baseMs - Date.now())))
  }
  client.release()
  const figures = await lateness.figures()
  await pool.end()
  return figures
}

const fireSome = async (client: PoolClient): Promise<readonly Due[]> => {
  await client.query('begin')
  const { rows } = await client.query<Due>({ ...statements.select, values: [Date.now()] })
  if (rows.length > 0) {
    const stepped = rows.map(({ snapshot, event }) => fired(snapshot, event))
    const values = [
      rows.map(({ id }) => id),
      rows.map(({ version }) => version),
      stepped.map(({ snapshot }) => snapshot),
      stepped.map(({ state }) => state),
      Date.now(),
    ]
    const written = await client.query<{ n: number }>({ ...statements.write, values })
    if (written.rows[0]?.n !== rows.length) throw new Error('An instance is at another version')
  }
  await client.query('commit')
  return rows
}
