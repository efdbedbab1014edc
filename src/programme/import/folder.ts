import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Applicant, CallParameters } from '../../domain/call.ts'
import { applicantFaults } from './applicant-checks.ts'
import { callFaults } from './call-checks.ts'
import type { ImportError, ImportErrors, Parsed } from './errors.ts'
import { errorsOf } from './errors.ts'
import type { ReplayEvent } from './events.ts'
import { readEvents } from './events.ts'
import { parseJson } from './json-text.ts'
import { parseFolder } from './parse.ts'
import type { ApplicantsFile, CallFile } from './schemas.ts'
import { applicantsFile, callFile } from './schemas.ts'
import { shaper } from './shape.ts'
import { Sound } from './sound.ts'
import { readText } from './text-file.ts'
import { parseYaml } from './yaml-text.ts'

export type { ImportError, ImportErrors } from './errors.ts'
export type { ReplayEvent } from './events.ts'

/** A call folder without a single error. */
export interface CallFolder {
  readonly parameters: CallParameters
  readonly applicants: readonly Applicant[]
  /** In the order of the file; empty when they were not asked for. */
  readonly events: readonly ReplayEvent[]
}

export interface ReadOptions {
  /** Whether events.jsonl is read, left alone, or read where it exists (default). */
  readonly events?: 'required' | 'ignored' | 'optional'
}

const mebibyte = 1024 * 1024
const longestCall = mebibyte
const longestApplicants = 50 * mebibyte
const nothing = new Sound(undefined, [])

/**
 * Reads a call folder: call.yaml, applicants.json and events.jsonl. All of it is judged before
 * anything is said, so that every error is listed at once; what is wrong is a value, never thrown.
 */
export async function readCallFolder(
  folder: string,
  { events: wanted = 'optional' }: ReadOptions = {},
): Promise<{ readonly folder: CallFolder } | ImportErrors> {
  const [callRead, applicantsRead] = await Promise.all([
    readData(folder, 'call.yaml', longestCall, parseYaml),
    readData(folder, 'applicants.json', longestApplicants, parseJson),
  ])
  const call = judgeCall(callRead)
  const applicants = judgeApplicants(applicantsRead, call.sound)
  const log = await readLog(folder, wanted, call.sound.at<string>('id'))
  const errors = [...call.errors, ...applicants.errors, ...log.errors]
  if (errors.length > 0 || call.value === null || applicants.value === null) return { errors }
  return { folder: { ...parseFolder(call.value, applicants.value), events: log.events } }
}

interface Judged<T> {
  readonly errors: readonly ImportError[]
  /** The file with its defaults; null where it has errors. */
  readonly value: T | null
}

type Read = Parsed | readonly ImportError[]

async function readData(
  folder: string,
  file: string,
  limitBytes: number,
  parse: (file: string, text: string) => Read,
): Promise<Read> {
  const read = await readText(join(folder, file), file, limitBytes)
  return 'text' in read ? parse(file, read.text) : [read]
}

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

function judgeApplicants(read: Read, call: Sound): Judged<ApplicantsFile> {
  if (!('data' in read)) return { errors: read, value: null }
  const isBare = Array.isArray(read.data)
  const { value, faults } = shapeApplicants(isBare ? { applicants: read.data } : read.data)
  const all = [...faults, ...applicantFaults(new Sound(value, faults), call)]
  const places: Parsed = {
    data: read.data,
    linesOf: (paths) => read.linesOf(isBare ? paths.map((path) => path.slice(1)) : paths),
  }
  return {
    errors: errorsOf('applicants.json', places, all),
    value: all.length === 0 ? value : null,
  }
}

async function readLog(
  folder: string,
  wanted: 'required' | 'ignored' | 'optional',
  call: string | undefined,
): Promise<{ readonly events: readonly ReplayEvent[]; readonly errors: readonly ImportError[] }> {
  const file = 'events.jsonl'
  const path = join(folder, file)
  if (wanted === 'ignored' || (wanted === 'optional' && !existsSync(path))) {
    return { events: [], errors: [] }
  }
  return readEvents(path, file, call)
}
