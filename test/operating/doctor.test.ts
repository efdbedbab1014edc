import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsOf } from '../../src/examination.ts'
import { diagnose, type Diagnosis, type Facts } from '../../src/operating/doctor.ts'
import { openWorld as openProgramme, type World } from '../effects/mail/world.ts'
import { ann, HandClock, openWorld } from '../engine/harness.ts'
import { broken, probe } from '../engine/probe.ts'
import { redisAt, freePort, RedisProcess } from '../redis.ts'
import { printed } from '../cli/printed.ts'

const minute = 60_000

beforeEach(() => broken.clear())

const closing: AsyncDisposable[] = []

afterEach(async () => {
  for (const each of closing.splice(0)) await each[Symbol.asyncDispose]()
})

/** A runtime with one instance and a dispatcher that has just said that it lives. */
async function open() {
  const clock = new HandClock(0)
  const perform = () => Promise.reject(new Error('the mail server is away'))
  const world = await openWorld({
    clock,
    definitions: [probe],
    effects: [{ kinds: ['mail'], perform }],
    outbox: { attempts: 1 },
  })
  const { engine, store } = world
  await engine.start({ id: 'p', machine: 'probe', sender: ann })
  const beat = async () => {
    await engine.heartbeat('one', 'in-process')
    // A hand-set clock is far off that of the host.
    await store.transaction((trx) =>
      trx.updateTable('dispatcher_heartbeat').set({ skew_ms: 0 }).execute(),
    )
  }
  await beat()
  const send = (type: string, data: unknown = {}) =>
    engine.send({ to: 'p', type, data, sender: ann })
  const facts = () => factsOf({ engine, unknownMigrations: async () => [] }, null)
  const found = async (): Promise<readonly Diagnosis[]> => diagnose(await facts())
  return { clock, engine, store, beat, send, facts, found }
}

const codes = (found: readonly Diagnosis[]) => found.map(({ code }) => code)

describe('doctor', () => {
  test('finds nothing where all is well', async () => {
    const { send, found } = await open()
    await send('probe.arm', { delay: 100 })
    expect(await found()).toEqual([])
  })

  test('finds that nobody fires timers, and which of them are late', async () => {
    const { clock, beat, send, found } = await open()
    await send('probe.arm', { delay: 1000 })
    clock.set(3 * 60 * minute)
    expect(await found()).toEqual([
      {
        code: 'no-dispatcher',
        message: 'Nobody fires timers or performs effects.',
        remedy: 'Start mijlpaal serve or mijlpaal worker.',
      },
      {
        code: 'timers-late',
        message: '1 timer waits to be fired; the oldest was due 3 hours ago.',
        remedy: expect.stringMatching(/^Start a worker, or see in its log/) as string,
      },
    ])
    await beat()
    expect(codes(await found())).toEqual(['timers-late'])
  })

  test('finds a dispatcher that fell silent beside one that lives, for an hour', async () => {
    const { clock, engine, found } = await open()
    clock.set(minute)
    await engine.heartbeat('two', 'bullmq')
    expect((await found())[0]).toMatchObject({
      code: 'dispatcher-silent',
      message: 'Dispatchers fell silent without having been stopped: one.',
    })
    clock.set(62 * minute)
    await engine.heartbeat('two', 'bullmq')
    expect(codes(await found())).not.toContain('dispatcher-silent')
  })

  test('finds a host whose clock is off', async () => {
    const { store, found } = await open()
    await store.transaction((trx) =>
      trx.updateTable('dispatcher_heartbeat').set({ skew_ms: -5200 }).execute(),
    )
    expect(await found()).toMatchObject([
      { code: 'clock-skew', message: 'The clock of one is -5.2 s off the database’s.' },
    ])
  })

  test('finds an instance that needs attention, and what it holds up', async () => {
    const { clock, engine, beat, send, found } = await open()
    await send('probe.arm', { delay: 1000 })
    broken.add('p')
    clock.set(5 * minute)
    await engine.fireDue()
    await beat()
    expect(await found()).toMatchObject([
      {
        code: 'instances-need-attention',
        message: '1 instance failed in machine code: p; 1 due timer of theirs held.',
      },
    ])
  })

  test('finds effects that are parked, late, or begun by one who never came back', async () => {
    const { clock, engine, store, beat, send, found } = await open()
    await send('probe.mail')
    await engine.runEffects()
    await send('probe.mail')
    await send('probe.mail')
    await store.transaction((trx) =>
      trx.updateTable('outbox').set({ lease_until_ms: 5 }).where('id', '=', 'p:3:0').execute(),
    )
    clock.set(2 * minute)
    await beat()
    expect((await found()).map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'effects-parked: 1 effect failed too often: p:2:0.',
      'leases-lost: 1 effect begun by a process that never came back.',
      'effects-late: 1 effect due for over a minute, and nobody tries it.',
    ])
  })

  test('finds a disk that is nearly full and a log that is too long', async () => {
    const { facts } = await open()
    const { condition, ...rest } = await facts()
    const storage = { databaseBytes: 1, walBytes: 2 ** 29, freeBytes: 2 ** 28 }
    const found = diagnose({ ...rest, condition: { ...condition, storage } })
    expect(found.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'disk-low: The disk of the database has 256 MiB left.',
      'log-file-large: The write-ahead log has grown to 512 MiB.',
    ])
  })

  test('finds migrations of another release, the programme’s too', async () => {
    const world = await openProgramme({ applicants: [] })
    const found = async () =>
      diagnose(await factsOf(world.app, null)).filter(({ code }) => code === 'migrations-unknown')
    expect(await found()).toEqual([])
    world.sql(`insert into programme_migration (number, name) values (99, 'tomorrow')`)
    world.sql(`insert into engine_migration (number, name) values (99, 'later')`)
    expect(await found()).toMatchObject([
      { message: 'Database and release differ in migrations: later, tomorrow.' },
    ])
  })
})

describe('doctor on Redis', () => {
  const redisFacts = async (redis: ReturnType<typeof redisAt>): Promise<Facts> => {
    const { engine } = await open()
    return factsOf({ engine, unknownMigrations: async () => [] }, redis)
  }

  test('counts the jobs of the queues', async () => {
    const redis = await RedisProcess.start()
    closing.push(redis)
    const facts = await redisFacts(redis.config())
    const none = { waiting: 0, delayed: 0, active: 0, failed: 0 }
    expect(facts.redis).toEqual({ problems: [], queues: { timers: none, outbox: none } })
  })

  test('finds that it may drop jobs', async () => {
    const redis = await RedisProcess.start('--maxmemory-policy', 'allkeys-lru')
    closing.push(redis)
    expect(diagnose(await redisFacts(redis.config()))).toMatchObject([
      {
        code: 'redis',
        message: expect.stringMatching(/maxmemory-policy is allkeys-lru/) as string,
      },
    ])
  })

  test('finds that it is away', async () => {
    expect(diagnose(await redisFacts(redisAt(await freePort())))).toMatchObject([
      { code: 'redis', message: expect.stringMatching(/^Redis cannot be reached/) as string },
    ])
  })
})

describe('mijlpaal doctor', () => {
  const run = (world: World, ...words: readonly string[]): Promise<string> =>
    printed(['doctor', '--database', world.file, ...words])

  test('fails with each finding and its remedy when something needs a person', async () => {
    const world = await openProgramme({ applicants: [] })
    await expect(run(world)).rejects.toMatchObject({
      message: '1 thing needs a person.',
      details: [expect.stringMatching(/^no-dispatcher: Nobody fires .*\. Start mijlpaal serve/)],
    })
  })

  test('prints how things stand, for people and for programs', async () => {
    const world = await openProgramme({ applicants: [] })
    // A heartbeat by the host’s clock, which the command reads.
    await openDispatcherOn(world)
    expect(await run(world)).toMatch(/^Database +live, sqlite, .* free\nLog +0 events/)
    expect(JSON.parse(await run(world, '--json'))).toMatchObject({
      findings: [],
      kind: 'live',
      database: 'sqlite',
      timers: { due: 0, overdue: 0, held: 0, oldestDueAt: null },
      dispatchers: [{ id: 'one', kind: 'in-process' }],
      redis: null,
    })
  })

  test('names nothing that the runbook does not have', () => {
    const text = readFileSync(join(import.meta.dirname, '../../src/operating/doctor.ts'), 'utf8')
    const union = /type FindingCode =([^\n]*(?:\n {2}\|[^\n]*)*)/.exec(text)?.[1] ?? ''
    const known = [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '')
    const runbook = readFileSync(join(import.meta.dirname, '../../docs/OPERATING.md'), 'utf8')
    expect(known.length).toBeGreaterThan(5)
    expect(known.filter((code) => !runbook.includes(`| \`${code}\``))).toEqual([])
  })
})

async function openDispatcherOn(world: World): Promise<void> {
  world.sql(
    `insert into dispatcher_heartbeat (id, kind, at_ms, skew_ms)
     values ('one', 'in-process', unixepoch() * 1000, 0)`,
  )
}
