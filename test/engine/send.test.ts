import { beforeEach, describe, expect, test } from 'vitest'
import type { MachineDefinition, SendOptions } from '../../src/engine/index.ts'
import { library, loan } from './example.ts'
import { ann, bob, codeOf, dayMs, dump, nobody, openWorld, startLibrary } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const openProbe = async () => {
  const world = await openWorld({ definitions: [probe, ...library] })
  await world.engine.start({ id: 'p', machine: 'probe', sender: ann })
  const send = (type: string, data: unknown = {}, rest: Partial<SendOptions> = {}) =>
    world.engine.send({ to: 'p', type, data, sender: ann, ...rest })
  return { ...world, send }
}

describe('I8: a refusal is a value that says why', () => {
  test('the order: what fails first is the answer', async () => {
    const { engine, send } = await openProbe()
    const code = async (...given: Parameters<typeof send>) => codeOf(await send(...given))
    await send('probe.note', {}, { key: 'k' })
    const wrong = { value: 'before', extra: 1 }
    expect(await code('probe.note', wrong, { to: 'x', sender: nobody })).toBe('not-found')
    expect(await code('probe.note', wrong, { sender: nobody })).toBe('invalid-payload')
    expect(await code('probe.note', { value: 1 }, { sender: nobody, key: 'k' })).toBe(
      'not-authorised',
    )
    expect(await code('probe.note', { value: 'mine' }, { key: 'k' })).toBe('not-authorised')
    expect(await code('book.renew', {}, { sender: nobody })).toBe('not-authorised')
    expect(await code('book.renew', {})).toBe('event-not-allowed')
    expect(await code('probe.note', { value: 'before' }, { key: 'k' })).toBe('idempotency-conflict')
    expect(await code('probe.note', { value: 'before' }, { expectedRevision: 9 })).toBe('before')
    expect(await code('probe.never', {}, { expectedRevision: 9 })).toBe('event-not-allowed')
    expect(await code('probe.note', { value: 'after' }, { expectedRevision: 9 })).toBe('after')
    const messages = [{ to: 'nobody', type: 'hear', data: null }]
    expect(await code('probe.tell', { messages }, { expectedRevision: 9 })).toBe('not-found')
    expect(await code('probe.note', {}, { expectedRevision: 9 })).toBe('version-conflict')
    broken.add('p')
    await send('probe.note')
    expect(await code('probe.note', { value: 'before' })).toBe('needs-attention')
    broken.clear()
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('half a character, which no database keeps; its escape is a text like any other', async () => {
    const { engine, send } = await openProbe()
    for (const value of ['\ud83d', 'a\\\ud83d', '\udfff']) {
      expect(codeOf(await send('probe.note', { value }))).toBe('invalid-payload')
    }
    for (const value of ['💶', String.raw`\ud83d`, String.raw`a\\ud83d`]) {
      expect(await send('probe.note', { value })).toMatchObject({ accepted: true })
    }
    expect(await engine.verify()).toEqual([])
  })

  test('a key that another person used', async () => {
    const { send } = await openProbe()
    const first = await send('probe.note', {}, { key: 'k' })
    expect(await send('probe.note', {}, { key: 'k' })).toEqual(first)
    expect(codeOf(await send('probe.note', {}, { key: 'k', sender: bob }))).toBe(
      'idempotency-conflict',
    )
  })

  test('it changes no row', async () => {
    const world = await openProbe()
    const { send } = world
    await send('probe.note')
    const before = await dump(world)
    const messages = [
      { to: 'p', type: 'hear', data: null },
      { to: 'nobody', type: 'hear', data: null },
    ]
    for (const [type, data] of [
      ['probe.note', { value: 'before' }],
      ['probe.note', { value: 'after' }],
      ['probe.note', { extra: 1 }],
      ['probe.never', {}],
      ['probe.tell', { messages }],
      ['book.renew', {}],
    ] as const) {
      expect((await send(type, data)).accepted).toBe(false)
    }
    expect(await dump(world)).toBe(before)
  })

  test('it names the guard that said no and what is allowed', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine)
    expect(await engine.send({ to: 's', type: 'shelf.close', sender: ann })).toEqual({
      accepted: false,
      code: 'event-not-allowed',
      message:
        's does not take shelf.close in open (everythingIsBack said no); allowed: shelf.close',
      allowed: ['shelf.close'],
    })
    await engine.send({ to: 'a', type: 'book.return', sender: ann })
    expect(await engine.send({ to: 'a', type: 'book.renew', sender: ann })).toMatchObject({
      message: 'a does not take book.renew in returned; allowed: nothing',
      allowed: [],
    })
  })

  test('a wrong payload is refused with its field', async () => {
    const { engine, send } = await openProbe()
    const cases = [
      [await send('probe.secret', { reason: 5 }), 'reason'],
      [await send('probe.secret', { lines: [{ why: 'x' }, {}] }), 'lines.1.why'],
      [await send('probe.secret', { lines: [{ why: 'x', more: 1 }] }), 'lines.0.more'],
      [await send('probe.secret', { surprise: 1 }), 'surprise'],
      [await send('probe.secret', 'text'), ''],
      [await send('probe.note', { value: { when: new Date(0) } }), 'value.when'],
      [await send('probe.note', { value: 10n }), 'value'],
      [await send('probe.nothing'), 'type'],
      [await send('xstate.after.due.loan.lent'), 'type'],
      [await send('xstate.done.actor.x'), 'type'],
      [await send('engine.skip'), 'type'],
      [await send('hear'), 'type'],
    ] as const
    for (const [outcome, field] of cases) {
      expect(outcome).toMatchObject({ accepted: false, code: 'invalid-payload', field })
    }
    const start = await engine.start({ id: 'a', machine: 'loan', data: { title: 1 }, sender: ann })
    expect(start).toMatchObject({ code: 'invalid-payload', field: 'root.data.shelf' })
  })

  test('a payload that is too large is refused', async () => {
    const { send } = await openProbe()
    expect(codeOf(await send('probe.note', { value: 'x'.repeat(1_000_001) }))).toBe(
      'invalid-payload',
    )
  })
})

describe('starting', () => {
  test('an id that exists is refused, with a key or without', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine)
    expect(codeOf(await startLibrary(engine, ['b']))).toBe('event-not-allowed')
    expect(await engine.instance('b')).toBeUndefined()
    expect(codeOf(await startLibrary(engine, ['a'], { shelf: 't' }))).toBe('event-not-allowed')
    expect(await engine.instance('t')).toBeUndefined()
  })

  test('ids, machines and members are checked', async () => {
    const { engine } = await openWorld()
    const root = { id: 's', machine: 'shelf' }
    const group = (members: readonly { id: string; machine: string; data?: unknown }[]) =>
      engine.startGroup({ root, members, sender: ann })
    expect(await engine.start({ ...root, id: 'a b', sender: ann })).toMatchObject({
      code: 'invalid-payload',
      field: 'root.id',
    })
    expect(await group([root])).toMatchObject({ field: 'members.0.id' })
    expect(await group([{ id: 'x', machine: 'none' }])).toMatchObject({
      field: 'members.0.machine',
    })
    const many = Array.from({ length: 10_001 }, (_, index) => ({
      id: `m${index}`,
      machine: 'shelf',
    }))
    expect(await group(many)).toMatchObject({ code: 'invalid-payload', field: 'members' })
    expect(await engine.instances()).toEqual([])
  })

  test('a group of thousands starts in one step', async () => {
    const { engine } = await openWorld()
    const loans = Array.from({ length: 2000 }, (_, index) => `m${index}`)
    expect(await startLibrary(engine, loans)).toMatchObject({ accepted: true })
    expect((await engine.instance('s'))?.snapshot.context.out).toBe(2000)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a start that crashes, or whose message is refused, leaves nothing', async () => {
    const { engine } = await openWorld({ definitions: [probe, ...library] })
    broken.add('p')
    expect(codeOf(await engine.start({ id: 'p', machine: 'probe', sender: ann }))).toBe(
      'invalid-payload',
    )
    const lonely = { title: 'T', shelf: 'nowhere' }
    expect(
      codeOf(await engine.start({ id: 'a', machine: 'loan', data: lonely, sender: ann })),
    ).toBe('not-found')
    expect(await engine.instances()).toEqual([])
  })
})

describe('I5: idempotent by key', () => {
  test('the same key gives the same outcome, accepted or refused, and does nothing more', async () => {
    const { engine, send } = await openProbe()
    const first = await send('probe.note', { value: 1 }, { key: 'k' })
    expect(await send('probe.note', { value: 1 }, { key: 'k' })).toEqual(first)
    const no = await send('probe.never', {}, { key: 'n' })
    await send('probe.note')
    expect(await send('probe.never', {}, { key: 'n' })).toEqual(no)
    expect((await engine.instance('p'))?.revision).toBe(3)
  })

  test('another payload or type under a key is a conflict', async () => {
    const { send } = await openProbe()
    await send('probe.note', { value: 1 }, { key: 'k' })
    expect(codeOf(await send('probe.note', { value: 2 }, { key: 'k' }))).toBe(
      'idempotency-conflict',
    )
    expect(codeOf(await send('probe.arm', { value: 1 }, { key: 'k' }))).toBe('idempotency-conflict')
  })

  test('the order of the keys of a payload does not matter', async () => {
    const { send } = await openProbe()
    const first = await send('probe.note', { value: 1, delay: 2 }, { key: 'k' })
    expect(await send('probe.note', { delay: 2, value: 1 }, { key: 'k' })).toEqual(first)
  })

  test('duplicates in one batch are one event', async () => {
    const { engine, send } = await openProbe()
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => send('probe.note', { value: 1 }, { key: 'k' })),
    )
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect((await engine.instance('p'))?.revision).toBe(2)
  })

  test('keys are scoped by instance, and outlive the process', async () => {
    const { engine, store, database } = await openWorld()
    await startLibrary(engine, ['a', 'b'])
    const [a, b] = await Promise.all(
      ['a', 'b'].map((to) => engine.send({ to, type: 'book.renew', sender: ann, key: 'k' })),
    )
    expect([a?.accepted, b?.accepted]).toEqual([true, true])
    await engine[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    const again = await openWorld({ database })
    expect(await again.engine.send({ to: 'a', type: 'book.renew', sender: ann, key: 'k' })).toEqual(
      a,
    )
  })

  test('a start is remembered too', async () => {
    const { engine } = await openWorld()
    const start = { id: 's', machine: 'shelf', sender: ann, key: 'k' }
    const first = await engine.start(start)
    expect(first.accepted).toBe(true)
    expect(await engine.start(start)).toEqual(first)
    expect(codeOf(await engine.start({ ...start, machine: 'loan' }))).toBe('idempotency-conflict')
    expect(codeOf(await engine.start({ id: 's', machine: 'shelf', sender: ann, key: 'l' }))).toBe(
      'event-not-allowed',
    )
  })

  test('without a key nothing is remembered', async () => {
    const { store, send } = await openProbe()
    await send('probe.note')
    await send('probe.never')
    expect(await store.reader.selectFrom('attempt').selectAll().execute()).toEqual([])
  })
})

describe('I11: versions are explicit', () => {
  const second: MachineDefinition = { ...loan, version: 2 }
  const [shelf] = library

  test('an instance keeps its version; new ones start on the latest', async () => {
    const world = await openWorld()
    await startLibrary(world.engine, ['a'])
    await world[Symbol.asyncDispose]()
    const { engine } = await openWorld({
      database: world.database,
      definitions: [shelf as MachineDefinition, loan, second],
    })
    await startLibrary(engine, ['b'], { shelf: 't' })
    await engine.send({ to: 'a', type: 'book.renew', sender: ann, at: dayMs })
    expect((await engine.instance('a'))?.version).toBe(1)
    expect((await engine.instance('b'))?.version).toBe(2)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('an unknown version is set aside, never guessed', async () => {
    const world = await openWorld()
    await startLibrary(world.engine, ['a'])
    await startLibrary(world.engine, ['b'], { shelf: 't' })
    await world[Symbol.asyncDispose]()
    const { engine } = await openWorld({
      database: world.database,
      definitions: [shelf as MachineDefinition, second],
    })
    const outcomes = await Promise.all([
      engine.send({ to: 'a', type: 'book.renew', sender: ann }),
      engine.send({ to: 's', type: 'shelf.close', sender: ann }),
    ])
    expect(outcomes.map((each) => each.accepted || each.code)).toEqual([
      'needs-attention',
      'event-not-allowed',
    ])
    expect((await engine.failures())[0]?.error).toMatch(/version 1 of machine loan/)
  })

  test('two definitions of one version are refused', async () => {
    await expect(openWorld({ definitions: [loan, loan] })).rejects.toMatchObject({
      code: 'machine-refused',
    })
  })
})

describe('preview', () => {
  test('says what would change and changes nothing', async () => {
    const world = await openWorld()
    const { engine } = world
    await startLibrary(engine, ['a', 'b'])
    const before = await dump(world)
    const preview = await engine.preview({
      to: 'a',
      type: 'book.return',
      sender: bob,
      at: 22 * dayMs,
    })
    expect(preview.outcome).toMatchObject({ accepted: true, revision: 3, position: 0 })
    expect(preview.steps.map(({ instanceId, event }) => `${instanceId} ${event.type}`)).toEqual([
      'a xstate.after.due.loan.lent',
      'b xstate.after.due.loan.lent',
      'a book.return',
      's book.back',
    ])
    expect(preview.instances).toContainEqual({
      id: 'a',
      before: 'lent',
      after: 'returned',
      revision: 3,
    })
    expect(preview.records).toEqual([{ type: 'charge', params: { cents: 50 } }])
    expect(preview.effects).toHaveLength(2)
    expect(await dump(world)).toBe(before)
  })

  test('can and whyNot ask the same question', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a'])
    const renew = { to: 'a', type: 'book.renew', sender: ann }
    expect(await engine.can(renew)).toBe(true)
    expect(await engine.whyNot(renew)).toBeNull()
    expect(await engine.can({ ...renew, sender: nobody })).toBe(false)
    expect(await engine.whyNot({ ...renew, sender: nobody })).toMatchObject({
      code: 'not-authorised',
    })
  })
})
