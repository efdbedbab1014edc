import type { Kysely } from 'kysely'
import type { EngineTables } from '../store/engine/tables.ts'
import type { InstanceFilter } from '../store/engine/instance-table.ts'
import type { Message, Refusal } from './definition.ts'
import {
  computeBatch,
  type ClockRequest,
  type FireRequest,
  type Request,
  type Result,
} from './batch.ts'
import { yieldToOthers, type Clock } from './clock.ts'
import { EngineError } from './errors.ts'
import { readHeads, type Head } from './heads.ts'
import {
  describeFailure,
  describeInstance,
  historyEntry,
  type Failure,
  type HistoryEntry,
  type Instance,
  type Text,
} from './history.ts'
import type { RedactOptions, RetryOptions, SkipOptions } from './operator.ts'
import { outcomeOf, type Outcome } from './outcome.ts'
import { Outbox, relay, type OutboxOptions, type ParkedEffect } from './outbox.ts'
import type { Effect, EffectHandler } from './ports.ts'
import { previewOf, type Preview } from './preview.ts'
import { armedTimer, type ArmedTimer } from './report.ts'
import { runBatch, type Waiting } from './run-batch.ts'
import type { Runtime } from './runtime.ts'
import { payloadText, type SendOptions, type SendRequest } from './send.ts'
import type { NewInstance, StartOptions, StartRequest } from './start.ts'
import { verifyLog, type VerifyOptions } from './verify.ts'
import type { Finding } from './findings.ts'
import { restore } from './workspace.ts'

/** Which timer a dispatcher brings. */
export interface TimerReference {
  readonly instanceId: string
  readonly timerId: string
  /** Revision that armed it: a later arming of the same timer is another one. */
  readonly arming: number
}

/** `not-due` is for a courier that came early; `gone` for one that came late, or twice. */
export type FireResult = 'fired' | 'gone' | 'not-due' | 'held'

/**
 * The durable runtime of XState machines. Every change goes through one queue; what has gathered
 * there is applied as one batch in one transaction, and answered when it is durable (I1, I2).
 */
export class Engine implements AsyncDisposable {
  readonly #runtime: Runtime
  readonly #outbox: Outbox
  readonly #queue: Waiting[] = []
  #pump: Promise<void> | undefined
  #ended: Error | undefined

  constructor(
    runtime: Runtime,
    effects: readonly EffectHandler[],
    outbox: Partial<OutboxOptions> | undefined,
  ) {
    this.#runtime = runtime
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

  /** What {@link send} would do now, without doing it. */
  preview(options: SendOptions): Promise<Preview> {
    const request = this.#sendRequest(options)
    return this.#runtime.store.readSnapshot(async (trx, executor) => {
      const { work, results } = await computeBatch(this.#runtime, trx, executor, [request], {
        maxSteps: Infinity,
        isPreview: true,
      })
      return previewOf(work, results[0])
    })
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
    const { store, isVirtual, limits } = this.#runtime
    const name = { instance_id: timer.instanceId, timer_id: timer.timerId }
    const row = await store.timer.named(store.reader, name)
    if (row?.arming !== timer.arming) return 'gone'
    const graceMs = row.deadline === 1 && !isVirtual ? limits.deadlineGraceMs : 0
    if (row.due_ms + graceMs > this.nowMs()) return 'not-due'
    const untilMs = row.due_ms
    const fired = await this.#fire({ kind: 'fire', instanceId: timer.instanceId, untilMs, firedBy })
    if (fired > 0) return 'fired'
    // Another courier was faster, or a timer that was due before it cancelled it.
    const left = await store.timer.named(store.reader, name)
    return left?.arming === timer.arming ? 'held' : 'gone'
  }

  /** Fires up to about `limit` timers that are due by the database's clock; returns how many. */
  async fireDue(
    options: { readonly limit?: number; readonly firedBy?: string } = {},
  ): Promise<number> {
    return this.#fireUntil(this.nowMs(), options.limit ?? 1000, options.firedBy ?? 'engine')
  }

  /** When the next timer may be taken; undefined when none is armed. */
  nextDueMs(): Promise<number | undefined> {
    const { store, isVirtual, limits } = this.#runtime
    return store.timer.next(store.reader, isVirtual ? 0 : limits.deadlineGraceMs)
  }

  /**
   * Armed timers by due time and row, from `from` (excluded) to those due at `untilMs`: a page of
   * what a courier should carry.
   */
  async armed(options: {
    readonly from?: Pick<ArmedTimer, 'dueMs' | 'row'>
    readonly untilMs: number
    readonly limit: number
  }): Promise<readonly ArmedTimer[]> {
    const { store } = this.#runtime
    const { from = { dueMs: Number.MIN_SAFE_INTEGER, row: 0 }, untilMs, limit } = options
    const rows = await store.timer.between(store.reader, from, untilMs, limit)
    return rows.map(armedTimer)
  }

  /** On a virtual database: applies everything due up to `ms`, in order, and sets the clock. */
  async advanceTo(ms: number, firedBy = 'engine'): Promise<number> {
    this.#requireVirtual('advanceTo')
    let total = 0
    for (;;) {
      const fired = await this.#fireUntil(ms, 1000, firedBy)
      total += fired
      if (fired === 0) break
    }
    await this.#ask({ kind: 'clock', toMs: ms })
    return total
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

  /** When the next effect may be tried; undefined when none waits. */
  nextEffectMs(): Promise<number | undefined> {
    const { store } = this.#runtime
    return store.outbox.nextDue(store.reader)
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
  async instance(id: string): Promise<Instance | undefined> {
    const { store, registry } = this.#runtime
    const row = await store.instance.find(store.reader, id)
    return row && describeInstance(restore(registry, row, row.snapshot))
  }

  /** Instances by id, a page at a time. */
  async instances(filter: InstanceFilter = {}): Promise<readonly Instance[]> {
    const { store, registry } = this.#runtime
    const rows = await store.instance.list(store.reader, filter)
    return rows.map((row) => describeInstance(restore(registry, row, row.snapshot)))
  }

  /** The log of one instance, by revision. */
  async history(id: string): Promise<readonly HistoryEntry[]> {
    const { store } = this.#runtime
    return (await store.event.ofInstance(store.reader, id)).map(historyEntry)
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
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= new EngineError('engine-closed', 'The runtime is closed')
    await this.#pump
  }

  /** A refusal is an answer too; an instance that needs attention is tried again later. */
  async #relay({ id, params }: Effect): Promise<void> {
    const message = params as Message
    const request = { kind: 'relay', effectId: id, message, stampMs: this.nowMs() } as const
    const outcome = outcomeOf(await this.#ask(request))
    if (!outcome.accepted && message.optional !== true) throw new Error(outcome.message)
  }

  async #fireUntil(untilMs: number, limit: number, firedBy: string): Promise<number> {
    const { store, isVirtual, limits } = this.#runtime
    await store.database.server?.askTime()
    const graceMs = isVirtual ? 0 : limits.deadlineGraceMs
    const rows = await store.timer.due(store.reader, untilMs, graceMs, limit)
    const fired = await Promise.all(
      rows.map(({ instance_id, due_ms }) =>
        this.#fire({ kind: 'fire', instanceId: instance_id, untilMs: due_ms, firedBy }),
      ),
    )
    return fired.reduce((sum, count) => sum + count, 0)
  }

  async #fire(request: FireRequest): Promise<number> {
    const result = await this.#enqueue(request)
    return 'fired' in result ? result.fired : 0
  }

  async #ask(request: Request): Promise<Exclude<Result, { fired: number }>> {
    const result = await this.#enqueue(request)
    if ('fired' in result) return { outcome: closedClock }
    return result
  }

  #enqueue(request: Request): Promise<Result> {
    if (this.#ended) return Promise.reject(this.#ended)
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject })
      this.#pump ??= this.#run()
    })
  }

  async #run(): Promise<void> {
    const { batchRequests, batchSteps } = this.#runtime.limits
    let batch: readonly Waiting[] = []
    try {
      await yieldToOthers()
      while (this.#queue.length > 0) {
        batch = this.#queue.splice(0, batchRequests)
        const later = await runBatch(this.#runtime, batch, batchSteps)
        this.#queue.unshift(...later)
        await yieldToOthers()
      }
    } catch (error) {
      this.#ended = error as Error
      // Who was answered already is not told again: a promise settles once.
      for (const { reject } of [...batch, ...this.#queue.splice(0)]) reject(error)
    } finally {
      this.#pump = undefined
    }
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
