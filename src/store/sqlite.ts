import BetterSqlite3 from 'better-sqlite3'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import { StoreError } from './errors.ts'
import type { Executor } from './statement.ts'

/**
 * Kysely on better-sqlite3, with what Kysely's own driver lacks: prepared statements are kept,
 * transactions begin `immediate` (a deferred one that reads and then writes fails at once when
 * another process wrote in between), errors are coded, and tests can make any statement fail.
 */
export interface SqliteConnectionOptions {
  readonly file: string
  readonly readonly: boolean
  /** How long a transaction waits for another writer (ms). */
  readonly busyTimeoutMs: number
  /** Called before every statement, `begin` and `commit` included; what it throws, fails it. */
  readonly onStatement?: ((sql: string) => void) | undefined
}

/** SQLite's own waiting blocks the event loop, so a writer waits in slices and lets others run. */
const busySliceMs = 20
const journalSizeLimitBytes = 64 * 1024 * 1024
const cachedStatements = 500

export const sqliteKyselyDialect = (driver: Driver): KyselyDialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => driver,
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})

export class SqliteDriver implements Driver {
  readonly #options: SqliteConnectionOptions
  readonly #connection: () => SqliteConnection
  #opened: SqliteConnection | undefined
  #lock: Promise<void> = Promise.resolve()
  #unlock: () => void = () => {}

  constructor(options: SqliteConnectionOptions) {
    this.#options = options
    this.#connection = () => (this.#opened ??= new SqliteConnection(options))
  }

  /** The one connection, without Kysely's wrapping: for who holds it in a transaction. */
  get connection(): Executor {
    return this.#connection()
  }

  /**
   * A driver of the same connection that does not wait for it: for who holds it already. Kysely's
   * own transactions make an executor for every query; one database on this serves them all.
   */
  get held(): Driver {
    const connection = this.#connection
    const nothing = async (): Promise<void> => {}
    return {
      init: nothing,
      acquireConnection: async () => connection(),
      releaseConnection: nothing,
      beginTransaction: nothing,
      commitTransaction: nothing,
      rollbackTransaction: nothing,
      destroy: nothing,
    }
  }

  async init(): Promise<void> {
    this.#connection()
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const previous = this.#lock
    let unlock = (): void => {}
    this.#lock = new Promise((resolve) => {
      unlock = resolve
    })
    await previous
    this.#unlock = unlock
    return this.#connection()
  }

  async releaseConnection(): Promise<void> {
    this.#unlock()
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const { readonly, busyTimeoutMs } = this.#options
    const begin = CompiledQuery.raw(readonly ? 'begin' : 'begin immediate')
    for (let waitedMs = busySliceMs; ; waitedMs += busySliceMs) {
      try {
        await connection.executeQuery(begin)
        return
      } catch (error) {
        const isBusy = error instanceof StoreError && error.code === 'database-busy'
        if (!isBusy || waitedMs >= busyTimeoutMs) throw error
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'))
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection().rollback()
  }

  async destroy(): Promise<void> {
    this.#opened?.close(this.#options.readonly)
  }
}

class SqliteConnection implements DatabaseConnection {
  readonly #db: BetterSqlite3.Database
  readonly #statements = new Map<string, BetterSqlite3.Statement>()
  readonly #onStatement: ((sql: string) => void) | undefined

  constructor({ file, readonly, busyTimeoutMs, onStatement }: SqliteConnectionOptions) {
    this.#db = coded(() => new BetterSqlite3(file, { readonly, timeout: busyTimeoutMs }))
    this.#onStatement = onStatement
    if (readonly) return
    coded(() => {
      this.#db.pragma('journal_mode = WAL')
      this.#db.pragma('synchronous = FULL')
      this.#db.pragma('foreign_keys = ON')
      this.#db.pragma(`journal_size_limit = ${journalSizeLimitBytes}`)
      this.#db.pragma(`busy_timeout = ${Math.min(busySliceMs, busyTimeoutMs)}`)
    })
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      this.#onStatement?.(sql)
      const statement = this.#prepare(sql)
      if (statement.reader) return { rows: statement.all(parameters) as R[] }
      return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
    } catch (error) {
      throw codedError(error)
    }
  }

  async *streamQuery<R>({ sql, parameters }: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    // A statement of its own: a cached one is busy while it is iterated.
    for (const row of coded(() => this.#db.prepare(sql)).iterate(parameters)) {
      yield { rows: [row as R] }
    }
  }

  rollback(): void {
    if (this.#db.inTransaction) this.#db.exec('rollback')
  }

  close(readonly: boolean): void {
    this.rollback()
    if (!readonly) this.#db.pragma('wal_checkpoint(TRUNCATE)')
    this.#db.close()
  }

  #prepare(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= cachedStatements) this.#statements.clear()
    const statement = this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/** Runs `work`; what SQLite throws becomes a StoreError. */
export const coded = <T>(work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw codedError(error)
  }
}

/** The second: no room for the index of the write-ahead log. */
const diskFull: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE'])

export const codedError = (cause: unknown): StoreError => {
  if (cause instanceof StoreError) return cause
  const { code = '', message } = cause as Error & { code?: string }
  if (code.startsWith('SQLITE_BUSY')) {
    const held = `Another process holds the database: ${message}`
    return new StoreError('database-busy', held, { cause })
  }
  if (diskFull.has(code)) {
    const full = 'The disk of the database is full; nothing was written; make room and try again'
    return new StoreError('database-full', `${full} (${message})`, { cause })
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    const unsound = 'The file is no sound SQLite database; name another one or restore a backup'
    return new StoreError('database-failed', `${unsound} (${message})`, { cause })
  }
  if (code === 'SQLITE_CONSTRAINT_TRIGGER') {
    return new StoreError('database-moved', `${message}.`, { cause })
  }
  const kind = code.startsWith('SQLITE_CONSTRAINT') ? 'constraint-violated' : 'database-failed'
  return new StoreError(kind, `The database refused a statement: ${message}`, { cause })
}
