import { randomBytes } from 'node:crypto'
import { redisError, type RedisServer } from './redis-server.ts'

/** Up to where the armed timers have been put in the queue. */
export interface Place {
  /** All timers up to this row that were due in the window. */
  readonly row: number
  /** All timers due up to this time (ms). */
  readonly untilMs: number
}

interface Stored extends Place {
  /** Made anew with the cursor: after a loss, another one. */
  readonly id: string
}

/** A place, and what stands in Redis for it. */
interface ReadPlace extends Place {
  readonly text: string
}

/** Moves the cursor only if nobody else did, and it was not lost, since it was read. */
const move = `if redis.call('get', KEYS[1]) == ARGV[1] then
  redis.call('set', KEYS[1], ARGV[2])
  return 1
end
return 0`

/**
 * The place up to which timers have been queued, kept in the Redis of the queue itself: when Redis
 * loses its memory, or gets an older one back, it loses the place too, and all after it are queued
 * again. Shared by every process with the same prefix.
 */
export class Cursor {
  readonly #server: RedisServer
  readonly #key: string

  constructor(server: RedisServer, prefix: string) {
    this.#server = server
    this.#key = `${prefix}:carried`
  }

  /** Reads it, and makes a new one where there is none that can be understood. */
  async read(start: Place): Promise<ReadPlace> {
    const text = (await this.#ask((client) => client.get(this.#key))) ?? ''
    const found = parse(text)
    // A row that was never given out: the database is another one, or an older copy.
    if (found !== undefined && found.row <= start.row) return { ...found, text }
    const fresh = textOf(start)
    await this.#ask((client) => client.set(this.#key, fresh))
    return { ...start, text: fresh }
  }

  /** Moves it on from where it was read. */
  async move(from: ReadPlace, to: Place): Promise<void> {
    const text = textOf(to, parse(from.text)?.id)
    await this.#ask((client) => client.eval(move, 1, this.#key, from.text, text))
  }

  async #ask<T>(command: (client: RedisServer['client']) => Promise<T>): Promise<T> {
    try {
      return await command(this.#server.client)
    } catch (error) {
      throw redisError(error)
    }
  }
}

const textOf = ({ row, untilMs }: Place, id = randomBytes(8).toString('hex')): string =>
  JSON.stringify({ id, row, untilMs })

const parse = (text: string): Stored | undefined => {
  try {
    const { id, row, untilMs } = JSON.parse(text) as Partial<Stored>
    const isWhole = Number.isSafeInteger(row) && Number.isSafeInteger(untilMs)
    return isWhole && typeof id === 'string' ? ({ id, row, untilMs } as Stored) : undefined
  } catch {
    return undefined
  }
}
