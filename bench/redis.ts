import type { RedisConfig } from '../src/config.ts'
import { redisAt, RedisProcess } from '../test/redis.ts'
import { freshFolder } from './folder.ts'
import type { Prepared } from './target.ts'

/** A server that syncs its log of commands every second, as Redis does unless told otherwise. */
export const everysecServer = async (): Promise<Prepared> => {
  const folder = freshFolder()
  const redis = await RedisProcess.start('--dir', folder.path, '--appendfsync', 'everysec')
  return {
    place: String(redis.port),
    [Symbol.asyncDispose]: async () => {
      await redis[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

export const redisOf = (port: string): RedisConfig => ({
  ...redisAt(Number(port)),
  prefix: `bench-${process.pid}`,
})
