import type { Migration } from '../../migrate.ts'
import { createAccessTables } from './0001-access.ts'
import { createCalendarTable } from './0002-calendar.ts'

/** In order, for ever: a released migration is never changed, moved or removed. */
export const accessMigrations: readonly Migration[] = [createAccessTables, createCalendarTable]
