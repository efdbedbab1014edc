import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openGrantEngine } from '../../bench/grant/engine.ts'
import { openPostgresqlReference } from '../../bench/grant/reference-postgresql.ts'
import {
  drive,
  eventTypes,
  stepsPerInstance,
  type Contestant,
  type Load,
} from '../../bench/grant/work.ts'
import { driveInProcesses } from '../../bench/grant/processes.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'

const lives: Load = { instances: 4, concurrency: 2, prefix: 'c' }

let server: PostgresqlServer

beforeAll(async () => {
  server = await PostgresqlServer.start()
})

afterAll(() => server[Symbol.asyncDispose]())

const query = async (url: string, text: string): Promise<readonly unknown[]> => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text, rowMode: 'array' })
  await client.end()
  return rows
}

/** What lives left behind: states with contexts, log, timers. */
const traces = async (url: string, revision: string, place: string) => {
  const states = `select id, state, ${revision}::int, snapshot::json -> 'context'`
  return {
    instances: await query(url, `${states} from instance order by id`),
    log: await query(url, `select instance_id, ${place}::int, type from event order by 1, 2`),
    timers: await query(
      url,
      `select instance_id, timer_id, event::json ->> 'type' from timer
      order by 1, 2`,
    ),
  }
}

const led = async (open: (url: string) => Promise<Contestant>): Promise<string> => {
  const url = await freshSchema(server.url('postgres'))
  await using contestant = await open(url)
  await drive(contestant, lives)
  return url
}

describe('the reference loop on PostgreSQL', () => {
  test('leads every life to its end, with a timer left', async () => {
    const url = await led((at) => openPostgresqlReference({ url: at, connections: 2 }))
    const { log, timers } = await traces(url, 'version', 'seq')
    expect(await query(url, 'select count(*)::int from instance where version = 12')).toEqual([[4]])
    expect(log.slice(0, stepsPerInstance)).toEqual(
      ['launched', ...eventTypes].map((type, index) => ['c-0', index + 1, type]),
    )
    expect(timers).toEqual([0, 1, 2, 3].map((i) => [`c-${i}`, 'interimReminder', 'REMIND']))
  })
})

describe('the engine on the same work on PostgreSQL', () => {
  test('leaves the same contexts, log and timers as the reference loop', async () => {
    const byHand = await led((at) => openPostgresqlReference({ url: at, connections: 2 }))
    const ours = await led(openGrantEngine)
    const expected = await traces(byHand, 'version', 'seq')
    const found = await traces(ours, 'revision', 'revision')
    // The loop by hand writes the type of the last event where the state stands.
    const withoutState = (rows: readonly unknown[]) =>
      rows.map((row) => (row as unknown[]).toSpliced(1, 1))
    expect(withoutState(found.instances)).toEqual(withoutState(expected.instances))
    expect(found.timers).toEqual(expected.timers)
    expect(found.log.map((row) => (row as unknown[]).map(launched))).toEqual(expected.log)
  })

  test('several processes lead all of the lives, each its share', async () => {
    const url = await freshSchema(server.url('postgres'))
    const stepsPerSecond = await driveInProcesses(url, 2, {
      instances: 10,
      concurrency: 4,
      warmUps: () => [],
    })
    expect(stepsPerSecond).toBeGreaterThan(0)
    const share = `select left(id, 3) as share, count(*)::int from instance
      where state = 'closed' and id like '_-c-%' group by 1 order by 1`
    expect(await query(url, share)).toEqual([
      ['1-c', 5],
      ['2-c', 5],
    ])
  })
})

const launched = (cell: unknown): unknown => (cell === 'engine.start' ? 'launched' : cell)
