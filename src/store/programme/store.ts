import type { Kysely } from 'kysely'
import { tablesOf, type Database } from '../database.ts'
import { migrate } from '../migrate.ts'
import { ledgerTable, type LedgerTable } from './ledger-table.ts'
import { programmeMigrations } from './migrations/index.ts'
import { projectTable, type ProjectTable } from './project-table.ts'
import type { ProgrammeTables } from './tables.ts'

/** The programme's tables with their statements, in the same database as the runtime's. */
export interface ProgrammeStore {
  readonly ledger: LedgerTable
  readonly project: ProjectTable
  /** For queries that stand alone. */
  readonly reader: Kysely<ProgrammeTables>
}

/** Brings the programme's tables up to date, and opens them. */
export const openProgrammeStore = async (database: Database): Promise<ProgrammeStore> => {
  await migrate(database, 'programme_migration', programmeMigrations)
  const db = tablesOf<ProgrammeTables>(database.writer)
  return {
    ledger: ledgerTable(db, database.dialect),
    project: projectTable(db, database.dialect),
    reader: tablesOf<ProgrammeTables>(database.reader),
  }
}
