import { Command } from 'commander'
import type { App } from '../app.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { Amount, moment, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'

interface Options {
  readonly call?: string
  readonly phase?: string
  readonly overdue?: true
  readonly database?: string
  readonly json?: true
}

export function projectsCommand(): Command {
  return new Command('projects')
    .description('List projects with their phase, next deadline and award.')
    .option('--call <id>', 'only of this call')
    .option('--phase <phase>', 'only in this phase, e.g. execution')
    .option('--overdue', 'only with a deadline that has passed and may still be met')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal projects --phase execution --overdue')
    .action(async (options: Options) => {
      const { call, phase, overdue } = options
      await withDatabase(options.database, async ({ queries }) => {
        const rows = await queries.list({
          ...(call === undefined ? {} : { call }),
          ...(phase === undefined ? {} : { phase }),
          ...(overdue === undefined ? {} : { overdue }),
        })
        if (options.json === true) printJson(rows)
        else if (rows.length === 0) print('No project fits.')
        else {
          print(listing(rows))
          await sayIfSynthetic(
            queries,
            rows.map((row) => row.call_id),
          )
        }
      })
    })
}

function listing(rows: Awaited<ReturnType<App['queries']['list']>>): string {
  return table(
    ['Project', 'Name', 'Phase', 'Next deadline', 'Due', 'Awarded EUR'],
    rows.map((row) => [
      row.id,
      row.name,
      row.phase,
      row.next_deadline ?? '',
      row.next_due_ms === null
        ? ''
        : moment(row.next_due_ms) + (row.overdue === 1 ? ' (overdue)' : ''),
      new Amount(row.awarded_cents),
    ]),
  )
}
