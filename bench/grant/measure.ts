import Database from 'better-sqlite3'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openGrantEngine } from './engine.ts'
import { openReference, type ReferenceOptions } from './reference.ts'
import { drive, type Contestant } from './work.ts'

/** Opens a contestant on a database file that does not exist yet. */
export type Open = (file: string) => Contestant | Promise<Contestant>

export const theEngine: Open = openGrantEngine

export const reference =
  (options: Omit<ReferenceOptions, 'file'>): Open =>
  (file) =>
    openReference({ file, ...options })

const warmUp = { instances: 20, concurrency: 1, prefix: 'w' }

/** One client, one instance after another; durable steps per second. */
export const sequentialSteps = (open: Open): Promise<number> =>
  onFreshDatabase(open, (contestant) =>
    drive(contestant, { instances: 600, concurrency: 1, prefix: 's' }),
  )

/** 1,000 instances at once; durable steps per second. */
export const concurrentSteps = (open: Open): Promise<number> =>
  onFreshDatabase(open, (contestant) =>
    drive(contestant, { instances: 3000, concurrency: 1000, prefix: 'c' }),
  )

/** Bytes on disk of one life, its share of schema and free pages included. */
export const bytesPerLife = (open: Open): Promise<number> =>
  onFreshDatabase(open, async (contestant, folder) => {
    const instances = 1000
    await drive(contestant, { instances, concurrency: 1000, prefix: 'c' })
    return checkpointedBytes(folder) / (warmUp.instances + instances)
  })

/** On the disk of the repository: a temporary directory may be memory, where a commit is free. */
const dataFolder = new URL('../../data/', import.meta.url).pathname

const databaseName = 'bench.sqlite'

const onFreshDatabase = async (
  open: Open,
  measure: (contestant: Contestant, folder: string) => Promise<number>,
): Promise<number> => {
  mkdirSync(dataFolder, { recursive: true })
  const folder = mkdtempSync(join(dataFolder, 'bench-'))
  try {
    await using contestant = await open(join(folder, databaseName))
    await drive(contestant, warmUp)
    return await measure(contestant, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const checkpointedBytes = (folder: string): number => {
  const db = new Database(join(folder, databaseName))
  db.pragma('wal_checkpoint(TRUNCATE)')
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  db.close()
  return sizes.reduce((sum, size) => sum + size, 0)
}
