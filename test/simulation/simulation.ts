import { rm } from 'node:fs/promises'
import { crashPoints, StoreError, type Outcome, type SendOptions } from '../../src/engine/index.ts'
import { Chance } from './chance.ts'
import { Couriers } from './couriers.ts'
import { Inspector } from './inspector.ts'
import { hold, Miss, textOf } from './miss.ts'
import type { Program } from './program.ts'
import { OtherSide } from './other-side.ts'
import { Requests, type Ask, type Request } from './requests.ts'
import { compareUndisturbed } from './undisturbed.ts'
import { emptyDirectory, World } from './world.ts'

export interface SimulationOptions {
  readonly seed: number
  readonly program: Program
}

/** What a run did, to see that it does what it is meant to do. */
export interface Tally {
  /** Rows of the log, and timers among them. */
  events: number
  fired: number
  accepted: number
  refused: number
  repeated: number
  crashes: number
  failures: number
}

export const nothing: Tally = {
  events: 0,
  fired: 0,
  accepted: 0,
  refused: 0,
  repeated: 0,
  crashes: 0,
  failures: 0,
}

/** A miss, with all that is needed to see it again. */
export class SimulationMiss extends Error {
  override readonly name = 'SimulationMiss'
  readonly seed: number
  readonly step: number
  readonly doing: string

  constructor(seed: number, step: number, doing: string, cause: unknown) {
    const reason = cause instanceof Miss ? cause.message : String((cause as Error)?.stack ?? cause)
    super(`seed ${seed}, step ${step} (${doing}): ${reason}`, { cause })
    this.seed = seed
    this.step = step
    this.doing = doing
  }
}

const actions = {
  send: 40,
  repeat: 8,
  conflict: 5,
  crowd: 12,
  courier: 16,
  sweep: 6,
  advance: 8,
  clock: 10,
  start: 7,
  reopen: 2,
  effects: 6,
  preview: 4,
  verify: 1,
}

/** Runs one seed. Throws SimulationMiss. */
export async function simulate(options: SimulationOptions): Promise<Tally> {
  const directory = await emptyDirectory()
  try {
    return await new Simulation(options, directory).run()
  } finally {
    await rm(directory, { recursive: true })
  }
}

class Simulation {
  readonly #options: SimulationOptions
  readonly #chance: Chance
  readonly #requests = new Requests()
  readonly #inspector: Inspector
  readonly #world: World
  readonly #couriers: Couriers
  readonly #tally = { ...nothing }
  #step = 0
  #doing = 'open'
  #started = 0
  #stampMs = 0
  #isClean = true

  constructor(options: SimulationOptions, directory: string) {
    const { seed, program } = options
    this.#options = options
    this.#chance = new Chance(seed)
    const otherSide = new OtherSide(program.effects, this.#chance)
    this.#inspector = new Inspector(program.definitions, this.#requests, otherSide)
    this.#world = new World(program, {
      directory,
      seed: `seed-${seed}`,
      isLive: this.#chance.percent(50),
      startMs: program.startMs,
      otherSide,
      batchSteps: this.#chance.pick([1, 2, 5, 1000]),
    })
    this.#couriers = new Couriers(this.#chance, this.#world, this.#inspector, program.longestMs)
  }

  async run(): Promise<Tally> {
    const { seed, program } = this.#options
    const { steps } = program
    try {
      await this.#world.open(this.#processes())
      await this.#settle()
      for (this.#step = 1; this.#step <= steps; this.#step += 1) {
        this.#doing = this.#started === 0 ? 'start' : this.#chance.weighted(actions)
        await this.#act(this.#doing as keyof typeof actions)
        await this.#settle()
      }
      this.#doing = 'end'
      await this.#end()
      this.#doing = 'model'
      program.compare(this.#inspector)
      this.#doing = 'undisturbed'
      await compareUndisturbed(program, `seed-${seed}`, this.#requests, this.#inspector)
    } catch (error) {
      throw new SimulationMiss(seed, this.#step, this.#doing, error)
    } finally {
      this.#inspector.close()
      await this.#world.close()
    }
    const { position, fired } = this.#inspector.refold
    return { ...this.#tally, events: position, fired }
  }

  async #act(action: keyof typeof actions): Promise<void> {
    this.#isClean = true
    const isCalm = action === 'reopen' || action === 'preview' || action === 'verify'
    if (!isCalm) this.#plot()
    switch (action) {
      case 'send':
        return this.#submit([this.#fresh()])
      case 'start':
        return this.#start()
      case 'repeat':
        return this.#repeat()
      case 'conflict':
        return this.#conflict()
      case 'crowd':
        return this.#crowd()
      case 'courier':
        return this.#couriers.bring(this.#isClean)
      case 'sweep':
        return this.#couriers.sweep()
      case 'advance':
        return this.#couriers.advance(this.#isClean)
      case 'effects':
        return this.#couriers.perform()
      case 'clock':
        this.#world.clock.set(this.#soon(this.#world.clock.nowMs()))
        return
      case 'reopen':
        await this.#world.close()
        this.#inspector.close()
        return this.#world.open(this.#processes())
      case 'preview':
        return this.#preview()
      case 'verify':
        return this.#verify()
      default:
        return action satisfies never
    }
  }

  #processes(): number {
    return this.#chance.percent(30) ? 2 : 1
  }

  /** Plans a crash or a failing statement for the next action, now and then. */
  #plot(): void {
    if (!this.#chance.percent(25)) return
    this.#isClean = false
    const kind = this.#chance.weighted({ host: 3, process: 2, statement: 2 })
    if (kind === 'statement') this.#world.plan({ kind, after: this.#chance.int(20) })
    else {
      const point = this.#chance.pick(crashPoints)
      this.#world.plan({ kind, point, after: this.#chance.int(2) })
    }
  }

  /** After each action: whoever crashed starts anew, and everything is looked at. */
  async #settle(): Promise<void> {
    if (!this.#world.unplan() && !this.#isClean) this.#tally.failures += 1
    if (this.#world.isDown) {
      this.#tally.crashes += 1
      await this.#world.recover(this.#processes())
    }
    this.#inspector.check({
      file: this.#world.file,
      hostMs: this.#world.clock.nowMs(),
      stampMs: this.#stampMs,
    })
    this.#options.program.check(this.#inspector)
    this.#stampMs = 0
  }

  /** Something new, with a key or without one, now or at a time of its own. */
  #fresh(): Request {
    const event = this.#options.program.event(this.#chance, this.#inspector)
    return this.#requests.add({ ...event, ...this.#keyed(), ...this.#timed() })
  }

  #keyed(): Pick<SendOptions, 'key'> {
    return this.#chance.percent(85) ? { key: `key-${this.#requests.all.length}` } : {}
  }

  #timed(): Pick<SendOptions, 'at'> {
    if (!this.#inspector.isVirtual || this.#chance.percent(40)) return {}
    return { at: this.#soon(this.#inspector.nowMs) }
  }

  /** A time near `ms`, often at the edge of something that falls due. */
  #soon(ms: number): number {
    const timers = this.#inspector.refold.timers()
    if (timers.length > 0 && this.#chance.percent(35)) {
      const { dueMs } = this.#chance.pick(timers)
      const edge = dueMs + this.#chance.pick([-1, 0, 0, 1, 4999, 5000, 5001])
      if (Math.abs(edge - ms) < 100 * 86_400_000) return edge
    }
    return this.#chance.percent(10)
      ? ms - this.#chance.int(86_400_000)
      : ms + this.#chance.duration(this.#options.program.longestMs)
  }

  async #start(): Promise<void> {
    const group = this.#options.program.start(this.#chance, this.#started)
    if (group === undefined) return
    this.#started += 1
    await this.#submit([this.#requests.add({ ...group, ...this.#keyed(), ...this.#timed() })])
  }

  async #repeat(): Promise<void> {
    const keyed = this.#requests.keyed()
    const unknown = this.#requests.unknown()
    const from = unknown.length > 0 && this.#chance.percent(60) ? unknown : keyed
    if (from.length === 0) return
    this.#tally.repeated += 1
    await this.#submit([this.#chance.pick(from)])
  }

  /** I5: another event under a key that was used. */
  async #conflict(): Promise<void> {
    const told = this.#requests
      .keyed()
      .filter(({ ask, outcome }) => 'to' in ask && outcome !== undefined)
    if (told.length === 0) return
    const { ask, target } = this.#chance.pick(told)
    const event = { ...this.#options.program.event(this.#chance, this.#inspector), to: target }
    const before = ask as SendOptions
    const isSame =
      event.type === before.type && textOf(event.data ?? {}) === textOf(before.data ?? {})
    if (isSame) return
    const other: SendOptions = { ...event, key: ask.key! }
    const making = this.#requests.making(this.#requests.add(other, true), this.#world.clock.nowMs())
    const outcome = await this.#world.heard(this.#tell(making, 0))
    if (outcome === 'down' || outcome === undefined) return
    hold(!outcome.accepted, 'I5', () => `${textOf(other)} was taken under a key that was used`)
  }

  /** Many at once: some of them twice, some of them timers, on all engines. */
  async #crowd(): Promise<void> {
    const requests = Array.from({ length: this.#chance.between(2, 8) }, () => this.#fresh())
    const doubled = requests.filter(({ ask }) => ask.key !== undefined && this.#chance.percent(25))
    const fires = this.#chance.percent(30) ? this.#couriers.bring(false) : Promise.resolve()
    await Promise.all([this.#submit([...requests, ...doubled]), fires])
  }

  /** Makes requests at once, and notes what their senders hear. */
  async #submit(requests: readonly Request[]): Promise<void> {
    const stampMs = this.#inspector.isVirtual ? 0 : this.#world.clock.nowMs()
    for (const { ask } of requests) this.#stampMs = Math.max(this.#stampMs, ask.at ?? stampMs)
    await Promise.all(
      requests.map(async (request) => {
        const making = this.#requests.making(request, stampMs)
        const index = this.#chance.int(this.#world.count)
        const outcome = await this.#world.heard(this.#tell(making, index))
        if (outcome === 'down' || outcome === undefined) return
        if (request.outcome === undefined) this.#tally[outcome.accepted ? 'accepted' : 'refused']++
        this.#requests.told(request, outcome)
        const isSound = outcome.accepted || outcome.code !== 'needs-attention'
        hold(isSound, 'I9', () => `${textOf(request.ask)} → ${textOf(outcome)}`)
      }),
    )
  }

  /** Undefined when the database failed: then nothing happened, or the sender asks again. */
  async #tell(ask: Ask, index: number): Promise<Outcome | undefined> {
    const engine = this.#world.engine(index)
    try {
      return await ('to' in ask ? engine.send(ask) : engine.startGroup(ask))
    } catch (error) {
      if (error instanceof StoreError && error.retryable) return undefined
      if (this.#world.isDown) return undefined
      throw error
    }
  }

  /** I8: to look is not to do; and what is done is what was seen. */
  async #preview(): Promise<void> {
    const ask: SendOptions = {
      ...this.#options.program.event(this.#chance, this.#inspector),
      ...this.#keyed(),
      ...this.#timed(),
    }
    const engine = this.#world.engine()
    const { outcome: seen } = await engine.preview(ask)
    await this.#settle()
    const request = this.#requests.add(ask)
    await this.#submit([request])
    const done = request.outcome
    const isSame = done?.accepted === seen.accepted && codeOf(done) === codeOf(seen)
    hold(isSame, 'I8', () => `seen ${textOf(seen)}, done ${textOf(done)}`)
  }

  async #verify(): Promise<void> {
    const findings = await this.#world.engine().verify()
    hold(findings.length === 0, 'I10', () => `verify finds ${textOf(findings)}`)
  }

  /** Every sender asks until it has an answer, everything due is fired, and all is proved. */
  async #end(): Promise<void> {
    this.#isClean = true
    for (const request of this.#requests.unknown()) {
      await this.#submit([request])
      await this.#settle()
    }
    await this.#couriers.finish(() => this.#settle())
    await this.#verify()
  }
}

function codeOf(outcome: Outcome | undefined): string {
  return outcome === undefined || outcome.accepted ? '' : outcome.code
}
