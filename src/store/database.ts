import { Kysely, sql, type Transaction } from 'kysely'
import { postgresqlDialect, sqliteDialect, type Dialect } from './dialect.ts'
import { StoreError } from './errors.ts'
import {
  connect,
  heldDriver,
  openPool,
  PostgresqlDriver,
  postgresqlKyselyDialect,
} from './postgresql.ts'
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
 * A database: a SQLite file or a PostgreSQL server. All writing goes through
 * {@link Database.transaction}; inside it use only the `trx` that is given.
 */
export interface Database extends AsyncDisposable {
  readonly dialect: Dialect
  readonly writer: Kysely<NoTables>
  readonly reader: Kysely<NoTables>
  /**
   * Runs `work` in a transaction. On SQLite it holds the write lock from its first statement; on
   * PostgreSQL others write too, and rows that are read to be changed are locked first.
   */
  transaction<T>(work: TransactionWork<T>): Promise<T>
  /** Runs `work` on one unchanging picture of the database; it cannot write. */
  readSnapshot<T>(work: TransactionWork<T>): Promise<T>
  /** The database's own clock; undefined where the host's is the only one. */
  readonly server: DatabaseServer | undefined
  close(): Promise<void>
}

/** A server tells the time: with every transaction, and when it is asked. */
export interface DatabaseServer {
  /** Calls `listener` with the server's time (ms), each time that it is known. */
  onTime(listener: (ms: number) => void): void
  askTime(): Promise<void>
}

/**
 * Work in a transaction. `executor` runs prepared statements in the same transaction as `trx`,
 * without the wrapping that Kysely gives every query.
 */
export type TransactionWork<T> = (trx: Transaction<NoTables>, executor: Executor) => Promise<T>

export type DatabaseOptions = SqliteOptions | PostgresqlOptions

export interface PostgresqlOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string
  /** Most connections of this process; default 8. */
  readonly connections?: number
  /** For tests: called before every statement of a transaction that writes; may throw. */
  readonly onStatement?: (sql: string) => void
}

/** Opens what the options name. Throws StoreError with a sentence for people. */
export const openDatabase = (options: DatabaseOptions): Promise<Database> =>
  'url' in options ? openPostgresql(options) : openSqlite(options)

/** Whether a database's name is a PostgreSQL URL; else it is a SQLite file. */
export const isPostgresql = (name: string): boolean => /^postgres(ql)?:\/\//.test(name)

/** The options of a database by its name: a SQLite file, or a `postgres://` URL. */
export const databaseNamed = (name: string): DatabaseOptions =>
  isPostgresql(name) ? { url: name } : { file: name }

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
const openSqlite = async (options: SqliteOptions): Promise<Database> => {
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
    server: undefined,
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

/** Older servers may well do; nobody tried them. */
const oldestServer = 130_000

const openPostgresql = async (options: PostgresqlOptions): Promise<Database> => {
  const { url, connections = 8, onStatement } = options
  const pool = await openPool({ url, connections })
  const db = new Kysely<NoTables>({ dialect: postgresqlKyselyDialect(new PostgresqlDriver(pool)) })
  const listeners: ((ms: number) => void)[] = []
  const within =
    (mode: string, hook?: (sql: string) => void): Database['transaction'] =>
    async (work) => {
      const connection = await connect(pool, hook)
      try {
        const ms = await connection.begin(mode)
        for (const listener of listeners) listener(ms)
        const dialect = postgresqlKyselyDialect(heldDriver(connection))
        const result = await work(new Kysely<NoTables>({ dialect }) as never, connection)
        await connection.commit()
        return result
      } catch (error) {
        await connection.rollback()
        throw error
      } finally {
        connection.release()
      }
    }
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= pool.end())
  const readSnapshot = within('isolation level repeatable read read only')
  try {
    await readSnapshot(checkServer)
  } catch (error) {
    await close()
    throw error
  }
  return {
    dialect: postgresqlDialect,
    writer: db,
    reader: db,
    transaction: within('isolation level read committed', onStatement),
    readSnapshot,
    server: {
      onTime: (listener) => void listeners.push(listener),
      askTime: () => readSnapshot(async () => {}),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

const checkServer: TransactionWork<void> = async (trx) => {
  const { rows } = await sql<{ version: number; encoding: string }>`select
    current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding`.execute(trx)
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < oldestServer) {
    throw new StoreError(
      'database-unsupported',
      `The server is PostgreSQL ${Math.floor(version / 10_000)}; version 13 or later is needed.`,
    )
  }
  if (encoding === 'UTF8') return
  throw new StoreError(
    'database-unsupported',
    `The database holds text as ${encoding}; make one with encoding UTF8.`,
  )
}
