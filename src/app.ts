import { catalog } from '../machines/catalog.ts'
import { openEngine, openStore, type DatabaseKind, type Engine } from './engine/index.ts'
import { ledger } from './programme/ledger.ts'
import { projects } from './programme/projects.ts'
import { Queries } from './programme/queries.ts'
import { openProgrammeStore } from './store/programme/store.ts'

export interface AppOptions {
  /** SQLite file; it is made when it does not exist. */
  readonly file: string
  /**
   * What a new database becomes, for ever. An existing one keeps what it is; when this says
   * otherwise, opening it fails.
   */
  readonly kind: DatabaseKind
  /** For tests: called before every statement of the writing connection; may throw. */
  readonly onStatement?: (sql: string) => void
}

/** The whole system on one database. */
export interface App extends AsyncDisposable {
  readonly engine: Engine
  readonly queries: Queries
}

/** Heads are written when a day of the programme is over. */
const timeZone = 'Europe/Brussels'

/** Puts the system together. Throws EngineError and StoreError, each with a sentence for people. */
export async function openApp({ file, kind, onStatement }: AppOptions): Promise<App> {
  const store = await openStore({ file, ...(onStatement ? { onStatement } : {}) })
  try {
    const programme = await openProgrammeStore(store.database)
    const engine = await openEngine({
      store,
      kind,
      definitions: catalog,
      participants: [ledger(programme), projects(programme)],
      timeZone,
    })
    return {
      engine,
      queries: new Queries(engine, programme),
      [Symbol.asyncDispose]: async () => {
        await engine[Symbol.asyncDispose]()
        await store[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await store[Symbol.asyncDispose]()
    throw error
  }
}
