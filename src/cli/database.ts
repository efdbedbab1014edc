import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Option } from 'commander'
import type { App, AppOptions } from '../app.ts'
import { readConfig } from '../config.ts'
import { CommandError } from './output.ts'

/** `--database FILE`; the environment's MIJLPAAL_DATABASE otherwise. */
export function databaseOption(): Option {
  return new Option('--database <file>', 'SQLite file (default: MIJLPAAL_DATABASE)')
}

/** `--json`: the result for programs. */
export function jsonOption(): Option {
  return new Option('--json', 'print JSON')
}

/** The file that `--database` or the environment names. */
export function databaseFile(given: string | undefined): string {
  return given ?? readConfig().database
}

/** Opens a database that must exist already, runs `work` on it and closes it. */
export async function withDatabase<T>(
  given: string | undefined,
  work: (app: App) => Promise<T>,
): Promise<T> {
  const file = databaseFile(given)
  if (!existsSync(file)) {
    const remedy = 'make one with import, replay or demo, or name it by --database'
    throw new CommandError(`There is no database ${file}; ${remedy}.`)
  }
  return using(file, 'existing', work)
}

/** Opens a database, made if need be, runs `work` on it and closes it. */
export async function withNewDatabase<T>(
  file: string,
  kind: AppOptions['kind'],
  work: (app: App) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  return using(file, kind, work)
}

async function using<T>(
  file: string,
  kind: AppOptions['kind'],
  work: (app: App) => Promise<T>,
): Promise<T> {
  // The machines are loaded only by commands that need them.
  const { openApp } = await import('../app.ts')
  const app = await openApp({ file, kind })
  try {
    return await work(app)
  } finally {
    await app[Symbol.asyncDispose]()
  }
}
