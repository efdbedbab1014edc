import { forecastOfMany, transitionsByHand } from '../forecast/work.ts'
import type { Target } from '../target.ts'

export const forecast: Target = {
  id: 'T9',
  rounds: 3,
  figures: [
    {
      name: 'time',
      what: 'forecast of 150 projects over three years',
      unit: 'ms',
      bound: { valueAtMost: 2000 },
    },
    {
      name: 'processor',
      what: 'the same, time of the processor',
      unit: 'ms',
      bound: null,
    },
    {
      name: 'transitions',
      what: 'transitions of it beside XState alone, restored and persisted',
      unit: 'a second of the processor',
      bound: { atLeast: 0.5 },
    },
  ],
  ours: forecastOfMany,
  reference: transitionsByHand,
}
