import { bytesPerLife, reference, theEngine } from '../grant/measure.ts'
import type { Target } from '../target.ts'

const rawRows = reference({ mode: 'raw', stepsPerCommit: 64 })

export const bytes: Target = {
  id: 'T7',
  rounds: 3,
  figures: [
    {
      name: 'bytes',
      what: 'a life on disk, log, hashes and keys included, beside its raw rows',
      unit: 'bytes',
      bound: { atMost: 2 },
    },
  ],
  ours: () => bytesPerLife(theEngine),
  reference: () => bytesPerLife(rawRows),
}
