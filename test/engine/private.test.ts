import { beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/engine/canonical.ts'
import { sha256, textDigest } from '../../src/engine/hash.ts'
import { ann, bob, codeOf, dump, histories, openWorld } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const secret = {
  reason: 'a very private reason',
  lines: [{ why: 'first why' }, { why: '  ' }],
  address: { street: 'Kerkstraat 1' },
  assignee: 'carl',
}

const open = async (seed = 'seed') => {
  const world = await openWorld({ definitions: [probe], kind: { seed } })
  await world.engine.start({ id: 'p', machine: 'probe', sender: ann })
  const send = (data: unknown, key?: string) =>
    world.engine.send({
      to: 'p',
      type: 'probe.secret',
      data,
      sender: ann,
      ...(key === undefined ? {} : { key }),
    })
  return { ...world, send }
}

describe('I15: text can be forgotten', () => {
  test('machine and log see digests and person ids, never texts and people', async () => {
    const { engine, store, send } = await open()
    await send(secret, 'k')
    const [event] = (await engine.history('p')).slice(-1)
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(event?.data).toEqual({
      reason: digest,
      lines: [{ why: digest }, { why: '' }],
      address: digest,
      assignee: expect.stringMatching(/^[\w-]{16}$/),
    })
    const rows = JSON.stringify([
      await store.reader.selectFrom('event').selectAll().execute(),
      await store.reader.selectFrom('instance').selectAll().execute(),
      await store.reader.selectFrom('attempt').selectAll().execute(),
    ])
    for (const word of ['private', 'first why', 'Kerkstraat', 'carl', 'ann']) {
      expect(rows).not.toContain(word)
    }
    expect((await engine.texts('p')).map(({ path, text }) => [path, text])).toEqual([
      ['address', '{"street":"Kerkstraat 1"}'],
      ['lines.0.why', 'first why'],
      ['reason', 'a very private reason'],
    ])
  })

  test('equal texts have different digests', async () => {
    const { engine, send } = await open()
    await send({ reason: 'no' })
    await send({ reason: 'no' })
    const [first, second] = (await engine.history('p')).slice(-2).map(({ data }) => data)
    expect(first).not.toEqual(second)
  })

  test('a person has one id, in all events', async () => {
    const { engine, send } = await open()
    await send({ assignee: 'ann' })
    await send({ assignee: 'bob' })
    const [first, second] = (await engine.history('p')).slice(-2)
    expect(first?.data).toEqual({ assignee: first?.person })
    expect(second?.data).not.toEqual({ assignee: second?.person })
  })

  test('absent and null texts stay as they are', async () => {
    const { engine, send } = await open()
    await send({ reason: null })
    expect((await engine.history('p')).at(-1)?.data).toEqual({ reason: null })
    expect(await engine.texts('p')).toEqual([])
  })

  test('redact removes text and salt, also from what attempts could be guessed by', async () => {
    const world = await open()
    const { engine, send } = world
    const first = await send(secret, 'k')
    const place = { instance: 'p', revision: 2, path: 'reason', reason: 'asked for' }
    expect((await engine.redact({ ...place, sender: ann, approvedBy: bob })).accepted).toBe(true)
    expect((await engine.texts('p')).find(({ path }) => path === 'reason')).toEqual({
      instance: 'p',
      revision: 2,
      path: 'reason',
      salt: null,
      text: null,
    })
    expect(await dump(world)).not.toContain('a very private reason')
    const [attempt] = await world.store.reader.selectFrom('attempt').selectAll().execute()
    expect(attempt?.salt).toBeNull()
    expect(JSON.stringify(await engine.verify())).toBe('[]')
    expect(await send(secret, 'k')).toEqual(first)
  })

  test('redact takes a second person, a text, and that it is still there', async () => {
    const { engine, send } = await open()
    await send(secret)
    const place = { instance: 'p', revision: 2, path: 'reason', reason: 'x', sender: ann }
    expect(codeOf(await engine.redact({ ...place, approvedBy: ann }))).toBe('four-eyes')
    const elsewhere = { ...place, path: 'lines.1.why', approvedBy: bob }
    expect(codeOf(await engine.redact(elsewhere))).toBe('not-found')
    expect(codeOf(await engine.redact({ ...elsewhere, instance: 'x' }))).toBe('not-found')
    await engine.redact({ ...place, approvedBy: bob })
    expect(codeOf(await engine.redact({ ...place, approvedBy: bob }))).toBe('event-not-allowed')
  })

  test('an instance that needs attention can be redacted and still needs it', async () => {
    const { engine, send } = await open()
    await send(secret)
    broken.add('p')
    await engine.send({ to: 'p', type: 'probe.note', sender: ann })
    broken.clear()
    const place = { instance: 'p', revision: 2, path: 'reason', reason: 'x' }
    expect((await engine.redact({ ...place, sender: ann, approvedBy: bob })).accepted).toBe(true)
    expect((await engine.instance('p'))?.needsAttention).toBe(true)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('texts of an event that failed go with its failure', async () => {
    const world = await open()
    const { engine, send } = world
    broken.add('p')
    await send(secret, 'k')
    expect(await dump(world)).toContain('a very private reason')
    broken.clear()
    await engine.skip({ instance: 'p', reason: 'gone', sender: bob })
    expect(await dump(world)).not.toContain('a very private reason')
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('the text of a start goes with what its key could be guessed by', async () => {
    const world = await openWorld({ definitions: [probe] })
    const { engine } = world
    const group = {
      root: { id: 'r', machine: 'probe' },
      members: [{ id: 'm', machine: 'probe', data: { value: 'a private start' } }],
      sender: ann,
      key: 'k',
    }
    const first = await engine.startGroup(group)
    expect(codeOf(await engine.startGroup({ ...group, members: [] }))).toBe('idempotency-conflict')
    const place = { revision: 1, path: 'value', reason: 'asked', sender: ann, approvedBy: bob }
    await engine.redact({ ...place, instance: 'm' })
    expect(await dump(world)).not.toContain('a private start')
    expect(JSON.stringify(await engine.verify())).toBe('[]')
    expect(await engine.startGroup(group)).toEqual(first)
    const [attempt] = await world.store.reader.selectFrom('attempt').selectAll().execute()
    expect(attempt?.salt).toBeNull()
  })

  test('an event without a key is redacted too, and a second text of one with a key', async () => {
    const { engine, send } = await open()
    await send(secret)
    await send(secret, 'k')
    const redact = (revision: number, path: string) =>
      engine.redact({ instance: 'p', revision, path, reason: 'x', sender: ann, approvedBy: bob })
    for (const [revision, path] of [
      [2, 'reason'],
      [3, 'reason'],
      [3, 'address'],
    ] as const) {
      expect((await redact(revision, path)).accepted).toBe(true)
    }
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a virtual database takes its salts and ids from its seed', async () => {
    const run = async (seed: string): Promise<string> => {
      const { engine, send } = await open(seed)
      await send(secret)
      return histories(engine)
    }
    expect(await run('one')).toBe(await run('one'))
    expect(await run('one')).not.toBe(await run('two'))
  })
})

describe('textDigest', () => {
  test('is empty for blank text and depends on the salt', () => {
    expect(textDigest('salt', '  ')).toBe('')
    expect(textDigest('a', 'x')).not.toBe(textDigest('b', 'x'))
  })
})

describe('canonicalJson', () => {
  test('sorts keys at every depth and keeps lists', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${30 - index}`, 0]))
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'é"\n' })).toBe(
      String.raw`{"a":"é\"\n","b":[{"c":null,"d":1}]}`,
    )
    expect(Object.keys(JSON.parse(canonicalJson(many)) as object)).toEqual(Object.keys(many).sort())
    expect(canonicalJson(-0)).toBe('0')
  })

  test('refuses what is not plain JSON, and says where', () => {
    const cases: readonly [unknown, string][] = [
      [undefined, 'The value is undefined'],
      [{ a: [1, { b: undefined }] }, 'a.1.b is undefined'],
      [{ a: Number.NaN }, 'a is NaN'],
      [{ a: new Date(0) }, 'a is a Date'],
      [[() => {}], '0 is a function'],
      [{ a: new Map() }, 'a is a Map'],
    ]
    for (const [value, message] of cases) {
      expect(() => canonicalJson(value)).toThrow(message)
    }
  })
})

test('sha256 is the one that everybody knows', () => {
  expect(sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
})
