import type { Applicant, CallParameters } from '../domain/call.ts'
import type { Engine, Outcome, Sender } from '../engine/index.ts'
import { callStart, projectStart } from './import/starts.ts'

/** Id of an applicant's project within its call. */
function projectId(call: string, applicant: string): string {
  return `${call}/${applicant}`
}

/**
 * Starts a call and the projects of all its applicants in one transaction. Idempotent: the same
 * folder again gives the same outcome, another folder under the same id is refused.
 */
export function startCall(
  engine: Engine,
  parameters: CallParameters,
  applicants: readonly Applicant[],
  sender: Sender,
  at?: number,
): Promise<Outcome> {
  return engine.startGroup({
    root: { id: parameters.id, machine: 'call', data: callStart(parameters, applicants) },
    members: applicants.map((applicant) => ({
      id: projectId(parameters.id, applicant.id),
      machine: 'project',
      data: projectStart(parameters, applicant),
    })),
    sender,
    key: 'import',
    ...(at === undefined ? {} : { at }),
  })
}
