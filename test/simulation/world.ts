import { copyFileSync, existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  openEngine,
  openStore,
  type CrashPoint,
  type Engine,
  type Faults,
  type MachineDefinition,
  type Participant,
  type Store,
} from '../../src/engine/index.ts'
import { seededRandom } from '../../src/engine/random.ts'
import type { OtherSide } from './other-side.ts'
import { SimulatedClock } from './simulated-clock.ts'

/** What runs in a world. */
export interface Blueprint {
  readonly definitions: readonly MachineDefinition[]
  /** Kinds of effects that the other side performs. */
  readonly effects: readonly string[]
  readonly participants: (store: Store) => Promise<readonly Participant[]>
}

export interface WorldOptions {
  /** An empty directory; every crash of the host leaves the file behind and goes on with a copy. */
  readonly directory: string
  readonly seed: string
  readonly isLive: boolean
  readonly startMs: number
  /** Events and timers of one batch. */
  readonly batchSteps: number
  readonly otherSide?: OtherSide
}

/** Attempts of an effect before it is parked. */
export const effectAttempts = 4

/** What goes wrong next, once, when its count has run down. */
export type Trouble =
  | { readonly kind: 'host' | 'process'; readonly point: CrashPoint; readonly after: number }
  | { readonly kind: 'statement'; readonly after: number }

/** No power is cut here, so a file in memory is as good as one on a disk, and much faster. */
export function emptyDirectory(): Promise<string> {
  const memory = '/dev/shm'
  return mkdtemp(join(existsSync(memory) ? memory : tmpdir(), 'mijlpaal-simulation-'))
}

interface Opened {
  readonly store: Store
  readonly engine: Engine
}

/** The real runtime on a real SQLite file, opened by one or two engines at once. */
export class World implements AsyncDisposable {
  readonly clock: SimulatedClock
  readonly #blueprint: Blueprint
  readonly #options: WorldOptions
  #generation = 0
  #opened: Opened[] = []
  #trouble: Trouble | undefined
  #left = 0
  #isDown = false
  #down: Promise<'down'> = Promise.resolve('down')
  #goDown: () => void = () => {}
  /** Engines that a crash of their process ended. */
  readonly #dead = new Set<number>()

  constructor(blueprint: Blueprint, options: WorldOptions) {
    this.#blueprint = blueprint
    this.#options = options
    this.clock = new SimulatedClock(options.startMs)
  }

  get file(): string {
    return join(this.#options.directory, `world-${this.#generation}.sqlite`)
  }

  get count(): number {
    return this.#opened.length
  }

  /** True after a crash, until {@link recover}. */
  get isDown(): boolean {
    return this.#isDown
  }

  engine(index = 0): Engine {
    return this.#opened[index % this.#opened.length]!.engine
  }

  async open(count: number): Promise<void> {
    this.#isDown = false
    this.#trouble = undefined
    this.#dead.clear()
    this.#down = new Promise((resolve) => {
      this.#goDown = () => resolve('down')
    })
    for (let index = 0; index < count; index += 1) this.#opened.push(await this.#openOne(index))
  }

  /** An orderly end of every process. */
  async close(): Promise<void> {
    const opened = this.#opened
    this.#opened = []
    for (const { engine, store } of opened) {
      await engine[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    }
  }

  /** Makes something go wrong in what follows. */
  plan(trouble: Trouble): void {
    this.#trouble = trouble
    this.#left = trouble.after
  }

  /** Nothing goes wrong any more that was planned. Returns whether it had not come to pass. */
  unplan(): boolean {
    const isLeft = this.#trouble !== undefined
    this.#trouble = undefined
    return isLeft
  }

  /** What a sender gets to hear: nothing, when the crash comes first. */
  async heard<T>(work: Promise<T>): Promise<T | 'down'> {
    const told = work.then((value) => (this.#isDown ? ('down' as const) : value))
    told.catch(() => {})
    return Promise.race([told, this.#down])
  }

  /** After a crash: a new process opens what the dead one left on the disk. */
  async recover(count: number): Promise<void> {
    await this.close()
    await this.open(count)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  async #openOne(index: number): Promise<Opened> {
    const { definitions, participants } = this.#blueprint
    const { seed, isLive, startMs, batchSteps, otherSide } = this.#options
    const store = await openStore({
      file: this.file,
      busyTimeoutMs: 0,
      onStatement: () => this.#statement(),
    })
    const engine = await openEngine({
      store,
      definitions,
      participants: await participants(store),
      kind: isLive ? 'live' : { seed, startMs },
      clock: this.clock,
      random: seededRandom(seed),
      faults: this.#faults(index),
      effects: otherSide ? [otherSide] : [],
      outbox: { attempts: effectAttempts },
      limits: { batchSteps, batchMs: Infinity },
      timeZone: 'Europe/Brussels',
    })
    return { store, engine }
  }

  #faults(index: number): Faults {
    return {
      crashPoint: (name) => {
        if (this.#isDown || this.#dead.has(index)) throw new Error('The process is gone')
        const trouble = this.#trouble
        if (trouble === undefined || trouble.kind === 'statement') return
        if (trouble.point !== name || this.#left-- > 0) return
        this.#trouble = undefined
        if (trouble.kind === 'host') this.#endHost()
        else {
          this.#dead.add(index)
          this.#isDown = true
        }
        this.#goDown()
        throw new Error(`The process was killed at ${name}`)
      },
    }
  }

  /** What the processes had written is on the disk; what they had not, is lost. */
  #endHost(): void {
    this.#isDown = true
    const before = this.file
    this.#generation += 1
    for (const suffix of ['', '-wal']) {
      if (existsSync(before + suffix)) copyFileSync(before + suffix, this.file + suffix)
    }
  }

  #statement(): void {
    if (this.#trouble?.kind !== 'statement' || this.#left-- > 0) return
    this.#trouble = undefined
    throw new Error('The disk says no')
  }
}
