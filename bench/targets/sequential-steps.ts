import { reference, sequentialSteps, theEngine } from '../grant/measure.ts'
import type { Target } from '../target.ts'

const byHand = reference({ mode: 'xstate', stepsPerCommit: 1 })

export const sequential: Target = {
  id: 'T1',
  rounds: 3,
  figures: [
    {
      name: 'steps',
      what: 'sequential steps beside XState + better-sqlite3, one commit per step',
      unit: 'steps/s',
      bound: { atLeast: 0.8 },
    },
  ],
  ours: () => sequentialSteps(theEngine),
  reference: () => sequentialSteps(byHand),
}
