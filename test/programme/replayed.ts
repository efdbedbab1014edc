import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { openApp } from '../../src/app.ts'
import { openDatabase } from '../../src/store/database.ts'
import { programmeMigrations } from '../../src/store/programme/migrations/index.ts'
import { readCallFolder, type CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'

export const voorbeeld = join(import.meta.dirname, '../fixtures/voorbeeld')

export function emptyDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'mijlpaal-programme-'))
}

/** A call folder that must be without errors. */
export async function folderOf(path: string): Promise<CallFolder> {
  const read = await readCallFolder(path)
  if ('folder' in read) return read.folder
  throw new Error(`${path} has errors: ${JSON.stringify(read.errors)}`)
}

/** Replays a folder into a file, up to and including `untilMs`. */
export async function replayInto(file: string, folder: CallFolder, untilMs?: number) {
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  await using app = await openApp({ database: file, kind })
  return await replay(app.engine, app.queries, folder, untilMs === undefined ? {} : { untilMs })
}

/** Runs one migration of the programme's tables again, once what it makes was taken away. */
export async function migrateAgain(file: string, name: string): Promise<void> {
  const migration = programmeMigrations.find((each) => each.name === name)
  if (migration === undefined) throw new Error(`no migration ${name}`)
  await using database = await openDatabase({ file })
  await database.transaction((trx) => migration.up(trx, database.dialect))
}

/** Every row of every table, as text; equal texts say that nothing differs. */
export function dump(file: string): string {
  const db = new BetterSqlite3(file, { readonly: true })
  try {
    const tables = db
      .prepare(`select name from sqlite_master where type = 'table' order by name`)
      .all() as { name: string }[]
    return tables
      .map(({ name }) => {
        const rows = db
          .prepare(`select * from "${name}"`)
          .all()
          .map((row) => JSON.stringify(row))
        return `${name}\n${rows.toSorted().join('\n')}`
      })
      .join('\n\n')
  } finally {
    db.close()
  }
}
