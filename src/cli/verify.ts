import { readFile } from 'node:fs/promises'
import { Command } from 'commander'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { complain, CommandError, print, printJson } from './output.ts'

interface Options {
  readonly against?: string
  readonly heads?: true
  readonly database?: string
  readonly json?: true
}

export function verifyCommand(): Command {
  return new Command('verify')
    .description('Recompute log, heads, states, timers, ledger and lists, and compare all of them.')
    .option('--against <file>', 'daily heads that were exported before')
    .option('--heads', 'print the daily heads for safe keeping elsewhere, after verifying')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal verify --heads > heads.json')
    .action(async (options: Options) => {
      const against = options.against === undefined ? undefined : await headsIn(options.against)
      await withDatabase(options.database, async ({ engine }) => {
        const findings = await engine.verify(against === undefined ? {} : { against })
        if (options.json === true) printJson({ findings })
        if (findings.length > 0) {
          throw new CommandError(
            `${findings.length} things do not agree.`,
            findings.map(({ table, row, message }) => `${table} ${row}: ${message}`),
          )
        }
        if (options.heads === true) printJson(await engine.heads())
        else if (options.json !== true) print('Everything agrees.')
      })
    })
}

async function headsIn(file: string): Promise<readonly unknown[]> {
  try {
    const heads: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (Array.isArray(heads)) return heads as readonly unknown[]
  } catch (error) {
    complain((error as Error).message)
  }
  throw new CommandError(`${file} holds no daily heads; give a file that verify --heads printed.`)
}
