import { existsSync } from 'node:fs'
import { Command } from 'commander'
import type { App } from '../app.ts'
import { isPostgresql, SystemClock } from '../engine/index.ts'
import { startCall } from '../programme/calls.ts'
import type { CallFolder } from '../programme/import/folder.ts'
import { importReport } from '../programme/import/report.ts'
import {
  databaseName,
  databaseOption,
  jsonOption,
  withDatabase,
  withNewDatabase,
} from './database.ts'
import { readFolder } from './folder.ts'
import { showReport } from './import-report.ts'
import { writeTemplate } from './import-template.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly as?: string
  readonly applicants?: string
  readonly dryRun?: true
  readonly template?: string
  readonly json?: true
}

export function importCommand(): Command {
  return new Command('import')
    .description('Check a call folder and start its call and projects, on the live clock.')
    .argument('[folder]', 'call.yaml, and one of applicants.json, .csv and .xlsx')
    .option('--as <person>', 'who imports; it stands in the log')
    .option('--applicants <file>', 'the applicants, where the folder does not hold them')
    .option('--dry-run', 'check everything, tell what would be started, and change nothing')
    .option('--template <file>', 'write an empty table of applicants (.csv or .xlsx), and end')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples: mijlpaal import calls/plan-samenleven-3 --as mia --dry-run\n' +
        '          mijlpaal import calls/plan-samenleven-3 --as mia\n' +
        '          mijlpaal import --template applicants.xlsx',
    )
    .action(async (path: string | undefined, options: Options) => {
      if (options.template !== undefined) return writeTemplate(options.template)
      if (path === undefined) throw new CommandError('Name the call folder to import.')
      const folder = await readFolder(path, {
        events: 'ignored',
        ...(options.applicants === undefined ? {} : { applicants: options.applicants }),
      })
      return options.dryRun === true ? dryRun(folder, options) : start(folder, options)
    })
}

async function start({ parameters, applicants }: CallFolder, options: Options): Promise<void> {
  const { as: person, json } = options
  if (person === undefined) throw new CommandError('Name who imports, with --as <person>.')
  await withNewDatabase(databaseName(options.database), 'live', async (app) => {
    await refuseKnown(app, parameters.id)
    const sender = { person, roles: ['manager'] }
    const outcome = await startCall(app.engine, parameters, applicants, sender)
    if (!outcome.accepted) throw new CommandError(outcome.message)
  })
  if (json === true) printJson({ call: parameters.id, projects: applicants.length })
  else print(`Call ${parameters.id} is imported with ${applicants.length} projects.`)
}

async function dryRun({ parameters, applicants }: CallFolder, options: Options): Promise<void> {
  const name = databaseName(options.database)
  if (existsSync(name) || isPostgresql(name)) {
    await withDatabase(name, async (app) => {
      if (app.engine.isVirtual) {
        throw new CommandError(`${name} is virtual: a call is imported into a live database.`)
      }
      await refuseKnown(app, parameters.id)
    })
  }
  const report = importReport(parameters, applicants, new SystemClock().nowMs())
  if (options.json === true) printJson(report)
  else print(showReport(report))
}

async function refuseKnown({ queries }: Pick<App, 'queries'>, id: string): Promise<void> {
  if ((await queries.call(id)) === undefined) return
  throw new CommandError(`The database has a call ${id} already; give this one another id.`)
}
