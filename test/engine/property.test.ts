import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  nat,
  record,
} from 'fast-check'
import { describe, expect, inject, test } from 'vitest'
import type { Engine } from '../../src/engine/index.ts'
import { ann, dayMs, histories, openWorld, startLibrary } from './harness.ts'

interface Step {
  readonly to: string
  readonly type: string
  readonly waitDays: number
  readonly isKeyed: boolean
}

const step = record<Step>({
  to: constantFrom('s', 'a', 'b', 'c'),
  type: constantFrom('book.renew', 'book.return', 'shelf.close'),
  waitDays: nat({ max: 40 }),
  isKeyed: boolean(),
})

// A fresh place on a server, and an engine thrown away at every call, take their time.
const numRuns = inject('postgresqlUrl') === null && !inject('isRebuilt') ? 25 : 8

const script = array(step, { minLength: 1, maxLength: 12 })
/** After which events the worker is awake, and how many timers it takes at most. */
const schedule = array(record({ isAwake: boolean(), limit: integer({ min: 1, max: 3 }) }), {
  minLength: 12,
  maxLength: 12,
})

const run = async (
  steps: readonly Step[],
  worker: (engine: Engine, index: number, atMs: number) => Promise<void>,
): Promise<string> => {
  await using world = await openWorld()
  const { engine } = world
  await startLibrary(engine, ['a', 'b', 'c'])
  let at = 0
  const outcomes: boolean[] = []
  for (const [index, { to, type, waitDays, isKeyed }] of steps.entries()) {
    at += waitDays * dayMs
    await worker(engine, index, at)
    const key = isKeyed ? { key: `${index}` } : {}
    outcomes.push((await engine.send({ to, type, sender: ann, at, ...key })).accepted)
  }
  await engine.advanceTo(at + 200 * dayMs)
  expect(JSON.stringify(await engine.verify())).toBe('[]')
  return JSON.stringify(outcomes) + (await histories(engine))
}

describe('any list of events', () => {
  test('gives one history under any schedule of outages', async () => {
    await assert(
      asyncProperty(script, schedule, async (steps, wakes) => {
        const asleep = await run(steps, async () => {})
        const sometimes = await run(steps, async (engine, index, at) => {
          const { isAwake, limit } = wakes[index] ?? { isAwake: false, limit: 1 }
          if (!isAwake) return
          await engine.advanceTo(Math.max(engine.nowMs(), at - dayMs))
          await engine.fireDue({ limit })
        })
        expect(sometimes).toBe(asleep)
      }),
      { numRuns },
    )
  }, 120_000)

  test('gives one history whether it comes one by one or at once', async () => {
    await assert(
      asyncProperty(script, async (steps) => {
        const oneByOne = await run(steps, async () => {})
        await using world = await openWorld({ limits: { batchSteps: 3, cachedSnapshots: 2 } })
        const { engine } = world
        await startLibrary(engine, ['a', 'b', 'c'])
        let at = 0
        const outcomes = await Promise.all(
          steps.map(({ to, type, waitDays, isKeyed }, index) => {
            at += waitDays * dayMs
            const key = isKeyed ? { key: `${index}` } : {}
            return engine.send({ to, type, sender: ann, at, ...key })
          }),
        )
        await engine.advanceTo(at + 200 * dayMs)
        const accepted = JSON.stringify(outcomes.map((outcome) => outcome.accepted))
        expect(accepted + (await histories(engine))).toBe(oneByOne)
      }),
      { numRuns },
    )
  }, 120_000)
})
