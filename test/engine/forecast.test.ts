import { describe, expect, test } from 'vitest'
import { array, assert, asyncProperty, constantFrom, integer, record } from 'fast-check'
import type { Edit, Engine, Forecast } from '../../src/engine/index.ts'
import { loanMs, lostMs } from './example.ts'
import { ann, dayMs, dump, nobody, openWorld } from './harness.ts'

const books = ['a', 'b', 'c'] as const

async function shelfOf(engine: Engine, id = 'shelf', loans: readonly string[] = books) {
  await engine.startGroup({
    root: { id, machine: 'shelf' },
    members: loans.map((loan) => ({
      id: loan,
      machine: 'loan',
      data: { title: loan, shelf: id },
    })),
    sender: ann,
  })
}

const everything = { groups: ['shelf'] }

/** What happened, without what it led to. */
const logOf = ({ steps }: Forecast) =>
  steps.map(({ instance, revision, at, type, cause }) => ({ instance, revision, at, type, cause }))

async function loggedIn(engine: Engine, after: number) {
  const log = await engine.log.after(after, 10_000)
  return log.map(({ instance, revision, at, type, cause }) => ({
    instance,
    revision,
    at,
    type,
    cause,
  }))
}

describe('forecast', () => {
  test('tells what fires, in order, and where it leads', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine, 'shelf', ['a'])
    const { steps, endedBy } = await engine.forecast({ of: everything, untilMs: loanMs + lostMs })
    expect(steps.map((each) => [each.instance, each.at, each.before, each.after])).toEqual([
      ['a', loanMs, 'lent', 'overdue'],
      ['a', loanMs + lostMs, 'overdue', 'lost'],
      ['shelf', loanMs + lostMs, 'open', 'open'],
    ])
    expect(steps[0]?.effects).toMatchObject([{ id: 'a:2:0', type: 'remind' }])
    expect(steps[1]?.records.map(({ type }) => type)).toEqual(['charge'])
    expect(steps.map(({ cause }) => cause)).toEqual(['timer', 'timer', 'message'])
    expect(endedBy).toBeNull()
  })

  test('stops at its end, that instant included', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const before = await engine.forecast({ of: everything, untilMs: loanMs - 1 })
    expect(before.steps).toEqual([])
    const { steps, instances } = await engine.forecast({ of: everything, untilMs: loanMs })
    expect(steps.map(({ instance }) => instance)).toEqual(['a', 'b', 'c'])
    expect(instances.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a overdue',
      'b overdue',
      'c overdue',
      'shelf open',
    ])
  })

  test('changes nothing, and reads nothing after the copy was made', async () => {
    const statements: string[] = []
    const world = await openWorld({
      isOneEngine: true,
      onStatement: (sql) => statements.push(sql),
    })
    await shelfOf(world.engine)
    const before = await dump(world)
    statements.length = 0
    const edits = [{ to: 'a', at: dayMs, type: 'book.return', sender: ann }]
    await world.engine.forecast({ of: everything, untilMs: 10 * loanMs, edits })
    expect(statements).toEqual([])
    expect(await dump(world)).toBe(before)
    expect((await world.engine.instance('a'))?.state).toBe('lent')
  })

  test('applies an edit after the timers of its instant, and reports a refused one', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const edits = [
      { to: 'b', at: loanMs, type: 'book.renew', sender: ann },
      { to: 'a', at: dayMs, type: 'book.renew', sender: ann },
      { to: 'c', at: dayMs, type: 'book.renew', sender: nobody },
      { to: 'elsewhere', at: dayMs, type: 'book.renew', sender: ann },
    ]
    const { refusals, instances } = await engine.forecast({
      of: everything,
      untilMs: loanMs + dayMs - 1,
      edits,
    })
    expect(refusals.map(({ to, at, code }) => [to, at, code])).toEqual([
      ['elsewhere', dayMs, 'not-found'],
      ['c', dayMs, 'not-authorised'],
      ['b', loanMs, 'event-not-allowed'],
    ])
    expect(instances.find(({ id }) => id === 'a')?.state).toBe('lent')
  })

  test('lets assumptions follow from what happens', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const seen: string[] = []
    const { steps } = await engine.forecast({
      of: everything,
      untilMs: 10 * loanMs,
      assumptions: {
        begin: (members, nowMs) => {
          seen.push(...members.map(({ id }) => id))
          return [
            { to: 'a', at: nowMs + dayMs, type: 'book.renew', sender: ann },
            { to: 'b', at: nowMs + dayMs, type: 'book.renew', sender: ann, make: () => null },
          ]
        },
        applied: ({ instanceId: to, at, event }) =>
          event.cause === 'timer'
            ? [{ to, at: at + dayMs, type: 'book.return', sender: ann, make: () => ({}) }]
            : [],
      },
    })
    expect(seen).toEqual(['shelf', 'a', 'b', 'c'])
    expect(
      steps
        .filter(({ cause }) => cause !== 'message')
        .map((each) => [each.instance, each.at / dayMs, each.after]),
    ).toEqual([
      ['a', 1, 'lent'],
      ['b', 21, 'overdue'],
      ['c', 21, 'overdue'],
      ['a', 22, 'overdue'],
      ['b', 22, 'returned'],
      ['c', 22, 'returned'],
      ['a', 23, 'returned'],
    ])
  })

  test('of an instance alone lets what it says to others leave as an effect', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const { steps, instances } = await engine.forecast({
      of: { instances: ['b'] },
      untilMs: loanMs + lostMs,
    })
    expect(steps.map(({ instance }) => instance)).toEqual(['b', 'b'])
    expect(steps[1]?.effects.map(({ type }) => type)).toEqual(['engine.message'])
    expect(instances.map(({ id }) => id)).toEqual(['b'])
  })

  test('of several groups runs each on its own', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    await shelfOf(engine, 'other', ['d', 'e'])
    const of = { groups: ['shelf', 'other', 'none'] }
    const { instances, steps } = await engine.forecast({ of, untilMs: loanMs })
    expect(steps).toHaveLength(5)
    expect(instances).toHaveLength(7)
  })

  test('is bounded in its steps and its time, and says so', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const options = { of: everything, untilMs: 10 * loanMs }
    const few = await engine.forecast({ ...options, maxSteps: 2 })
    expect(few.endedBy).toBe('maxSteps')
    expect(few.steps).toHaveLength(2)
    const short = await engine.forecast({ ...options, maxMs: -1 })
    expect(short.endedBy).toBe('maxMs')
    expect(short.steps).toEqual([])
  })

  test('ends when its signal says so', async () => {
    const { engine } = await openWorld()
    await shelfOf(engine)
    const abort = new AbortController()
    const running = engine.forecast({
      of: everything,
      untilMs: 10 * loanMs,
      signal: abort.signal,
      assumptions: {
        applied: () => {
          abort.abort(new Error('Nobody waits for it'))
          return []
        },
      },
    })
    await expect(running).rejects.toThrow('Nobody waits for it')
  })

  test('with random edits is what sending them does', async () => {
    const edit = record({
      to: constantFrom(...books, 'shelf'),
      at: integer({ min: 0, max: 120 }).map((days) => days * dayMs),
      type: constantFrom('book.renew', 'book.return', 'shelf.close'),
    })
    await assert(
      asyncProperty(array(edit, { maxLength: 12 }), async (drawn) => {
        const { engine } = await openWorld({ isOneEngine: true })
        await shelfOf(engine)
        const start = await engine.log.position()
        const edits: readonly Edit[] = drawn
          .map((each) => ({ ...each, sender: ann }))
          .toSorted((one, other) => one.at - other.at)
        const untilMs = 150 * dayMs
        const told = await engine.forecast({ of: everything, untilMs, edits })
        for (const { to, at, type, sender } of edits) await engine.send({ to, at, type, sender })
        await engine.advanceTo(untilMs)
        expect(logOf(told)).toEqual(await loggedIn(engine, start))
        for (const { id, state, revision } of told.instances) {
          expect(await engine.instance(id)).toMatchObject({ state, revision })
        }
      }),
      { numRuns: 25 },
    )
  })
})
