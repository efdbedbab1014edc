import { Queue } from 'bullmq'
import type { RedisConfig } from '../../config.ts'
import type { DispatchError } from '../errors.ts'
import { outboxQueue, timersQueue } from './carrier.ts'
import { redisError, RedisServer } from './redis-server.ts'

/** How a Redis server and the queues in it are, for operators. */
export interface RedisState {
  /** What is wrong, a sentence each; empty when it answers and is as it must be. */
  readonly problems: readonly string[]
  /** Jobs of each queue by state; empty without an answer. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Asks the server, for two seconds at most. Does not throw. */
export async function redisState(config: RedisConfig): Promise<RedisState> {
  const problems = new Set<string>()
  const tell = (error: DispatchError) => problems.add(error.message)
  try {
    const server = await RedisServer.open(config, tell)
    try {
      if (server.isReady)
        return { queues: await countJobs(server, config), problems: [...problems] }
      if (problems.size === 0) problems.add('Redis does not answer.')
    } finally {
      server.close()
    }
  } catch (error) {
    problems.add(redisError(error).message)
  }
  return { problems: [...problems], queues: {} }
}

async function countJobs(server: RedisServer, { prefix }: RedisConfig) {
  const counts: Record<string, Readonly<Record<string, number>>> = {}
  for (const name of [timersQueue, outboxQueue]) {
    const queue = new Queue(name, { connection: server.client, prefix })
    queue.on('error', () => {})
    counts[name] = await queue.getJobCounts('waiting', 'delayed', 'active', 'failed')
    await queue.close()
  }
  return counts
}
