import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { replayStartMs } from '../programme/replay.ts'
import { jsonOption, withNewDatabase } from './database.ts'
import { readFolder } from './folder.ts'
import { print, printJson } from './output.ts'
import { runReplay } from './replay.ts'

interface Options {
  readonly until: string
  readonly database: string
  readonly serve: boolean
  readonly json?: true
}

const folderOfTheCall = fileURLToPath(new URL('../../calls/plan-samenleven-3', import.meta.url))

/** A date on which much is open: final reports, balances, accounts, a claim. */
const MANY_OPEN = '2025-07-20'

export function demoCommand(): Command {
  return new Command('demo')
    .description('Replay Plan Samenleven, Oproep 3, on a virtual clock, and show where it stands.')
    .option('--until <time>', 'where the clock stops', MANY_OPEN)
    .option('--database <file>', 'made anew each time', 'data/demo.sqlite')
    .option('--no-serve', 'end after the replay')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal demo --until 2027-12-31')
    .action(async (options: Options) => {
      const folder = await readFolder(folderOfTheCall, 'required')
      for (const suffix of ['', '-wal', '-shm']) {
        await rm(options.database + suffix, { force: true })
      }
      const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
      await withNewDatabase(options.database, kind, async (app) => {
        const { result, text } = await runReplay(app, folder, { until: options.until, outage: [] })
        if (options.json === true) printJson(result)
        else print(`${text}\n\n${nextSteps(options.database)}`)
      })
    })
}

function nextSteps(file: string): string {
  return [
    `The demo stands in ${file}. Look further:`,
    `  npm run --silent mijlpaal -- projects --overdue --database ${file}`,
    `  npm run --silent mijlpaal -- show plan-samenleven-3/gent --database ${file}`,
    `  npm run --silent mijlpaal -- verify --database ${file}`,
  ].join('\n')
}
