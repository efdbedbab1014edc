import { replayOfMany, transitionsInMemory } from '../replay/work.ts'
import type { Target } from '../target.ts'

export const replayOfCall: Target = {
  id: 'T11',
  rounds: 3,
  figures: [
    {
      name: 'time',
      what: 'replay of a call with 500 applicants, durable, beside its transitions in memory',
      unit: 'ms',
      bound: { atMost: 1.5 },
    },
    {
      name: 'whole',
      what: 'the same with mails, letters and publications',
      unit: 'ms',
      bound: null,
    },
  ],
  ours: replayOfMany,
  reference: transitionsInMemory,
}
