import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import {
  openEngine,
  openStore,
  type Clock,
  type Engine,
  type EngineOptions,
  type Outcome,
  type Sender,
  type Store,
} from '../../src/engine/index.ts'
import { afterThisTest } from '../closing.ts'
import { freshSchema } from '../postgresql.ts'
import { library } from './example.ts'

export const ann: Sender = { person: 'ann', roles: ['reader', 'librarian'] }
export const bob: Sender = { person: 'bob', roles: ['reader', 'librarian'] }
export const nobody: Sender = { person: 'nobody', roles: [] }

export const dayMs = 86_400_000

/** A clock that a test sets; the only one on a live database in these tests. */
export class HandClock implements Clock {
  #ms: number
  readonly #sleepers: { readonly untilMs: number; readonly wake: () => void }[] = []

  constructor(ms = 0) {
    this.#ms = ms
  }

  nowMs(): number {
    return this.#ms
  }

  set(ms: number): void {
    this.#ms = ms
    for (const sleeper of this.#sleepers.splice(0)) {
      if (sleeper.untilMs <= ms) sleeper.wake()
      else this.#sleepers.push(sleeper)
    }
  }

  /** Whether somebody sleeps until a later time. */
  get isAwaited(): boolean {
    return this.#sleepers.length > 0
  }

  sleepUntil(untilMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      const sleeper = { untilMs, wake }
      if (signal?.aborted || untilMs <= this.#ms) wake()
      else this.#sleepers.push(sleeper)
      const rise = () => {
        const place = this.#sleepers.indexOf(sleeper)
        if (place >= 0) this.#sleepers.splice(place, 1)
        wake()
      }
      signal?.addEventListener('abort', rise, { once: true })
    })
  }
}

/** Where nothing is yet: a SQLite file that is gone after the test, or a place on the server. */
export const freshDatabase = async (): Promise<string> => {
  const server = inject('postgresqlUrl')
  if (server !== null) return freshSchema(server)
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  afterThisTest(async () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'database.sqlite')
}

/** A database by its name: a URL, or a file. */
export const openDatabase = (
  database: string,
  onStatement?: (sql: string) => void,
): Promise<Store> => {
  const place = database.startsWith('postgres:') ? { url: database } : { file: database }
  return openStore({ ...place, ...(onStatement ? { onStatement } : {}) })
}

export interface World extends AsyncDisposable {
  readonly database: string
  readonly store: Store
  readonly engine: Engine
}

export type WorldOptions = Partial<EngineOptions> & {
  readonly database?: string
  /** The test is about the life of one engine: it is never rebuilt. */
  readonly isOneEngine?: boolean
  readonly onStatement?: (sql: string) => void
}

/** An engine on a real file, closed after the test; virtual with the library's machines by default. */
export const openWorld = async (options: WorldOptions = {}): Promise<World> => {
  const { database = await freshDatabase(), onStatement, isOneEngine, ...rest } = options
  const store = await openDatabase(database, onStatement)
  let isOpen = true
  const dispose = async (engine?: Engine): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    await engine?.[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  try {
    const kind = options.clock ? ('live' as const) : { seed: 'seed' }
    const open = () => openEngine({ store, definitions: library, kind, ...rest })
    const isRebuilt = inject('isRebuilt') && isOneEngine !== true
    const engine = isRebuilt ? rebuilt(await open(), open) : await open()
    afterThisTest(() => dispose(engine))
    return { database, store, engine, [Symbol.asyncDispose]: () => dispose(engine) }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** An engine that is thrown away and opened again before each use: it keeps nothing in memory. */
const rebuilt = (first: Engine, open: () => Promise<Engine>): Engine => {
  let current = first
  let turn: Promise<unknown> = Promise.resolve()
  const again = async (): Promise<Engine> => {
    await current[Symbol.asyncDispose]()
    current = await open()
    return current
  }
  return new Proxy(first, {
    get: (_, name) => {
      const value = Reflect.get(current, name, current) as unknown
      if (typeof value !== 'function') return value
      if (name === 'nowMs') return value.bind(current) as unknown
      if (name === Symbol.asyncDispose) return () => turn.then(() => current[Symbol.asyncDispose]())
      return (...parameters: unknown[]) => {
        const answer = turn.then(async () => {
          const engine = await again()
          return (Reflect.get(engine, name) as (...p: unknown[]) => unknown).apply(
            engine,
            parameters,
          )
        })
        turn = answer.catch(() => {})
        return answer
      }
    },
  })
}

/** A shelf `s` with loans by these ids, started at 0. */
export const startLibrary = (
  engine: Engine,
  loans: readonly string[] = ['a'],
  options: { readonly shelf?: string; readonly at?: number } = {},
): Promise<Outcome> => {
  const { shelf = 's', at } = options
  return engine.startGroup({
    root: { id: shelf, machine: 'shelf' },
    members: loans.map((id) => ({ id, machine: 'loan', data: { title: `T${id}`, shelf } })),
    sender: ann,
    ...(at === undefined ? {} : { at }),
  })
}

/** Everything of every instance's log that is not physical. */
export const histories = async (engine: Engine): Promise<string> => {
  const instances = await engine.instances()
  const logs = await Promise.all(instances.map(({ id }) => engine.history(id)))
  return JSON.stringify(
    logs.map((log) => log.map(({ physical: _, ...entry }) => entry)),
    null,
    1,
  )
}

/** Every row of every table, for "nothing has changed". */
export const dump = async ({ store }: World): Promise<string> => {
  const tables = [
    'instance',
    'event',
    'timer',
    'attempt',
    'outbox',
    'text',
    'person',
    'failure',
    'stream_head',
    'daily_head',
  ] as const
  const rows = await Promise.all(
    tables.map(async (table) => [
      table,
      await store.reader.selectFrom(table).selectAll().execute(),
    ]),
  )
  return JSON.stringify(rows)
}

/** The code of a refusal; fails the test when the event was accepted. */
export const codeOf = (outcome: Outcome): string => {
  if (outcome.accepted) throw new Error(`accepted as revision ${outcome.revision}`)
  return outcome.code
}
