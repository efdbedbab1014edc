import { openGrantEngine } from '../grant/engine.ts'
import { concurrentSteps, sequentialSteps, type OpenAt } from '../grant/measure-postgresql.ts'
import { openPostgresqlReference } from '../grant/reference-postgresql.ts'
import { durableServer } from '../postgresql.ts'
import type { Target } from '../target.ts'

const byHand =
  (connections: number): OpenAt =>
  (url) =>
    openPostgresqlReference({ url, connections })

export const postgresqlConcurrent: Target = {
  id: 'T3',
  rounds: 3,
  figures: [
    {
      name: 'steps',
      what: 'PostgreSQL: steps of 1,000 instances at once beside XState + one CTE a step',
      unit: 'steps/s',
      bound: { atLeast: 1 },
    },
  ],
  prepare: durableServer,
  ours: (server) => concurrentSteps(server, openGrantEngine),
  reference: (server) => concurrentSteps(server, byHand(16)),
}

export const postgresqlSequential: Target = {
  id: 'T3-sequential',
  rounds: 3,
  figures: [
    {
      name: 'steps',
      what: 'PostgreSQL: sequential steps beside XState + one CTE a step',
      unit: 'steps/s',
      bound: null,
    },
  ],
  prepare: durableServer,
  ours: (server) => sequentialSteps(server, openGrantEngine),
  reference: (server) => sequentialSteps(server, byHand(1)),
}
