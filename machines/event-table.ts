import type { TSchema } from 'typebox'
import type { AnyMachineSnapshot } from 'xstate'
import { present } from './present.ts'

/** What a machine receives, whatever the cause; `at` in milliseconds since the epoch (UTC). */
export interface Delivered<Data = unknown, Facts = unknown> {
  readonly type: string
  readonly at: number
  /** The revision that this event becomes. */
  readonly revision: number
  /** Random id of the person who sent it; null for timers. */
  readonly person: string | null
  readonly data: Data
  readonly facts: Facts
}

/** A machine's input at its start. */
export interface Start<Data> {
  readonly at: number
  readonly revision: 1
  readonly id: string
  readonly data: Data
}

export interface Refusal {
  readonly code: string
  readonly message: string
  readonly field?: string
}

export interface Member {
  readonly id: string
  readonly machine: string
  readonly snapshot: AnyMachineSnapshot
}

export interface Sender {
  readonly person: string
  readonly roles: readonly string[]
  readonly claims?: Readonly<Record<string, string>>
}

export type Check = (snapshot: AnyMachineSnapshot, event: Delivered) => Refusal | null

export interface EventEntry {
  readonly schema: TSchema
  readonly roles: readonly Role[]
  readonly label: { readonly nl: string; readonly en: string }
  /** Paths of free text; the machine sees a salted digest, '' when blank. */
  readonly text?: readonly string[]
  /** Paths of personal data, treated as free text. */
  readonly personal?: readonly string[]
  /** Paths that name a person; the machine sees the random person id. */
  readonly persons?: readonly string[]
  /** Rules beyond the roles; sees the instance as it stands. */
  readonly authorise?: (
    sender: Sender,
    instanceId: string,
    data: unknown,
    snapshot: AnyMachineSnapshot,
  ) => Refusal | null
  /** Checks before "does the state accept it". */
  readonly before?: readonly Check[]
  /** Checks after it. */
  readonly after?: readonly Check[]
  readonly facts?: (members: readonly Member[], event: Delivered) => unknown
}

export type Role = 'applicant' | 'reviewer' | 'manager' | 'inspector' | 'paymaster'

/** When a machine started: the first delays are asked for with the input in the place of an event. */
export function startedAt(event: object): number {
  return (event as { readonly input: Start<unknown> }).input.at
}

/** The person behind an event that no timer can cause. */
export function senderOf({ person, type }: Delivered): string {
  return present(person, `person behind ${type}`)
}

/** A refusal, from a sentence. */
export function refuse(code: string, message: string, field?: string): Refusal {
  return field === undefined ? { code, message } : { code, message, field }
}

/** A check that sees context and payload with their types. */
export function check<Context, Data, Facts = unknown>(
  rule: (context: Context, event: Delivered<Data, Facts>) => Refusal | null,
): Check {
  return (snapshot, event) => rule(snapshot.context as Context, event as Delivered<Data, Facts>)
}

/** Four eyes compares persons, not accounts or roles. Source: domain §2. */
export function fourEyes(proposedBy: string, event: Delivered): Refusal | null {
  return proposedBy === event.person
    ? refuse('four-eyes', 'Another person than the one who proposed this must approve it.')
    : null
}
