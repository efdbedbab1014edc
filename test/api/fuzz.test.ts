import { describe, expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

describe('the API, and what is open, under five thousand strange requests', () => {
  // A share per seed, so that no two runs of a release ask the same only.
  test.each([1, 2])('never fails, and no refusal changes anything (seed %i)', async (seed) => {
    const { findings, statuses } = await fuzz({ requests: 2500, seed })
    expect(findings).toEqual([])
    // Well formed and broken ones came through, by people who may and who may not; 304 is of what
    // is open to everybody.
    expect(Object.keys(statuses)).toEqual(
      expect.arrayContaining(['200', '304', '400', '401', '403', '404', '409', '413', '415']),
    )
  })
})
