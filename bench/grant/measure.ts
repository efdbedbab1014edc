import Database from 'better-sqlite3'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { freshFolder } from '../folder.ts'
import type { Figures } from '../target.ts'
import { openGrantEngine } from './engine.ts'
import { openReference, type ReferenceOptions } from './reference.ts'
import { drive, warmUp, type Contestant } from './work.ts'

/** Opens a contestant on a database file that does not exist yet. */
export type Open = (file: string) => Contestant | Promise<Contestant>

export const theEngine: Open = openGrantEngine

export const reference =
  (options: Omit<ReferenceOptions, 'file'>): Open =>
  (file) =>
    openReference({ file, ...options })

/** One client, one instance after another; durable steps per second. */
export const sequentialSteps = (open: Open): Promise<Figures> =>
  onFreshDatabase(open, async (contestant) => ({
    steps: await drive(contestant, { instances: 600, concurrency: 1, prefix: 's' }),
  }))

/** 1,000 instances at once; durable steps per second. */
export const concurrentSteps = (open: Open): Promise<Figures> =>
  onFreshDatabase(open, async (contestant) => ({
    steps: await drive(contestant, { instances: 3000, concurrency: 1000, prefix: 'c' }),
  }))

/** Bytes on disk of one life, its share of schema and free pages included. */
export const bytesPerLife = (open: Open): Promise<Figures> =>
  onFreshDatabase(open, async (contestant, folder) => {
    const instances = 1000
    await drive(contestant, { instances, concurrency: 1000, prefix: 'c' })
    return { bytes: checkpointedBytes(folder) / (warmUp.instances + instances) }
  })

const databaseName = 'bench.sqlite'

const onFreshDatabase = async <T>(
  open: Open,
  measure: (contestant: Contestant, folder: string) => Promise<T>,
): Promise<T> => {
  using folder = freshFolder()
  await using contestant = await open(join(folder.path, databaseName))
  await drive(contestant, warmUp)
  return await measure(contestant, folder.path)
}

const checkpointedBytes = (folder: string): number => {
  const db = new Database(join(folder, databaseName))
  db.pragma('wal_checkpoint(TRUNCATE)')
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  db.close()
  return sizes.reduce((sum, size) => sum + size, 0)
}
