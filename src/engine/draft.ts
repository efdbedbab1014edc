import type { AnyMachineSnapshot } from 'xstate'
import type { EventRow, FailureRow, PersonRow, TextRow, TimerRow } from '../store/engine/tables.ts'
import type { RegisteredMachine } from './registry.ts'

/** An instance at one revision; never changed, only replaced. */
export interface InstanceState {
  readonly id: string
  readonly groupId: string
  readonly machine: RegisteredMachine
  readonly revision: number
  readonly snapshot: AnyMachineSnapshot
  /** The snapshot as it is stored. */
  readonly text: string
  readonly state: string
  readonly atMs: number
  /** What its row says of the group's time; meaningful on the root only. */
  readonly groupAtMs: number
  readonly hash: string
  readonly needsAttention: boolean
}

/** One applied event, as participants see it. */
export interface AppliedStep {
  readonly instanceId: string
  readonly groupId: string
  readonly machine: string
  readonly version: number
  readonly revision: number
  /** Logical time of the event (ms). */
  readonly at: number
  readonly event: {
    readonly type: string
    readonly cause: EventRow['cause']
    readonly person: string | null
    readonly data: unknown
    readonly facts: unknown
  }
  readonly snapshot: AnyMachineSnapshot
  /** Types of events that the state takes after it, guards not considered; sorted. */
  allowed(): readonly string[]
  /** Custom actions of kind `record`, in order. */
  readonly records: readonly CustomAction[]
}

export interface CustomAction {
  readonly type: string
  readonly params: unknown
}

/** An event that was applied: its row in the log and what participants see of it. */
export interface DraftEvent {
  readonly row: Omit<EventRow, 'position'> & { position: number }
  readonly step: AppliedStep
}

/** An armed timer; its row id is given at the write when it has none. */
export interface Timer extends Omit<TimerRow, 'id'> {
  readonly id: number | null
}

export interface DraftEffect {
  readonly id: string
  readonly kind: string
  readonly params: unknown
}

export interface DraftFailure {
  readonly instanceId: string
  /** Canonical JSON of what was being delivered. */
  readonly delivery: string
  readonly error: string
}

/** A text that goes, and the attempt whose payload held it. */
export interface Redaction {
  readonly instanceId: string
  readonly revision: number
  readonly path: string
  readonly attemptId: string | null
}

export const timerName = (instanceId: string, timerId: string): string =>
  `${instanceId}\n${timerId}`

/** What a draft sees through to: another draft, or what was read. */
export interface DraftSource {
  instance(id: string): InstanceState | undefined
  /** Undefined: it knows nothing of it. */
  timer(name: string): Timer | null | undefined
}

/**
 * What has been computed and is not yet written. A draft sees through to its parent; it is merged
 * into it when its event is accepted and dropped when not, so that a refusal changes nothing (I8).
 */
export class Draft implements DraftSource {
  readonly #parent: DraftSource
  // Most drafts hold one event of one instance: what is rare is only made when it is needed.
  #instances: Map<string, InstanceState> | undefined
  #timers: Map<string, Timer | null> | undefined
  #events: DraftEvent[] | undefined
  #extras: Extras | undefined

  constructor(parent: DraftSource) {
    this.#parent = parent
  }

  instance(id: string): InstanceState | undefined {
    return this.#instances?.get(id) ?? this.#parent.instance(id)
  }

  timer(name: string): Timer | null | undefined {
    const own = this.#timers?.get(name)
    return own === undefined ? this.#parent.timer(name) : own
  }

  /** What this draft changes itself, its parent not considered. */
  get instances(): ReadonlyMap<string, InstanceState> {
    return this.#instances ?? noInstances
  }

  /** By {@link timerName}; null says: no longer armed. */
  get timers(): ReadonlyMap<string, Timer | null> {
    return this.#timers ?? noTimers
  }

  get events(): readonly DraftEvent[] {
    return this.#events ?? noEvents
  }

  get extras(): Readonly<Extras> {
    return this.#extras ?? noExtras
  }

  get hasExtras(): boolean {
    return this.#extras !== undefined
  }

  get isEmpty(): boolean {
    return this.#instances === undefined && this.#timers === undefined && !this.#extras
  }

  put(state: InstanceState): void {
    this.#instances ??= new Map()
    this.#instances.set(state.id, state)
  }

  arm(timer: Timer): void {
    this.#timers ??= new Map()
    this.#timers.set(timerName(timer.instance_id, timer.timer_id), timer)
  }

  disarm(instanceId: string, timerId: string): void {
    this.#timers ??= new Map()
    this.#timers.set(timerName(instanceId, timerId), null)
  }

  log(event: DraftEvent): void {
    this.#events ??= []
    this.#events.push(event)
  }

  /** Adds to one of the lists that most drafts do not have. */
  add<K extends keyof Extras>(list: K, ...elements: Extras[K]): void {
    this.#extras ??= {
      effects: [],
      texts: [],
      persons: [],
      failures: [],
      resolved: [],
      redactions: [],
    }
    const target = this.#extras[list] as unknown[]
    for (const element of elements) target.push(element)
  }

  /** Marks the instance whose code crashed, and keeps what was being delivered (I9). */
  fail(failed: InstanceState, delivery: string, error: string): void {
    this.put({ ...failed, needsAttention: true })
    this.add('failures', { instanceId: failed.id, delivery, error })
  }

  /** Takes out what was logged, and what goes beside the log; instances and timers stay. */
  drain(): { readonly events: readonly DraftEvent[]; readonly extras: Readonly<Extras> } {
    const { events, extras } = this
    this.#events = undefined
    this.#extras = undefined
    return { events, extras }
  }

  mergeInto(target: Draft): void {
    for (const state of this.instances.values()) target.put(state)
    if (this.#timers) {
      target.#timers ??= new Map()
      for (const [name, timer] of this.#timers) target.#timers.set(name, timer)
    }
    for (const event of this.events) target.log(event)
    if (!this.#extras) return
    for (const list of Object.keys(this.#extras) as (keyof Extras)[]) {
      target.add(list, ...(this.#extras[list] as never[]))
    }
  }
}

interface Extras {
  effects: DraftEffect[]
  texts: TextRow[]
  persons: PersonRow[]
  failures: DraftFailure[]
  /** Failures as they stand after an operator has dealt with them. */
  resolved: FailureRow[]
  redactions: Redaction[]
}

const noInstances: ReadonlyMap<string, InstanceState> = new Map()
const noTimers: ReadonlyMap<string, Timer | null> = new Map()
const noEvents: readonly DraftEvent[] = []
const noExtras: Readonly<Extras> = {
  effects: [],
  texts: [],
  persons: [],
  failures: [],
  resolved: [],
  redactions: [],
}
