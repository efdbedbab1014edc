import { isUtf8 } from 'node:buffer'
import { parseInstant } from '../../domain/calendar.ts'
import type { Fault, ImportError } from './errors.ts'
import { fileError } from './errors.ts'
import { parseJson } from './json-text.ts'
import type { EventLine } from './schemas.ts'
import { eventLine } from './schemas.ts'
import { shaper } from './shape.ts'
import { Sound } from './sound.ts'
import { byteOrderMark, notUtf8, openFile } from './text-file.ts'

const mebibyte = 1024 * 1024
const longestFile = 200 * mebibyte
const longestLine = mebibyte
const mostErrors = 10_000
const lineFeed = 0x0a

/** One event of a replay. */
export interface ReplayEvent {
  /** Line of the file, counted from 1. */
  readonly line: number
  /** When it is sent: milliseconds since the epoch (UTC). */
  readonly atMs: number
  /** The call's id, or `<call>/<applicant>`. */
  readonly to: string
  readonly type: string
  readonly actor: string
  readonly roles: readonly string[]
  /** For whom an `applicant` acts. */
  readonly applicant?: string
  /** Idempotency key; without it the line number is one. */
  readonly id?: string
  /** The payload as it stands there; `{}` when the line has none. */
  readonly data: unknown
}

/**
 * The events of a replay, read line by line; blank lines are skipped. `call` is the id that they
 * must be sent to; undefined when it is not known, as call.yaml is wrong.
 */
export async function readEvents(
  path: string,
  file: string,
  call: string | undefined,
): Promise<{ readonly events: readonly ReplayEvent[]; readonly errors: readonly ImportError[] }> {
  const opened = await openFile(path, file, longestFile)
  if ('message' in opened) return { events: [], errors: [opened] }
  await using handle = opened
  const events: ReplayEvent[] = []
  const errors: ImportError[] = []
  let latest = { at: '', atMs: Number.NEGATIVE_INFINITY, line: 0 }
  for await (const { bytes, line } of linesOf(handle.createReadStream())) {
    const read = readLine(file, bytes, line, call)
    errors.push(...read.errors)
    if (read.at !== undefined && read.atMs !== undefined) {
      if (read.atMs < latest.atMs) {
        const message = `Must not be before ${latest.at}, the time of line ${latest.line}.`
        errors.push({ file, row: line, field: 'at', message })
      }
      latest = { at: read.at, atMs: read.atMs, line }
    }
    if (read.event !== undefined && errors.length === 0) events.push(read.event)
    if (errors.length >= mostErrors) break
  }
  return { events, errors }
}

interface ReadLine {
  readonly errors: readonly ImportError[]
  readonly event?: ReplayEvent
  /** The time, where that is right, whatever else is wrong. */
  readonly at?: string | undefined
  readonly atMs?: number | undefined
}

function readLine(file: string, bytes: Buffer, line: number, call: string | undefined): ReadLine {
  const unreadable = line === 1 ? byteOrderMark(bytes) : null
  if (unreadable !== null) return { errors: [fileError(file, unreadable, line)] }
  if (!isUtf8(bytes)) return { errors: [fileError(file, notUtf8, line)] }
  if (bytes.length > longestLine) {
    const message = `A line of at most ${longestLine} bytes is allowed.`
    return { errors: [fileError(file, message, line)] }
  }
  const text = bytes.toString('utf8')
  if (text.trim() === '') return { errors: [] }
  const parsed = parseJson(file, text)
  if (!('data' in parsed)) return { errors: parsed.map((error) => onLine(error, line)) }
  const { value, faults } = shape(parsed.data)
  const sound = new Sound(value, faults)
  const all = [...faults, ...addressFaults(sound, call)]
  const at = sound.at<string>('at')
  const atMs = at === undefined ? undefined : (parseInstant(at, 'UTC') ?? undefined)
  const errors = all.map(({ path, message }) => ({
    file,
    row: line,
    field: path.join('.'),
    message,
  }))
  return atMs === undefined || errors.length > 0
    ? { errors, at, atMs }
    : { errors, at, atMs, event: eventOf(value, line, atMs) }
}

const shape = shaper(eventLine)

function eventOf(value: EventLine, line: number, atMs: number): ReplayEvent {
  const { to, type, actor, roles, applicant, id, data = {} } = value
  return {
    line,
    atMs,
    to,
    type,
    actor,
    roles,
    ...(applicant === undefined ? {} : { applicant }),
    ...(id === undefined ? {} : { id }),
    data,
  }
}

function addressFaults(event: Sound, call: string | undefined): readonly Fault[] {
  const to = event.at<string>('to')
  if (call === undefined || to === undefined || to === call || to.startsWith(`${call}/`)) return []
  return [{ path: ['to'], message: `Must be ${call} or ${call}/ and the id of an applicant.` }]
}

/** JSON counts its lines within the line. */
function onLine(error: ImportError, line: number): ImportError {
  return { ...error, row: line, message: error.message.replace(' at line 1,', ' at') }
}

async function* linesOf(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly bytes: Buffer; readonly line: number }> {
  let rest: Buffer[] = []
  let length = 0
  let line = 1
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      yield { bytes: Buffer.concat([...rest, chunk.subarray(start, end)]), line }
      rest = []
      length = 0
      line += 1
      start = end + 1
    }
    const tail = chunk.subarray(start)
    // What is longer than a line may be is refused anyhow: its end need not be kept.
    if (length <= longestLine) rest.push(tail)
    length += tail.length
  }
  if (length > 0) yield { bytes: Buffer.concat(rest), line }
}
