import { openEngine, openStore, type Engine, type Outcome } from '../../src/engine/index.ts'
import { ledger } from '../../src/programme/ledger.ts'
import { databaseNamed } from '../../src/store/database.ts'
import { openProgrammeStore } from '../../src/store/programme/store.ts'
import { grant } from './machine.ts'
import type { Contestant } from './work.ts'

export interface EngineContestant extends Contestant {
  readonly engine: Engine
}

const sender = { person: 'beheerder@vlaanderen.be', roles: ['officer'] }

/**
 * The runtime as it ships, on a live database, with everything on: log with hashes, checks, roles,
 * a key for every event, as a careful sender gives one, the outbox, and the programme's own ledger.
 */
export const openGrantEngine = async (database: string): Promise<EngineContestant> => {
  const store = await openStore(databaseNamed(database))
  const engine = await openEngine({
    store,
    definitions: [grant],
    participants: [ledger(await openProgrammeStore(store.database))],
    timeZone: 'Europe/Brussels',
  })
  return {
    engine,
    create: async (id, input) => {
      const data = input
      assertAccepted(await engine.start({ id, machine: 'grant', data, sender, key: input.last.id }))
    },
    send: async (id, event) => {
      const { type, id: key } = event
      assertAccepted(await engine.send({ to: id, type, data: event, sender, key }))
    },
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

const assertAccepted = (outcome: Outcome): void => {
  if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`)
}
