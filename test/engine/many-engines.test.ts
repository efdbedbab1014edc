import { beforeEach, describe, expect, test } from 'vitest'
import type { Effect, Engine, Outcome } from '../../src/engine/index.ts'
import { library } from './example.ts'
import { ann, freshDatabase, HandClock, openWorld, startLibrary } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

/** Four engines on one database, as four processes would have, and what they performed. */
const four = async () => {
  const database = await freshDatabase()
  const clock = new HandClock(0)
  const performed: string[] = []
  const effects = [
    {
      kinds: ['mail', 'remind'],
      perform: async ({ id }: Effect): Promise<void> => {
        performed.push(id)
      },
    },
  ]
  const options = { database, clock, definitions: [probe, ...library], effects, isOneEngine: true }
  const engines: Engine[] = []
  const { engine: one, store } = await openWorld(options)
  engines.push(one)
  while (engines.length < 4) engines.push((await openWorld(options)).engine)
  /** Each engine does this, all at once. */
  const all = <T>(work: (engine: Engine, index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(engines.map(work))
  const agrees = async () => expect(JSON.stringify(await one.verify())).toBe('[]')
  return { clock, one, all, agrees, performed, store }
}

const ids = Array.from({ length: 10 }, (_, index) => `p${index}`)

const startProbes = (engine: Engine): Promise<Outcome[]> =>
  Promise.all(ids.map((id) => engine.start({ id, machine: 'probe', sender: ann })))

describe('several engines on one database', () => {
  test('take turns at the same instances; nothing is lost and nothing doubled', async () => {
    const { one, all, agrees } = await four()
    await startProbes(one)
    const outcomes = await all((engine, index) =>
      Promise.all(
        // Each engine goes through them in another order, as locks are taken in one.
        [...ids, ...ids.toReversed()].map((_, turn, list) =>
          engine.send({
            to: list[(turn * (index + 1)) % list.length] ?? '',
            type: 'probe.note',
            sender: { person: `person ${turn % 7}`, roles: ['reader'] },
            key: `${index} ${turn}`,
          }),
        ),
      ),
    )
    expect(outcomes.flat().filter(({ accepted }) => !accepted)).toEqual([])
    const logs = await Promise.all(ids.map((id) => one.history(id)))
    expect(logs.reduce((sum, log) => sum + log.length, 0)).toBe(ids.length + 4 * 20)
    await agrees()
  })

  test('of those that start the same id, one does', async () => {
    const { all, agrees } = await four()
    const outcomes = await all((engine, index) =>
      engine.start({
        id: 'p',
        machine: 'probe',
        sender: { person: `person ${index}`, roles: ['reader'] },
      }),
    )
    expect(outcomes.filter(({ accepted }) => accepted)).toHaveLength(1)
    const codes = outcomes.flatMap((outcome) => (outcome.accepted ? [] : [outcome.code]))
    expect(codes).toEqual(Array.from({ length: 3 }, () => 'event-not-allowed'))
    await agrees()
  })

  test('one key becomes one event, whoever is asked', async () => {
    const { one, all, agrees } = await four()
    await startProbes(one)
    const outcomes = await all((engine) =>
      engine.send({ to: 'p0', type: 'probe.note', sender: ann, key: 'k' }),
    )
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(await one.history('p0')).toHaveLength(2)
    await agrees()
  })

  test('fire each timer once', async () => {
    const { clock, one, all, agrees } = await four()
    await startProbes(one)
    const arm = { type: 'probe.arm', data: { delay: 100 }, sender: ann }
    await Promise.all(ids.map((to) => one.send({ ...arm, to })))
    clock.set(100)
    const fired = await all((engine) => engine.fireDue())
    expect(fired.reduce((sum, count) => sum + count, 0)).toBe(ids.length)
    await agrees()
  })

  test('leave a group to the one that works on it, and take the others', async () => {
    const { clock, one, agrees, store } = await four()
    await startProbes(one)
    const arm = { type: 'probe.arm', data: { delay: 100 }, sender: ann }
    await Promise.all(ids.map((to) => one.send({ ...arm, to })))
    clock.set(100)
    // On SQLite who writes, writes alone: there is nobody to leave it to.
    const { isConcurrent } = store.database.dialect
    const first = isConcurrent
      ? await store.transaction(async (_, executor) => {
          await store.instance.lock(executor, ['p0', 'p3'])
          return one.fireDue()
        })
      : 0
    expect(first).toBe(isConcurrent ? ids.length - 2 : 0)
    expect(first + (await one.fireDue())).toBe(ids.length)
    await agrees()
  })

  test('perform each effect once', async () => {
    const { one, all, agrees, performed } = await four()
    await startProbes(one)
    await Promise.all(ids.map((to) => one.send({ to, type: 'probe.mail', sender: ann })))
    await all((engine) => engine.runEffects())
    expect(performed.toSorted()).toEqual(ids.map((id) => `${id}:2:0`))
    await agrees()
  })

  test('share groups whose members talk to each other', async () => {
    const { one, all, agrees } = await four()
    const shelves = ['s0', 's1', 's2']
    for (const shelf of shelves) {
      await startLibrary(one, [`${shelf}/a`, `${shelf}/b`], { shelf })
    }
    const outcomes = await all((engine) =>
      Promise.all(
        shelves.flatMap((shelf) =>
          ['a', 'b'].map((loan) =>
            engine.send({ to: `${shelf}/${loan}`, type: 'book.return', sender: ann }),
          ),
        ),
      ),
    )
    // A book is returned once; the others are told that it was.
    expect(outcomes.flat().filter(({ accepted }) => accepted)).toHaveLength(6)
    await agrees()
  })

  test('keep each other’s failed events', async () => {
    const { one, all, agrees } = await four()
    await startProbes(one)
    for (const id of ids) broken.add(id)
    await all((engine) =>
      Promise.all(ids.map((to) => engine.send({ to, type: 'probe.note', sender: ann }))),
    )
    const failures = await one.failures()
    expect(failures.map(({ instance }) => instance).toSorted()).toEqual(ids)
    broken.clear()
    await agrees()
  })
})
