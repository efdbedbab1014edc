import { sql } from 'kysely'
import type { Store } from '../../src/engine/index.ts'

/** Columns that are physical: what they say is outside every hash, and the documents say so. */
const physical: Readonly<Record<string, readonly string[]>> = {
  event: ['fired_at_ms', 'fired_by', 'request_id'],
  timer: ['id'],
}

export interface Ruined {
  readonly what: string
}

/**
 * Alters one value, deletes one row or cuts one tail at a time, of every column of every row of
 * every table; after each the caller looks, then it is undone.
 */
export async function* ruin(store: Store): AsyncGenerator<Ruined> {
  for (const table of await tableNames(store)) {
    const columns = await columnsOf(store, table)
    const rows = await rowsOf(store, table)
    for (const [index, row] of rows.entries()) {
      for (const column of columns) {
        if (physical[table]?.includes(column)) continue
        for (const value of otherValues(row[column])) {
          const change = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${value}`
          yield* undone(
            store,
            table,
            `${table}.${column} of row ${index}`,
            () => sql`${change} where ${same(columns, row)}`,
          )
        }
      }
      yield* undone(
        store,
        table,
        `${table} without row ${index}`,
        () => sql`delete from ${sql.table(table)} where ${same(columns, row)}`,
      )
      yield* undone(store, table, `${table} cut after row ${index}`, () => {
        const gone = rows.slice(index).map((each) => sql`(${same(columns, each)})`)
        return sql`delete from ${sql.table(table)} where ${sql.join(gone, sql` or `)}`
      })
    }
  }
}

type Row = Readonly<Record<string, unknown>>

async function* undone(
  store: Store,
  table: string,
  what: string,
  statement: () => ReturnType<typeof sql>,
): AsyncGenerator<Ruined> {
  const db = store.database.writer
  await sql`create table kept as select * from ${sql.table(table)}`.execute(db)
  try {
    await statement().execute(db)
  } catch {
    // A constraint of the database itself does not let it pass.
    await sql`drop table kept`.execute(db)
    return
  }
  yield { what }
  await sql`delete from ${sql.table(table)}`.execute(db)
  await sql`insert into ${sql.table(table)} select * from kept`.execute(db)
  await sql`drop table kept`.execute(db)
}

export const tableNames = async (store: Store): Promise<readonly string[]> =>
  (await tables(store)).map(({ name }) => name).toSorted()

const columnsOf = async (store: Store, table: string): Promise<readonly string[]> => {
  const found = (await tables(store)).find(({ name }) => name === table)
  return (found?.columns ?? []).map(({ name }) => name)
}

/** Of all schemas on the server only that of this database. */
const tables = async (store: Store) => {
  const all = await store.database.writer.introspection.getTables()
  if (store.database.dialect.name === 'sqlite') return all
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(
    store.database.writer,
  )
  return all.filter(({ schema }) => schema === rows[0]?.schema)
}

const rowsOf = async (store: Store, table: string): Promise<readonly Row[]> =>
  (await sql<Row>`select * from ${sql.table(table)}`.execute(store.database.writer)).rows

const same = (columns: readonly string[], row: Row) =>
  sql.join(
    columns.map((column) =>
      row[column] === null
        ? sql`${sql.ref(column)} is null`
        : sql`${sql.ref(column)} = ${row[column]}`,
    ),
    sql` and `,
  )

const otherValues = (value: unknown): readonly unknown[] => {
  if (typeof value === 'number') return [value + 1]
  if (typeof value === 'string') return value === '' ? ['x'] : [`${value} `, value.slice(0, -1)]
  return ['0', 7]
}
