import type { Kysely } from 'kysely'
import { tablesIn, tablesOf, type Database } from '../database.ts'
import { migrate, unknownMigrations } from '../migrate.ts'
import { calendarTable, type CalendarTable } from './calendar-table.ts'
import { grantTable, type GrantTable } from './grant-table.ts'
import { accessMigrations } from './migrations/index.ts'
import { attemptTable, auditTable } from './record-tables.ts'
import type { AccessTables } from './tables.ts'
import { userTable, type UserTable } from './user-table.ts'
import {
  flowTable,
  linkTable,
  sessionTable,
  tokenTable,
  type SessionTable,
  type TokenTable,
} from './way-in-tables.ts'

/** A transaction, or a reader, that knows the tables of access. */
export type AccessTransaction = Kysely<AccessTables>

/** The tables of access with their statements, in the same database as the runtime's. */
export interface AccessStore {
  readonly user: UserTable
  readonly grant: GrantTable
  readonly session: SessionTable
  readonly token: TokenTable
  readonly calendar: CalendarTable
  readonly link: ReturnType<typeof linkTable>
  readonly flow: ReturnType<typeof flowTable>
  readonly attempt: ReturnType<typeof attemptTable>
  readonly audit: ReturnType<typeof auditTable>
  /** For queries that stand alone. */
  readonly reader: AccessTransaction
  /** Names of migrations that this release lacks, or that the database lacks. */
  unknownMigrations(): Promise<readonly string[]>
  transaction<T>(work: (trx: AccessTransaction) => Promise<T>): Promise<T>
}

/** Brings the tables of access up to date, and opens them. */
export const openAccessStore = async (database: Database): Promise<AccessStore> => {
  await migrate(database, 'access_migration', accessMigrations)
  const reader = tablesOf<AccessTables>(database.reader)
  const { dialect } = database
  return {
    user: userTable(dialect),
    grant: grantTable(dialect),
    session: sessionTable(reader, dialect),
    token: tokenTable(reader, dialect),
    calendar: calendarTable(reader, dialect),
    link: linkTable(),
    flow: flowTable(),
    attempt: attemptTable(dialect),
    audit: auditTable(),
    reader,
    unknownMigrations: async () => {
      const rows = await unknownMigrations(reader, 'access_migration', accessMigrations)
      return rows.map(({ name }) => name)
    },
    transaction: (work) => database.transaction((trx) => work(tablesIn<AccessTables>(trx))),
  }
}
