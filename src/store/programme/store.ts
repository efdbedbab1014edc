import type { Kysely } from 'kysely'
import { tablesOf, type Database, type TransactionWork } from '../database.ts'
import { migrate, unknownMigrations } from '../migrate.ts'
import { accountTable, type AccountTable } from './account-table.ts'
import { calendarDeadlineTable, type CalendarDeadlineTable } from './calendar-deadline-table.ts'
import { deadlineTable, type DeadlineTable } from './deadline-table.ts'
import { documentTable, type DocumentTable } from './document-table.ts'
import { ledgerTable, type LedgerTable } from './ledger-table.ts'
import { letterTable, type LetterTable } from './letter-table.ts'
import { mailSubjectTable, type MailSubjectTable } from './mail-subject-table.ts'
import { mailTable, type MailTable } from './mail-table.ts'
import { programmeMigrations } from './migrations/index.ts'
import { projectListTable, type ProjectListTable } from './project-list-table.ts'
import { projectTable, type ProjectTable } from './project-table.ts'
import { publicationTable, type PublicationTable } from './publication-table.ts'
import { runningDeadlineTable, type RunningDeadlineTable } from './running-deadline-table.ts'
import type { ProgrammeTables } from './tables.ts'
import { taskTable, type TaskTable } from './task-table.ts'

/** The programme's tables with their statements, in the same database as the runtime's. */
export interface ProgrammeStore {
  readonly ledger: LedgerTable
  readonly project: ProjectTable
  readonly projectList: ProjectListTable
  readonly task: TaskTable
  readonly deadline: DeadlineTable
  readonly runningDeadline: RunningDeadlineTable
  readonly mail: MailTable
  readonly mailSubject: MailSubjectTable
  readonly account: AccountTable
  readonly letter: LetterTable
  readonly document: DocumentTable
  readonly publication: PublicationTable
  readonly calendarDeadline: CalendarDeadlineTable
  /** For queries that stand alone. */
  readonly reader: Kysely<ProgrammeTables>
  /** Names of migrations that this release lacks, or that the database lacks. */
  unknownMigrations(): Promise<readonly string[]>
  /** For rows that are no part of an event. */
  transaction<T>(work: TransactionWork<T>): Promise<T>
}

/** Brings the programme's tables up to date, and opens them. */
export const openProgrammeStore = async (database: Database): Promise<ProgrammeStore> => {
  await migrate(database, 'programme_migration', programmeMigrations)
  const db = tablesOf<ProgrammeTables>(database.writer)
  const reader = tablesOf<ProgrammeTables>(database.reader)
  return {
    ledger: ledgerTable(db, database.dialect),
    project: projectTable(db, database.dialect),
    projectList: projectListTable(tablesOf(database.reader)),
    task: taskTable(db, database.dialect),
    deadline: deadlineTable(db, database.dialect),
    runningDeadline: runningDeadlineTable(reader),
    mail: mailTable(db, database.dialect),
    mailSubject: mailSubjectTable(tablesOf(database.writer), database.dialect),
    account: accountTable(tablesOf(database.reader)),
    letter: letterTable(db, database.dialect),
    document: documentTable(database.dialect),
    publication: publicationTable(db, database.dialect),
    calendarDeadline: calendarDeadlineTable(reader, database.dialect),
    reader,
    unknownMigrations: async () => {
      const rows = await unknownMigrations(reader, 'programme_migration', programmeMigrations)
      return rows.map(({ name }) => name)
    },
    transaction: (work) => database.transaction(work),
  }
}
