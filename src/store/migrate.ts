import { sql, type Kysely, type Transaction } from 'kysely'
import type { Database, NoTables } from './database.ts'
import type { Dialect } from './dialect.ts'
import { StoreError } from './errors.ts'

/** One step of a schema. Its number is its place in the index; a released one never changes. */
export interface Migration {
  readonly name: string
  readonly up: (trx: Transaction<NoTables>, dialect: Dialect) => Promise<void>
}

export interface LedgerRow {
  readonly number: number
  readonly name: string
}

/**
 * Brings a schema up to date: runs the migrations that the table `ledger` does not list, all in one
 * write transaction, in order. Idempotent; of several processes that start at once one migrates and
 * the others find it done. Throws StoreError `database-newer` when the ledger knows more than we.
 */
export const migrate = (
  database: Database,
  ledger: string,
  migrations: readonly Migration[],
): Promise<void> =>
  database.transaction(async (trx) => {
    await database.dialect.migrationLock?.execute(trx)
    const table = sql.table(ledger)
    await sql`create table if not exists ${table} (
      number integer primary key, name text not null)`.execute(trx)
    const { rows } =
      await sql<LedgerRow>`select number, name from ${table} order by number`.execute(trx)
    checkKnown(rows, ledger, migrations)
    for (const [index, { name, up }] of migrations.entries()) {
      if (index < rows.length) continue
      await up(trx, database.dialect)
      await sql`insert into ${table} (number, name) values (${index + 1}, ${name})`.execute(trx)
    }
  })

/** Where a ledger differs from the migrations that a release knows; empty when it does not. */
export const unknownMigrations = async <Tables>(
  db: Kysely<Tables>,
  ledger: string,
  migrations: readonly Migration[],
): Promise<readonly LedgerRow[]> => {
  const { rows } = await sql<LedgerRow>`select number, name from ${sql.table(ledger)}`.execute(db)
  const names = new Map(rows.map(({ number, name }) => [number, name]))
  const missing = migrations
    .map(({ name }, index) => ({ number: index + 1, name }))
    .filter(({ number, name }) => names.get(number) !== name)
  return [...missing, ...rows.filter(({ number }) => number > migrations.length)]
}

const checkKnown = (
  rows: readonly LedgerRow[],
  ledger: string,
  migrations: readonly Migration[],
): void => {
  for (const [index, row] of rows.entries()) {
    if (migrations[index]?.name === row.name && row.number === index + 1) continue
    throw new StoreError(
      'database-newer',
      `The database has migration ${row.number} (${row.name}) in ${ledger}, which this version ` +
        `does not know (it knows ${migrations.length}). Start the version that wrote it.`,
    )
  }
}
