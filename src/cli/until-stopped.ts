import { SystemClock } from '../engine/index.ts'
import type { Logger } from '../logger.ts'
import { within } from '../operating/time-limit.ts'

/** A supervisor is told within 10 s; what is not done by then is as safe as after a power cut. */
const stopWithinMs = 9000

/**
 * Waits for SIGTERM or SIGINT, then lets the service finish what it has begun. When that takes too
 * long, or something breaks that nobody caught, the process ends with exit code 1; nothing that was
 * acknowledged is lost by it. `begun` says that it has started, once it can be told to stop.
 */
export async function untilStopped(
  service: AsyncDisposable,
  logger: Logger,
  begun: () => void,
): Promise<void> {
  const end = (code: number) => process.exit(code)
  process.on('uncaughtException', (error) => {
    logger.error('crashed', error)
    end(1)
  })
  const signalled = new Promise<string>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, resolve)
  })
  begun()
  const signal = await signalled
  logger.info('stopping', { signal })
  try {
    await within(new SystemClock(), stopWithinMs, Promise.resolve(service[Symbol.asyncDispose]()))
    logger.info('stopped')
    // A library may hold something open that nobody needs any more.
    end(0)
  } catch (error) {
    logger.error('could not stop', error)
    end(1)
  }
}
