import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Pool, PoolClient, PoolConfig } from 'pg'
import { StoreError } from './errors.ts'

/**
 * Kysely on pg, with what Kysely's own driver lacks: statements are prepared by name, whole numbers
 * arrive as numbers, every error is coded, every wait has an end, and the server's time is read
 * with each `begin`.
 */
export interface PostgresqlConnectionOptions {
  readonly url: string
  /** Most connections of this process. */
  readonly connections: number
  /** Called before every statement of a transaction; what it throws, fails it. */
  readonly onStatement?: ((sql: string) => void) | undefined
}

/** No lock is waited for, and none is held by a silent process, for longer (ms). */
const lockTimeoutMs = 10_000
const idleTransactionMs = 30_000
const connectTimeoutMs = 5000
const namedStatements = 500

export const openPool = async (options: PostgresqlConnectionOptions): Promise<Pool> => {
  const { default: pg } = await import('pg')
  const types = new pg.TypeOverrides()
  for (const type of [pg.types.builtins.INT8, pg.types.builtins.NUMERIC]) {
    types.setTypeParser(type, Number)
  }
  const config: PoolConfig = {
    connectionString: withFreshPlans(options.url),
    max: options.connections,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    application_name: 'mijlpaal',
    keepAlive: true,
    types,
  }
  const pool = new pg.Pool(config)
  // A connection that breaks while nobody uses it is replaced; who uses one, is told.
  pool.on('error', () => {})
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  return pool
}

/**
 * The server would keep the plan of a prepared statement that was made while its table was small,
 * and read all of it for every batch, until somebody analyses the table. What the URL asks for
 * itself comes later, and stands.
 */
const withFreshPlans = (url: string): string => {
  if (!URL.canParse(url)) return url
  const parsed = new URL(url)
  const given = parsed.searchParams.get('options') ?? ''
  parsed.searchParams.set('options', `-c plan_cache_mode=force_custom_plan ${given}`.trim())
  return parsed.href
}

export const postgresqlKyselyDialect = (driver: Driver): KyselyDialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driver,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new Compiler(),
})

/** Text sorts as in SQLite, by its bytes; an integer may grow as large as SQLite's. */
class Compiler extends PostgresQueryCompiler {
  protected override visitDataType(node: Parameters<PostgresQueryCompiler['visitDataType']>[0]) {
    if (node.dataType === 'text') this.append('text collate "C"')
    else if (node.dataType === 'integer') this.append('bigint')
    else super.visitDataType(node)
  }
}

/** Statements that stand alone: each takes a connection of the pool for itself. */
export class PostgresqlDriver implements Driver {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PostgresqlConnection> {
    return connect(this.#pool)
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    ;(connection as PostgresqlConnection).release()
  }

  async beginTransaction(): Promise<void> {
    throw new StoreError('database-failed', 'A transaction is begun by the database, not by Kysely')
  }

  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async destroy(): Promise<void> {}
}

/** A driver of one connection that is held already, by a transaction. */
export const heldDriver = (connection: PostgresqlConnection): Driver => {
  const nothing = async (): Promise<void> => {}
  return {
    init: nothing,
    acquireConnection: async () => connection,
    releaseConnection: nothing,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
    destroy: nothing,
  }
}

export const connect = async (
  pool: Pool,
  onStatement?: (sql: string) => void,
): Promise<PostgresqlConnection> => {
  try {
    return new PostgresqlConnection(await pool.connect(), onStatement)
  } catch (error) {
    throw codedError(error)
  }
}

/** Names of the statements that a connection has prepared; they live as long as it does. */
const preparedOf = new WeakMap<PoolClient, Map<string, string>>()

export class PostgresqlConnection implements DatabaseConnection {
  readonly #client: PoolClient
  readonly #onStatement: ((sql: string) => void) | undefined
  readonly #prepared: Map<string, string>
  #turn: Promise<unknown> = Promise.resolve()
  #isBroken = false

  constructor(client: PoolClient, onStatement: ((sql: string) => void) | undefined) {
    this.#client = client
    this.#onStatement = onStatement
    const prepared = preparedOf.get(client) ?? new Map<string, string>()
    preparedOf.set(client, prepared)
    this.#prepared = prepared
  }

  /** Statements of one transaction that are asked for at once take their turns. */
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = this.#turn.then(() => this.#run<R>(query))
    this.#turn = result.catch(() => {})
    return result
  }

  async #run<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      this.#onStatement?.(sql)
      const name = this.#nameOf(sql)
      const values = parameters as unknown[]
      const { rows, rowCount } = await this.#client.query<Record<string, unknown>>({
        text: sql,
        values,
        ...(name === undefined ? {} : { name }),
      })
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
    } catch (error) {
      throw this.#failed(error)
    }
  }

  /** Rows come at once: lists are paged by those who ask. */
  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }

  /** Begins a transaction and returns the server's time (ms). */
  async begin(mode: string): Promise<number> {
    const time = 'select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms'
    const results = await this.#plain(`begin ${mode}; ${time}`)
    return results.at(-1)?.rows[0]?.ms ?? 0
  }

  async commit(): Promise<void> {
    try {
      const [result] = await this.#plain('commit')
      // A transaction in which a statement failed is rolled back, whatever is asked.
      if (result?.command === 'COMMIT') return
    } catch (error) {
      if (!(error instanceof StoreError) || error.code !== 'database-unreachable') throw error
      const unknown =
        'The connection broke during the commit: it is not known whether it took place. ' +
        'Ask again with the same idempotency key.'
      throw new StoreError('commit-unknown', unknown, { cause: error })
    }
    throw new StoreError('database-failed', 'The transaction was rolled back instead of committed')
  }

  /** Never throws: a connection that cannot roll back is thrown away. */
  async rollback(): Promise<void> {
    if (this.#isBroken) return
    await this.#plain('rollback').catch(() => {
      this.#isBroken = true
    })
  }

  release(): void {
    this.#client.release(this.#isBroken)
  }

  async #plain(
    text: string,
  ): Promise<readonly { readonly command: string; readonly rows: readonly { ms: number }[] }[]> {
    try {
      this.#onStatement?.(text)
      const result = await this.#client.query<{ ms: number }>(text)
      return Array.isArray(result) ? (result as (typeof result)[]) : [result]
    } catch (error) {
      throw this.#failed(error)
    }
  }

  #failed(error: unknown): StoreError {
    const coded = codedError(error)
    if (coded.code === 'database-unreachable') this.#isBroken = true
    return coded
  }

  #nameOf(sql: string): string | undefined {
    const known = this.#prepared.get(sql)
    if (known !== undefined) return known
    if (this.#prepared.size >= namedStatements) return undefined
    const name = `s${this.#prepared.size}`
    this.#prepared.set(sql, name)
    return name
  }
}

const codedError = (cause: unknown): StoreError => {
  if (cause instanceof StoreError) return cause
  const { code = '', message } = cause as Error & { code?: string }
  // Deadlock, serialization failure, a lock that was waited for too long.
  if (['40P01', '40001', '55P03'].includes(code)) {
    return new StoreError('database-busy', `Another process was in the way: ${message}`, { cause })
  }
  if (code.startsWith('23')) {
    return new StoreError('constraint-violated', `PostgreSQL refused a row: ${message}`, { cause })
  }
  if (isUnreachable(code, message)) {
    const remedy = 'check DATABASE_URL and that the server runs and lets this host in'
    const unreachable = `PostgreSQL cannot be reached; ${remedy} (${message})`
    return new StoreError('database-unreachable', unreachable, { cause })
  }
  if (code === '53100') {
    const full = 'The disk of the server is full; nothing was written; make room and try again'
    return new StoreError('database-full', `${full} (${message})`, { cause })
  }
  return new StoreError('database-failed', `PostgreSQL refused a statement: ${message}`, { cause })
}

/** Classes 08 (connection), 28 (authorisation), 3D (no such database), 57P (shut down); sockets. */
const isUnreachable = (code: string, message: string): boolean =>
  /^(08|28|3D|57P|25P03|E[A-Z]+$)/.test(code) ||
  /connection (terminated|timeout|timed out|ended)|not queryable|client was closed/i.test(message)
