import type { Clock } from '../engine/index.ts'

class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError'
}

/** Waits for `work` at most `limitMs`; then rejects, and the work goes on unheard. */
export async function within<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T> {
  const done = new AbortController()
  const limit = clock.sleepUntil(clock.nowMs() + limitMs, done.signal).then(() => {
    throw new TimeLimitError(`It takes more than ${limitMs} ms`)
  })
  // Whoever loses the race is not missed.
  work.catch(() => {})
  limit.catch(() => {})
  try {
    return await Promise.race([work, limit])
  } finally {
    done.abort()
  }
}
