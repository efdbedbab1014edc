import { describe, expect, test } from 'vitest'
import type { Tally } from './chaos/chaos.ts'
import { chaosOfDemoCall } from './chaos/demo-call.ts'

/** From the submission to the advances, which are paid in batches. */
const untilMs = Date.UTC(2024, 10, 1)
/** More of them, and further: `npm run soak -- --program chaos --seeds 50`. */
const seeds = [1, 2, 3, 4, 5]

describe('two engines and three workers on PostgreSQL and Redis', () => {
  test('come to the same history whatever ends, is lost or is killed', async () => {
    const run = await chaosOfDemoCall(untilMs)
    const tallies: Tally[] = []
    for (const seed of seeds) tallies.push(await run(seed))
    const sum = (name: 'firedBy' | 'harm' | 'killedAt') => {
      const total: Record<string, number> = {}
      for (const tally of tallies) {
        for (const [key, count] of Object.entries(tally[name])) {
          total[key] = (total[key] ?? 0) + count
        }
      }
      return total
    }
    // None of it shows anything unless there was harm, and workers had something to do.
    expect(Object.keys(sum('harm')).toSorted()).toEqual([
      'engine-killed',
      'postgresql-ended',
      'postgresql-killed',
      'redis-ended',
      'redis-flushed',
      'redis-full',
      'redis-killed',
      'scripts-flushed',
      'worker-frozen',
      'worker-killed',
    ])
    expect(Object.keys(sum('killedAt')).toSorted()).toEqual(
      expect.arrayContaining(['after-compute', 'before-commit', 'after-commit', 'after-effect']),
    )
    const { queue = 0, sweep = 0 } = sum('firedBy')
    expect(queue).toBeGreaterThan(50)
    expect(sweep).toBeGreaterThan(0)
  }, 600_000)
})
