import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { isPostgresql, SystemClock } from '../engine/index.ts'
import { backUp, BackupError, restore, type Restored, type Verified } from '../operating/backup.ts'
import { databaseName, databaseOption, existingDatabase, jsonOption } from './database.ts'
import { CommandError, print, printJson } from './output.ts'

interface Options {
  readonly database?: string
  readonly replace?: true
  readonly json?: true
}

export function backupCommand(): Command {
  return new Command('backup')
    .description(
      'Copy the database into one new file while others work on it, and verify the copy.',
    )
    .argument('<file>', 'a file that does not exist yet')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal backup backups/2026-11-23.sqlite')
    .action(async (file: string, options: Options) => {
      const from = existingDatabase(options.database)
      if (isPostgresql(from)) throw new CommandError(`${forPostgresql('back up')} pg_dump.`)
      await mkdir(dirname(file), { recursive: true })
      const copied = await explained(backUp(from, file, verified))
      if (options.json === true) printJson(copied)
      else print(`Backed up to ${file}: ${copied.position} events, verified.`)
    })
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Verify a backup and make it the database; nothing may be using that.')
    .argument('<file>', 'what mijlpaal backup wrote')
    .option('--replace', 'when there is a database already, keep it beside the restored one')
    .addOption(databaseOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample: mijlpaal restore backups/2026-11-23.sqlite --replace')
    .action(async (from: string, options: Options) => {
      const to = databaseName(options.database)
      if (isPostgresql(to)) throw new CommandError(`${forPostgresql('restore')} pg_restore.`)
      const keepAs = options.replace === true ? `${to}.replaced-${stamp()}` : null
      await mkdir(dirname(to), { recursive: true })
      const copied = await explained(restore({ from, to, keepAs, verify: verified }))
      if (options.json === true) printJson(copied)
      else print(`Restored to ${to}: ${copied.position} events, verified.${keptLine(copied)}`)
    })
}

const forPostgresql = (verb: string) =>
  `PostgreSQL has tools of its own to ${verb} a database (see docs/OPERATING.md): use`

/** A time in the name of a file: `20261123T221500Z`. */
function stamp(): string {
  const now = new Date(new SystemClock().nowMs()).toISOString()
  return now.replaceAll(/[-:]|\.\d+/g, '')
}

async function verified(database: string): Promise<Verified> {
  const { openApp } = await import('../app.ts')
  const app = await openApp({ database, kind: 'existing', mustExist: true })
  try {
    const heads = await app.engine.heads()
    return { findings: await app.engine.verify(), position: heads.at(-1)?.position ?? 0 }
  } finally {
    await app[Symbol.asyncDispose]()
  }
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof BackupError) throw new CommandError(error.message, error.details)
    throw error
  }
}

const keptLine = ({ keptAs }: Restored) =>
  keptAs === null ? '' : `\nWhat stood there is kept as ${keptAs}.`
