import { describe, expect, test } from 'vitest'
import { soak } from './soak.ts'

describe('the runtime on calls and their projects', () => {
  test.each([1, 11])('keeps its promises for 10 seeds from %i', async (first) => {
    const { miss, tally } = await soak({ first, seeds: 10, programs: ['calls'] })
    expect(miss).toBeNull()
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(25)
  })
})
