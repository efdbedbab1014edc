import type { RedisConfig } from '../../src/config.ts'
import { openDispatcher } from '../../src/dispatch/open.ts'
import { openEngine, openStore, type Dispatcher } from '../../src/engine/index.ts'
import { ledger } from '../../src/programme/ledger.ts'
import { databaseNamed, isPostgresql } from '../../src/store/database.ts'
import { openProgrammeStore } from '../../src/store/programme/store.ts'
import type { Figures } from '../target.ts'
import { timer } from './machine.ts'
import { armAll, dueMs, Lateness, leadMs } from './work.ts'

const sender = { person: 'beheerder@vlaanderen.be', roles: ['officer'] }

/**
 * The runtime with everything on: its dispatcher learns of the timers as they are armed, and fires
 * them. A timer's effect is durable when the batch that took it is reported.
 */
export const engineTimers = async (
  database: string,
  redis: RedisConfig | null = null,
): Promise<Figures> => {
  await using store = await openStore(databaseNamed(database))
  const baseMs = Date.now() + (isPostgresql(database) ? leadMs.postgresql : leadMs.sqlite)
  const lateness = new Lateness(baseMs)
  const indexOf = new Map<string, number>()
  let dispatcher: Dispatcher | undefined = undefined as Dispatcher | undefined
  await using engine = await openEngine({
    store,
    definitions: [timer],
    participants: [ledger(await openProgrammeStore(store.database))],
    timeZone: 'Europe/Brussels',
    onBatch: (report) => {
      dispatcher?.committed(report)
      for (const { cause, instanceId } of report.steps) {
        if (cause === 'timer') lateness.add(dueMs(baseMs, indexOf.get(instanceId) ?? NaN))
      }
    },
  })
  await using opened = await openDispatcher({
    engine,
    clock: engine.clock,
    redis,
    onError: (error) => console.error(error),
  })
  dispatcher = opened
  opened.start()
  await armAll(baseMs, async (index, due) => {
    const id = `t${index}`
    indexOf.set(id, index)
    const outcome = await engine.start({ id, machine: 'timer', data: { due }, sender })
    if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`)
  })
  return await lateness.figures()
}
