import { describe, expect, test } from 'vitest'
import { soak } from './soak.ts'

describe('the runtime on a machine of its own', () => {
  test.each([1, 51])('keeps its promises for 50 seeds from %i', async (first) => {
    const { miss, tally } = await soak({ first, seeds: 50, programs: ['library'] })
    expect(miss).toBeNull()
    // A simulation in which nothing happens proves nothing.
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(50)
  })
})
