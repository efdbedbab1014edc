import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/engine/index.ts'
import { ann, codeOf, HandClock, histories, openWorld } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const open = async (members: readonly string[] = ['a', 'b', 'c']) => {
  const world = await openWorld({ definitions: [probe] })
  await world.engine.startGroup({
    root: { id: 'r', machine: 'probe' },
    members: members.map((id) => ({ id, machine: 'probe' })),
    sender: ann,
  })
  await world.engine.start({ id: 'far', machine: 'probe', sender: ann })
  return world
}

const hear = (to: string, optional = false) => ({ to, type: 'hear', data: null, optional })

const tell = (engine: Engine, to: string, messages: readonly object[]) =>
  engine.send({ to, type: 'probe.tell', data: { messages }, sender: ann })

const revisions = async (engine: Engine): Promise<string> =>
  (await engine.instances()).map(({ id, revision }) => `${id}${revision}`).join(' ')

describe('I13: one decision, one transaction', () => {
  test('messages are applied in the same step, in order, depth first', async () => {
    const { engine } = await open()
    const outcome = await tell(engine, 'r', [
      { to: 'a', type: 'probe.tell', data: { messages: [hear('b'), hear('r')] } },
      hear('b'),
    ])
    expect(outcome.accepted).toBe(true)
    const steps = (await Promise.all(['r', 'a', 'b'].map((id) => engine.history(id))))
      .flat()
      .filter(({ revision }) => revision > 1)
      .sort((x, y) => x.physical.position - y.physical.position)
    expect(steps.map(({ instance, causeRef }) => `${instance} ${causeRef}`)).toEqual([
      'r null',
      'a r:2',
      'b a:2',
      'r a:2',
      'b r:2',
    ])
    expect(new Set(steps.map(({ person }) => person)).size).toBe(1)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test("a recipient's refusal refuses the whole event", async () => {
    const { engine } = await open()
    await engine.send({ to: 'b', type: 'probe.end', sender: ann })
    const before = await revisions(engine)
    const outcome = await tell(engine, 'r', [hear('a'), hear('b')])
    expect(codeOf(outcome)).toBe('event-not-allowed')
    expect(outcome).toMatchObject({ message: expect.stringContaining('b does not take hear') })
    expect(await revisions(engine)).toBe(before)
  })

  test('an optional message that is refused is dropped with all that followed it', async () => {
    const { engine } = await open()
    await engine.send({ to: 'b', type: 'probe.end', sender: ann })
    const optional = {
      to: 'a',
      type: 'probe.tell',
      data: { messages: [hear('c'), hear('b')] },
      optional: true,
    }
    expect((await tell(engine, 'r', [optional, hear('c')])).accepted).toBe(true)
    expect(await revisions(engine)).toBe('a1 b2 c2 far1 r2')
  })

  test('a recipient that needs attention refuses with its id', async () => {
    const { engine } = await open()
    broken.add('b')
    await engine.send({ to: 'b', type: 'probe.note', sender: ann })
    broken.clear()
    const outcome = await tell(engine, 'r', [hear('a'), hear('b')])
    expect(outcome).toMatchObject({
      code: 'needs-attention',
      message: expect.stringContaining('b '),
    })
    expect(await revisions(engine)).toBe('a1 b1 c1 far1 r1')
  })

  test('more than 10,000 recipients are refused', async () => {
    const { engine } = await open()
    // Each tells two, so a chain that goes on for ever passes the bound.
    const endless: { to: string; type: string; data: unknown; optional?: boolean } = {
      to: 'a',
      type: 'probe.tell',
      data: {},
    }
    let messages: readonly unknown[] = []
    for (let depth = 0; depth < 14; depth += 1) {
      messages = [
        { ...endless, data: { messages } },
        { ...endless, to: 'b', data: { messages } },
      ]
    }
    const outcome = await tell(engine, 'r', messages as readonly object[])
    expect(codeOf(outcome)).toBe('invalid-payload')
    expect(await revisions(engine)).toBe('a1 b1 c1 far1 r1')
  })

  test('facts see the whole group as it stands in the same step', async () => {
    const { engine } = await open()
    await engine.send({ to: 'b', type: 'probe.facts', sender: ann })
    const log = await engine.history('b')
    expect(log.at(-1)?.facts).toEqual(['probe r', 'probe a', 'probe b', 'probe c'])
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })
})

describe('messages to another group', () => {
  test('go through the outbox and arrive once', async () => {
    const { engine } = await open()
    expect((await tell(engine, 'r', [hear('far'), hear('a')])).accepted).toBe(true)
    expect(await revisions(engine)).toBe('a2 b1 c1 far1 r2')
    expect(await engine.runEffects()).toBe(1)
    expect(await engine.runEffects()).toBe(0)
    expect(await revisions(engine)).toBe('a2 b1 c1 far2 r2')
    expect((await engine.history('far')).at(-1)).toMatchObject({
      cause: 'message',
      causeRef: 'r:2:message-0',
      person: null,
    })
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('brought twice, they are applied once', async () => {
    let isDead = false
    const crashPoint = (name: string): void => {
      if (isDead && name === 'after-effect') throw new Error('killed')
    }
    const options = { definitions: [probe], kind: { seed: 'twice' }, clock: new HandClock(0) }
    const world = await openWorld({ ...options, faults: { crashPoint } })
    for (const id of ['r', 'far']) await world.engine.start({ id, machine: 'probe', sender: ann })
    await tell(world.engine, 'r', [hear('far')])
    isDead = true
    await expect(world.engine.runEffects()).rejects.toMatchObject({ name: 'ProcessCrash' })
    await world[Symbol.asyncDispose]()
    const { engine } = await openWorld({ ...options, database: world.database })
    expect(await engine.runEffects()).toBe(0)
    options.clock.set(60_000)
    expect(await engine.runEffects()).toBe(1)
    expect(await revisions(engine)).toBe('far2 r2')
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('find the timers there fired first, and are restamped when overtaken', async () => {
    const { engine } = await open()
    await engine.send({ to: 'far', type: 'probe.arm', data: { delay: 50 }, sender: ann })
    await tell(engine, 'r', [hear('far')])
    await engine.send({ to: 'far', type: 'probe.note', sender: ann, at: 100 })
    await engine.runEffects()
    expect((await engine.history('far')).map(({ type, at }) => `${type}@${at}`).slice(2)).toEqual([
      'tick@50',
      'probe.note@100',
      'hear@100',
    ])
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('wait for an instance that needs attention; a refused optional one is done', async () => {
    const { engine } = await open()
    broken.add('far')
    await tell(engine, 'r', [hear('far')])
    expect(await engine.runEffects()).toBe(0)
    broken.clear()
    await engine.retry({ instance: 'far', sender: ann })
    await engine.advanceTo(10_000)
    expect(await engine.runEffects()).toBe(1)
    await engine.send({ to: 'far', type: 'probe.end', sender: ann })
    await tell(engine, 'r', [hear('far', true)])
    expect(await engine.runEffects()).toBe(1)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a refusal there is tried again and in the end parked', async () => {
    const { engine } = await open()
    await engine.send({ to: 'far', type: 'probe.end', sender: ann })
    await tell(engine, 'r', [hear('far')])
    for (let round = 0; round < 12; round += 1) {
      await engine.runEffects()
      await engine.advanceTo(engine.nowMs() + 7_200_000)
    }
    const [parked] = await engine.parked()
    expect(parked).toMatchObject({ kind: 'engine.message', attempts: 10 })
    expect(parked?.lastError).toMatch(/far does not take hear/)
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })
})

test('two runs of the same messages give the same log', async () => {
  const run = async (): Promise<string> => {
    const { engine } = await open()
    await tell(engine, 'r', [hear('a'), hear('b')])
    await tell(engine, 'a', [hear('r'), hear('c')])
    return histories(engine)
  }
  expect(await run()).toBe(await run())
})
