import { beforeEach, describe, expect, test } from 'vitest'
import type { Participant } from '../../src/engine/index.ts'
import { tablesIn } from '../../src/store/database.ts'
import type { EngineTables } from '../../src/store/engine/tables.ts'
import { ann, bob, codeOf, dump, HandClock, openWorld, startLibrary } from './harness.ts'
import { broken } from './probe.ts'
import { clean, definitions, logOf, openProbes, send } from './probe-world.ts'

beforeEach(() => broken.clear())

describe('I9: a write that fails is halved until the culprit stands alone', () => {
  const picky = (victims: ReadonlySet<string>): Participant => ({
    name: 'picky',
    write: async (_trx, steps) => {
      for (const { instanceId, event } of steps) {
        if (event.type !== 'engine.start' && victims.has(instanceId)) {
          throw new Error(`no room for ${instanceId}`)
        }
      }
    },
  })

  test('the others of the batch are applied', async () => {
    const { engine } = await openWorld({ definitions, participants: [picky(new Set(['p3']))] })
    const ids = Array.from({ length: 9 }, (_, index) => `p${index}`)
    await Promise.all(ids.map((id) => engine.start({ id, machine: 'probe', sender: ann })))
    const outcomes = await Promise.all(ids.map((to) => send(engine, to, 'probe.note')))
    expect(outcomes.filter(({ accepted }) => !accepted)).toHaveLength(1)
    expect(outcomes[3]).toMatchObject({ code: 'needs-attention' })
    expect(await engine.instance('p3')).toMatchObject({ needsAttention: true, revision: 1 })
    await clean(engine)
  })

  test('a timer among many is found and set aside, the others fire', async () => {
    const victims = new Set<string>()
    const { engine } = await openProbes({ participants: [picky(victims)] })
    for (const to of ['r', 'a', 'b']) await send(engine, to, 'probe.arm', { data: { delay: 10 } })
    victims.add('a')
    await engine.advanceTo(100)
    expect((await engine.instances()).map(({ id, revision }) => `${id}${revision}`)).toEqual([
      'a2',
      'b3',
      'r3',
    ])
    victims.clear()
    await engine.retry({ instance: 'a', sender: bob })
    await engine.advanceTo(200)
    expect(await engine.instance('a')).toMatchObject({ revision: 4, needsAttention: false })
    await clean(engine)
  })

  test('when an event comes after timers, the timers are kept', async () => {
    const { engine } = await openProbes({ participants: [picky(new Set(['b']))] })
    for (const to of ['r', 'a']) await send(engine, to, 'probe.arm', { data: { delay: 10 } })
    expect(codeOf(await send(engine, 'b', 'probe.note', { at: 50 }))).toBe('needs-attention')
    expect(await logOf(engine, 'a')).toEqual(['probe.arm@0', 'tick@10'])
    await clean(engine)
  })
})

describe('a participant that breaks a constraint', () => {
  test('is a culprit like any other', async () => {
    const { engine } = await openProbes({
      participants: [
        {
          name: 'twice',
          write: async (trx, steps) => {
            for (const { instanceId, revision } of steps) {
              if (instanceId !== 'a' || revision === 1) continue
              const row = { id: 1, kind: 'live', seed: null, seal: '' } as const
              const clock = { clock_ms: null, clock_host_ms: null, clock_rate: null }
              await tablesIn<EngineTables>(trx)
                .insertInto('database_info')
                .values({ ...row, ...clock })
                .execute()
            }
          },
        },
      ],
    })
    expect(codeOf(await send(engine, 'a', 'probe.note'))).toBe('needs-attention')
    expect((await send(engine, 'b', 'probe.note')).accepted).toBe(true)
    await clean(engine)
  })
})

describe('a database that fails', () => {
  test('rejects the senders, changes nothing, and works on when it is mended', async () => {
    let isDown = false
    const world = await openWorld({
      clock: new HandClock(1),
      onStatement: () => {
        if (isDown) throw new Error('the disk is full')
      },
    })
    const { engine } = world
    await startLibrary(engine)
    const before = await dump(world)
    isDown = true
    await expect(engine.send({ to: 'a', type: 'book.renew', sender: ann })).rejects.toMatchObject({
      code: 'database-failed',
      retryable: true,
    })
    isDown = false
    expect(await dump(world)).toBe(before)
    expect((await engine.send({ to: 'a', type: 'book.renew', sender: ann })).accepted).toBe(true)
  })
})
