import { availableParallelism } from 'node:os'
import { stepsOfProcesses } from '../grant/measure-postgresql.ts'
import { durableServer } from '../postgresql.ts'
import type { Bound, Target } from '../target.ts'

/** On two cores one process and the server have them both already. */
const twoProcesses: Bound = { atLeast: availableParallelism() >= 4 ? 1.5 : 1 }

const processes = (id: string, word: string, count: number, bound: Bound | null): Target => ({
  id,
  rounds: 3,
  figures: [
    {
      name: 'steps',
      what: `PostgreSQL: steps of 1,000 instances at once, ${word} processes beside one, all ours`,
      unit: 'steps/s',
      bound,
    },
  ],
  prepare: durableServer,
  ours: (server) => stepsOfProcesses(server, count),
  reference: (server) => stepsOfProcesses(server, 1),
})

export const postgresqlTwo = processes('T3-two', 'two', 2, twoProcesses)
export const postgresqlFour = processes('T3-four', 'four', 4, null)
