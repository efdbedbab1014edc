import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import type { App } from '../app.ts'
import { readConfig } from '../config.ts'
import { writeBatches } from '../demo/batch-files.ts'
import type { DatabaseKind } from '../engine/index.ts'
import type { CallFolder } from '../programme/import/folder.ts'
import { replayStartMs } from '../programme/replay.ts'
import { jsonOption, withNewDatabase } from './database.ts'
import { readFolder } from './folder.ts'
import { Amount, print, printJson } from './output.ts'
import { runReplay } from './replay.ts'

interface Options {
  readonly until: string
  readonly database: string
  readonly serve: boolean
  readonly redis?: true
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
    .option('--redis', 'let worker processes fire the timers, through queues in Redis')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal demo --until 2027-12-31')
    .action(async (options: Options) => {
      const folder = await readFolder(folderOfTheCall, { events: 'required' })
      for (const suffix of ['', '-wal', '-shm']) {
        await rm(options.database + suffix, { force: true })
      }
      const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
      const replayed = options.redis === true ? throughWorkers : byItself
      const { result, text } = await replayed(options, kind, folder)
      if (options.json === true) {
        printJson(result)
        return
      }
      print(`${text}\n\n${nextSteps(options.database)}`)
      if (options.serve) await serve(options.database)
    })
}

async function byItself({ database, until }: Options, kind: DatabaseKind, folder: CallFolder) {
  return withNewDatabase(database, kind, async (app) => {
    const { result, text } = await runReplay(app, folder, { until, outage: [] })
    return { result, text: `${text}\n\n${await batches(app, folder, database)}` }
  })
}

async function throughWorkers(
  { database, until }: Options,
  kind: DatabaseKind,
  folder: CallFolder,
) {
  const { Couriers } = await import('../demo/couriers.ts')
  await using couriers = new Couriers()
  return await withNewDatabase(
    database,
    kind,
    async (app) => {
      await couriers.open(app.engine, database)
      const bring = (untilMs: number) => couriers.bring(untilMs)
      const { result, text } = await runReplay(app, folder, { until, outage: [] }, { bring })
      const { byQueue, all } = await couriers.settle()
      const said = `${byQueue} of ${all} timers were fired by worker processes through Redis.`
      const written = await batches(app, folder, database)
      return { result, text: `${text}\n\n${written}\n\n${said}` }
    },
    (report) => couriers.committed(report),
  )
}

/** What left for the bank; the messages stand beside the database. */
async function batches(app: App, { parameters }: CallFolder, database: string): Promise<string> {
  const written = await writeBatches(app, parameters.id, database)
  if (written === null) return 'No payment batch was approved yet.'
  const { folder, batches: count, payments, cents } = written
  const total = `${count} approved | ${payments} payments | ${new Amount(cents).toString()} EUR`
  return `Payment batches: ${total}\nTheir messages for the bank (pain.001) stand in ${folder}/`
}

/** Serves the pages, on a clock that visitors move, until it is told to stop. */
async function serve(database: string): Promise<void> {
  const { openLogger } = await import('../logger.ts')
  const { openService } = await import('../service.ts')
  const { untilStopped } = await import('./until-stopped.ts')
  const { server, site } = readConfig()
  const logger = openLogger({ level: 'warn' })
  const service = await openService({ database, logger, server, redis: null, site })
  await untilStopped(service, logger, () =>
    print(`\nLook at it in a browser: ${service.url ?? ''}  (Ctrl+C ends it)`),
  )
}

function nextSteps(file: string): string {
  return [
    `The demo stands in ${file}. Look further:`,
    `  npm run --silent mijlpaal -- projects --overdue --database ${file}`,
    `  npm run --silent mijlpaal -- show plan-samenleven-3/gent --database ${file}`,
    `  npm run --silent mijlpaal -- verify --database ${file}`,
  ].join('\n')
}
