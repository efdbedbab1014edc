import type { Applicant, CallParameters } from '../../domain/call.ts'
import { readApplicants, type ApplicantsFormat } from './applicants-file.ts'
import type { ImportErrors } from './errors.ts'
import { callOf } from './folder.ts'
import { judge } from './judge.ts'

/** A call with its applicants, as they are sent rather than kept in a folder. */
export interface CallContents {
  /** The text of call.yaml. */
  readonly call: string
  readonly applicants: { readonly format: ApplicantsFormat; readonly bytes: Buffer }
}

/** Reads a call that was sent as the folder of it would be read; errors name its files. */
export async function readCallContents({
  call,
  applicants: { format, bytes },
}: CallContents): Promise<
  { readonly parameters: CallParameters; readonly applicants: readonly Applicant[] } | ImportErrors
> {
  const file = `applicants.${format}`
  const read = await readApplicants(file, format, bytes)
  const judged = judge(callOf(Buffer.from(call)), file, read)
  return judged.call ?? { errors: judged.errors }
}
