import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  chosen,
  linesOf,
  median,
  type Bound,
  type Line,
  type Round,
  type Target,
} from '../../bench/target.ts'
import { targets } from '../../bench/targets/index.ts'

const target = (bound: Bound | null, reference: Target['reference'] = null): Target => ({
  id: 'T0',
  rounds: 3,
  figures: [{ name: 'steps', what: 'something', unit: 'steps/s', bound }],
  ours: async () => ({ steps: 1 }),
  reference,
})

const round = (ours: number, reference: number | null): Round => ({
  ours: { steps: ours },
  reference: reference === null ? null : { steps: reference },
})

const rounds = [round(900, 1000), round(100, 5000), round(800, 900)]

const lineOf = (bound: Bound | null, given: readonly Round[] = rounds): Line | undefined =>
  linesOf(target(bound), given)[0]

describe('a line of the bench', () => {
  test('has the promised fields, with the medians of the rounds', () => {
    expect(linesOf(target({ atLeast: 0.8 }), rounds)).toEqual([
      {
        id: 'T0',
        what: 'something (steps/s)',
        value: 800,
        reference: 1000,
        ratio: 0.8,
        target: '>= 0.8 x',
        holds: true,
      },
    ])
  })

  test('does not hold below what is wanted at least', () => {
    expect(lineOf({ atLeast: 0.81 })?.holds).toBe(false)
  })

  test('does not hold above what is wanted at most', () => {
    expect(lineOf({ atMost: 0.79 })).toMatchObject({ target: '<= 0.79 x', holds: false })
    expect(lineOf({ atMost: 0.8 })?.holds).toBe(true)
  })

  test('judges the value itself where that is what is wanted', () => {
    const alone = [round(900, null), round(100, null), round(800, null)]
    expect(lineOf({ valueAtMost: 800 }, alone)).toMatchObject({
      value: 800,
      reference: null,
      ratio: null,
      target: '<= 800 steps/s',
      holds: true,
    })
    expect(lineOf({ valueAtMost: 799 }, alone)?.holds).toBe(false)
    expect(lineOf({ valueAtMost: 799 })?.holds).toBe(false)
  })

  test('promises nothing when it is for information', () => {
    expect(lineOf(null)).toMatchObject({ target: '', holds: true, ratio: 0.8 })
  })

  test('does not hold when a measurement lacks its figure', () => {
    const without = [{ ours: {}, reference: {} }]
    expect(lineOf({ atLeast: 0 }, without)?.holds).toBe(false)
    expect(lineOf({ atMost: 9 }, without)?.holds).toBe(false)
    expect(lineOf({ valueAtMost: 9 }, without)?.holds).toBe(false)
  })

  test('takes the mean of the middle two of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
})

describe('the bench', () => {
  test('has every target once, by its own id or its number, each in at least three rounds', () => {
    const ids = targets.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(chosen(targets, ['t4']).map(({ id }) => id)).toEqual([
      'T4-sqlite',
      'T4-postgresql',
      'T4-bullmq',
    ])
    expect(chosen(targets, ['T1']).map(({ id }) => id)).toEqual(['T1'])
    for (const each of targets) expect(each.rounds).toBeGreaterThanOrEqual(3)
  })

  test('says which targets there are when one is unknown', async () => {
    const tsx = new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url).pathname
    const main = new URL('../../bench/main.ts', import.meta.url).pathname
    const run = promisify(execFile)(process.execPath, [tsx, main, '--only', 'T1,T99'])
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('There is no target T99; there is T1, T2, T3, '),
    })
  })
})
