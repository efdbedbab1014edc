import { beforeEach, describe, expect, test } from 'vitest'
import { eventHash, roll, sealOf } from '../../src/engine/hash.ts'
import type { Engine } from '../../src/engine/index.ts'
import type { EventRow } from '../../src/store/engine/tables.ts'
import { ann, openWorld, type World } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

/** An instance `p` whose timer has fired. */
const fired = async (): Promise<World> => {
  const world = await openWorld({ definitions: [probe] })
  await world.engine.start({ id: 'p', machine: 'probe', sender: ann })
  await world.engine.send({ to: 'p', type: 'probe.arm', data: { delay: 10 }, sender: ann })
  await world.engine.send({ to: 'p', type: 'probe.note', data: {}, sender: ann, at: 20 })
  return world
}

/**
 * Changes rows of the log and makes every hash right again, as one could who knows how it is done:
 * what is left to find it, is that the machine would not have done so.
 */
const forge = async (
  { store }: World,
  change: (row: EventRow) => Partial<EventRow> | null,
): Promise<void> => {
  await store.transaction(async (trx, executor) => {
    const rows: EventRow[] = []
    let hash = ''
    let rolling = ''
    for (const row of await store.event.after(trx, 0, 1000)) {
      const changed = change(row)
      if (changed === null) continue
      const position = rows.length + 1
      const next = { ...row, revision: position, ...changed, position, previous_hash: hash }
      hash = eventHash('probe', next)
      rolling = roll(rolling, hash)
      rows.push({ ...next, hash })
    }
    await trx.deleteFrom('event').execute()
    await store.event.insert(executor, rows)
    const last = rows.at(-1)
    if (last === undefined) return
    await trx.updateTable('instance').set({ hash, revision: last.revision }).execute()
    const head = await store.head.stream(executor)
    if (head === undefined) return
    const stream = { ...head, position: last.position, hash: rolling }
    await store.head.setStream(executor, { ...stream, seal: sealOf(stream) })
  })
}

const messages = async (engine: Engine): Promise<readonly string[]> =>
  (await engine.verify()).map(({ row, message }) => `${row}: ${message}`)

describe('a log that was rewritten with all of its hashes', () => {
  test('may say that a timer fired that was not armed', async () => {
    const world = await fired()
    await forge(world, ({ cause }) => (cause === 'timer' ? { cause_ref: '1 tick' } : {}))
    expect(await messages(world.engine)).toContain('p 3: I6: it fired a timer that was not armed')
  })

  test('may say that it fired before it was due', async () => {
    const world = await fired()
    await forge(world, ({ cause }) => (cause === 'timer' ? { at_ms: 5 } : {}))
    expect(await messages(world.engine)).toContain(
      'p 3: I6: it fired a timer at another time than its due time',
    )
  })

  test('may say that time went back', async () => {
    const world = await fired()
    await forge(world, ({ type }) => (type === 'probe.note' ? { at_ms: 3 } : {}))
    expect(await messages(world.engine)).toContain("p 4: I3: the group's time went back")
  })

  test('may leave an event out', async () => {
    const world = await fired()
    await forge(world, ({ cause }) => (cause === 'timer' ? null : {}))
    const found = await messages(world.engine)
    expect(found).toContain('p: snapshot is not what its log leads to')
    expect(found).toContain('tick: It is armed by the log of p, and is gone')
  })

  test('may skip a revision', async () => {
    const world = await fired()
    await forge(world, ({ type }) => (type === 'probe.note' ? { revision: 7 } : {}))
    expect(await messages(world.engine)).toContain('p 7: Revision 4 should come here')
  })

  test('may begin without a start', async () => {
    const world = await fired()
    await forge(world, ({ cause }) => (cause === 'start' ? null : {}))
    expect(await messages(world.engine)).toContain('p 1: It cannot be run again: it has no start')
  })

  test('may have been written by a machine of another time', async () => {
    const world = await fired()
    await forge(world, () => ({ version: 2 }))
    expect((await messages(world.engine))[0]).toMatch(/version 2 of machine probe/)
  })

  test('may carry data that is not in its canonical form', async () => {
    const world = await fired()
    await forge(world, ({ type }) => (type === 'probe.arm' ? { data: '{ "delay": 10 }' } : {}))
    expect(await messages(world.engine)).toContain('p 2: Run again, it gives another hash')
  })
})
