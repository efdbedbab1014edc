import { Command } from 'commander'
import { fileOf } from '../programme/file.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly withContent?: true
}

export function exportCommand(): Command {
  return new Command('export')
    .description('Print the whole file of a project or call, from which every cent can be checked.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .option('--with-content', 'with the bytes of attached files, in base64')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal export plan-samenleven-3/gent > gent.json')
    .action(async (id: string, options: Options) => {
      const file = await withDatabase(options.database, (app) =>
        fileOf(app, id, { withContent: options.withContent === true }),
      )
      if (file === undefined) {
        throw new CommandError(`There is no call or project ${id}; projects lists them.`)
      }
      printJson(file)
    })
}
