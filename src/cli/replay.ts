import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import type { App } from '../app.ts'
import type { CallFolder } from '../programme/import/folder.ts'
import type { Outage } from '../programme/outage.ts'
import {
  replay,
  replayStartMs,
  type ReplayOptions,
  type ReplayResult,
} from '../programme/replay.ts'
import { jsonOption, withNewDatabase } from './database.ts'
import { readFolder } from './folder.ts'
import { lastInstant, parseOutage } from './moments.ts'
import { print, printJson, table } from './output.ts'
import { portfolio } from './portfolio.ts'
import { withProgress } from './progress.ts'

const SHORT_MESSAGE = 90

interface Options {
  readonly until?: string
  readonly outage: readonly Outage[]
  readonly database?: string
  readonly json?: true
}

export function replayCommand(): Command {
  return new Command('replay')
    .description('Run a folder of dated events on a virtual clock, and print where all ends.')
    .argument('<folder>', 'call.yaml, applicants.json and events.jsonl')
    .option('--until <time>', 'last instant that is applied; a bare date means its end')
    .option(
      '--outage <from/to>',
      'a time in which no worker runs; may be given more than once',
      (text: string, before: readonly Outage[]) => [...before, parseOutage(text)],
      [],
    )
    .option('--database <file>', 'keep the result there, and resume what was begun there')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal replay calls/plan-samenleven-3 --until 2025-07-20')
    .action(async (path: string, options: Options) => {
      const folder = await readFolder(path, { events: 'required' })
      const result = await inDatabase(folder, options.database, (app) =>
        runReplay(app, folder, options),
      )
      if (options.json === true) printJson(result.result)
      else print(result.text)
    })
}

/** Replays with a progress bar; gives the result for programs and for people. */
export async function runReplay(
  app: App,
  folder: CallFolder,
  options: Pick<Options, 'until' | 'outage'>,
  how: Pick<ReplayOptions, 'bring' | 'effects'> = { effects: app.effects },
): Promise<{ readonly result: ReplayResult; readonly text: string }> {
  const { timeZone } = folder.parameters
  const untilMs = options.until === undefined ? undefined : lastInstant(options.until, timeZone)
  const result = await withProgress(`Replaying ${folder.parameters.id}`, (onProgress) =>
    replay(app.engine, app.queries, folder, {
      outages: options.outage,
      ...how,
      onProgress,
      ...(untilMs === undefined ? {} : { untilMs }),
    }),
  )
  const text = [await portfolio(app, folder.parameters), refusals(result), held(result)]
  return { result, text: text.filter((each) => each !== '').join('\n\n') }
}

/** Runs `work` on the named database, or on a fresh one that is removed afterwards. */
async function inDatabase<T>(
  folder: CallFolder,
  file: string | undefined,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  if (file !== undefined) return withNewDatabase(file, kind, work)
  const directory = await mkdtemp(join(tmpdir(), 'mijlpaal-'))
  try {
    return await withNewDatabase(join(directory, 'replay.sqlite'), kind, work)
  } finally {
    await rm(directory, { recursive: true })
  }
}

function refusals({ refused }: ReplayResult): string {
  return refused.length === 0
    ? ''
    : table(
        ['Line', 'To', 'Event', 'Refused because', ''],
        refused.map(({ line, to, type, code, message }) => [line, to, type, code, short(message)]),
      )
}

/** A line of a terminal; the whole sentence stands in the JSON. */
function short(message: string): string {
  return message.length <= SHORT_MESSAGE ? message : `${message.slice(0, SHORT_MESSAGE - 1)}…`
}

function held({ outages }: ReplayResult): string {
  return outages
    .map(({ from, to, timers }) => `No worker from ${from} to ${to}: ${timers} timers were held.`)
    .join('\n')
}
