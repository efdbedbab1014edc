import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { TSchema } from 'typebox'

/** A text for people, in the two languages of the programme. */
export interface Label {
  readonly nl: string
  readonly en: string
}

/**
 * What the runtime delivers to a machine, for every cause: an event from outside, a fired timer,
 * a message of another instance. `at` is the only time a machine knows (milliseconds since the
 * epoch, UTC); `revision` is the revision that this very event will become.
 */
export interface DeliveredEvent {
  readonly type: string
  readonly at: number
  readonly revision: number
  /** Random id of the person who sent it; null for timers, and for messages that timers caused. */
  readonly person: string | null
  /** Payload; text and personal fields are digests ('' when blank), person fields person ids. */
  readonly data: unknown
  /** What `facts` of the event's definition gathered over the group; null without it. */
  readonly facts: unknown
}

/** The `input` of a machine at its start. */
export interface StartInput {
  readonly at: number
  readonly revision: 1
  readonly id: string
  readonly data: unknown
}

/** Why an event is not taken; a value, never an exception. */
export interface Refusal {
  readonly code: string
  /** One sentence that says what is wrong and, where it can, what would be right. */
  readonly message: string
  /** Path of the payload field that is wrong, as `lines.0.kpi`. */
  readonly field?: string
}

/** A member of the group as facts and authorisation see it. */
export interface Member {
  readonly id: string
  readonly machine: string
  readonly snapshot: AnyMachineSnapshot
}

export type Check = (snapshot: AnyMachineSnapshot, event: DeliveredEvent) => Refusal | null

export interface EventDefinition {
  /** TypeBox object schema of `data`; additional properties are refused. */
  readonly schema: TSchema
  /** Roles that may send it; one suffices. */
  readonly roles: readonly string[]
  readonly label: Label
  /** Paths of free text: 'reason', 'kpis.*.motivation'. Machine and log see a salted digest. */
  readonly text?: readonly string[]
  /** Paths of personal data, treated as free text. */
  readonly personal?: readonly string[]
  /** Paths that name a person; machine and log see the random person id. */
  readonly persons?: readonly string[]
  /**
   * Rules of who may send it beyond the roles; gets the payload as it was sent, and the instance as
   * it stands once every timer due before the event has fired.
   */
  readonly authorise?: (
    sender: Sender,
    instanceId: string,
    data: unknown,
    snapshot: AnyMachineSnapshot,
  ) => Refusal | null
  /** Checks that come before "does the state accept it", first failing one wins. */
  readonly before?: readonly Check[]
  /** Checks that come after it. */
  readonly after?: readonly Check[]
  /** Reads other members of the group in the same transaction, into `event.facts` (and the log). */
  readonly facts?: (members: readonly Member[], event: DeliveredEvent) => unknown
}

export interface Sender {
  /** Subject of the person, e.g. an account name; the log gets a random id instead. */
  readonly person: string
  readonly roles: readonly string[]
  /** Further claims that `authorise` understands, e.g. `applicant` or `organisation`. */
  readonly claims?: Readonly<Record<string, string>>
}

/**
 * What one custom action of a machine means to the runtime:
 * - `message`: an event for another instance of the group, applied in the same transaction.
 *   Params {@link Message}.
 * - `effect`: a row in the outbox, performed after the commit, at least once.
 * - `record`: handed to the participants, who write their own rows in the same transaction.
 */
export type ActionKind = 'message' | 'effect' | 'record'

export interface Message {
  readonly to: string
  readonly type: string
  readonly data: unknown
  /** An optional message that is refused is dropped; else its refusal refuses the whole event. */
  readonly optional?: boolean
}

/** A machine as the runtime runs it. Assembled from a plain XState machine and its tables. */
export interface MachineDefinition {
  /** Name, without version; an instance keeps name and version for life. */
  readonly name: string
  readonly version: number
  readonly machine: AnyStateMachine
  readonly start: Pick<EventDefinition, 'schema' | 'text' | 'personal'>
  readonly events: Readonly<Record<string, EventDefinition>>
  /** Types that only other instances may send. */
  readonly messages: readonly string[]
  readonly actions: Readonly<Record<string, ActionKind>>
  /** Delay names that carry a legal deadline: on a live clock their timers are taken 5 s late. */
  readonly deadlines: readonly string[]
  /** States that this tag marks are ends; the lint wants one reachable from every state. */
  readonly endTag: string
}
