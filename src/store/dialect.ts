import { sql, type Expression, type SqlBool } from 'kysely'

/**
 * Everything in which SQLite and PostgreSQL differ for our statements, in one place. A statement
 * that takes a list of ids has one fixed text: the list travels as a single parameter.
 */
export interface Dialect {
  readonly name: 'sqlite' | 'postgresql'
  /** `column` is one of the values of the list parameter `list`, see {@link encodeList}. */
  readonly isIn: (
    column: Expression<string | number>,
    list: readonly (string | number)[],
  ) => Expression<SqlBool>
  /** A list of ids as the driver takes it for one parameter. */
  readonly encodeList: (values: readonly (string | number)[]) => unknown
  /** Appended to `create table` where the rows are best kept in the order of their key. */
  readonly keyOrdered: Expression<unknown>
  /** Most rows in one insert; chunks of exactly this size, then 8, then 1, are compiled once. */
  readonly chunkRows: number
}

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  isIn: (column, list) => sql<SqlBool>`${column} in (select value from json_each(${list}))`,
  encodeList: (values) => JSON.stringify(values),
  keyOrdered: sql`without rowid`,
  chunkRows: 32,
}
