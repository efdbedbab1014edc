import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database, NoTables } from './database.ts'
import { StoreError } from './errors.ts'

type Row = Readonly<Record<string, unknown>>

/** PostgreSQL takes at most 65,535 parameters a statement. */
const parametersAtMost = 60_000
const rowsAtMost = 500
/** Files are large: of those fewer go at a time. */
const bytesAtMost = 8_000_000

/**
 * Copies every row of every table of `source` into `target`, which has the same tables, all empty,
 * in one transaction. `from` is a transaction on `source` in which nothing changes meanwhile.
 * Returns how many rows there were. Throws StoreError `database-not-empty`, having copied nothing.
 */
export const copyRows = (
  source: Database,
  from: Transaction<NoTables>,
  target: Database,
): Promise<number> =>
  target.transaction(async (to) => {
    const tables = await tableNames(source)
    for (const table of tables) await checkEmpty(to, table)
    let copied = 0
    for (const table of tables) copied += await copyTable(from, to, table)
    return copied
  })

/** Empties every table that {@link copyRows} fills. */
export const removeRows = (source: Database, target: Database): Promise<void> =>
  target.transaction(async (trx) => {
    for (const table of await tableNames(source)) {
      await sql`delete from ${sql.table(table)}`.execute(trx)
    }
  })

/**
 * Lets nobody write to a SQLite file any more, not even who has it open: its rows have moved. What
 * can be read stays readable.
 */
export const sealMoved = async (trx: Transaction<NoTables>): Promise<void> => {
  const message = 'This database was moved to PostgreSQL: nothing is written here any more'
  const writes = [
    ['event', 'insert'],
    ['attempt', 'insert'],
    ['failure', 'insert'],
    ['instance', 'update'],
    ['outbox', 'update'],
    ['publication', 'insert'],
    ['access_user', 'insert'],
    ['access_user', 'update'],
    ['access_grant', 'insert'],
    ['access_grant', 'update'],
    ['access_token', 'insert'],
    ['access_calendar', 'insert'],
    ['access_calendar', 'update'],
    ['access_token', 'update'],
    ['access_session', 'insert'],
    ['access_session', 'update'],
    ['access_link', 'insert'],
    ['access_attempt', 'update'],
    ['access_audit', 'insert'],
  ] as const
  for (const [table, verb] of writes) {
    await sql`create trigger ${sql.ref(`moved_${table}_${verb}`)} before ${sql.raw(verb)}
      on ${sql.table(table)} begin select raise(abort, ${sql.lit(message)}); end`.execute(trx)
  }
}

/** Tables with rows of our own; the ledgers of migrations are written by who migrates. */
const tableNames = async ({ writer, reader, dialect }: Database): Promise<readonly string[]> => {
  const db = dialect.isConcurrent ? writer : reader
  const tables = await db.introspection.getTables()
  return tables.map(({ name }) => name).filter((name) => !name.endsWith('_migration'))
}

const checkEmpty = async (trx: Kysely<NoTables>, table: string): Promise<void> => {
  const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(trx)
  if (rows.length === 0) return
  throw new StoreError(
    'database-not-empty',
    `The database to move to has rows already (in ${table}); name an empty one.`,
  )
}

const copyTable = async (
  from: Kysely<NoTables>,
  to: Kysely<NoTables>,
  table: string,
): Promise<number> => {
  let copied = 0
  let rows: Row[] = []
  let bytes = 0
  const flush = async (): Promise<void> => {
    const [first] = rows
    if (first === undefined) return
    const columns = Object.keys(first)
    const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
    const names = sql.join(columns.map((column) => sql.ref(column)))
    await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(to)
    copied += rows.length
    rows = []
    bytes = 0
  }
  const every = sql<Row>`select * from ${sql.table(table)}`.compile(from)
  for await (const { rows: some } of from.getExecutor().stream(every, 1)) {
    for (const row of some) {
      rows.push(row)
      bytes += bytesOf(row)
      const width = Object.keys(row).length
      const most = Math.min(rowsAtMost, Math.floor(parametersAtMost / width))
      if (rows.length >= most || bytes >= bytesAtMost) await flush()
    }
  }
  await flush()
  return copied
}

const bytesOf = (row: Row): number =>
  Object.values(row).reduce<number>(
    (sum, value) => (value instanceof Uint8Array ? sum + value.byteLength : sum),
    0,
  )
