import type { Migration } from '../../migrate.ts'
import { createEngineTables } from './0001-engine.ts'

/** In order, for ever: a released migration is never changed, moved or removed. */
export const engineMigrations: readonly Migration[] = [createEngineTables]
