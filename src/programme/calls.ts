import type { Applicant, CallParameters } from '../domain/call.ts'
import type { Engine, Outcome, Sender } from '../engine/index.ts'
import { callStart, projectStart } from './import/starts.ts'

/** Id of an applicant's project within its call. */
function projectId(call: string, applicant: string): string {
  return `${call}/${applicant}`
}

export interface StartCallOptions {
  /** Idempotency key; null for none. Default: one that all imports of a folder share. */
  readonly key?: string | null
  /** Logical time (ms); on a virtual database only. */
  readonly at?: number
  readonly requestId?: string
}

/**
 * Starts a call and the projects of all its applicants in one transaction. Idempotent by its key:
 * the same call again gives the same outcome, another one under the same id is refused.
 */
export function startCall(
  engine: Engine,
  parameters: CallParameters,
  applicants: readonly Applicant[],
  sender: Sender,
  { key = 'import', ...options }: StartCallOptions = {},
): Promise<Outcome> {
  return engine.startGroup({
    root: { id: parameters.id, machine: 'call', data: callStart(parameters, applicants) },
    members: applicants.map((applicant) => ({
      id: projectId(parameters.id, applicant.id),
      machine: 'project',
      data: projectStart(parameters, applicant),
    })),
    sender,
    ...(key === null ? {} : { key }),
    ...options,
  })
}
