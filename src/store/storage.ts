import { stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql, type Kysely } from 'kysely'
import type { Dialect } from './dialect.ts'

/** What a database takes of its disk; null where only the server could say. */
export interface Storage {
  readonly databaseBytes: number
  /** Of SQLite's write-ahead log. */
  readonly walBytes: number | null
  /** Left on the disk for whoever runs this process. */
  readonly freeBytes: number | null
}

export const storageOf = async <Tables>(db: Kysely<Tables>, dialect: Dialect): Promise<Storage> => {
  if (dialect.name !== 'sqlite') {
    const { rows } = await sql<{ bytes: string }>`
      select pg_database_size(current_database()) as bytes`.execute(db)
    return { databaseBytes: Number(rows[0]?.bytes ?? 0), walBytes: null, freeBytes: null }
  }
  const { rows } = await sql<{ file: string }>`
    select file from pragma_database_list where name = 'main'`.execute(db)
  const file = rows[0]?.file ?? ''
  const { bavail, bsize } = await statfs(dirname(file))
  return {
    databaseBytes: await bytesOf(file),
    walBytes: await bytesOf(`${file}-wal`),
    freeBytes: bavail * bsize,
  }
}

const bytesOf = async (file: string): Promise<number> => {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}
