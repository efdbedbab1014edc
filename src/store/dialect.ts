import {
  sql,
  type Expression,
  type RawBuilder,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely'

/**
 * Everything in which SQLite and PostgreSQL differ for our statements, in one place. A statement
 * that takes a list of ids has one fixed text: the list travels as a single parameter.
 */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql'
  /**
   * Whether several transactions write at once. Then rows are locked before they are read to be
   * changed, and many rows are changed by one statement; else the write lock is all it takes.
   */
  readonly isConcurrent: boolean
  /** `column` is one of the values of the list parameter `list`, see {@link encodeList}. */
  readonly isIn: (
    column: Expression<string | number>,
    list: readonly (string | number)[],
  ) => Expression<SqlBool>
  /** A list of ids as the driver takes it for one parameter. */
  readonly encodeList: (values: readonly unknown[]) => unknown
  /** Locks the rows that a query finds until the end of the transaction. */
  readonly locked: LockRows
  /** The same, passing over rows that others hold. */
  readonly claimed: LockRows
  /** Held by who migrates, until the end of the transaction; null where the write lock does. */
  readonly migrationLock: RawBuilder<unknown> | null
  /** Appended to `create table` where the rows are best kept in the order of their key. */
  readonly keyOrdered: Expression<unknown>
  /** Rows of one insert, largest first, down to 1; each size is compiled once. */
  readonly insertSizes: readonly number[]
}

type LockRows = <DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
) => SelectQueryBuilder<DB, TB, O>

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  isConcurrent: false,
  isIn: (column, list) => sql<SqlBool>`${column} in (select value from json_each(${list}))`,
  encodeList: (values) => JSON.stringify(values),
  locked: (query) => query,
  claimed: (query) => query,
  migrationLock: null,
  keyOrdered: sql`without rowid`,
  insertSizes: [32, 8, 1],
}

/** Any number will do, as long as it is always the same. */
const migrationLockId = 7_102_024

export const postgresqlDialect: Dialect = {
  name: 'postgresql',
  isConcurrent: true,
  isIn: (column, list) => sql<SqlBool>`${column} = any(${list})`,
  encodeList: (values) => values,
  locked: (query) => query.forUpdate(),
  claimed: (query) => query.forUpdate().skipLocked(),
  migrationLock: sql`select pg_advisory_xact_lock(${sql.lit(migrationLockId)})`,
  keyOrdered: sql``,
  // Every statement is a journey to the server: few of them, whatever the count.
  insertSizes: [256, 64, 16, 4, 1],
}
