import { beforeEach, describe, expect, test } from 'vitest'
import { loanMs, lostMs } from './example.ts'
import {
  ann,
  bob,
  codeOf,
  dayMs,
  HandClock,
  histories,
  openWorld,
  startLibrary,
} from './harness.ts'
import { broken, probe } from './probe.ts'

beforeEach(() => broken.clear())

const start = (id: string, at = 0) => ({ id, machine: 'probe', sender: ann, at })

describe('I3: time reaches machines as event.at only', () => {
  test('an event carries the time that its sender gave on a virtual database', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a'], { at: 1000 })
    await engine.send({ to: 'a', type: 'book.renew', sender: ann, at: 5000 })
    const loan = await engine.instance('a')
    expect(loan?.snapshot.context.dueAt).toBe(5000 + loanMs)
    expect(loan?.at).toBe(5000)
  })

  test('an event behind the time of its group is restamped, and both times are logged', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a', 'b'], { at: 1000 })
    await engine.send({ to: 'a', type: 'book.renew', sender: ann, at: 5000 })
    const late = await engine.send({ to: 'b', type: 'book.renew', sender: ann, at: 4000 })
    expect(late).toMatchObject({ accepted: true, at: 5000 })
    expect((await engine.history('b')).at(-1)).toMatchObject({ at: 5000, receivedAt: 4000 })
    expect(JSON.stringify(await engine.verify())).toBe('[]')
  })

  test('a live database takes no time from outside', async () => {
    const { engine } = await openWorld({ clock: new HandClock(7) })
    await expect(startLibrary(engine, ['a'], { at: 1000 })).rejects.toMatchObject({
      code: 'virtual-only',
    })
    await expect(engine.advanceTo(9)).rejects.toMatchObject({ code: 'virtual-only' })
    expect(await startLibrary(engine)).toMatchObject({ accepted: true, at: 7 })
  })

  test('the clock of a virtual database stands still, never goes back, and outlives the process', async () => {
    const world = await openWorld({ kind: { seed: 'x', startMs: 100 } })
    expect(world.engine.nowMs()).toBe(100)
    await world.engine.advanceTo(500)
    await world.engine.advanceTo(300)
    expect(world.engine.nowMs()).toBe(500)
    await world[Symbol.asyncDispose]()
    const again = await openWorld({ database: world.database, kind: { seed: 'x' } })
    expect(again.engine.nowMs()).toBe(500)
  })

  test('the clock of a virtual database can run', async () => {
    const { engine } = await openWorld({ kind: { seed: 'x' } })
    await engine.setClockRate(1_000_000)
    await engine.advanceTo(1000)
    expect(engine.nowMs()).toBeGreaterThanOrEqual(1000)
    await engine.setClockRate(0)
    const stood = engine.nowMs()
    expect(engine.nowMs()).toBe(stood)
  })
})

describe('I4: logical time, by group', () => {
  test('due timers of the group are applied before an event, each at its due time', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a', 'b'])
    await engine.send({ to: 's', type: 'shelf.close', sender: ann, at: loanMs + lostMs })
    const log = await engine.history('a')
    expect(log.map(({ at, cause }) => [at, cause])).toEqual([
      [0, 'start'],
      [loanMs, 'timer'],
      [loanMs + lostMs, 'timer'],
    ])
    expect((await engine.history('s')).at(-1)?.type).toBe('shelf.close')
    expect((await engine.instance('s'))?.state).toBe('closed')
  })

  test('timers of one moment fire root first, then by id, arming and timer id', async () => {
    const { engine } = await openWorld({ definitions: [probe] })
    const members = ['b', 'a', 'c'].map((id) => ({ id, machine: 'probe' }))
    await engine.startGroup({ root: { id: 'r', machine: 'probe' }, members, sender: ann, at: 0 })
    await engine.send({ to: 'c', type: 'probe.arm', data: { delay: 100 }, sender: ann, at: 0 })
    await engine.send({ to: 'a', type: 'probe.deadline', data: { delay: 60 }, sender: ann, at: 40 })
    await engine.send({ to: 'a', type: 'probe.arm', data: { delay: 50 }, sender: ann, at: 50 })
    await engine.send({ to: 'r', type: 'probe.arm', data: { delay: 40 }, sender: ann, at: 60 })
    await engine.send({ to: 'b', type: 'probe.arm', data: { delay: 20 }, sender: ann, at: 70 })
    await engine.advanceTo(200)
    const fired = (await Promise.all(['r', 'a', 'b', 'c'].map((id) => engine.history(id))))
      .flat()
      .filter(({ cause }) => cause === 'timer')
      .sort((x, y) => x.physical.position - y.physical.position)
    expect(fired.map(({ instance, at, type }) => `${at} ${instance} ${type}`)).toEqual([
      '90 b tick',
      '100 r tick',
      '100 a tock',
      '100 a tick',
      '100 c tick',
    ])
  })

  test('a timer armed by a timer takes its turn in the same round', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a'])
    expect(await engine.advanceTo(10 * lostMs)).toBe(2)
    expect((await engine.instance('a'))?.state).toBe('lost')
  })

  test('a timer that is due when armed fires with the time of its arming', async () => {
    const { engine } = await openWorld({ definitions: [probe] })
    await engine.start(start('p'))
    await engine.send({ to: 'p', type: 'probe.arm', data: { delay: 0 }, sender: ann, at: 70 })
    await engine.send({ to: 'p', type: 'probe.note', data: {}, sender: ann, at: 90 })
    expect((await engine.instance('p'))?.snapshot.context.log).toEqual([
      'probe.arm@70',
      'tick@70',
      'probe.note@90',
    ])
  })

  test('messages of a timer are applied with it, depth first', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a', 'b'])
    await engine.advanceTo(loanMs + lostMs)
    const log = await engine.history('s')
    expect(log.slice(-2)).toMatchObject([
      { type: 'book.lost', at: loanMs + lostMs, causeRef: 'a:3', person: null },
      { type: 'book.lost', at: loanMs + lostMs, causeRef: 'b:3', person: null },
    ])
  })

  test('groups do not wait for each other', async () => {
    const { engine } = await openWorld()
    await startLibrary(engine, ['a'], { shelf: 's' })
    await startLibrary(engine, ['b'], { shelf: 't' })
    await engine.send({ to: 't', type: 'shelf.close', sender: ann, at: loanMs })
    expect((await engine.instance('a'))?.state).toBe('lent')
    expect((await engine.instance('b'))?.state).toBe('overdue')
  })

  test('the same inputs under any schedule of workers give a byte-identical log', async () => {
    const run = async (ticks: readonly number[]): Promise<string> => {
      const { engine } = await openWorld()
      await startLibrary(engine, ['a', 'b', 'c'])
      const events = [
        ['a', 'book.renew', 3 * dayMs],
        ['b', 'book.return', 25 * dayMs],
        ['a', 'book.return', 30 * dayMs],
        ['c', 'book.return', 200 * dayMs],
      ] as const
      for (const [to, type, at] of events) {
        for (const tick of ticks) if (tick < at) await engine.advanceTo(tick)
        await engine.send({ to, type, sender: ann, at })
      }
      await engine.advanceTo(300 * dayMs)
      return histories(engine)
    }
    const always = await run([1, 10, 21, 22, 40, 80, 100].map((day) => day * dayMs))
    expect(await run([])).toBe(always)
    expect(await run([80 * dayMs])).toBe(always)
  })
})

describe('deadlines on a live database', () => {
  const open = async () => {
    const clock = new HandClock(0)
    const { engine } = await openWorld({ clock, definitions: [probe], isOneEngine: true })
    await engine.start({ id: 'p', machine: 'probe', sender: ann })
    await engine.send({ to: 'p', type: 'probe.deadline', data: { delay: 1000 }, sender: ann })
    await engine.send({ to: 'p', type: 'probe.arm', data: { delay: 2000 }, sender: ann })
    return { clock, engine }
  }

  test('workers take them five seconds late, and nothing of the group overtakes them', async () => {
    const { clock, engine } = await open()
    clock.set(5999)
    expect(await engine.fireDue()).toBe(0)
    expect(await engine.nextDueMs()).toBe(6000)
    clock.set(6000)
    expect(await engine.fireDue()).toBe(2)
    expect((await engine.instance('p'))?.snapshot.context.log.slice(-2)).toEqual([
      'tock@1000',
      'tick@2000',
    ])
  })

  test('a submission stamped before the deadline is on time in a slow batch', async () => {
    const { clock, engine } = await open()
    clock.set(999)
    const sent = engine.send({ to: 'p', type: 'probe.note', sender: ann })
    clock.set(1500)
    expect(await sent).toMatchObject({ accepted: true, at: 999 })
  })

  test('an event stamped after a deadline finds it fired, without waiting', async () => {
    const { clock, engine } = await open()
    clock.set(1500)
    await engine.send({ to: 'p', type: 'probe.note', sender: ann })
    expect((await engine.instance('p'))?.snapshot.context.log.slice(-2)).toEqual([
      'tock@1000',
      'probe.note@1500',
    ])
  })
})

describe('I6: a timer fires at most once, only if armed, only when due', () => {
  const armed = async () => {
    const clock = new HandClock(0)
    const world = await openWorld({ clock, definitions: [probe] })
    await world.engine.start({ id: 'p', machine: 'probe', sender: ann })
    await world.engine.send({ to: 'p', type: 'probe.arm', data: { delay: 100 }, sender: ann })
    return { ...world, clock, timer: { instanceId: 'p', timerId: 'tick', arming: 2 } }
  }

  test('early it is not due, then it fires, then it is gone', async () => {
    const { clock, engine, timer } = await armed()
    clock.set(99)
    expect(await engine.fire(timer)).toBe('not-due')
    clock.set(100)
    expect(await Promise.all([engine.fire(timer), engine.fire(timer)])).toContain('fired')
    expect(await engine.fire(timer)).toBe('gone')
    const fired = (await engine.history('p')).filter(({ cause }) => cause === 'timer')
    expect(fired).toHaveLength(1)
    expect(fired[0]?.physical).toMatchObject({ firedAt: 100, firedBy: 'engine' })
  })

  test('an arming that was replaced does not fire', async () => {
    const { clock, engine, timer } = await armed()
    await engine.send({ to: 'p', type: 'probe.arm', data: { delay: 500 }, sender: bob })
    clock.set(100)
    expect(await engine.fire(timer)).toBe('gone')
    expect(await engine.fireDue()).toBe(0)
    clock.set(500)
    expect(await engine.fire({ ...timer, arming: 3 })).toBe('fired')
  })

  test('a timer of an instance that needs attention is held', async () => {
    const { clock, engine, timer } = await armed()
    broken.add('p')
    expect(codeOf(await engine.send({ to: 'p', type: 'probe.note', sender: ann }))).toBe(
      'needs-attention',
    )
    clock.set(100)
    expect(await engine.fire(timer)).toBe('held')
    expect(await engine.fireDue()).toBe(0)
    expect(await engine.nextDueMs()).toBeUndefined()
  })
})
