import { complain, CommandError } from './cli/output.ts'
import { untilStopped } from './cli/until-stopped.ts'
import { readConfig } from './config.ts'
import type { Work } from './dispatch/open.ts'
import { openLogger } from './logger.ts'
import { openService } from './service.ts'

/**
 * A process that takes one kind of work from the queues in Redis until it is told to stop. Without
 * `REDIS_URL`, or when the database cannot be opened, it says so in one sentence and exits with 1.
 */
export async function runWorker(work: Work): Promise<void> {
  try {
    const { database, probes, redis, logLevel } = readConfig()
    if (redis === null) {
      throw new CommandError('There is no queue; set REDIS_URL, or run mijlpaal worker instead.')
    }
    const logger = openLogger({ level: logLevel })
    const service = await openService({
      database,
      logger,
      server: null,
      probes,
      redis,
      work: [work],
    })
    await untilStopped(service, logger, () =>
      logger.info('started', { command: `workers/${work}` }),
    )
  } catch (error) {
    complain(`workers/${work}: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  }
}
