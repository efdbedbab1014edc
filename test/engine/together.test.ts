import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine, SendOptions } from '../../src/engine/index.ts'
import { ann, bob, codeOf, openWorld } from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const open = async () => {
  const world = await openWorld({ definitions: [probe] })
  await world.engine.startGroup({
    root: { id: 'r', machine: 'probe' },
    members: ['a', 'b', 'c'].map((id) => ({ id, machine: 'probe' })),
    sender: ann,
  })
  await world.engine.start({ id: 'far', machine: 'probe', sender: ann })
  return world
}

const note = (to: string, rest: Partial<SendOptions> = {}): SendOptions => ({
  to,
  type: 'probe.note',
  data: {},
  sender: ann,
  ...rest,
})

const revisions = async (engine: Engine): Promise<string> =>
  (await engine.instances()).map(({ id, revision }) => `${id}${revision}`).join(' ')

describe('sendTogether', () => {
  test('applies all events in one transaction, each after the one before it', async () => {
    const { engine } = await open()
    const sent = await engine.sendTogether([note('a'), note('b', { sender: bob }), note('a')])
    expect(sent).toMatchObject({
      accepted: true,
      outcomes: [
        { instance: 'a', revision: 2 },
        { instance: 'b', revision: 2 },
        { instance: 'a', revision: 3 },
      ],
    })
    const positions = sent.accepted ? sent.outcomes.map(({ position }) => position) : []
    expect(positions).toEqual([6, 7, 8])
    expect(await engine.sendTogether([])).toEqual({ accepted: true, outcomes: [] })
    expect(await revisions(engine)).toBe('a3 b2 c1 far1 r1')
    expect(await engine.verify()).toEqual([])
  })

  test('changes nothing when one of them is refused, and says which', async () => {
    const { engine } = await open()
    const before = await revisions(engine)
    for (const [last, code] of [
      [note('c', { data: { value: 'after' } }), 'after'],
      [note('c', { data: { value: 'mine' } }), 'not-authorised'],
      [note('c', { data: { extra: 1 } }), 'invalid-payload'],
      [note('c', { expectedRevision: 9 }), 'version-conflict'],
      [note('nowhere'), 'not-found'],
    ] as const) {
      const sent = await engine.sendTogether([note('a', { key: 'k' }), note('b'), last])
      expect([codeOf(sent as never), 'index' in sent && sent.index]).toEqual([code, 2])
    }
    const other = await engine.sendTogether([note('a'), note('far')])
    expect(codeOf(other as never)).toBe('invalid-payload')
    expect(await revisions(engine)).toBe(before)
    // The key was not spent on what was refused.
    const again = note('a', { key: 'k', data: { value: 'now' } })
    expect(await engine.sendTogether([again])).toMatchObject({ accepted: true })
    expect(await engine.verify()).toEqual([])
  })

  test('does once what a key stands for, and refuses the key for anything else', async () => {
    const { engine } = await open()
    const first = await engine.send(note('a', { key: 'k' }))
    const sent = await engine.sendTogether([note('a', { key: 'k' }), note('b', { key: 'k' })])
    expect(sent).toMatchObject({ outcomes: [first, { instance: 'b', revision: 2 }] })
    expect(await engine.sendTogether([note('a', { key: 'k' }), note('b', { key: 'k' })])).toEqual(
      sent,
    )
    expect(await revisions(engine)).toBe('a2 b2 c1 far1 r1')
    const other = note('b', { key: 'k', sender: bob })
    expect(codeOf((await engine.sendTogether([note('c'), other])) as never)).toBe(
      'idempotency-conflict',
    )
    expect(await revisions(engine)).toBe('a2 b2 c1 far1 r1')
    expect(await engine.verify()).toEqual([])
  })

  test('keeps what failed in the code of a machine for an operator, and nothing else', async () => {
    const { engine } = await open()
    broken.add('b')
    const sent = await engine.sendTogether([note('a'), note('b')])
    expect(sent).toMatchObject({ accepted: false, code: 'needs-attention', index: 1 })
    expect(await revisions(engine)).toBe('a1 b1 c1 far1 r1')
    expect((await engine.failures()).map(({ instance }) => instance)).toEqual(['b'])
    broken.clear()
    expect(await engine.verify()).toEqual([])
    expect(await engine.sendTogether([note('a'), note('b')])).toMatchObject({
      code: 'needs-attention',
    })
  })
})
