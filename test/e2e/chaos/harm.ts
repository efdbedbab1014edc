import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresqlServer } from '../../postgresql.ts'
import type { RedisProcess } from '../../redis.ts'
import type { Chance } from '../../simulation/chance.ts'
import type { Member } from './member.ts'

interface Victims {
  readonly chance: Chance
  readonly postgresql: PostgresqlServer
  readonly redis: RedisProcess
  readonly engines: readonly Member[]
  readonly workers: readonly Member[]
}

type Harm = keyof typeof harmWeights

/** What is done to a running system, and how often. */
export const harmWeights = {
  'redis-killed': 2,
  'redis-ended': 1,
  'redis-flushed': 3,
  'scripts-flushed': 2,
  'redis-full': 2,
  'postgresql-killed': 1,
  'postgresql-ended': 1,
  'worker-frozen': 2,
  'worker-killed': 1,
  'engine-killed': 1,
}

const pause = (chance: Chance): Promise<void> => sleep(chance.between(0, 400))

/** Each resolves when servers answer again; who starts processes again, is another's business. */
export const harms: Readonly<Record<Harm, (victims: Victims) => Promise<void>>> = {
  'redis-killed': (victims) => restartRedis(victims, 'SIGKILL'),
  'redis-ended': (victims) => restartRedis(victims, 'SIGTERM'),
  'redis-flushed': async ({ redis }) => {
    await redis.client.flushall()
  },
  'scripts-flushed': async ({ redis }) => {
    await redis.client.script('FLUSH')
  },
  'redis-full': async ({ redis, chance }) => {
    await redis.client.config('SET', 'maxmemory', '1mb')
    await pause(chance)
    await redis.client.config('SET', 'maxmemory', '0')
  },
  'postgresql-killed': async ({ postgresql, chance }) => {
    await postgresql.kill()
    await pause(chance)
    await postgresql.begin()
  },
  'postgresql-ended': async ({ postgresql, chance }) => {
    await postgresql.end()
    await pause(chance)
    await postgresql.begin()
  },
  'worker-frozen': async ({ workers, chance }) => {
    const worker = chance.pick(workers)
    worker.signal('SIGSTOP')
    await pause(chance)
    worker.signal('SIGCONT')
  },
  'worker-killed': async ({ workers, chance }) => {
    chance.pick(workers).signal('SIGKILL')
  },
  'engine-killed': async ({ engines, chance }) => {
    chance.pick(engines).signal('SIGKILL')
  },
}

async function restartRedis(
  { redis, chance }: Victims,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<void> {
  await redis.stop(signal)
  await pause(chance)
  await redis.start()
}
