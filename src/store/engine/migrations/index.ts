import type { Migration } from '../../migrate.ts'
import { createEngineTables } from './0001-engine.ts'
import { createDispatcherHeartbeat } from './0002-dispatcher-heartbeat.ts'

/** In order, for ever: a released migration is never changed, moved or removed. */
export const engineMigrations: readonly Migration[] = [
  createEngineTables,
  createDispatcherHeartbeat,
]
