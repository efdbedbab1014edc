import type { Migration } from '../../migrate.ts'
import { createProgrammeTables } from './0001-programme.ts'
import { createMailTables } from './0002-mail.ts'
import { addProjectSearch } from './0003-project-list.ts'

/** In order, for ever: a released migration is never changed, moved or removed. */
export const programmeMigrations: readonly Migration[] = [
  createProgrammeTables,
  createMailTables,
  addProjectSearch,
]
