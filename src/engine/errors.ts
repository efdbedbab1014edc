import type { Refusal } from './definition.ts'

/** Codes of refusals that the runtime itself makes; machines add their own through checks. */
export type EngineRefusalCode =
  | 'not-found'
  | 'invalid-payload'
  | 'not-authorised'
  | 'idempotency-conflict'
  | 'needs-attention'
  | 'event-not-allowed'
  | 'four-eyes'
  | 'version-conflict'

/** A refusal of the runtime itself. */
export const refuse = (code: EngineRefusalCode, message: string, field?: string): Refusal =>
  field === undefined ? { code, message } : { code, message, field }

/** What goes wrong without being a refusal: wrong set-up, or a runtime that is closed. */
export type EngineErrorCode =
  | 'machine-refused'
  | 'machine-unknown'
  | 'wrong-database-kind'
  | 'virtual-only'
  | 'engine-closed'
  | 'corrupt-row'

export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode
  readonly retryable = false

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** I9: code of a machine threw, or gave what cannot be stored. */
export class MachineCrash extends Error {
  override readonly name = 'MachineCrash'
  readonly instanceId: string

  constructor(instanceId: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.instanceId = instanceId
  }
}

/** A broken promise of the runtime itself; the message begins with the invariant's number. */
class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

export function assertInvariant(
  holds: boolean,
  invariant: `I${number}`,
  message: string,
): asserts holds {
  if (!holds) throw new InvariantError(`${invariant}: ${message}`)
}
