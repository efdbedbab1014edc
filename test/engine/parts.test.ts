import { Type } from 'typebox'
import { describe, expect, test } from 'vitest'
import { SystemClock, VirtualClock } from '../../src/engine/clock.ts'
import type { InstanceState, Timer } from '../../src/engine/draft.ts'
import { DueTimers } from '../../src/engine/due-timers.ts'
import { assertInvariant } from '../../src/engine/errors.ts'
import { payloadGuard } from '../../src/engine/payload.ts'
import { cryptoRandom, seededRandom } from '../../src/engine/random.ts'
import { SnapshotCache } from '../../src/engine/workspace.ts'
import { HandClock } from './harness.ts'
import { array, assert, constantFrom, integer, property, record } from 'fast-check'

describe('DueTimers', () => {
  const timer = (given: Partial<Timer>): Timer => ({
    id: null,
    instance_id: 'a',
    group_id: 'root',
    timer_id: 't',
    event: '{}',
    due_ms: 0,
    arming: 1,
    deadline: 0,
    ...given,
  })

  test('gives every set of timers in the order of I4', () => {
    const one = record({
      due_ms: integer({ min: 0, max: 3 }),
      instance_id: constantFrom('root', 'a', 'b', 'z'),
      arming: integer({ min: 1, max: 3 }),
      timer_id: constantFrom('t', 'u'),
    })
    const key = ({ due_ms, instance_id, arming, timer_id }: Timer) =>
      [due_ms, instance_id === 'root' ? '0' : `1${instance_id}`, arming, timer_id].join(' ')
    assert(
      property(array(one, { maxLength: 40 }), (given) => {
        const line = new DueTimers('root')
        for (const each of given) line.push(timer(each))
        const taken: string[] = []
        for (let first = line.first; first; first = line.first) {
          taken.push(key(first))
          line.pop()
        }
        expect(taken).toEqual(given.map((each) => key(timer(each))).sort())
        line.pop()
      }),
    )
  })
})

describe('SnapshotCache', () => {
  test('keeps the instances that were used last, and no more than it may', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    assert(
      property(array(constantFrom(...ids), { maxLength: 60 }), integer({ min: 1, max: 4 }), run),
    )

    function run(used: readonly string[], limit: number): void {
      const cache = new SnapshotCache(limit)
      for (const [index, id] of used.entries()) {
        cache.add({ id, groupId: `group of ${id}` } as InstanceState)
        const latest = [...new Set(used.slice(0, index + 1).toReversed())].slice(0, limit)
        const kept = ids.filter((each) => cache.groupOf(each) !== undefined)
        expect(kept).toEqual(latest.toSorted())
      }
    }
  })
})

describe('clocks', () => {
  test('the system’s clock sleeps until a time, or until it is woken', async () => {
    const clock = new SystemClock()
    const before = clock.nowMs()
    await clock.sleepUntil(before + 5)
    expect(clock.nowMs()).toBeGreaterThanOrEqual(before + 4)
    const alarm = new AbortController()
    const sleeping = clock.sleepUntil(before + 1e12, alarm.signal)
    alarm.abort()
    await sleeping
    await clock.sleepUntil(before + 1e12, alarm.signal)
  })

  test('a virtual clock runs at its rate on the host’s', async () => {
    const host = new HandClock(1000)
    const clock = new VirtualClock({ ms: 0, hostMs: 1000, rate: 60 }, host)
    host.set(2000)
    expect(clock.nowMs()).toBe(60_000)
    await clock.sleepUntil(60_000)
    clock.adopt(clock.at(100_000, 0))
    host.set(9000)
    expect(clock.nowMs()).toBe(100_000)
    const alarm = new AbortController()
    const sleeping = clock.sleepUntil(200_000, alarm.signal)
    alarm.abort()
    await sleeping
  })
})

describe('random', () => {
  test('tokens of the system differ, those of a seed depend on seed and purpose', () => {
    const random = cryptoRandom()
    const tokens = Array.from({ length: 1000 }, () => random.token('x'))
    expect(new Set(tokens).size).toBe(1000)
    expect(tokens.every((token) => /^[\w-]{16}$/.test(token))).toBe(true)
    expect(seededRandom('s').token('a')).toBe(seededRandom('s').token('a'))
    expect(seededRandom('s').token('a')).not.toBe(seededRandom('s').token('b'))
    expect(seededRandom('s').token('a')).not.toBe(seededRandom('t').token('a'))
  })
})

describe('payloadGuard', () => {
  const fieldOf = (schema: Parameters<typeof payloadGuard>[0]['schema'], data: unknown) =>
    payloadGuard({ schema }).check(data)?.field

  test('refuses what a schema does not name, at every depth', () => {
    const line = Type.Object({ n: Type.Integer() })
    const schema = Type.Object({
      lines: Type.Array(line),
      either: Type.Optional(Type.Union([line, Type.Null()])),
      open: Type.Optional(Type.Object({}, { additionalProperties: true })),
      record: Type.Optional(Type.Record(Type.String(), line)),
      pair: Type.Optional(Type.Tuple([Type.Integer(), Type.Integer()])),
      both: Type.Optional(Type.Intersect([Type.Object({ a: Type.Integer() }), line])),
    })
    expect(fieldOf(schema, { lines: [{ n: 1 }] })).toBeUndefined()
    expect(fieldOf(schema, { lines: [{ n: 1, m: 1 }] })).toBe('lines.0.m')
    expect(fieldOf(schema, { lines: [], either: { n: 1, m: 1 } })).toBeDefined()
    expect(fieldOf(schema, { lines: [], open: { any: 1 } })).toBeUndefined()
    expect(fieldOf(schema, { lines: [], record: { x: { n: 1, m: 1 } } })).toBeDefined()
    expect(fieldOf(schema, { lines: [], pair: [1, 2] })).toBeUndefined()
    expect(fieldOf(schema, { lines: [], both: { a: 1, n: 2 } })).toBeUndefined()
  })

  test('names what is allowed', () => {
    const schema = Type.Object({ kind: Type.Enum(['a', 'b']) })
    expect(payloadGuard({ schema }).check({ kind: 'c' })?.message).toMatch(/a, b/)
  })
})

test('broken invariants name themselves', () => {
  expect(() => assertInvariant(false, 'I6', 'a timer fired twice')).toThrow(
    'I6: a timer fired twice',
  )
})
