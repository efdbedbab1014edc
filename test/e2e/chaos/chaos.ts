import { setTimeout as sleep } from 'node:timers/promises'
import { openApp, type App } from '../../../src/app.ts'
import { crashPoints, type Outcome } from '../../../src/engine/index.ts'
import { eventOf, replayStartMs } from '../../../src/programme/replay.ts'
import type { CallFolder, ReplayEvent } from '../../../src/programme/import/folder.ts'
import { freshSchema, PostgresqlServer } from '../../postgresql.ts'
import { RedisProcess } from '../../redis.ts'
import { Chance } from '../../simulation/chance.ts'
import { hold } from '../../simulation/miss.ts'
import { bundle } from './bundle.ts'
import { harms, harmWeights } from './harm.ts'
import { difference, historyOf } from './history.ts'
import { Member } from './member.ts'
import type { Question, Settings } from './messages.ts'

/** What happened in a run, or in several. */
export interface Tally {
  readonly events: number
  /** Timers that fired, by who brought them. */
  readonly firedBy: Readonly<Record<string, number>>
  /** What was done to the servers and processes. */
  readonly harm: Readonly<Record<string, number>>
  /** Where workers were killed. */
  readonly killedAt: Readonly<Record<string, number>>
  readonly mails: number
}

export interface ChaosOptions {
  readonly seed: number
  readonly folder: CallFolder
  /** Where {@link folder} was read from. */
  readonly path: string
  /** The history of the same call when nobody disturbs it, see `undisturbed`. */
  readonly expected: string
  /** A bug that all processes work with. */
  readonly plant?: string
  /** Processes tell what goes wrong. */
  readonly isLoud?: boolean
}

const twoHoursMs = 2 * 3_600_000
/** Most events that come before the workers get their turn. */
const longestLeap = 40
const workers = 3
/** Most that workers die by themselves: so many that two seeds in a row have every place. */
const crashes = 6
const engines = 2
const eventsBetweenHarms = 20
/** Longest that anything due may wait once the database answers (ms): far more than a sweep. */
const patienceMs = 60_000
/** Longest that it may wait in all, however often the database ends meanwhile (ms). */
const longestPatienceMs = 10 * patienceMs

/**
 * Replays a call with two engines and three workers on PostgreSQL and Redis while servers end,
 * memories are lost and processes are killed, all by the seed. Throws Miss when in the end anything
 * is not as if nothing had happened.
 */
export async function chaos(options: ChaosOptions): Promise<Tally> {
  using script = await bundle(options.plant ?? null)
  await using world = await ChaosWorld.open(options, script.file)
  await world.run()
  return await world.inspect()
}

class ChaosWorld implements AsyncDisposable {
  readonly #options: ChaosOptions
  readonly #chance: Chance
  readonly #postgresql: PostgresqlServer
  readonly #redis: RedisProcess
  readonly #settings: Omit<Settings, 'work' | 'crash' | 'aheadMs'>
  readonly #script: string
  readonly #engines: Member[] = []
  readonly #workers: Member[] = []
  readonly #harm: Record<string, number> = {}
  readonly #killedAt: Record<string, number> = {}
  #started = 0
  /** Workers that were told where to die. */
  #dealt = 0
  /** No timer is due before. */
  #nextMs = -Infinity
  #reader: App | undefined
  #isOver = false
  #harmed: Promise<void> = Promise.resolve()
  /** Events sent so far. */
  #sent = 0

  private constructor(
    options: ChaosOptions,
    postgresql: PostgresqlServer,
    redis: RedisProcess,
    database: string,
    script: string,
  ) {
    this.#script = script
    this.#options = options
    this.#chance = new Chance(options.seed)
    this.#postgresql = postgresql
    this.#redis = redis
    this.#settings = {
      folder: options.path,
      startMs: replayStartMs(options.folder),
      database,
      redis: redis.config(),
      isLoud: options.isLoud ?? false,
    }
  }

  static async open(options: ChaosOptions, script: string): Promise<ChaosWorld> {
    const postgresql = await PostgresqlServer.start({ isDurable: true })
    const redis = await RedisProcess.start()
    const database = await freshSchema(postgresql.url('postgres'))
    const world = new ChaosWorld(options, postgresql, redis, database, script)
    // The first makes the tables.
    world.#engines.push(await world.#startEngine())
    for (let index = 1; index < engines; index += 1) {
      world.#engines.push(await world.#startEngine())
    }
    const first = Array.from({ length: workers }, () => world.#startWorker(world.#nextCrash()))
    world.#workers.push(...(await Promise.all(first)))
    return world
  }

  async run(): Promise<void> {
    const { folder } = this.#options
    await this.#ask({ kind: 'start' })
    this.#harmed = this.#doHarm()
    // A run that is given up ends before this is waited for.
    this.#harmed.catch(() => {})
    let leap = 1
    for (const [index, line] of folder.events.entries()) {
      // Often an event is faster than the workers.
      if (index % leap === 0) {
        leap = this.#chance.between(1, longestLeap)
        await this.#advance(line.atMs - 1)
      }
      await this.#send(line)
    }
    await this.#advance(folder.events.at(-1)?.atMs ?? 0)
    this.#isOver = true
    await this.#harmed
    await this.#quiet()
  }

  async inspect(): Promise<Tally> {
    await this.#stop()
    const { seed, expected } = this.#options
    await using app = await this.#open()
    const { engine } = app
    const actual = await historyOf(app)
    hold(actual === expected, 'I4', () => `seed ${seed}: ${difference(expected, actual)}`)
    const findings = await engine.verify()
    hold(findings.length === 0, 'I10', () => `seed ${seed}: ${JSON.stringify(findings[0])}`)
    const failures = await engine.failures()
    hold(failures.length === 0, 'I9', () => `seed ${seed}: ${JSON.stringify(failures[0])}`)
    const parked = await engine.parked(1)
    hold(parked.length === 0, 'I12', () => `seed ${seed}: ${JSON.stringify(parked[0])}`)
    const mails = await app.mails.list()
    const told = mails.map(({ instance, template, about, step, reader, atMs }) =>
      [instance, template, about, step, reader, atMs].join(' '),
    )
    const twice = told.find((text, index) => told.indexOf(text) !== index)
    hold(twice === undefined, 'I12', () => `seed ${seed}: mailed twice: ${twice}`)
    return {
      ...(await this.#counts(app)),
      harm: this.#harm,
      killedAt: this.#killedAt,
      mails: mails.length,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    // What has begun to end a server starts it again, before all of them are put away.
    await Promise.allSettled([this.#harmed])
    const members = [...this.#engines, ...this.#workers]
    for (const member of members) member.signal('SIGKILL')
    await Promise.all(members.map((member) => member.ended()))
    await this.#reader?.[Symbol.asyncDispose]()
    await this.#redis[Symbol.asyncDispose]()
    await this.#postgresql[Symbol.asyncDispose]()
  }

  async #counts(app: App): Promise<Pick<Tally, 'events' | 'firedBy'>> {
    const firedBy: Record<string, number> = {}
    let events = 0
    for (const { id } of await app.engine.instances({ limit: 100_000 })) {
      for (const { physical } of await app.engine.history(id)) {
        events += 1
        const courier = physical.firedBy
        if (courier !== null) firedBy[courier] = (firedBy[courier] ?? 0) + 1
      }
    }
    return { events, firedBy }
  }

  #open(): Promise<App> {
    const { database } = this.#settings
    return openApp({ database, kind: 'existing' })
  }

  /** The first ones die once what was sent is durable, before anybody is told. */
  #startEngine(): Promise<Member> {
    const isFirst = this.#engines.length < engines
    const crash = { point: 'after-commit', pass: this.#chance.between(20, 150) } as const
    return Member.start(this.#script, {
      ...this.#settings,
      work: [],
      crash: isFirst ? crash : null,
      aheadMs: 0,
    })
  }

  /** One of three has a clock two hours ahead. */
  #startWorker(crash: Settings['crash']): Promise<Member> {
    const index = this.#options.seed * workers + this.#started
    this.#started += 1
    return Member.start(this.#script, {
      ...this.#settings,
      work: ['timers', 'outbox'],
      crash,
      aheadMs: index % workers === 0 ? twoHoursMs : 0,
    })
  }

  /** Each worker is to die at another place, until as many as are wanted have been told to. */
  #nextCrash(): Settings['crash'] {
    if (this.#dealt === crashes) return null
    const point = crashPoints[(this.#options.seed * crashes + this.#dealt) % crashPoints.length]
    this.#dealt += 1
    return point === undefined ? null : { point, pass: this.#chance.between(1, 5) }
  }

  /** Counts who came to its crash point. */
  #bury(member: Member): void {
    const { crash } = member.settings
    if (crash === null || !member.hasCrashed) return
    this.#killedAt[crash.point] = (this.#killedAt[crash.point] ?? 0) + 1
  }

  /** Asks one engine or the other until there is an answer; a key makes one event of it. */
  async #ask(question: Question): Promise<Outcome | null> {
    for (let tries = 1; ; tries += 1) {
      const place = this.#chance.int(engines)
      try {
        const member = this.#engines[place]
        if (member === undefined) throw new Error('There is no engine')
        return await member.ask(question)
      } catch (error) {
        hold(tries < 200, 'I2', () => `seed ${this.#options.seed}: ${String(error)}`)
        if (this.#engines[place]?.hasEnded === true) {
          this.#engines[place] = await this.#startEngine()
        }
        await sleep(20)
      }
    }
  }

  async #send(line: ReplayEvent): Promise<void> {
    await this.#ask({ kind: 'send', event: eventOf(line) })
    this.#sent += 1
    // It may have armed what is due before anything else was.
    this.#nextMs = -Infinity
  }

  /** If anything falls due: sets the clock, and waits until workers have fired all of it. */
  async #advance(toMs: number): Promise<void> {
    if (this.#nextMs > toMs) return
    const isDue = async ({ engine }: App) => {
      this.#nextMs = (await engine.nextDueMs()) ?? Infinity
      return true
    }
    await this.#waitUntil('the database answers', isDue)
    if (this.#nextMs > toMs) return
    await this.#ask({ kind: 'clock', toMs })
    await this.#waitUntil('a timer that is due fires', async ({ engine }) => {
      this.#nextMs = (await engine.nextDueMs()) ?? Infinity
      return this.#nextMs > toMs
    })
  }

  /** Waits until every effect that is due is done, whoever had taken it. */
  async #quiet(): Promise<void> {
    await this.#waitUntil('an effect that is due is performed', async ({ engine }) => {
      const { count } = await engine.reader
        .selectFrom('outbox')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('status', '=', 'pending')
        .where('next_attempt_ms', '<=', await engine.currentMs())
        .executeTakeFirstOrThrow()
      return count === 0
    })
  }

  async #waitUntil(what: string, holds: (app: App) => Promise<boolean>): Promise<void> {
    const lastMs = Date.now() + longestPatienceMs
    let giveUpMs = Date.now() + patienceMs
    for (;;) {
      try {
        this.#reader ??= await this.#open()
        if (await holds(this.#reader)) return
      } catch (error) {
        hold(Date.now() < lastMs, 'I7', () => `${what}: ${String(error)}`)
        giveUpMs = Date.now() + patienceMs
      }
      hold(Date.now() < giveUpMs, 'I7', () => `seed ${this.#options.seed}: in time ${what}`)
      await this.#revive()
      await sleep(5)
    }
  }

  /** Whoever supervises processes starts those again that have ended. */
  async #revive(): Promise<void> {
    for (const [place, member] of this.#workers.entries()) {
      if (!member.hasEnded) continue
      if (member.wasReady) {
        hold(member.wasKilled, 'I14', () => `a worker ended by itself: ${member.exitCode}`)
      }
      this.#bury(member)
      // Who ended before it came to its crash point, is followed by one that is to die there.
      const crash = member.hasCrashed ? this.#nextCrash() : member.settings.crash
      this.#workers[place] = await this.#startWorker(crash)
    }
  }

  /** Five seeds in a row begin with every kind of harm; after that it is drawn. */
  #nextHarm() {
    const kinds = Object.keys(harmWeights) as (keyof typeof harmWeights)[]
    const done = Object.values(this.#harm).reduce((sum, count) => sum + count, 0)
    const dealt = done < 2 ? kinds[(2 * this.#options.seed + done) % kinds.length] : undefined
    return dealt ?? this.#chance.weighted(harmWeights)
  }

  /**
   * Does harm at any moment between events, and while an event is on its way; on a slow machine no
   * more often than on a fast one, or nothing would ever get done.
   */
  async #doHarm(): Promise<void> {
    for (;;) {
      const sent = this.#sent + this.#chance.between(2, eventsBetweenHarms)
      while (this.#sent < sent && !this.#isOver) await sleep(20)
      await sleep(this.#chance.between(0, 300))
      if (this.#isOver) return
      const name = this.#nextHarm()
      this.#harm[name] = (this.#harm[name] ?? 0) + 1
      await harms[name]({
        chance: this.#chance,
        postgresql: this.#postgresql,
        redis: this.#redis,
        engines: this.#engines,
        workers: this.#workers,
      })
    }
  }

  /** Asks all to stop; each that still runs does, in time and in order. */
  async #stop(): Promise<void> {
    const members = [...this.#engines, ...this.#workers].filter(({ hasEnded }) => !hasEnded)
    const beganMs = Date.now()
    for (const member of members) member.signal('SIGTERM')
    await Promise.all(members.map((member) => member.ended()))
    for (const worker of this.#workers) this.#bury(worker)
    const tookMs = Date.now() - beganMs
    hold(tookMs < 10_000, 'I14', () => `stopping took ${tookMs} ms`)
    for (const member of members) {
      const ended = member.exitCode
      hold(ended === 0 || member.wasKilled, 'I14', () => `a process ended with ${ended}`)
    }
  }
}
