import { Command } from 'commander'
import { fileOf } from '../programme/file.ts'
import { databaseOption, jsonOption, withDatabase } from './database.ts'
import { CommandError, printJson } from './output.ts'

export function exportCommand(): Command {
  return new Command('export')
    .description('Print the whole file of a project or call, from which every cent can be checked.')
    .argument('<id>', 'a call, or <call>/<applicant>')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal export plan-samenleven-3/gent > gent.json')
    .action(async (id: string, options: { readonly database?: string }) => {
      const file = await withDatabase(options.database, (app) =>
        fileOf(app.engine, app.queries, id),
      )
      if (file === undefined) {
        throw new CommandError(`There is no call or project ${id}; projects lists them.`)
      }
      printJson(file)
    })
}
