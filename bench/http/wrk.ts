import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freshFolder } from '../folder.ts'
import type { Figures } from '../target.ts'

/** A request as the load generator sends it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON; empty without a body. */
  readonly body: string
}

export interface Load {
  readonly connections: number
  readonly seconds: number
}

/** The load of every route, and what makes it warm. */
export const full: Load = { connections: 64, seconds: 5 }
export const warming: Load = { connections: 8, seconds: 1 }

const script = new URL('wrk.lua', import.meta.url).pathname

/** Part of the requests that may be refused: one that was held up is overtaken by its successor. */
const refusedAtMost = 0.01

/**
 * Lets wrk, in a process of its own, send these requests in turn, from the first again when they
 * are used up. Returns requests a second, how long they took (ms), and how many were sent. Throws
 * when more than one in a hundred was not answered with success.
 */
export const load = async (
  url: string,
  requests: readonly WireRequest[],
  { connections, seconds }: Load,
): Promise<Figures> => {
  using folder = freshFolder()
  const file = join(folder.path, 'requests')
  const { host } = new URL(url)
  writeFileSync(file, requests.map((each) => `${wireText(host, each)}\u0001`).join(''))
  const words = [
    '-t1',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    '--timeout',
    '30s',
    '-s',
    script,
    url,
    file,
  ]
  return figuresOf(await wrk(words))
}

const wireText = (host: string, { method, path, headers, body }: WireRequest): string => {
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ host, ...headers, ...(body === '' ? {} : length) })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} ${path} HTTP/1.1\r\n${head}\r\n${body}`
}

const wrk = async (words: readonly string[]): Promise<string> => {
  try {
    return (await promisify(execFile)('wrk', words)).stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const remedy = 'apt-get install wrk, or your system’s package of that name'
    throw new Error(`The load generator wrk is not here; install it: ${remedy}`, { cause: error })
  }
}

const milliseconds: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 }

/** What wrk's report says. */
export const figuresOf = (report: string): Figures => {
  const sent = Number(/(\d+) requests in/.exec(report)?.[1])
  const [line = '', refused = Infinity] = /Non-2xx or 3xx responses: (\d+)/.exec(report) ?? ['', 0]
  const [broken = ''] = /Socket errors: .*/.exec(report) ?? []
  if (broken !== '' || Number(refused) > refusedAtMost * sent) {
    throw new Error(`Not all requests were answered with success: ${line}${broken}`)
  }
  const part = (share: number): number => {
    const [, value, unit = ''] = new RegExp(`^ +${share}% +([\\d.]+)(\\w+)`, 'm').exec(report) ?? []
    return Number(value) * (milliseconds[unit] ?? NaN)
  }
  return {
    rps: Number(/Requests\/sec: +([\d.]+)/.exec(report)?.[1]),
    p50: part(50),
    p99: part(99),
    sent,
  }
}
