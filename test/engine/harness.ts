import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
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

  sleepUntil(untilMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      if (signal?.aborted || untilMs <= this.#ms) wake()
      else this.#sleepers.push({ untilMs, wake })
      signal?.addEventListener('abort', () => wake(), { once: true })
    })
  }
}

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A directory that is gone after the test. */
export const freshFile = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'))
  closing.push(async () => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'database.sqlite')
}

export interface World extends AsyncDisposable {
  readonly file: string
  readonly store: Store
  readonly engine: Engine
}

export type WorldOptions = Partial<EngineOptions> & {
  readonly file?: string
  readonly onStatement?: (sql: string) => void
}

/** An engine on a real file, closed after the test; virtual with the library's machines by default. */
export const openWorld = async (options: WorldOptions = {}): Promise<World> => {
  const { file = freshFile(), onStatement, ...rest } = options
  const store = await openStore({ file, ...(onStatement ? { onStatement } : {}) })
  let isOpen = true
  const dispose = async (engine?: Engine): Promise<void> => {
    if (!isOpen) return
    isOpen = false
    await engine?.[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  }
  try {
    const kind = options.clock ? ('live' as const) : { seed: 'seed' }
    const engine = await openEngine({ store, definitions: library, kind, ...rest })
    closing.push(() => dispose(engine))
    return { file, store, engine, [Symbol.asyncDispose]: () => dispose(engine) }
  } catch (error) {
    await dispose()
    throw error
  }
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
