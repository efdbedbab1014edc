import Database from 'better-sqlite3'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AnyStateMachine } from 'xstate'
import { openGrantEngine } from '../../bench/grant/engine.ts'
import { grant } from '../../bench/grant/machine.ts'
import { referenceMachine } from '../../bench/grant/reference-machine.ts'
import { openReference } from '../../bench/grant/reference.ts'
import { drive, eventTypes, payload, stepsPerInstance } from '../../bench/grant/work.ts'

const lives = { instances: 4, concurrency: 2, prefix: 'c' }

let folder = ''
let file = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-'))
  file = join(folder, 'grant.sqlite')
})

afterEach(() => rm(folder, { recursive: true }))

/** What a life left behind, whoever led it. */
interface Traces {
  readonly instances: readonly (readonly [string, string, number, unknown])[]
  readonly log: readonly (readonly [string, number, string])[]
  readonly timers: readonly (readonly [string, string, string])[]
}

const query = <Row>(sql: string): readonly Row[] => {
  const db = new Database(file, { readonly: true })
  const rows = db.prepare(sql).all() as Row[]
  db.close()
  return rows
}

const count = (table: string): number =>
  query<{ n: number }>(`select count(*) as n from ${table}`)[0]!.n

const tracesOf = (log: string, timers: string, revision: string): Traces => ({
  instances: query<{ id: string; state: string; revision: number; snapshot: string }>(
    `select id, state, ${revision} as revision, snapshot from instance order by id`,
  ).map((row) => [row.id, row.state, row.revision, JSON.parse(row.snapshot).context]),
  log: query<{ id: string; place: number; type: string }>(log).map(({ id, place, type }) => [
    id,
    place,
    type,
  ]),
  timers: query<{ id: string; timer_id: string; event: string }>(timers).map((row) => [
    row.id,
    row.timer_id,
    JSON.parse(row.event).type,
  ]),
})

const referenceTraces = (): Traces =>
  tracesOf(
    'select instance_id as id, seq as place, type from event order by 1, 2',
    'select instance_id as id, timer_id, event from timer order by 1, 2',
    'version',
  )

const engineTraces = (): Traces =>
  tracesOf(
    `select instance_id as id, revision as place,
       case type when 'engine.start' then 'LAUNCH' else type end as type
     from event order by 1, 2`,
    'select instance_id as id, timer_id, event from timer order by 1, 2',
    'revision',
  )

const leadByHand = async (stepsPerCommit: number): Promise<Traces> => {
  await using contestant = openReference({ file, mode: 'xstate', stepsPerCommit })
  await drive(contestant, lives)
  return referenceTraces()
}

describe('the reference loop', () => {
  test('leads every life to its end, with a timer left', async () => {
    const { instances, log, timers } = await leadByHand(1)
    expect(instances.map(([, state, version]) => [state, version])).toEqual(
      Array.from({ length: 4 }, () => ['closed', stepsPerInstance]),
    )
    expect(log.slice(0, stepsPerInstance).map(([, , type]) => type)).toEqual([
      'LAUNCH',
      ...eventTypes,
    ])
    expect(timers.map(([, id]) => id)).toEqual(Array.from({ length: 4 }, () => 'interimReminder'))
  })

  test('leaves the same rows when steps share commits', async () => {
    const alone = await leadByHand(1)
    file = join(folder, 'shared-commits.sqlite')
    expect(await leadByHand(64)).toEqual(alone)
  })

  test('writes raw rows of the same size', async () => {
    const { instances } = await leadByHand(1)
    const sizes = (): readonly number[] =>
      query<{ size: number }>('select length(snapshot) as size from instance order by id').map(
        ({ size }) => size,
      )
    const computed = sizes()
    file = join(folder, 'raw.sqlite')
    {
      await using contestant = openReference({ file, mode: 'raw', stepsPerCommit: 64 })
      await drive(contestant, lives)
    }
    expect(count('instance')).toBe(instances.length)
    expect(count('event')).toBe(instances.length * stepsPerInstance)
    for (const [index, size] of sizes().entries()) {
      expect(Math.abs(size - computed[index]!)).toBeLessThan(20)
    }
  })

  test('brings a payload of about 200 bytes', () => {
    expect(JSON.stringify(payload(1234, 3)).length).toBeGreaterThan(190)
    expect(JSON.stringify(payload(1234, 3)).length).toBeLessThan(230)
  })
})

describe('the engine on the same work', () => {
  test('runs a machine with the same states and transitions', () => {
    expect(edgesOf(grant.machine)).toEqual(edgesOf(referenceMachine))
  })

  test('leaves the same instances, log and timers as the reference loop', async () => {
    const byHand = await leadByHand(64)
    file = join(folder, 'engine.sqlite')
    await using contestant = await openGrantEngine(file)
    await drive(contestant, lives)
    expect(engineTraces()).toEqual(byHand)
  })

  test('keeps a key for every step, and writes outbox and ledger', async () => {
    await using contestant = await openGrantEngine(file)
    await drive(contestant, lives)
    expect(count('attempt')).toBe(lives.instances * stepsPerInstance)
    expect(count('outbox')).toBe(lives.instances * 2)
    expect(count('ledger_entry')).toBe(lives.instances * 3)
    expect(await contestant.engine.verify()).toEqual([])
  })
})

/** State → event → target, whatever implements the actions. */
const edgesOf = (machine: AnyStateMachine): unknown =>
  Object.fromEntries(
    Object.entries(machine.states).map(([name, node]) => [
      name,
      Object.fromEntries(
        [...node.transitions].map(([type, [transition]]) => [
          type,
          transition?.target?.map(({ key }) => key),
        ]),
      ),
    ]),
  )
