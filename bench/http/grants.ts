import { readConfig } from '../../src/config.ts'
import { Access } from '../../src/access/access.ts'
import {
  openEngine,
  openStore,
  SystemClock,
  type MachineDefinition,
} from '../../src/engine/index.ts'
import { ledger } from '../../src/programme/ledger.ts'
import { Files } from '../../src/programme/documents/files.ts'
import { LetterBook } from '../../src/programme/letters/letter-book.ts'
import { CalendarFeeds } from '../../src/programme/calendar-feeds.ts'
import { OpenData } from '../../src/programme/publication/open-data.ts'
import { Publications } from '../../src/programme/publication/publications.ts'
import { Queries } from '../../src/programme/queries.ts'
import { openAccessStore } from '../../src/store/access/store.ts'
import { databaseNamed } from '../../src/store/database.ts'
import { openProgrammeStore } from '../../src/store/programme/store.ts'
import { grant } from '../grant/machine.ts'
import { payload } from '../grant/work.ts'
import type { Figures } from '../target.ts'
import { listening, operating } from './api.ts'
import { eventRequests, instanceIds } from './events.ts'
import { newSender } from './sender.ts'
import { full, load, warming } from './wrk.ts'

/** The API takes events for calls and projects; here a grant is called a call, and nothing else. */
const asCall: MachineDefinition = {
  ...grant,
  name: 'call',
  events: Object.fromEntries(
    Object.entries(grant.events).map(([type, entry]) => [type, { ...entry, roles: ['manager'] }]),
  ),
}

/** Grants behind the API, with everything on that `serve` has. */
export const openGrants = async (database: string) => {
  const store = await openStore(databaseNamed(database))
  const programme = await openProgrammeStore(store.database)
  const parts = operating(() => engine)
  const engine = await openEngine({
    store,
    definitions: [asCall],
    participants: [ledger(programme)],
    timeZone: 'Europe/Brussels',
    onBatch: parts.onBatch,
  })
  const access = new Access({
    store: await openAccessStore(store.database),
    config: { publicUrl: null, oidc: null },
    clock: new SystemClock(),
    isVirtual: engine.isVirtual,
    demoPeople: [],
  })
  const { person, headers } = await newSender(access)
  const queries = new Queries(engine, programme)
  const papers = {
    letters: new LetterBook(programme, () => engine, { name: '', contact: null, account: null }),
    files: new Files(programme, () => engine, 1e6),
  }
  const { publisher } = readConfig()
  const published = new Publications({ store: programme, engine, queries, publisher })
  const openData = new OpenData(published, '')
  const calendarFeeds = new CalendarFeeds(programme, queries, engine.isVirtual, () => '')
  const server = await listening(
    { engine, queries, access, papers, openData, calendarFeeds },
    parts,
  )
  return {
    engine,
    url: server.url,
    headers,
    start: async (ids: readonly string[]): Promise<void> => {
      const starting = ids.map(async (id) => {
        const data = { id, last: payload(0, -1) }
        const by = { person, roles: ['manager'] }
        const outcome = await engine.start({ id, machine: 'call', data, sender: by })
        if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`)
      })
      await Promise.all(starting)
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** Events over HTTP, each durable before its answer, from 64 connections. */
export const eventsOverHttp = async (file: string): Promise<Figures> => {
  await using grants = await openGrants(file)
  const { url, headers } = grants
  for (const prefix of ['w', 'g']) await grants.start(instanceIds(prefix))
  await load(url, eventRequests('w', headers), warming)
  const requests = eventRequests('g', headers)
  const figures = await load(url, requests, full)
  // A request that is sent again is answered from memory: that would measure something else.
  if ((figures['sent'] ?? 0) > requests.length) throw new Error('There were not enough requests')
  return figures
}
