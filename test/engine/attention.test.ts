import { beforeEach, describe, expect, test } from 'vitest'
import { ann, bob, codeOf, openWorld, startLibrary } from './harness.ts'
import { broken, probe } from './probe.ts'
import { clean, definitions, logOf, openProbes, send } from './probe-world.ts'

beforeEach(() => broken.clear())

describe('I9: a crash in machine code', () => {
  test('changes nothing but marks the instance and keeps the event', async () => {
    const { engine } = await openProbes()
    broken.add('a')
    const outcome = await send(engine, 'a', 'probe.note', { data: { value: 1 }, key: 'k' })
    expect(outcome).toMatchObject({ accepted: false, code: 'needs-attention' })
    expect(await engine.instance('a')).toMatchObject({ revision: 1, needsAttention: true })
    expect(await engine.failures()).toMatchObject([
      {
        instance: 'a',
        status: 'open',
        error: expect.stringContaining('the code of a is broken'),
        delivery: { to: 'a', type: 'probe.note' },
      },
    ])
    expect(await send(engine, 'a', 'probe.note', { data: { value: 1 }, key: 'k' })).toEqual(outcome)
    await clean(engine)
  })

  test('does not touch the others of the same batch', async () => {
    const { engine } = await openProbes()
    broken.add('a')
    const outcomes = await Promise.all(['r', 'a', 'b'].map((to) => send(engine, to, 'probe.note')))
    expect(outcomes.map(({ accepted }) => accepted)).toEqual([true, false, true])
    await clean(engine)
  })

  test('what cannot be stored is a crash, with the place', async () => {
    const { engine } = await openProbes()
    expect(codeOf(await send(engine, 'a', 'probe.spoil'))).toBe('needs-attention')
    expect((await engine.failures())[0]?.error).toMatch(/context\.due is undefined/)
  })

  test('an endless loop is a crash (I14)', async () => {
    const { engine } = await openProbes()
    expect(codeOf(await send(engine, 'a', 'probe.loop'))).toBe('needs-attention')
    expect((await engine.failures())[0]?.error).toMatch(/1000 microsteps/)
  })

  test('a delay that is no number of the next hundred years is a crash', async () => {
    for (const delay of [-1, 101 * 366 * 86_400_000]) {
      const { engine } = await openProbes()
      expect(codeOf(await send(engine, 'a', 'probe.arm', { data: { delay } }))).toBe(
        'needs-attention',
      )
      expect((await engine.failures())[0]?.error).toMatch(/Timer tick has the delay/)
    }
  })

  test('in a recipient it marks the recipient and drops the whole event', async () => {
    const { engine } = await openProbes()
    broken.add('b')
    const messages = [
      { to: 'a', type: 'hear', data: null },
      { to: 'b', type: 'hear', data: null },
    ]
    expect(codeOf(await send(engine, 'r', 'probe.tell', { data: { messages } }))).toBe(
      'needs-attention',
    )
    expect(
      (await engine.instances()).map(({ id, revision, needsAttention }) => [
        id,
        revision,
        needsAttention,
      ]),
    ).toEqual([
      ['a', 1, false],
      ['b', 1, true],
      ['r', 1, false],
    ])
    await clean(engine)
  })

  test('in an optional recipient it marks the recipient and the event goes on', async () => {
    const { engine } = await openProbes()
    broken.add('b')
    const messages = [{ to: 'b', type: 'hear', data: null, optional: true }]
    expect((await send(engine, 'r', 'probe.tell', { data: { messages } })).accepted).toBe(true)
    expect(await engine.instance('b')).toMatchObject({ revision: 1, needsAttention: true })
    broken.clear()
    expect((await engine.retry({ instance: 'b', sender: bob })).accepted).toBe(true)
    expect(await logOf(engine, 'b')).toEqual(['hear@0'])
    await clean(engine)
  })

  test('of a timer marks the instance, holds its timers and no one else’s', async () => {
    const { engine } = await openProbes()
    for (const [to, delay] of [
      ['a', 10],
      ['b', 20],
    ] as const) {
      await send(engine, to, 'probe.arm', { data: { delay } })
    }
    broken.add('a')
    expect(await engine.advanceTo(100)).toBe(1)
    expect(await engine.instance('a')).toMatchObject({ needsAttention: true })
    expect(await logOf(engine, 'b')).toEqual(['probe.arm@0', 'tick@20'])
    await clean(engine)
  })

  test('of a member whose timer loses its row marks it and frees the others', async () => {
    const { engine, store, database } = await openProbes()
    for (const [to, delay] of [
      ['a', 10],
      ['b', 20],
    ] as const) {
      await send(engine, to, 'probe.arm', { data: { delay } })
    }
    await store.transaction((trx) =>
      trx.updateTable('instance').set({ machine: 'gone' }).where('id', '=', 'a').execute(),
    )
    await engine[Symbol.asyncDispose]()
    const again = await openWorld({ definitions, database })
    expect(await again.engine.advanceTo(100)).toBe(1)
    expect(await logOf(again.engine, 'b')).toEqual(['probe.arm@0', 'tick@20'])
    expect(codeOf(await send(again.engine, 'a', 'probe.note'))).toBe('needs-attention')
  })
})

describe('I9: what an operator does', () => {
  test('retry applies the event that failed, under its key, and is logged', async () => {
    const { engine } = await openProbes()
    broken.add('a')
    await send(engine, 'a', 'probe.note', { key: 'k', at: 5 })
    broken.clear()
    expect(await engine.retry({ instance: 'a', sender: bob })).toMatchObject({
      accepted: true,
      revision: 3,
      at: 5,
    })
    const log = await engine.history('a')
    expect(log.map(({ type, key }) => [type, key])).toEqual([
      ['engine.start', null],
      ['engine.retry', null],
      ['probe.note', 'k'],
    ])
    expect(await engine.instance('a')).toMatchObject({ needsAttention: false })
    expect((await engine.failures())[0]?.status).toBe('retried')
    await clean(engine)
  })

  test('retry of code that is still broken fails again', async () => {
    const { engine } = await openProbes()
    broken.add('a')
    await send(engine, 'a', 'probe.note')
    expect(codeOf(await engine.retry({ instance: 'a', sender: bob }))).toBe('needs-attention')
    expect((await engine.failures()).map(({ status }) => status)).toEqual(['retried', 'open'])
    expect(await engine.instance('a')).toMatchObject({ needsAttention: true })
    await clean(engine)
  })

  test('retry of an event that is refused by now says so', async () => {
    const { engine } = await openProbes()
    broken.add('b')
    const messages = ['b', 'b'].map((to) => ({ to, type: 'hear', data: null }))
    await send(engine, 'a', 'probe.tell', { data: { messages } })
    broken.clear()
    await send(engine, 'a', 'probe.end')
    expect(codeOf(await engine.retry({ instance: 'b', sender: bob }))).toBe('event-not-allowed')
    await clean(engine)
  })

  test('retry of a timer lets it fire at its due time, before what is due later', async () => {
    const { engine } = await openProbes()
    await send(engine, 'a', 'probe.arm', { data: { delay: 10 } })
    await send(engine, 'b', 'probe.arm', { data: { delay: 50 } })
    broken.add('a')
    await engine.advanceTo(20)
    broken.clear()
    expect((await engine.retry({ instance: 'a', sender: bob })).accepted).toBe(true)
    expect(await engine.fireDue()).toBe(1)
    expect(await logOf(engine, 'a')).toEqual(['probe.arm@0', 'tick@10'])
    await clean(engine)
  })

  test('a timer that was overtaken while held is restamped', async () => {
    const { engine } = await openProbes()
    await send(engine, 'a', 'probe.arm', { data: { delay: 10 } })
    broken.add('a')
    await send(engine, 'b', 'probe.note', { at: 30 })
    broken.clear()
    await engine.retry({ instance: 'a', sender: bob })
    await engine.fireDue()
    expect((await engine.history('a')).at(-1)).toMatchObject({ at: 30, receivedAt: 10 })
    await clean(engine)
  })

  test.each([{}, { batchSteps: 1 }])(
    'an event that is retried comes after the timers that were due before it (%o)',
    async (limits) => {
      const { engine } = await openProbes({ limits })
      await send(engine, 'a', 'probe.arm', { data: { delay: 10 } })
      broken.add('a')
      await send(engine, 'a', 'probe.note', { at: 5 })
      await engine.advanceTo(20)
      broken.clear()
      await send(engine, 'b', 'probe.note', { at: 20 })
      await engine.retry({ instance: 'a', sender: bob })
      expect(await logOf(engine, 'a')).toEqual(['probe.arm@0', 'tick@20', 'probe.note@20'])
      await clean(engine)
    },
  )

  test('skip gives the event up, with a reason', async () => {
    const { engine } = await openProbes()
    broken.add('a')
    await send(engine, 'a', 'probe.note')
    const skip = { instance: 'a', reason: 'sent by mistake', sender: bob }
    expect((await engine.skip(skip)).accepted).toBe(true)
    expect(await engine.instance('a')).toMatchObject({ needsAttention: false, revision: 2 })
    expect(await engine.texts('a')).toMatchObject([{ path: 'reason', text: 'sent by mistake' }])
    expect((await engine.history('a')).at(-1)).toMatchObject({
      type: 'engine.skip',
      data: { failure: 1, reason: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
    await clean(engine)
  })

  test('skipping a deadline takes a second person', async () => {
    const { engine } = await openProbes()
    await send(engine, 'a', 'probe.deadline', { data: { delay: 10 } })
    broken.add('a')
    await engine.advanceTo(20)
    broken.clear()
    const skip = { instance: 'a', reason: 'no longer holds', sender: bob }
    expect(codeOf(await engine.skip(skip))).toBe('four-eyes')
    expect(codeOf(await engine.skip({ ...skip, approvedBy: bob }))).toBe('four-eyes')
    expect((await engine.skip({ ...skip, approvedBy: ann })).accepted).toBe(true)
    expect(await engine.advanceTo(100)).toBe(0)
    await clean(engine)
  })

  test('a row that nobody understood goes on when its machine is back', async () => {
    for (const verb of ['retry', 'skip'] as const) {
      const world = await openWorld({ definitions })
      await startLibrary(world.engine, ['a'])
      await world[Symbol.asyncDispose]()
      const without = await openWorld({ database: world.database, definitions: [probe] })
      expect(codeOf(await send(without.engine, 'a', 'book.renew'))).toBe('needs-attention')
      expect(codeOf(await send(without.engine, 'a', 'book.renew'))).toBe('needs-attention')
      expect(codeOf(await without.engine.retry({ instance: 'a', sender: bob }))).toBe(
        'needs-attention',
      )
      await without[Symbol.asyncDispose]()
      const { engine } = await openWorld({ database: world.database, definitions })
      const options = { instance: 'a', reason: 'it is back', sender: bob }
      expect((await engine[verb](options)).accepted).toBe(true)
      expect((await send(engine, 'a', 'book.renew')).accepted).toBe(true)
      await clean(engine)
    }
  })

  test('a retry waits for the due timers of its group when they are many', async () => {
    const world = await openWorld({ definitions, limits: { batchSteps: 2 } })
    const { engine } = world
    const members = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, machine: 'probe' }))
    await engine.startGroup({ root: { id: 'r', machine: 'probe' }, members, sender: ann })
    for (const { id } of members) await send(engine, id, 'probe.arm', { data: { delay: 10 } })
    broken.add('r')
    await send(engine, 'r', 'probe.note', { at: 5 })
    broken.clear()
    await send(engine, 'a', 'probe.note', { at: 50 })
    for (const { id } of members) await send(engine, id, 'probe.arm', { data: { delay: 0 } })
    expect(await engine.retry({ instance: 'r', sender: bob })).toMatchObject({ at: 50 })
    expect(await logOf(engine, 'e')).toHaveLength(4)
    await clean(engine)
  })

  test('there must be something to retry or skip', async () => {
    const { engine } = await openProbes()
    expect(codeOf(await engine.retry({ instance: 'a', sender: bob }))).toBe('event-not-allowed')
    expect(codeOf(await engine.skip({ instance: 'x', reason: '', sender: bob }))).toBe('not-found')
  })
})
