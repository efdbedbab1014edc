import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Applicant, CallParameters } from '../../domain/call.ts'
import { applicantsNames, formatOf, longestApplicants, readApplicants } from './applicants-file.ts'
import type { ImportError, ImportErrors, Read } from './errors.ts'
import { fileError } from './errors.ts'
import type { ReplayEvent } from './events.ts'
import { readEvents } from './events.ts'
import { judge } from './judge.ts'
import { readBytes, textOf, tooLong } from './text-file.ts'
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
  /** The file that holds the applicants; default the one in the folder. */
  readonly applicants?: string
}

const longestCall = 1024 * 1024

/**
 * Reads a call folder: call.yaml, applicants.json, .csv or .xlsx, and events.jsonl. All of it is
 * judged before anything is said, so that every error is listed at once; what is wrong is a value,
 * never thrown.
 */
export async function readCallFolder(
  folder: string,
  { events: wanted = 'optional', applicants }: ReadOptions = {},
): Promise<{ readonly folder: CallFolder } | ImportErrors> {
  const source = applicants === undefined ? inFolder(folder) : { path: applicants }
  const file = 'path' in source ? basename(source.path) : source.file
  const [callRead, applicantsRead] = await Promise.all([
    readBytes(join(folder, 'call.yaml'), 'call.yaml', longestCall),
    'path' in source ? readApplicantsAt(source.path, file) : [source],
  ])
  const judged = judge('message' in callRead ? [callRead] : callOf(callRead), file, applicantsRead)
  const log = await readLog(folder, wanted, judged.id)
  const errors = [...judged.errors, ...log.errors]
  if (errors.length > 0 || judged.call === null) return { errors }
  return { folder: { ...judged.call, events: log.events } }
}

/** call.yaml, as its bytes say it. */
export function callOf(bytes: Buffer): Read {
  const file = 'call.yaml'
  if (bytes.length > longestCall) return [fileError(file, tooLong(bytes.length, longestCall))]
  const read = textOf(file, bytes)
  return 'text' in read ? parseYaml(file, read.text) : [read]
}

/** The one file of applicants that the folder has; of several, none is guessed. */
function inFolder(folder: string): { readonly path: string } | ImportError {
  const [name = applicantsNames[0], ...others] = applicantsNames.filter((each) =>
    existsSync(join(folder, each)),
  )
  if (others.length === 0) return { path: join(folder, name) }
  const names = [name, ...others].join(' and ')
  return fileError(name, `A call folder must hold its applicants once; this one has ${names}.`)
}

async function readApplicantsAt(path: string, file: string): Promise<Read> {
  const format = formatOf(path)
  if (format === null) return [fileError(file, 'Applicants must be a .json, .csv or .xlsx file.')]
  const bytes = await readBytes(path, file, longestApplicants[format])
  return 'message' in bytes ? [bytes] : readApplicants(file, format, bytes)
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
