import { Command } from 'commander'
import type { AccountsCheck } from '../programme/accounts/check.ts'
import { EXTRACT_BYTES_MAX } from '../programme/accounts/extract.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { readBytes } from './files.ts'
import { Amount, CommandError, print, printJson, table } from './output.ts'
import { sayIfSynthetic } from './synthetic.ts'

interface Options {
  readonly database?: string
  readonly json?: true
}

export function accountsCommand(): Command {
  return new Command('accounts')
    .description('Annual accounts: what was booked, against what applicants submitted.')
    .exitOverride()
    .addCommand(checkCommand().exitOverride())
}

function checkCommand(): Command {
  return new Command('check')
    .description('Compare an extract of annual accounts with what was submitted; stores nothing.')
    .argument('<call>', 'id of the call')
    .argument('<file>', '.csv or .xlsx with KBO number, year, code, action, amount')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal accounts check voorbeeld extract-2024.csv')
    .action(async (call: string, file: string, options: Options) => {
      const { readExtract } = await import('../programme/accounts/extract.ts')
      const extract = await readExtract(file, await readBytes(file, EXTRACT_BYTES_MAX))
      if ('errors' in extract) {
        const lines = extract.errors.map(({ row, message }) =>
          row === null ? message : `row ${row}: ${message}`,
        )
        throw new CommandError('extract-refused: nothing was compared.', lines)
      }
      await withDatabase(options.database, async ({ engine, queries }) => {
        if ((await queries.call(call)) === undefined) {
          throw new CommandError(`There is no call ${call}; projects lists them.`)
        }
        const { checkAccounts } = await import('../programme/accounts/check.ts')
        const check = await checkAccounts(engine, call, extract.rows)
        if (options.json === true) printJson(check)
        else {
          print(told(check))
          await sayIfSynthetic(queries, [call])
        }
      })
    })
}

function told({ matchedRows, accounts, left, coFinancing }: AccountsCheck): string {
  const differing = accounts.filter(({ differences }) => differences.length > 0)
  const parts = [
    `${matchedRows} rows belong to a project, ${left.length} to none; ` +
      `${accounts.length - differing.length} of ${accounts.length} accounts are as submitted.`,
  ]
  if (differing.length > 0) {
    parts.push(
      table(
        ['Project', 'Year', 'Code', 'Extract EUR', 'Submitted EUR'],
        differing.flatMap(({ project, year, differences }) =>
          differences.map(({ code, extractCents, submittedCents }) => [
            project,
            String(year),
            code,
            new Amount(extractCents),
            new Amount(submittedCents),
          ]),
        ),
      ),
    )
  }
  if (left.length > 0) {
    parts.push(
      table(
        ['Row', 'KBO', 'Year', 'Code', 'Amount EUR', 'Left out', 'Of'],
        left.map((each) => [
          each.row,
          each.kbo,
          String(each.year),
          each.code,
          new Amount(each.cents),
          each.reason,
          each.projects.join(', '),
        ]),
      ),
    )
  }
  parts.push(...coFinancing.map(({ project, en }) => `${project}: ${en}`))
  return parts.join('\n\n')
}
