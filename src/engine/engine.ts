import type { Kysely } from 'kysely'
import type { HistoryPage } from '../store/engine/event-table.ts'
import { countVersions, type VersionCount } from '../store/engine/condition-queries.ts'
import type { EngineTables } from '../store/engine/tables.ts'
import type { InstanceFilter } from '../store/engine/instance-table.ts'
import type { Message, Refusal } from './definition.ts'
import { computeBatch, databaseTimeMs, type ClockRequest, type Request } from './batch.ts'
import type { Clock } from './clock.ts'
import { readCondition, type Condition } from './condition.ts'
import { EngineError } from './errors.ts'
import { forecast, type Forecast, type ForecastOptions } from './forecast.ts'
import { readHeads, type Head } from './heads.ts'
import { Heartbeats, type Heartbeat } from './heartbeats.ts'
import {
  describeFailure,
  historyEntry,
  type Failure,
  type HistoryEntry,
  type Instance,
  type Text,
} from './history.ts'
import { LogReader } from './log-reader.ts'
import type { RedactOptions, RetryOptions, SkipOptions } from './operator.ts'
import { outcomeOf, type Answer, type Outcome } from './outcome.ts'
import { Outbox, relay, type OutboxOptions, type ParkedEffect } from './outbox.ts'
import type { Effect, EffectHandler } from './ports.ts'
import { previewOf, type Preview } from './preview.ts'
import { readInstance, readInstances } from './read-instance.ts'
import type { ArmedTimer } from './report.ts'
import { RequestQueue } from './request-queue.ts'
import type { Runtime } from './runtime.ts'
import { payloadText, type SendOptions, type SendRequest } from './send.ts'
import type { NewInstance, StartOptions, StartRequest } from './start.ts'
import { togetherOutcome, type TogetherOutcome } from './together.ts'
import { Timers, type FireDueOptions, type FireResult, type TimerReference } from './timers.ts'
import { verifyLog, type VerifyOptions } from './verify.ts'
import type { Finding } from './findings.ts'

/**
 * The durable runtime of XState machines. Every change goes through one queue; what has gathered
 * there is applied as one batch in one transaction, and answered when it is durable (I1, I2).
 */
export class Engine implements AsyncDisposable {
  /** For those who follow the log, and who draw a machine. */
  readonly log: LogReader
  readonly #runtime: Runtime
  readonly #queue: RequestQueue
  readonly #timers: Timers
  readonly #heartbeats: Heartbeats
  readonly #outbox: Outbox

  constructor(
    runtime: Runtime,
    effects: readonly EffectHandler[],
    outbox: Partial<OutboxOptions> | undefined,
  ) {
    this.#runtime = runtime
    this.#queue = new RequestQueue(runtime)
    this.#timers = new Timers(runtime, this.#queue)
    this.#heartbeats = new Heartbeats(runtime)
    this.log = new LogReader(runtime)
    const handlers = [relay((effect) => this.#relay(effect)), ...effects]
    this.#outbox = new Outbox(runtime, handlers, outbox)
  }

  get isVirtual(): boolean {
    return this.#runtime.isVirtual
  }

  /** The database's clock. */
  get clock(): Clock {
    return this.#runtime.clock
  }

  /** Now, by the database's clock (ms). */
  nowMs(): number {
    return this.#runtime.clock.nowMs()
  }

  /** The same, asked of the database: of its server, or because another process set the clock. */
  currentMs(): Promise<number> {
    return databaseTimeMs(this.#runtime)
  }

  /** Starts a lone instance. Idempotent by `key`; an id that exists is refused. */
  start(options: NewInstance & Omit<StartOptions, 'root' | 'members'>): Promise<Outcome> {
    const { id, machine, data, ...rest } = options
    return this.startGroup({
      ...rest,
      root: { id, machine, ...(data === undefined ? {} : { data }) },
    })
  }

  /** Starts a group in one transaction: all of its members or none. */
  async startGroup(options: StartOptions): Promise<Outcome> {
    return outcomeOf(await this.#ask(this.#startRequest(options)))
  }

  /** Applies an event. Resolves once it is durable or refused; rejects when the database fails. */
  async send(options: SendOptions): Promise<Outcome> {
    return outcomeOf(await this.#ask(this.#sendRequest(options)))
  }

  /**
   * Applies events of one group in one transaction, each after the one before it: all of them, or
   * none. What a key has done before is not done again. Resolves and rejects as {@link send} does.
   */
  async sendTogether(options: readonly SendOptions[]): Promise<TogetherOutcome> {
    const requests = options.map((each) => this.#sendRequest(each))
    if (requests.length === 0) return { accepted: true, outcomes: [] }
    const result = await this.#queue.ask({ kind: 'together', requests, stampMs: this.nowMs() })
    if ('fired' in result) throw new Error('I2: events were answered as if they were timers')
    return togetherOutcome('together' in result ? result : { together: [result], refusedAt: 0 })
  }

  /** What {@link send} would do now, without doing it; `then` are events that would follow it. */
  preview(options: SendOptions, ...then: readonly SendOptions[]): Promise<Preview> {
    const requests = [options, ...then].map((each) => this.#sendRequest(each))
    return this.#runtime.store.readSnapshot(async (trx, executor) => {
      const { work, results } = await computeBatch(this.#runtime, trx, executor, requests, {
        maxSteps: Infinity,
        isPreview: true,
      })
      return previewOf(work, results)
    })
  }

  /** What would happen up to a time if what is assumed came true, without doing any of it. */
  forecast(options: ForecastOptions): Promise<Forecast> {
    return forecast(this.#runtime, options)
  }

  /** Every timer of a group that is armed. */
  armedOf(groupId: string): Promise<readonly ArmedTimer[]> {
    return this.#timers.armedOf(groupId)
  }

  /** Whether {@link send} would accept the event now. */
  async can(options: SendOptions): Promise<boolean> {
    return (await this.whyNot(options)) === null
  }

  /** Why {@link send} would refuse the event now; null when it would not. */
  async whyNot(options: SendOptions): Promise<Refusal | null> {
    const { outcome } = await this.preview(options)
    return outcome.accepted ? null : outcome
  }

  /** Fires one timer if it is still armed in that arming, and due (I6); every dispatcher's way. */
  async fire(timer: TimerReference, firedBy = 'engine'): Promise<FireResult> {
    const nowMs = this.isVirtual ? await this.currentMs() : this.nowMs()
    return this.#timers.fire(timer, nowMs, firedBy)
  }

  /** Fires up to about `limit` timers that are due by the database's clock; returns how many. */
  async fireDue(options: FireDueOptions = {}): Promise<number> {
    const { limit = 1000, firedBy = 'engine', lyingMs = 0 } = options
    return this.#timers.fireUntil((await this.currentMs()) - lyingMs, {
      limit,
      firedBy,
      isClaim: true,
    })
  }

  /** How much later than due a deadline's timer is taken (ms). */
  get graceMs(): number {
    return this.#timers.graceMs
  }

  /** When this timer may be taken; undefined when it is not armed in that arming. */
  takenMs(timer: TimerReference): Promise<number | undefined> {
    return this.#timers.takenMs(timer)
  }

  /** When the next timer may be taken; undefined when none is armed. */
  nextDueMs(): Promise<number | undefined> {
    return this.#timers.nextMs()
  }

  /**
   * Armed timers by due time and row, from `from` (excluded) to those due at `untilMs`: a page of
   * what a courier should carry.
   */
  armed(options: {
    readonly from?: Pick<ArmedTimer, 'dueMs' | 'row'>
    readonly untilMs: number
    readonly limit: number
  }): Promise<readonly ArmedTimer[]> {
    const { from = { dueMs: Number.MIN_SAFE_INTEGER, row: 0 }, untilMs, limit } = options
    return this.#timers.armed(from, untilMs, limit)
  }

  /** Armed timers by row, from `row` (excluded) on, that are due at or before `untilMs`. */
  armedSince(options: {
    readonly row: number
    readonly untilMs: number
    readonly limit: number
  }): Promise<readonly ArmedTimer[]> {
    return this.#timers.armedSince(options.row, options.untilMs, options.limit)
  }

  /** The row of the timer that was armed last; 0 before the first. */
  lastRow(): Promise<number> {
    return this.#timers.lastRow()
  }

  /** Notes for operators that a dispatcher lives. */
  heartbeat(id: string, kind: string): Promise<void> {
    return this.#heartbeats.beat(id, kind)
  }

  /** A dispatcher stops, as it was asked to. */
  endHeartbeat(id: string): Promise<void> {
    return this.#heartbeats.end(id)
  }

  /** The dispatchers that live, and those that fell silent within a day, by id. */
  dispatchers(): Promise<readonly Heartbeat[]> {
    return this.#heartbeats.all()
  }

  /** On a virtual database: applies everything due up to `ms`, in order, and sets the clock. */
  async advanceTo(ms: number, firedBy = 'engine'): Promise<number> {
    this.#requireVirtual('advanceTo')
    let total = 0
    for (;;) {
      const fired = await this.#timers.fireUntil(ms, { limit: 1000, firedBy, isClaim: false })
      total += fired
      if (fired === 0) break
    }
    await this.moveClock(ms)
    return total
  }

  /** On a virtual database: sets the clock forward, and leaves what falls due to dispatchers. */
  async moveClock(ms: number): Promise<void> {
    this.#requireVirtual('moveClock')
    await this.#ask({ kind: 'clock', toMs: ms })
  }

  /** On a virtual database: lets the clock run at `rate` (0 stands still) from now on. */
  async setClockRate(rate: number): Promise<void> {
    this.#requireVirtual('setClockRate')
    const request: ClockRequest = { kind: 'clock', toMs: this.nowMs(), rate }
    await this.#ask(request)
  }

  /** I12: performs effects that are due, one batch of them; returns how many succeeded. */
  runEffects(): Promise<number> {
    return this.#outbox.run()
  }

  /** When the next effect that has a handler may be tried; undefined when none waits. */
  nextEffectMs(): Promise<number | undefined> {
    return this.#outbox.nextMs()
  }

  /** Effects that failed too often; at most `limit`, default 1,000. */
  parked(limit = 1000): Promise<readonly ParkedEffect[]> {
    return this.#outbox.parked(limit)
  }

  /** Gives a parked effect all of its attempts again; returns whether it was parked. */
  retryEffect(id: string): Promise<boolean> {
    return this.#outbox.retry(id)
  }

  /** One instance as it stands; undefined when there is none. */
  instance(id: string): Promise<Instance | undefined> {
    return readInstance(this.#runtime, id)
  }

  /** Instances by id, a page at a time. */
  instances(filter: InstanceFilter = {}): Promise<readonly Instance[]> {
    return readInstances(this.#runtime, filter)
  }

  /** The log of one instance by revision, or a page of it. */
  async history(id: string, page: HistoryPage = {}): Promise<readonly HistoryEntry[]> {
    const { store } = this.#runtime
    return (await store.event.ofInstance(store.reader, id, page)).map(historyEntry)
  }

  /** How many timers fired: all, or those that `firedBy` brought. */
  timersFired(firedBy?: string): Promise<number> {
    const { store } = this.#runtime
    return store.event.timersFiredBy(store.reader, firedBy)
  }

  /** How many timers of a group fired that were due from `fromMs` to `toMs`, both included. */
  timersBetween(groupId: string, fromMs: number, toMs: number): Promise<number> {
    const { store } = this.#runtime
    return store.event.timersBetween(store.reader, groupId, fromMs, toMs)
  }

  /** The free texts and personal data of an instance; null where redacted. */
  texts(id: string): Promise<readonly Text[]> {
    const { store } = this.#runtime
    return store.text
      .ofInstance(store.reader, id)
      .then((rows) => rows.map(({ instance_id: instance, ...row }) => ({ instance, ...row })))
  }

  /** Tries the event again that failed in machine code (I9); logged. */
  async retry(options: RetryOptions): Promise<Outcome> {
    return outcomeOf(await this.#ask({ kind: 'retry', options, stampMs: this.nowMs() }))
  }

  /** Gives up on the event that failed; a deadline's timer takes a second person. Logged. */
  async skip(options: SkipOptions): Promise<Outcome> {
    return outcomeOf(await this.#ask({ kind: 'skip', options, stampMs: this.nowMs() }))
  }

  /** Removes a text and what it could be guessed from, for ever; takes a second person. Logged. */
  async redact(options: RedactOptions): Promise<Outcome> {
    return outcomeOf(await this.#ask({ kind: 'redact', options, stampMs: this.nowMs() }))
  }

  /** Events that failed in machine code, dealt with or not; oldest first. */
  failures(): Promise<readonly Failure[]> {
    const { store } = this.#runtime
    return store.failure.all(store.reader).then((rows) => rows.map(describeFailure))
  }

  /** What waits, what is late or stuck, and what the database takes: for who operates it. */
  condition(): Promise<Condition> {
    return readCondition(this.#runtime)
  }

  /** How many instances run on each version of each machine; looks at every instance. */
  versions(): Promise<readonly VersionCount[]> {
    return countVersions(this.#runtime.store.reader)
  }

  /** Where the log stood at the end of each day, and where it stands; to be kept elsewhere. */
  heads(): Promise<readonly Head[]> {
    return readHeads(this.#runtime)
  }

  /** Compares log, hashes, heads and every table; an empty list says that all agrees (I10). */
  verify(options: VerifyOptions = {}): Promise<readonly Finding[]> {
    return verifyLog(this.#runtime, options)
  }

  /** For queries of one's own on the runtime's tables; read-only. */
  get reader(): Kysely<EngineTables> {
    return this.#runtime.store.reader
  }

  /** Waits for what was accepted and refuses what comes after. The store stays open. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#queue.close()
  }

  /** A refusal is an answer too; an instance that needs attention is tried again later. */
  async #relay({ id, params }: Effect): Promise<void> {
    const message = params as Message
    const request = { kind: 'relay', effectId: id, message, stampMs: this.nowMs() } as const
    const outcome = outcomeOf(await this.#ask(request))
    if (!outcome.accepted && message.optional !== true) throw new Error(outcome.message)
  }

  async #ask(request: Request): Promise<Answer> {
    const result = await this.#queue.ask(request)
    return 'event' in result || 'outcome' in result ? result : { outcome: closedClock }
  }

  #sendRequest(options: SendOptions): SendRequest {
    return {
      kind: 'send',
      options,
      dataText: payloadText(options.data, this.#runtime.limits.payloadLength),
      stampMs: this.#stamp(options.at),
    }
  }

  #startRequest(options: StartOptions): StartRequest {
    const { payloadLength } = this.#runtime.limits
    const instances = [options.root, ...(options.members ?? [])]
    return {
      kind: 'start',
      options,
      dataTexts: instances.map(({ data }) => payloadText(data, payloadLength)),
      stampMs: this.#stamp(options.at),
    }
  }

  /** The request is complete: this is its time (I3). A virtual database gives it in the batch. */
  #stamp(at: number | undefined): number {
    if (at !== undefined) this.#requireVirtual('at')
    return at ?? this.nowMs()
  }

  #requireVirtual(what: string): void {
    if (this.#runtime.isVirtual) return
    throw new EngineError('virtual-only', `${what} is for virtual databases; this one is live`)
  }
}

const closedClock: Outcome = { accepted: true, instance: '', revision: 0, at: 0, position: 0 }
