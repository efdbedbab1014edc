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
  /** Custom actions of kind `record`, in order. */
  readonly records: readonly CustomAction[]
}

export interface CustomAction {
  readonly type: string
  readonly params: unknown
}

/** A log row whose position is given at the write, under the commit lock. */
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
  readonly instances = new Map<string, InstanceState>()
  /** Null says: no longer armed. */
  readonly timers = new Map<string, Timer | null>()
  readonly events: DraftEvent[] = []
  readonly effects: DraftEffect[] = []
  readonly texts: TextRow[] = []
  readonly persons: PersonRow[] = []
  readonly failures: DraftFailure[] = []
  /** Failures as they stand after an operator has dealt with them. */
  readonly resolved: FailureRow[] = []
  readonly redactions: Redaction[] = []

  constructor(parent: DraftSource) {
    this.#parent = parent
  }

  instance(id: string): InstanceState | undefined {
    return this.instances.get(id) ?? this.#parent.instance(id)
  }

  timer(name: string): Timer | null | undefined {
    const own = this.timers.get(name)
    return own === undefined ? this.#parent.timer(name) : own
  }

  get isEmpty(): boolean {
    return (
      this.events.length === 0 &&
      this.persons.length === 0 &&
      this.failures.length === 0 &&
      this.resolved.length === 0
    )
  }

  /** Marks the instance whose code crashed, and keeps what was being delivered (I9). */
  fail(failed: InstanceState, delivery: string, error: string): void {
    this.instances.set(failed.id, { ...failed, needsAttention: true })
    this.failures.push({ instanceId: failed.id, delivery, error })
  }

  mergeInto(target: Draft): void {
    for (const [id, state] of this.instances) target.instances.set(id, state)
    for (const [name, timer] of this.timers) target.timers.set(name, timer)
    target.events.push(...this.events)
    target.effects.push(...this.effects)
    target.texts.push(...this.texts)
    target.persons.push(...this.persons)
    target.failures.push(...this.failures)
    target.resolved.push(...this.resolved)
    target.redactions.push(...this.redactions)
  }
}
