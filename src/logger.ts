import { pino, type DestinationStream } from 'pino'
import type { LogLevel } from './config.ts'

/**
 * The log of a process: one JSON line per thing that happened, with `level`, `time` (ISO 8601, UTC)
 * and `msg`. It holds no personal data: a message is one of a fixed list, a field one of an allowed
 * list, and a value that does not look like what its field takes is left out.
 */
export interface Logger {
  debug(message: LogMessage, fields?: LogFields): void
  info(message: LogMessage, fields?: LogFields): void
  warn(message: LogMessage, fields?: LogFields): void
  /** `cause` is told by name, code and place; never by its message, which may quote data. */
  error(message: LogMessage, cause: unknown, fields?: LogFields): void
}

/** All that is ever said; a text made from data cannot be a message. */
export type LogMessage =
  | 'event applied'
  | 'event refused'
  | 'request answered'
  | 'request failed'
  | 'work failed'
  | 'started'
  | 'listening'
  | 'stopping'
  | 'stopped'
  | 'crashed'
  | 'could not stop'

export interface LogFields {
  /** Id of the call. */
  readonly call?: string
  /** Id of the call or project. */
  readonly instance?: string
  /** `instance:revision`. */
  readonly event?: string
  readonly type?: string
  readonly cause?: string
  readonly firedBy?: string | null
  readonly lateMs?: number | null
  readonly requestId?: string | null
  /** Of a refusal or failure; docs/ERRORS.md explains it. */
  readonly code?: string
  readonly method?: string
  /** Pattern of the path, without its values. */
  readonly route?: string
  readonly status?: number
  readonly durationMs?: number
  readonly command?: string
  readonly dispatcher?: string
  readonly database?: string
  readonly host?: string
  readonly port?: number
  readonly signal?: string
  readonly check?: string
}

export interface LoggerOptions {
  readonly level: LogLevel
  /** Default the standard output; a line is written before the call returns. */
  readonly destination?: DestinationStream
}

export function openLogger({ level, destination = standardOutput() }: LoggerOptions): Logger {
  const log = pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  )
  return {
    debug: (message, fields = {}) => log.debug(allowed(fields), message),
    info: (message, fields = {}) => log.info(allowed(fields), message),
    warn: (message, fields = {}) => log.warn(allowed(fields), message),
    error: (message, cause, fields = {}) =>
      log.error({ ...allowed(fields), error: describeError(cause) }, message),
  }
}

/** For tools and tests that run the system without a log. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** What a value of a field looks like; no blanks and no @, so neither a text nor an address. */
const ID = /^[\w./:#-]{1,200}$/

const allowedFields: Readonly<Record<keyof LogFields, 'id' | 'number'>> = {
  call: 'id',
  instance: 'id',
  event: 'id',
  type: 'id',
  cause: 'id',
  firedBy: 'id',
  lateMs: 'number',
  requestId: 'id',
  code: 'id',
  method: 'id',
  route: 'id',
  status: 'number',
  durationMs: 'number',
  command: 'id',
  dispatcher: 'id',
  database: 'id',
  host: 'id',
  port: 'number',
  signal: 'id',
  check: 'id',
}

function allowed(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(fields) as [keyof LogFields, unknown][]) {
    const kind = allowedFields[name]
    if (kind === 'id' && typeof value === 'string' && ID.test(value)) kept[name] = value
    if (kind === 'number' && typeof value === 'number') kept[name] = Math.round(value)
  }
  return kept
}

interface DescribedError {
  readonly name: string
  readonly code?: string
  /** Code of what caused it, as SQLITE_FULL or ECONNREFUSED. */
  readonly causeCode?: string
  /** Where it was made: lines of the stack, without the message that stands above them. */
  readonly at?: readonly string[]
}

const FRAME = /^ {4}at (?:async )?(?:[\w.<>#$ ]+ )?\(?(?:file:|node:|\/)[^\s()]+:\d+:\d+\)?$/
const FRAMES_MAX = 8

function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = codeOf(error)
  const causeCode = codeOf(error.cause)
  const frames = (error.stack ?? '').split('\n').filter((line) => FRAME.test(line))
  return {
    name: ID.test(error.name) ? error.name : 'Error',
    ...(code === undefined ? {} : { code }),
    ...(causeCode === undefined ? {} : { causeCode }),
    at: frames.slice(0, FRAMES_MAX).map((line) => line.trim()),
  }
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' && ID.test(code) ? code : undefined
}

/** A reader that has gone away (EPIPE) is no reason to stop working. */
function standardOutput(): DestinationStream {
  const destination = pino.destination({ fd: 1, sync: true })
  destination.on('error', () => {})
  return destination
}
