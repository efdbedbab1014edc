import { Command } from 'commander'
import type { Outcome } from '../engine/index.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, moment, print, printJson, table } from './output.ts'

interface Options {
  readonly as: string
  readonly reason: string
  readonly approvedBy?: string
  readonly all?: true
  readonly database?: string
  readonly json?: true
}

export function failuresCommand(): Command {
  return new Command('failures')
    .description('List events that failed in machine code; their instance waits for retry or skip.')
    .option('--all', 'those that were dealt with too')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal failures')
    .action(async (options: Options) => {
      const all = await withDatabase(options.database, ({ engine }) => engine.failures())
      const failures = all.filter(({ status }) => options.all === true || status === 'open')
      if (options.json === true) {
        printJson(
          failures.map(({ failedAt, ...rest }) => ({
            ...rest,
            failedAt: new Date(failedAt).toISOString(),
          })),
        )
      } else if (failures.length === 0) print('Nothing needs attention.')
      else {
        const rows = failures.map(({ instance, failedAt, status, delivery, error }) => [
          instance,
          delivery?.type ?? '',
          moment(failedAt),
          status,
          error,
        ])
        print(table(['Instance', 'Event', 'Failed', 'Status', 'Because'], rows))
      }
    })
}

export function retryCommand(): Command {
  return new Command('retry')
    .description('Try the event again at which an instance failed, once its cause is mended.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .requiredOption('--as <person>', 'who does it')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal retry voorbeeld/gent --as tom')
    .action(async (id: string, options: Options) => {
      const sender = { person: options.as, roles: [] }
      const outcome = await withDatabase(options.database, ({ engine }) =>
        engine.retry({ instance: id, sender }),
      )
      tell(outcome, options, `${id} goes on.`)
    })
}

export function skipCommand(): Command {
  return new Command('skip')
    .description('Give up on the event at which an instance failed; the log says who and why.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .requiredOption('--reason <text>', 'why; it stands beside the log')
    .requiredOption('--as <person>', 'who does it')
    .option('--approved-by <person>', 'another person who agrees; needed to skip a deadline')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample: mijlpaal skip voorbeeld/gent --reason "sent again since" --as tom',
    )
    .action(async (id: string, { as, reason, approvedBy, ...options }: Options) => {
      const outcome = await withDatabase(options.database, ({ engine }) =>
        engine.skip({
          instance: id,
          reason,
          sender: { person: as, roles: [] },
          ...(approvedBy === undefined ? {} : { approvedBy: { person: approvedBy, roles: [] } }),
        }),
      )
      tell(outcome, options, `${id} goes on without it.`)
    })
}

function tell(outcome: Outcome, { json }: Pick<Options, 'json'>, text: string): void {
  if (json === true) printJson(outcome)
  if (!outcome.accepted) throw new CommandError(`${outcome.code}: ${outcome.message}`)
  if (json !== true) print(text)
}
