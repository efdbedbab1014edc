import { concurrentSteps, reference, theEngine } from '../grant/measure.ts'
import type { Target } from '../target.ts'

const byHand = reference({ mode: 'xstate', stepsPerCommit: 64 })

export const concurrent: Target = {
  id: 'T2',
  rounds: 3,
  figures: [
    {
      name: 'steps',
      what: 'steps of 1,000 instances at once beside XState + better-sqlite3, 64 per commit',
      unit: 'steps/s',
      bound: { atLeast: 1 },
    },
  ],
  ours: () => concurrentSteps(theEngine),
  reference: () => concurrentSteps(byHand),
}
