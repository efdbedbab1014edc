import {
  sql,
  type Compilable,
  type CompiledQuery,
  type Kysely,
  type QueryResult,
  type RawBuilder,
} from 'kysely'
import type { Dialect } from './dialect.ts'

/** Whatever runs a compiled query: a Kysely database or transaction. */
export interface Executor {
  executeQuery<R>(query: CompiledQuery<R>): Promise<QueryResult<R>>
}

/**
 * A Kysely query that is compiled once and run many times with other parameters. Building and
 * compiling a query costs more than SQLite needs to run it; so each statement of the hot path is
 * prepared when its table is opened, with placeholders where the parameters go.
 */
export interface Statement<P, R> {
  all(db: Executor, parameters: P): Promise<readonly R[]>
  first(db: Executor, parameters: P): Promise<R | undefined>
  /** Returns the number of rows it changed. */
  run(db: Executor, parameters: P): Promise<number>
}

/** Inserts rows in chunks of fixed sizes, so that few statement texts serve every count. */
export interface InsertStatement<Row> {
  run(db: Executor, rows: readonly Row[]): Promise<void>
}

class Placeholder {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** Gives a placeholder for the parameter `name`, typed as the parameter itself. */
type Param<P> = <K extends keyof P & string>(name: K) => P[K]

/** Prepares the query that `build` makes; list parameters are encoded by the dialect. */
export const prepare = <P extends object, R = never>(
  dialect: Dialect,
  build: (param: Param<P>) => Compilable<R>,
): Statement<P, R> => {
  const compiled = build((name) => new Placeholder(name) as never).compile()
  const fixed = compiled.parameters
  const names = fixed.map((value) => (value instanceof Placeholder ? value.name : null))
  const bind = (given: P): CompiledQuery<R> => {
    const parameters: unknown[] = []
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index] ?? null
      const value = name === null ? fixed[index] : (given[name as keyof P] as unknown)
      parameters.push(Array.isArray(value) ? dialect.encodeList(value) : value)
    }
    return { ...compiled, parameters }
  }
  return {
    all: async (db, parameters) => (await db.executeQuery(bind(parameters))).rows,
    first: async (db, parameters) => (await db.executeQuery(bind(parameters))).rows[0],
    run: async (db, parameters) =>
      Number((await db.executeQuery(bind(parameters))).numAffectedRows ?? 0n),
  }
}

/** Prepares an insert of `columns`; `build` makes it of the placeholder rows that it is given. */
export const prepareInsert = <Row extends object>(
  dialect: Dialect,
  columns: readonly (keyof Row & string)[],
  build: (rows: readonly Row[]) => Compilable,
): InsertStatement<Row> => {
  const placeholderRow = Object.fromEntries(
    columns.map((column) => [column, new Placeholder(column)]),
  ) as unknown as Row
  const shapes = dialect.insertSizes.map((size) => ({
    size,
    compiled: build(Array.from({ length: size }, () => placeholderRow)).compile(),
  }))
  return {
    run: async (db, rows) => {
      if (rows.length === 0) return
      let done = 0
      for (const { size, compiled } of shapes) {
        for (; rows.length - done >= size; done += size) {
          const parameters: unknown[] = []
          for (let index = done; index < done + size; index += 1) {
            const row = rows[index] as Row
            for (const column of columns) parameters.push(row[column])
          }
          await db.executeQuery({ ...compiled, parameters })
        }
      }
    },
  }
}

/** Changes or deletes rows, each by its own key. Returns how many were found. */
export interface EachStatement<Row> {
  run(db: Executor, rows: readonly Row[]): Promise<number>
}

/**
 * Prepares a statement that is run for each of many rows: on SQLite row by row, as that costs it
 * nothing; on PostgreSQL for all at once, with `row` made of a list for each column.
 */
export const prepareEach = <Row extends object>(
  db: Kysely<never>,
  dialect: Dialect,
  columns: Readonly<Record<keyof Row & string, 'text' | 'bigint'>>,
  build: {
    readonly one: (param: Param<Row>) => Compilable
    readonly many: (rows: RawBuilder<unknown>) => RawBuilder<unknown>
  },
): EachStatement<Row> => {
  if (!dialect.isConcurrent) {
    const one = prepare<Row>(dialect, build.one)
    return {
      run: async (executor, rows) => {
        let found = 0
        for (const row of rows) found += await one.run(executor, row)
        return found
      },
    }
  }
  const names = Object.keys(columns) as (keyof Row & string)[]
  const lists = names.map((name) => sql`${new Placeholder(name)}::${sql.raw(columns[name])}[]`)
  const as = names.map((name) => sql.ref(name))
  const source = sql`unnest(${sql.join(lists)}) as row(${sql.join(as)})`
  const many = build.many(source).compile(db)
  const order = many.parameters.map((value) => (value as Placeholder).name as keyof Row & string)
  return {
    run: async (executor, rows) => {
      if (rows.length === 0) return 0
      const parameters = order.map((name) => rows.map((row) => row[name]))
      const { numAffectedRows } = await executor.executeQuery({ ...many, parameters })
      return Number(numAffectedRows ?? 0n)
    },
  }
}
