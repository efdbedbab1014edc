import type { Kysely, Transaction } from 'kysely'
import {
  openDatabase,
  tablesIn,
  tablesOf,
  type Database,
  type DatabaseOptions,
} from '../database.ts'
import { StoreError } from '../errors.ts'
import { migrate, unknownMigrations, type LedgerRow } from '../migrate.ts'
import type { Executor } from '../statement.ts'
import { eventTable, type EventTable } from './event-table.ts'
import { failureTable, type FailureTable } from './failure-table.ts'
import { headTables, type HeadTables } from './head-tables.ts'
import { heartbeatTable, type HeartbeatTable } from './heartbeat-table.ts'
import { instanceTable, type InstanceTable } from './instance-table.ts'
import {
  attemptTable,
  personTable,
  textTable,
  type AttemptTable,
  type PersonTable,
  type TextTable,
} from './memory-tables.ts'
import { engineMigrations } from './migrations/index.ts'
import { outboxTable, type OutboxTable } from './outbox-table.ts'
import type { EngineTables } from './tables.ts'
import { timerTable, type TimerTable } from './timer-table.ts'

export type EngineTransaction = Transaction<EngineTables>

/** The runtime's tables with their statements, and the two ways to reach them. */
export interface Store extends AsyncDisposable {
  readonly database: Database
  readonly instance: InstanceTable
  readonly event: EventTable
  readonly timer: TimerTable
  readonly attempt: AttemptTable
  readonly text: TextTable
  readonly person: PersonTable
  readonly outbox: OutboxTable
  readonly failure: FailureTable
  readonly head: HeadTables
  readonly heartbeat: HeartbeatTable
  /** For queries that stand alone. */
  readonly reader: Kysely<EngineTables>
  /** Rows of the ledger of migrations that are not ours, or missing. */
  unknownMigrations(trx: EngineTransaction): Promise<readonly LedgerRow[]>
  transaction<T>(work: (trx: EngineTransaction, executor: Executor) => Promise<T>): Promise<T>
  readSnapshot<T>(work: (trx: EngineTransaction, executor: Executor) => Promise<T>): Promise<T>
}

/**
 * Opens a database and brings the runtime's tables in it up to date. With `mustExist` it throws
 * StoreError `database-missing` when there are none.
 */
export const openStore = async (
  options: DatabaseOptions & { readonly mustExist?: boolean },
): Promise<Store> => {
  const database = await openDatabase(options)
  try {
    if (options.mustExist === true) await checkExists(database)
    await migrate(database, 'engine_migration', engineMigrations)
  } catch (error) {
    await database.close()
    throw error
  }
  return storeOf(database)
}

const checkExists = async ({ reader }: Database): Promise<void> => {
  const tables = await reader.introspection.getTables({ withInternalKyselyTables: true })
  if (tables.some(({ name }) => name === 'engine_migration')) return
  const remedy = 'make one with import, replay or demo, or name another'
  throw new StoreError('database-missing', `The database is empty; ${remedy}.`)
}

const storeOf = (database: Database): Store => {
  const { dialect } = database
  const db = tablesOf<EngineTables>(database.writer)
  return {
    database,
    instance: instanceTable(db, dialect),
    event: eventTable(db, dialect),
    timer: timerTable(db, dialect),
    attempt: attemptTable(db, dialect),
    text: textTable(db, dialect),
    person: personTable(db, dialect),
    outbox: outboxTable(db, dialect),
    failure: failureTable(),
    head: headTables(db, dialect),
    heartbeat: heartbeatTable(),
    reader: tablesOf<EngineTables>(database.reader),
    unknownMigrations: (trx) => unknownMigrations(trx, 'engine_migration', engineMigrations),
    transaction: (work) =>
      database.transaction((trx, executor) => work(tablesIn<EngineTables>(trx), executor)),
    readSnapshot: (work) =>
      database.readSnapshot((trx, executor) => work(tablesIn<EngineTables>(trx), executor)),
    [Symbol.asyncDispose]: () => database.close(),
  }
}
