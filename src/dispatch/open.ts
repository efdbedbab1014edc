import type { RedisConfig } from '../config.ts'
import type { Dispatcher } from '../engine/index.ts'
import type { BullmqOptions, Work } from './bullmq/dispatcher.ts'
import { InProcessDispatcher } from './in-process/dispatcher.ts'

export type { Work }

export interface DispatcherOptions extends Omit<BullmqOptions, 'redis'> {
  /** Null: timers and effects are brought from within this process, both of them. */
  readonly redis: RedisConfig | null
}

/**
 * Opens the dispatcher that the configuration asks for. Its `committed` is for the engine's
 * `onBatch`; start it when the engine is open, and close it before the engine. Throws DispatchError
 * `redis-too-old`; a Redis that is away is told to `onError` and waited for.
 */
export async function openDispatcher(options: DispatcherOptions): Promise<Dispatcher> {
  const { redis, ...rest } = options
  if (redis === null) return new InProcessDispatcher(rest)
  // The libraries for Redis are loaded only where there is one.
  const { BullmqDispatcher } = await import('./bullmq/dispatcher.ts')
  return BullmqDispatcher.open({ ...rest, redis })
}
