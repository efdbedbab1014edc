import type { Applicant, CallParameters } from '../../domain/call.ts'
import { applicantFaults } from './applicant-checks.ts'
import { callFaults } from './call-checks.ts'
import type { Fault, ImportError, Parsed, Path, Read } from './errors.ts'
import { errorsOf } from './errors.ts'
import { parseFolder } from './parse.ts'
import type { ApplicantsFile, CallFile } from './schemas.ts'
import { applicantsFile, callFile } from './schemas.ts'
import { shaper } from './shape.ts'
import { Sound } from './sound.ts'

/** What of a call and its applicants is right, and what is not. */
export interface Judgement {
  readonly errors: readonly ImportError[]
  /** The id of the call, where that is right, whatever else is wrong. */
  readonly id: string | undefined
  /** Null where there are errors. */
  readonly call: {
    readonly parameters: CallParameters
    readonly applicants: readonly Applicant[]
  } | null
}

/** Judges a call with its applicants; `file` is the name of the applicants'. */
export function judge(callRead: Read, file: string, applicantsRead: Read): Judgement {
  const call = judgeCall(callRead)
  const applicants = judgeApplicants(file, applicantsRead, call.sound)
  const errors = [...call.errors, ...applicants.errors]
  const isRight = errors.length === 0 && call.value !== null && applicants.value !== null
  return {
    errors,
    id: call.sound.at<string>('id'),
    call: isRight ? parseFolder(call.value, applicants.value) : null,
  }
}

interface Judged<T> {
  readonly errors: readonly ImportError[]
  /** The file with its defaults; null where it has errors. */
  readonly value: T | null
}

const nothing = new Sound(undefined, [])
const shapeCall = shaper(callFile)
const shapeApplicants = shaper(applicantsFile)

/** `sound` is what of the call is right, for the other files to be held against. */
function judgeCall(read: Read): Judged<CallFile> & { readonly sound: Sound } {
  if (!('data' in read)) return { errors: read, value: null, sound: nothing }
  const { value, faults } = shapeCall(read.data)
  const all = [...faults, ...callFaults(new Sound(value, faults))]
  return {
    errors: errorsOf('call.yaml', read, all),
    value: all.length === 0 ? value : null,
    sound: new Sound(value, all),
  }
}

function judgeApplicants(file: string, read: Read, call: Sound): Judged<ApplicantsFile> {
  if (!('data' in read)) return { errors: read, value: null }
  const isBare = Array.isArray(read.data)
  const { value, faults: found } = shapeApplicants(isBare ? { applicants: read.data } : read.data)
  const refused = (read.refused?.paths ?? []).map((path): Fault => ({ path, message: '' }))
  const faults = notAbout(refused, found)
  const all = [...faults, ...applicantFaults(new Sound(value, [...refused, ...faults]), call)]
  const places: Parsed = isBare
    ? { ...read, placesOf: (paths) => read.placesOf(paths.map((path) => path.slice(1))) }
    : read
  const errors = errorsOf(file, places, all)
  return { errors, value: errors.length === 0 ? value : null }
}

/** The faults of values that nothing was said of yet. */
function notAbout(refused: readonly Fault[], faults: readonly Fault[]): readonly Fault[] {
  if (refused.length === 0) return faults
  const known = new Set(refused.map(({ path }) => keyOf(path)))
  return faults.filter(({ path }) => !known.has(keyOf(path)))
}

function keyOf(path: Path): string {
  return path.join('/')
}
