import { Command } from 'commander'
import { readConfig } from '../config.ts'
import { databaseOption, existingDatabase } from './database.ts'

interface Options {
  readonly database?: string
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('Serve HTTP, fire timers and perform effects, until SIGTERM or SIGINT.')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      [
        '\nIt listens at HOST and PORT (127.0.0.1, 3000) and logs JSON, a line per event;',
        'LOG_LEVEL says how much. See docs/OPERATING.md.',
        '\nExample: mijlpaal serve --database data/mijlpaal.sqlite',
      ].join('\n'),
    )
    .action(({ database }: Options) => work('serve', database))
}

export function workerCommand(): Command {
  return new Command('worker')
    .description('Fire timers and perform effects, until SIGTERM or SIGINT; serve nobody.')
    .addOption(databaseOption())
    .addHelpText(
      'after',
      [
        '\nSeveral may work on one database; a timer fires once. It logs JSON, a line per event.',
        'With PROBES_PORT it serves /healthz, /readyz and /metrics there, and nothing else.',
        '\nExample: mijlpaal worker --database data/mijlpaal.sqlite',
      ].join('\n'),
    )
    .action(({ database }: Options) => work('worker', database))
}

async function work(command: 'serve' | 'worker', given: string | undefined): Promise<void> {
  const config = readConfig()
  const database = existingDatabase(given)
  const listens =
    command === 'serve' ? { server: config.server } : { server: null, probes: config.probes }
  const { openLogger } = await import('../logger.ts')
  const { openService } = await import('../service.ts')
  const { untilStopped } = await import('./until-stopped.ts')
  const logger = openLogger({ level: config.logLevel })
  const service = await openService({
    database,
    logger,
    ...listens,
    redis: config.redis,
    site: config.site,
  })
  await untilStopped(service, logger, () => logger.info('started', { command }))
}
