import { Command } from 'commander'
import { startCall } from '../programme/calls.ts'
import { databaseName, databaseOption, jsonOption, withNewDatabase } from './database.ts'
import { readFolder } from './folder.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly as: string
  readonly json?: true
}

export function importCommand(): Command {
  return new Command('import')
    .description('Check a call folder and start its call and projects, on the live clock.')
    .argument('<folder>', 'call.yaml and applicants.json')
    .requiredOption('--as <person>', 'who imports; it stands in the log')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal import calls/plan-samenleven-3 --as mia')
    .action(async (path: string, options: Options) => {
      const { parameters, applicants } = await readFolder(path, 'ignored')
      const { id } = parameters
      const file = databaseName(options.database)
      await withNewDatabase(file, 'live', async ({ engine, queries }) => {
        if ((await queries.call(id)) !== undefined) {
          throw new CommandError(`The database has a call ${id} already; give this one another id.`)
        }
        const sender = { person: options.as, roles: ['manager'] }
        const outcome = await startCall(engine, parameters, applicants, sender)
        if (!outcome.accepted) throw new CommandError(outcome.message)
      })
      if (options.json === true) printJson({ call: id, projects: applicants.length })
      else print(`Call ${id} is imported with ${applicants.length} projects.`)
    })
}
