import { Kysely, type Transaction } from 'kysely'
import { sqliteDialect, type Dialect } from './dialect.ts'
import { SqliteDriver, sqliteKyselyDialect } from './sqlite.ts'
import type { Executor } from './statement.ts'

/** No tables yet: who knows some, says so with {@link tablesOf} or {@link tablesIn}. */
export type NoTables = Record<never, never>

/** The same database, for one who knows which tables it has. */
export const tablesOf = <Tables>(db: Kysely<NoTables>): Kysely<Tables> =>
  db as unknown as Kysely<Tables>

/** The same transaction, for one who brings tables of his own. */
export const withoutTables = <Tables>(trx: Transaction<Tables>): Transaction<NoTables> =>
  trx as unknown as Transaction<NoTables>

/** The same transaction, for one who knows which tables it may touch. */
export const tablesIn = <Tables>(trx: Transaction<NoTables>): Transaction<Tables> =>
  trx as unknown as Transaction<Tables>

/**
 * A database: one connection that writes, one that reads a steady picture beside it. All writing
 * goes through {@link Database.transaction}; inside it use only the `trx` that is given.
 */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect
  readonly writer: Kysely<NoTables>
  readonly reader: Kysely<NoTables>
  /** Runs `work` in a transaction that holds the write lock from its first statement. */
  transaction<T>(work: TransactionWork<T>): Promise<T>
  /** Runs `work` on one unchanging picture of the database; it cannot write. */
  readSnapshot<T>(work: TransactionWork<T>): Promise<T>
  close(): Promise<void>
}

/**
 * Work in a transaction. `executor` runs prepared statements in the same transaction as `trx`,
 * without the wrapping that Kysely gives every query.
 */
export type TransactionWork<T> = (trx: Transaction<NoTables>, executor: Executor) => Promise<T>

export interface SqliteOptions {
  readonly file: string
  /** Default 2,000 ms. */
  readonly busyTimeoutMs?: number
  /** For tests: called before every statement of the writing connection; may throw. */
  readonly onStatement?: (sql: string) => void
}

/**
 * Opens (and creates) a SQLite file in WAL mode with full synchronisation: a transaction that has
 * committed survives a power cut. Throws StoreError when the file cannot be opened.
 */
export const openSqlite = async (options: SqliteOptions): Promise<Database> => {
  const connection = { file: options.file, busyTimeoutMs: options.busyTimeoutMs ?? 2000 }
  const { onStatement } = options
  const writing = new SqliteDriver({ ...connection, readonly: false, onStatement })
  const writer = new Kysely<NoTables>({ dialect: sqliteKyselyDialect(writing) })
  // The writer comes first: it creates the file and switches it to WAL.
  await writer.connection().execute(async () => {})
  const reading = new SqliteDriver({ ...connection, readonly: true })
  const reader = new Kysely<NoTables>({ dialect: sqliteKyselyDialect(reading) })
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= reader.destroy().then(() => writer.destroy()))
  return {
    dialect: sqliteDialect,
    writer,
    reader,
    transaction: transactionsOf(writing),
    readSnapshot: transactionsOf(reading),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Runs work between `begin` and `commit` on the one connection that a driver has. */
const transactionsOf = (driver: SqliteDriver): Database['transaction'] => {
  const held = new Kysely<NoTables>({ dialect: sqliteKyselyDialect(driver.held) })
  return async (work) => {
    const connection = await driver.acquireConnection()
    try {
      await driver.beginTransaction(connection)
      const result = await work(held as Transaction<NoTables>, connection)
      await driver.commitTransaction(connection)
      return result
    } catch (error) {
      await driver.rollbackTransaction()
      throw error
    } finally {
      await driver.releaseConnection()
    }
  }
}
