import type { CallStart } from '../../machines/call/context.ts'
import type { ProjectStart } from '../../machines/project/context.ts'
import type { Applicant, CallParameters } from '../../src/domain/call.ts'
import { readCallFolder } from '../../src/programme/import/folder.ts'
import { callStart, projectStart } from '../../src/programme/import/starts.ts'

/** A call folder as the importer takes it, and what its machines start with. */
export interface LoadedCall {
  readonly id: string
  readonly parameters: CallParameters
  readonly applicants: readonly Applicant[]
  readonly callStart: CallStart
  readonly projectStarts: ReadonlyMap<string, ProjectStart>
}

export async function loadCall(folder: string): Promise<LoadedCall> {
  const read = await readCallFolder(folder)
  if ('errors' in read) throw new Error(JSON.stringify(read.errors.slice(0, 5), null, 2))
  const { parameters, applicants } = read.folder
  const starts = applicants.map(
    (each) => [`${parameters.id}/${each.id}`, projectStart(parameters, each)] as const,
  )
  return {
    id: parameters.id,
    parameters,
    applicants,
    callStart: callStart(parameters, applicants),
    projectStarts: new Map(starts),
  }
}
