import BetterSqlite3 from 'better-sqlite3'
import { coded, codedError } from './sqlite.ts'

/** All pages in one step: a copy that paused would begin anew whenever somebody else writes. */
const everyPage = 2 ** 31 - 1

/**
 * Copies a SQLite database as it stands at one moment into a new file, while others go on writing.
 * Throws StoreError; what there is of the new file then is worthless.
 */
export const copyDatabase = async (from: string, to: string): Promise<void> => {
  // Not read-only: such a connection could not take away its own files beside the database.
  const db = coded(() => new BetterSqlite3(from, { fileMustExist: true }))
  try {
    await db.backup(to, { progress: () => everyPage })
  } catch (error) {
    throw codedError(error)
  } finally {
    db.close()
  }
}

/**
 * Brings a SQLite database into one file, without a write-ahead log beside it, and holds it while
 * `work` runs. Throws StoreError `database-busy` when any process has it open.
 */
export const settleDatabase = async (
  file: string,
  work: () => Promise<void> = async () => {},
): Promise<void> => {
  const db = coded(() => new BetterSqlite3(file, { fileMustExist: true, timeout: 0 }))
  try {
    // SQLite refuses this to all but the only one who has the database open.
    coded(() => db.pragma('journal_mode = DELETE'))
    coded(() => db.exec('begin exclusive'))
    await work()
  } finally {
    db.close()
  }
}
