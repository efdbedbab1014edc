import type { AnyMachineSnapshot } from 'xstate'
import { adoptVirtualTime } from './batch.ts'
import { stopwatch, yieldToOthers } from './clock.ts'
import type { Sender } from './definition.ts'
import type { AppliedStep, CustomAction } from './draft.ts'
import { fireDue } from './fire.ts'
import { describeInstance, type Instance } from './history.ts'
import { outcomeOf } from './outcome.ts'
import { People } from './people.ts'
import { seededRandom } from './random.ts'
import type { Runtime } from './runtime.ts'
import { handleSend, payloadText, postponed, type SendRequest } from './send.ts'
import { Workspace, type Group } from './workspace.ts'
import { stateOf } from './xstate-adapter.ts'

/** An event that is assumed to come. */
export interface Edit {
  /** Id of an instance that is copied. */
  readonly to: string
  /** Logical time (ms). What its group has passed already, comes at once. */
  readonly at: number
  readonly type: string
  readonly sender: Sender
  readonly data?: unknown
  /** Makes `data` when its time has come, of the instance as it stands then; null: not sent. */
  readonly make?: (snapshot: AnyMachineSnapshot) => unknown
}

/** Assumes more as the forecast goes; it sees everything, in order. */
export interface Assumptions {
  /** Told once, of the copied instances of one group as they stand at `nowMs`. */
  begin?(members: readonly Instance[], nowMs: number): readonly Edit[]
  /** Told of each event that was applied; what it answers may not lie before it. */
  applied?(step: AppliedStep): readonly Edit[]
}

export interface ForecastOptions {
  /**
   * What is copied: whole groups by the ids of their roots, or instances alone. What is said to
   * somebody who was not copied leaves as an effect.
   */
  readonly of: { readonly groups: readonly string[] } | { readonly instances: readonly string[] }
  /** Last instant that is applied (ms). */
  readonly untilMs: number
  readonly edits?: readonly Edit[]
  readonly assumptions?: Assumptions
  /** Ends it with the signal's reason. */
  readonly signal?: AbortSignal
  /** Most events and timers applied; default 500,000. */
  readonly maxSteps?: number
  /** Longest that it may take, waiting for others included (ms); default 60,000. */
  readonly maxMs?: number
}

/** What would happen. Nothing of it has. */
export interface Forecast {
  /** The database's time when it was copied (ms). */
  readonly fromMs: number
  readonly untilMs: number
  /** What ended it before `untilMs`; null when nothing did. */
  readonly endedBy: 'maxSteps' | 'maxMs' | null
  /** In the order of the log, group by group. */
  readonly steps: readonly ForecastStep[]
  readonly refusals: readonly ForecastRefusal[]
  /** What would crash in machine code; its instance stands still from then on. */
  readonly failures: readonly { readonly instance: string; readonly message: string }[]
  /** The copied instances as they would stand at the end, by id. */
  readonly instances: readonly Instance[]
}

export interface ForecastStep {
  readonly instance: string
  readonly revision: number
  /** Logical time (ms). */
  readonly at: number
  readonly type: string
  readonly cause: AppliedStep['event']['cause']
  readonly before: string
  readonly after: string
  readonly records: readonly CustomAction[]
  /** With the id that each would have. */
  readonly effects: readonly (CustomAction & { readonly id: string })[]
}

/** An edit that would not be taken. */
export interface ForecastRefusal {
  readonly to: string
  readonly at: number
  readonly type: string
  readonly code: string
  readonly message: string
}

const defaults = { maxSteps: 500_000, maxMs: 60_000 }

/** How long it works before it lets others go first (ms). */
const sliceMs = 20

/**
 * Copies live instances and their timers into memory, from one unchanging picture of the database,
 * and runs the very step of the runtime on them under a clock of its own. The database is not asked
 * again, and never written to.
 */
export const forecast = async (runtime: Runtime, options: ForecastOptions): Promise<Forecast> => {
  const { untilMs, edits = [] } = options
  const random = runtime.isVirtual ? runtime.random : seededRandom('forecast')
  const people = new People(runtime.store, random)
  const own = { ...runtime, random, people, onBatch: null }
  const run = new Run(own, options)
  const { work, fromMs } = await runtime.store.readSnapshot(async (trx, executor) => {
    await adoptVirtualTime(runtime, trx)
    const parts = { ...runtime, cache: borrowed(runtime), isPreview: true, isFull: run.isFull }
    const copy = new Workspace(parts, trx, executor, untilMs)
    if ('instances' in options.of) await copy.loadAlone(options.of.instances)
    else await copy.load(options.of.groups)
    for (const id of copy.groups.keys()) await copy.members(copy.base, id)
    await people.load(executor, [...new Set(edits.flatMap((edit) => personsOf(copy, edit)))])
    copy.detach()
    return { work: copy, fromMs: runtime.clock.nowMs() }
  })
  await run.all(work, fromMs)
  return { fromMs, untilMs, ...run.result(work) }
}

/** Snapshots that the runtime has at hand serve here too; none of ours displaces another. */
const borrowed = ({ cache }: Runtime) => ({
  get: cache.get.bind(cache),
  groupOf: cache.groupOf.bind(cache),
  add: () => {},
})

/** Everybody whom an edit names, so that they are who they are in the database. */
const personsOf = (work: Workspace, { to, type, data, sender }: Edit): readonly string[] => {
  const event = work.base.instance(to)?.machine.events.get(type)
  return [sender.person, ...(event?.payload.persons(data) ?? [])]
}

class Run {
  readonly #runtime: Runtime
  readonly #options: ForecastOptions
  readonly #maxSteps: number
  readonly #maxMs: number
  readonly #elapsedMs = stopwatch()
  #sliceMs = stopwatch()
  #endedBy: Forecast['endedBy'] = null
  readonly #edits = new EditLine()
  readonly #states = new Map<string, string>()
  readonly #steps: ForecastStep[] = []
  readonly #refusals: ForecastRefusal[] = []
  readonly #failures: { readonly instance: string; readonly message: string }[] = []

  constructor(runtime: Runtime, options: ForecastOptions) {
    this.#runtime = runtime
    this.#options = options
    this.#maxSteps = options.maxSteps ?? defaults.maxSteps
    this.#maxMs = options.maxMs ?? defaults.maxMs
  }

  readonly isFull = (steps: number): boolean => steps >= this.#maxSteps || this.#sliceMs() > sliceMs

  /** Groups do not talk to each other here, so each has its turn. */
  async all(work: Workspace, fromMs: number): Promise<void> {
    const { edits = [], assumptions } = this.#options
    const groupOf = ({ to }: Edit) => work.base.instance(to)?.groupId
    for (const [id, state] of work.loaded) if (state) this.#states.set(id, state.state)
    for (const edit of edits) {
      if (groupOf(edit) !== undefined) continue
      this.#refuse(edit, { code: 'not-found', message: `${edit.to} was not copied` })
    }
    for (const group of work.groups.values()) {
      for (const edit of edits) if (groupOf(edit) === group.id) this.#edits.add(edit)
      const members = await work.members(work.base, group.id)
      for (const edit of assumptions?.begin?.(members.map(describeInstance), fromMs) ?? []) {
        this.#edits.add(edit)
      }
      await this.#runGroup(work, group)
      this.#edits.clear()
    }
  }

  result(work: Workspace): Omit<Forecast, 'fromMs' | 'untilMs'> {
    return {
      endedBy: this.#endedBy,
      steps: this.#steps,
      refusals: this.#refusals,
      failures: this.#failures,
      instances: [...work.loaded.keys()]
        .toSorted()
        .flatMap((id) => work.base.instance(id) ?? [])
        .map(describeInstance),
    }
  }

  /** One instant after the other, so that an assumption may follow from what was just applied. */
  async #runGroup(work: Workspace, group: Group): Promise<void> {
    const { untilMs } = this.#options
    const firing = { firedBy: 'forecast', firedAtMs: untilMs, deadlinesUntilMs: Infinity }
    for (;;) {
      if (await this.#isOver(work)) return
      const edit = this.#edits.first
      const dueMs = group.timers.first?.due_ms ?? Infinity
      if (dueMs <= Math.min(untilMs, edit?.at ?? Infinity)) {
        await fireDue(work, group, dueMs, firing)
      } else if (edit !== undefined && edit.at <= untilMs) {
        await this.#apply(work, edit, firing)
      } else return
      this.#take(work)
    }
  }

  async #apply(
    work: Workspace,
    edit: Edit,
    firing: Parameters<typeof handleSend>[3],
  ): Promise<void> {
    const { to, type, sender, make, at: stampMs } = edit
    const target = work.base.instance(to)
    const data = target && make ? make(target.snapshot) : edit.data
    if (make && data === null) {
      this.#edits.shift()
      return
    }
    const dataText = payloadText(data, this.#runtime.limits.payloadLength)
    const request: SendRequest = { kind: 'send', options: { to, type, sender }, dataText, stampMs }
    const answer = await handleSend(this.#runtime, work, request, firing)
    if (answer === postponed) return
    this.#edits.shift()
    const outcome = outcomeOf(answer)
    if (!outcome.accepted) this.#refuse(edit, outcome)
  }

  /** Takes note of what was applied, and lets the assumptions follow from it. */
  #take(work: Workspace): void {
    const { events, extras } = work.base.drain()
    for (const { step } of events) {
      const { instanceId: instance, revision, at, event, records } = step
      const after = stateOf(step.snapshot)
      this.#steps.push({
        instance,
        revision,
        at,
        type: event.type,
        cause: event.cause,
        before: this.#states.get(instance) ?? '',
        after,
        records,
        effects: extras.effects
          .filter(({ id }) => id.slice(0, id.lastIndexOf(':')) === `${instance}:${revision}`)
          .map(({ id, kind, params }) => ({ id, type: kind, params })),
      })
      this.#states.set(instance, after)
      for (const edit of this.#options.assumptions?.applied?.(step) ?? []) this.#edits.add(edit)
    }
    for (const { instanceId: instance, error: message } of extras.failures) {
      this.#failures.push({ instance, message })
    }
  }

  #refuse({ to, at, type }: Edit, { code, message }: Pick<ForecastRefusal, 'code' | 'message'>) {
    this.#refusals.push({ to, at, type, code, message })
  }

  /** I14: it is bounded, and nobody waits long for it. Throws the reason of the signal. */
  async #isOver({ steps }: Workspace): Promise<boolean> {
    if (steps >= this.#maxSteps) this.#endedBy = 'maxSteps'
    else if (this.#elapsedMs() > this.#maxMs) this.#endedBy = 'maxMs'
    else if (this.#sliceMs() > sliceMs) {
      await yieldToOthers()
      this.#sliceMs = stopwatch()
    }
    this.#options.signal?.throwIfAborted()
    return this.#endedBy !== null
  }
}

/** Edits by time; those of the same time in the order in which they came. */
class EditLine {
  #edits: Edit[] = []
  #next = 0

  get first(): Edit | undefined {
    return this.#edits[this.#next]
  }

  add(edit: Edit): void {
    let [low, high] = [this.#next, this.#edits.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#edits[middle] as Edit).at <= edit.at) low = middle + 1
      else high = middle
    }
    this.#edits.splice(low, 0, edit)
  }

  shift(): void {
    this.#next += 1
  }

  clear(): void {
    this.#edits = []
    this.#next = 0
  }
}
