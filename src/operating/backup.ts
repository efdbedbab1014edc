import { existsSync } from 'node:fs'
import { chmod, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { copyDatabase, settleDatabase, StoreError, type Finding } from '../engine/index.ts'

/** Opens a database file, verifies it, and closes it. */
export type Verify = (file: string) => Promise<Verified>

export interface Verified {
  readonly findings: readonly Finding[]
  /** Place of the last event in its log. */
  readonly position: number
}

export interface Copied {
  readonly file: string
  readonly bytes: number
  /** Place of the last event in its log. */
  readonly position: number
}

export interface Restored extends Copied {
  /** Where the database that stood there is now; null when none did. */
  readonly keptAs: string | null
}

/** It cannot be done as it was asked; the message is one sentence with the remedy. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  /** What verifying found, a sentence each. */
  readonly details: readonly string[]

  constructor(message: string, details: readonly string[] = [], options?: ErrorOptions) {
    super(message, options)
    this.details = details
  }
}

/** How every SQLite file begins. */
const magic = 'SQLite format 3\0'

/** What SQLite keeps beside a file; left there it would be taken for part of the next one. */
const companions = ['', '-wal', '-shm', '-journal'] as const

/**
 * Copies the database `from`, which others may be writing, into the new file `to`, and verifies the
 * copy before it gets its name. Throws BackupError; then there is no new file.
 */
export async function backUp(from: string, to: string, verify: Verify): Promise<Copied> {
  if (existsSync(to)) throw new BackupError(`${to} exists already; give a new name.`)
  return withCopy(from, to, verify, async (copy) => {
    if (existsSync(to)) throw new BackupError(`${to} exists already; give a new name.`)
    await rename(copy, to)
  })
}

export interface RestoreOptions {
  /** A backup. */
  readonly from: string
  /** The database to make, or to replace. */
  readonly to: string
  /** Where the old database goes; null refuses to replace one. */
  readonly keepAs: string | null
  readonly verify: Verify
}

/** Brings a backup back, after verifying it. Throws BackupError; then nothing has changed. */
export async function restore({ from, to, keepAs, verify }: RestoreOptions): Promise<Restored> {
  if (!existsSync(from)) throw new BackupError(`There is no backup ${from}.`)
  const left = companions.filter((suffix) => existsSync(to + suffix))
  if (left.length > 0 && keepAs === null) {
    throw new BackupError(`${to} exists already; --replace puts the backup in its place.`)
  }
  const copied = await withCopy(from, to, verify, async (copy) => {
    const replace = async () => {
      for (const suffix of companions) {
        if (existsSync(to + suffix)) await rename(to + suffix, `${keepAs}${suffix}`)
      }
      await rename(copy, to)
    }
    if (existsSync(to)) await whenUnused(to, replace)
    else await replace()
  })
  return { ...copied, keptAs: left.length > 0 ? keepAs : null }
}

/** Makes a verified copy beside `to`, hands it to `place`, and leaves nothing else behind. */
async function withCopy(
  from: string,
  to: string,
  verify: Verify,
  place: (copy: string) => Promise<void>,
): Promise<Copied> {
  const copy = `${to}.part-${process.pid}`
  try {
    // It exists before it is filled, so that nobody else may read it meanwhile.
    const made = await open(copy, 'wx', 0o600)
    await made.close()
    await chmod(copy, 0o600)
    await copyDatabase(from, copy)
    const { findings, position } = await verify(copy)
    if (findings.length > 0) {
      throw new BackupError(
        `${from} does not verify: ${findings.length} things do not agree.`,
        findings.map(({ table, row, message }) => `${table} ${row}: ${message}`),
      )
    }
    await settleDatabase(copy)
    await synchronise(copy)
    const { size: bytes } = await stat(copy)
    await place(copy)
    await synchronise(dirname(to))
    return { file: to, bytes, position }
  } finally {
    for (const suffix of companions) await rm(copy + suffix, { force: true })
  }
}

/** Holds the database while it is replaced, if it can be read at all. */
async function whenUnused(file: string, replace: () => Promise<void>): Promise<void> {
  // SQLite would throw away the log beside a file that it does not know.
  if (!(await isSqlite(file))) return replace()
  let isReplaced = false
  const once = async () => {
    isReplaced = true
    await replace()
  }
  try {
    await settleDatabase(file, once)
  } catch (error) {
    if (isReplaced || !(error instanceof StoreError)) throw error
    if (error.code === 'database-busy') {
      const message = `${file} is in use; stop serve, workers and other commands on it first.`
      throw new BackupError(message, [], { cause: error })
    }
    // It is damaged: that is what a backup is for.
    await once()
  }
}

async function isSqlite(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return buffer.toString('latin1') === magic
  } finally {
    await handle.close()
  }
}

/** What was written to a file, or the names in a directory, survive a power cut from now on. */
async function synchronise(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
