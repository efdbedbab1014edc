import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Option } from 'commander'
import type { App, AppOptions } from '../app.ts'
import { readConfig } from '../config.ts'
import { isPostgresql } from '../engine/index.ts'
import { CommandError } from './output.ts'

/** `--database NAME`; what the environment names otherwise. */
export function databaseOption(): Option {
  return new Option(
    '--database <name>',
    'SQLite file or postgres:// URL (default: DATABASE_URL, MIJLPAAL_DATABASE)',
  )
}

/** `--json`: the result for programs. */
export function jsonOption(): Option {
  return new Option('--json', 'print JSON')
}

/** The SQLite file or URL that `--database` or the environment names. */
export function databaseName(given: string | undefined): string {
  return given ?? readConfig().database
}

/** Opens a database that must exist already, runs `work` on it and closes it. */
export async function withDatabase<T>(
  given: string | undefined,
  work: (app: App) => Promise<T>,
): Promise<T> {
  return using({ database: existingDatabase(given), kind: 'existing', mustExist: true }, work)
}

/** What `--database` or the environment names; a file must exist already. */
export function existingDatabase(given: string | undefined): string {
  const name = databaseName(given)
  if (isPostgresql(name) || existsSync(name)) return name
  const remedy = 'make one with import, replay or demo, or name it by --database'
  throw new CommandError(`There is no database ${name}; ${remedy}.`)
}

/** Opens a database, made if need be, runs `work` on it and closes it. */
export async function withNewDatabase<T>(
  name: string,
  kind: AppOptions['kind'],
  work: (app: App) => Promise<T>,
  onBatch: AppOptions['onBatch'] = () => {},
): Promise<T> {
  if (!isPostgresql(name)) await mkdir(dirname(name), { recursive: true })
  return using({ database: name, kind, onBatch }, work)
}

async function using<T>(options: AppOptions, work: (app: App) => Promise<T>): Promise<T> {
  // The machines are loaded only by commands that need them.
  const { openApp } = await import('../app.ts')
  const app = await openApp(options)
  try {
    return await work(app)
  } finally {
    await app[Symbol.asyncDispose]()
  }
}
