import type { Migration } from '../../migrate.ts'
import { createProgrammeTables } from './0001-programme.ts'
import { createMailTables } from './0002-mail.ts'
import { addProjectSearch } from './0003-project-list.ts'
import { addProjectBoard } from './0004-project-board.ts'
import { createDeadlineTable } from './0005-deadlines.ts'
import { createTaskTable } from './0006-task.ts'
import { createDocumentTables } from './0007-documents.ts'
import { createPublicationTables } from './0009-publication.ts'

/** In order, for ever: a released migration is never changed, moved or removed. */
export const programmeMigrations: readonly Migration[] = [
  createProgrammeTables,
  createMailTables,
  addProjectSearch,
  addProjectBoard,
  createDeadlineTable,
  createTaskTable,
  createDocumentTables,
  createPublicationTables,
]
