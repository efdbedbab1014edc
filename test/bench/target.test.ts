import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { lineOf, median, type Target } from '../../bench/target.ts'
import { targets } from '../../bench/targets/index.ts'

const target = (bound: Target['bound']): Target => ({
  id: 'T0',
  what: 'something',
  unit: 'steps/s',
  bound,
  rounds: 3,
  ours: async () => 1,
  reference: async () => 1,
})

const rounds = [
  { ours: 900, reference: 1000 },
  { ours: 100, reference: 5000 },
  { ours: 800, reference: 900 },
]

describe('a line of the bench', () => {
  test('has the promised fields, with the medians of the rounds', () => {
    expect(lineOf(target({ atLeast: 0.8 }), rounds)).toEqual({
      id: 'T0',
      what: 'something (steps/s)',
      value: 800,
      reference: 1000,
      ratio: 0.8,
      target: '>= 0.8',
      holds: true,
    })
  })

  test('does not hold below what is wanted at least', () => {
    expect(lineOf(target({ atLeast: 0.81 }), rounds).holds).toBe(false)
  })

  test('does not hold above what is wanted at most', () => {
    expect(lineOf(target({ atMost: 0.79 }), rounds)).toMatchObject({
      target: '<= 0.79',
      holds: false,
    })
    expect(lineOf(target({ atMost: 0.8 }), rounds).holds).toBe(true)
  })

  test('takes the mean of the middle two of an even number', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
})

describe('the bench', () => {
  test('has every target once, each in at least three rounds', () => {
    const ids = targets.map(({ id }) => id)
    expect(ids).toEqual(['T1', 'T2', 'T7'])
    for (const each of targets) expect(each.rounds).toBeGreaterThanOrEqual(3)
  })

  test('says which targets there are when one is unknown', async () => {
    const tsx = new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url).pathname
    const main = new URL('../../bench/main.ts', import.meta.url).pathname
    const run = promisify(execFile)(process.execPath, [tsx, main, '--only', 'T1,T99'])
    await expect(run).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('There is no target T99; there is T1, T2, T7.'),
    })
  })
})
