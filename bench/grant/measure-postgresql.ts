import { onFreshDatabase } from '../postgresql.ts'
import type { Figures } from '../target.ts'
import { driveInProcesses } from './processes.ts'
import { drive, manyWarmUps, type Contestant, type Load } from './work.ts'

/** Opens a contestant on an empty database. */
export type OpenAt = (url: string) => Promise<Contestant>

/** One client, one instance after another; durable steps per second. */
export const sequentialSteps = (server: string, open: OpenAt): Promise<Figures> =>
  measured(server, open, { instances: 200, concurrency: 1, prefix: 's' })

/** 1,000 instances at once; durable steps per second. */
export const concurrentSteps = (server: string, open: OpenAt): Promise<Figures> =>
  measured(server, open, { instances: 2000, concurrency: 1000, prefix: 'c' })

/** 1,000 instances at once, led by so many processes of ours; durable steps per second. */
export const stepsOfProcesses = (server: string, processes: number): Promise<Figures> =>
  onFreshDatabase(server, async (url) => ({
    steps: await driveInProcesses(url, processes, {
      instances: 2000,
      concurrency: 1000,
      warmUps: manyWarmUps,
    }),
  }))

const measured = (server: string, open: OpenAt, load: Load): Promise<Figures> =>
  onFreshDatabase(server, async (url) => {
    await using contestant = await open(url)
    for (const each of manyWarmUps('1')) await drive(contestant, each)
    return { steps: await drive(contestant, load) }
  })
