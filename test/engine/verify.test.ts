import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import type { EngineTables } from '../../src/store/engine/tables.ts'
import { tablesIn } from '../../src/store/database.ts'
import type { Head } from '../../src/engine/index.ts'
import { library } from './example.ts'
import {
  ann,
  bob,
  dayMs,
  dump,
  openWorld,
  startLibrary,
  type World,
  type WorldOptions,
} from './harness.ts'
import { broken, probe } from './probe.ts'
import { ruin, tableNames } from './tampering.ts'

beforeEach(() => broken.clear())

const definitions = [probe, ...library]
const effects = [
  {
    kinds: ['remind'],
    perform: async () => {
      throw new Error('no letters today')
    },
  },
]

/** A database in which every table has rows, over several days. */
const busyWorld = async (options: WorldOptions = {}): Promise<World> => {
  const world = await openWorld({ ...options, definitions, effects, outbox: { attempts: 1 } })
  const { engine } = world
  await startLibrary(engine, ['a', 'b'])
  await engine.start({ id: 'p', machine: 'probe', sender: ann })
  const secret = { reason: 'because', lines: [{ why: 'so' }], assignee: 'carl' }
  await engine.send({ to: 'p', type: 'probe.secret', data: secret, sender: ann, key: 'k1', at: 10 })
  await engine.send({ to: 'p', type: 'probe.arm', data: { delay: 9e9 }, sender: ann, key: 'k2' })
  await engine.send({ to: 'p', type: 'probe.never', sender: bob, key: 'k3' })
  await engine.advanceTo(30 * dayMs)
  await engine.runEffects()
  const place = { instance: 'p', revision: 2, path: 'reason' }
  await engine.redact({ ...place, reason: 'asked for', sender: ann, approvedBy: bob })
  broken.add('p')
  await engine.send({ to: 'p', type: 'probe.note', sender: ann })
  broken.clear()
  await engine.retry({ instance: 'p', sender: bob })
  broken.add('p')
  await engine.send({ to: 'p', type: 'probe.note', sender: ann, at: 31 * dayMs, key: 'k4' })
  broken.clear()
  const mail = { to: 'a', type: 'book.return', sender: bob, at: 32 * dayMs, key: 'k5' }
  await engine.send({ ...mail, data: { remark: 'late', witness: 'dora' } })
  return world
}

describe('I10: the log proves itself', () => {
  test('what was not touched agrees', async () => {
    const { engine } = await busyWorld()
    expect(JSON.stringify(await engine.verify())).toBe('[]')
    expect(JSON.stringify(await engine.verify({ against: await engine.heads() }))).toBe('[]')
  })

  test('every altered column, deleted row and cut tail of every table is found', async () => {
    const { engine, store } = await busyWorld({ isOneEngine: true })
    const tables = await tableNames(store)
    const missed: string[] = []
    const found: string[] = []
    for await (const { what } of ruin(store)) {
      const findings = await engine.verify()
      if (findings.length === 0) missed.push(what)
      else found.push(what)
    }
    expect(missed).toEqual([])
    // As many as the database has values and rows, less what its own constraints refuse.
    expect(found.length).toBeGreaterThan(500)
    expect(tables).toEqual([
      'attempt',
      'daily_head',
      'database_info',
      'dispatcher_heartbeat',
      'engine_migration',
      'event',
      'failure',
      'instance',
      'outbox',
      'person',
      'stream_head',
      'text',
      'timer',
    ])
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  }, 120_000)

  test('a day that is over gets a head, and each holds the one before', async () => {
    const { engine } = await busyWorld()
    const heads = await engine.heads()
    expect(heads.map(({ day }) => day)).toEqual([
      '1970-01-01',
      '1970-01-22',
      '1970-01-31',
      '1970-02-01',
      '1970-02-02',
    ])
    expect(heads.at(-1)?.hash).toBeNull()
  })

  test('a past that was rewritten consistently is found against exported heads', async () => {
    const before = await busyWorld()
    const heads = await before.engine.heads()
    const { engine } = await openWorld({ definitions })
    await startLibrary(engine, ['a', 'x'])
    await engine.advanceTo(40 * dayMs)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
    const findings = await engine.verify({ against: heads })
    expect(findings.map(({ table }) => table)).toContain('daily_head')
    const later: Head[] = heads.map((head) => ({ ...head, position: head.position + 1000 }))
    expect((await before.engine.verify({ against: later })).length).toBeGreaterThan(0)
  })

  test('heads are signed when a key is configured', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const world = await openWorld({ signingKey: privateKey })
    await startLibrary(world.engine)
    await world.engine.advanceTo(30 * dayMs)
    const [head] = await world.engine.heads()
    expect(head?.signature).toMatch(/^[\w-]{86}$/)
    expect(JSON.stringify(await world.engine.verify())).toBe('[]')
    await world[Symbol.asyncDispose]()
    const { privateKey: other } = generateKeyPairSync('ed25519')
    for (const signingKey of [other, undefined]) {
      const kind = { seed: 'seed' }
      const again = await openWorld({
        database: world.database,
        kind,
        ...(signingKey && { signingKey }),
      })
      expect(await again.engine.verify()).toMatchObject([{ table: 'daily_head' }])
      await again[Symbol.asyncDispose]()
    }
  })

  test('the zone of the days can be chosen', async () => {
    const { engine } = await openWorld({ timeZone: 'Europe/Brussels' })
    await startLibrary(engine, ['a'], { at: Date.parse('2024-05-06T21:59:59.999Z') })
    await engine.send({
      to: 'a',
      type: 'book.renew',
      sender: ann,
      at: Date.parse('2024-05-06T22:00:00Z'),
    })
    expect((await engine.heads()).map(({ day }) => day)).toEqual(['2024-05-06', '2024-05-07'])
  })

  test('participants are in the daily head and verify their own rows', async () => {
    const steps: string[] = []
    const { engine } = await openWorld({
      participants: [
        {
          name: 'counter',
          write: async () => {},
          digest: async () => 'digest',
          verify: async (_trx, log) => {
            for await (const { instanceId, revision } of log) steps.push(`${instanceId}${revision}`)
            return [{ table: 'counter', row: '1', message: 'It does not agree.' }]
          },
        },
        { name: 'deaf', write: async () => {}, verify: async () => [] },
      ],
    })
    await startLibrary(engine)
    await engine.advanceTo(30 * dayMs)
    expect(await engine.verify()).toEqual([
      { table: 'counter', row: '1', message: 'It does not agree.' },
    ])
    expect(steps).toEqual(['s1', 'a1', 's2', 'a2'])
    expect((await engine.heads())[0]?.participants).toEqual({ counter: 'digest' })
  })
})

describe('I1: participants write in the transaction of the events', () => {
  test('their rows are there or not there with the events', async () => {
    let isRefusing = false
    const world = await openWorld({
      participants: [
        {
          name: 'notes',
          write: async (trx, steps) => {
            const db = tablesIn<EngineTables & { note: { text: string } }>(trx)
            for (const { instanceId } of steps) {
              await db.insertInto('note').values({ text: instanceId }).execute()
            }
            if (isRefusing) throw new Error('no')
          },
        },
      ],
    })
    const { engine, store } = world
    await store.database.writer.schema.createTable('note').addColumn('text', 'text').execute()
    await startLibrary(engine)
    isRefusing = true
    const before = await dump(world)
    expect((await engine.send({ to: 'a', type: 'book.renew', sender: ann })).accepted).toBe(false)
    const notes = () => tablesInReader(world).selectFrom('note').selectAll().execute()
    expect(await notes()).toEqual([{ text: 's' }, { text: 'a' }, { text: 's' }])
    expect(before).not.toBe('')
  })
})

const tablesInReader = ({ store }: World) =>
  tablesIn<{ note: { text: string } }>(store.database.reader as never)
