import { canonicalJson } from './canonical.ts'
import type { Refusal } from './definition.ts'
import type { DraftEvent } from './draft.ts'

/** What a sender is told; a refusal is a value. */
export type Outcome = Accepted | Refused

export interface Accepted {
  readonly accepted: true
  readonly instance: string
  /** Revision that the event became. */
  readonly revision: number
  /** Logical time that it got (ms). */
  readonly at: number
  /** Place in the log of the whole database; 0 in a preview. */
  readonly position: number
}

export interface Refused {
  readonly accepted: false
  readonly code: string
  readonly message: string
  readonly field?: string
  /** Event types that the instance takes now, guards and roles not considered; sorted. */
  readonly allowed: readonly string[]
}

/** An outcome while its batch is not yet written: an event has no position before. */
export type Answer = { readonly event: DraftEvent } | { readonly outcome: Outcome }

/** Of events that go together, one answer each; of a refusal only the first, and whose it was. */
export interface TogetherAnswer {
  readonly together: readonly Answer[]
  readonly refusedAt: number | null
}

export const refused = (refusal: Refusal, allowed: readonly string[] = []): Answer => ({
  outcome: {
    accepted: false,
    code: refusal.code,
    message: refusal.message,
    ...(refusal.field === undefined ? {} : { field: refusal.field }),
    allowed,
  },
})

/**
 * An outcome as an attempt keeps it: a refusal as it is; an acceptance, of which there are many, as
 * `[revision, at, position]`. The row's id begins with the instance.
 */
export const outcomeText = (outcome: Outcome): string =>
  outcome.accepted
    ? `[${outcome.revision},${outcome.at},${outcome.position}]`
    : canonicalJson(outcome)

export const storedOutcome = (text: string, instance: string): Outcome => {
  const stored = JSON.parse(text) as Refused | readonly [number, number, number]
  if (!('length' in stored)) return stored
  const [revision, at, position] = stored
  return { accepted: true, instance, revision, at, position }
}

export const outcomeOf = (answer: Answer): Outcome => {
  if ('outcome' in answer) return answer.outcome
  const { step, row } = answer.event
  return {
    accepted: true,
    instance: step.instanceId,
    revision: step.revision,
    at: step.at,
    position: row.position,
  }
}
