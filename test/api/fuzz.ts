import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { openApp, type App } from '../../src/app.ts'
import { buildServer } from '../../src/api/server.ts'
import { silentLogger } from '../../src/logger.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { Chance } from '../simulation/chance.ts'
import { calendarSecrets } from './calendar-secrets.ts'
import type { Seen } from './fuzz-open.ts'
import { makeKnown } from './fuzz-paths.ts'
import { fuzzedRequest, type Operation } from './fuzz-requests.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'
import { authenticatorOf } from './people.ts'

export interface FuzzOptions {
  readonly requests: number
  readonly seed: number
  readonly onRequest?: (done: number) => void
}

/** A promise that did not hold, with the request that broke it. */
export interface FuzzFinding {
  readonly request: string
  readonly what: string
}

export interface FuzzResult {
  readonly findings: readonly FuzzFinding[]
  /** How many answers had each status. */
  readonly statuses: Readonly<Record<string, number>>
}

/** More findings than anybody reads. */
const ENOUGH = 20

const unlimited = { reads: 1e9, writes: 1e9, drawings: 1e9, forecasts: 1e9, strangers: 1e9 }
const codes = documentedCodes()

/**
 * Asks the API of a virtual database, and what is open to everybody, all kinds of things, well
 * formed and not. Whatever it is asked: it never fails, a refusal is a problem with a documented
 * code, changes nothing and repeats no secret, and in the end the log proves itself. The same seed
 * asks the same, but for the secrets of calendars and the ids of people.
 */
export async function fuzz({ requests, seed, onRequest }: FuzzOptions): Promise<FuzzResult> {
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-fuzz-'))
  const file = join(directory, 'fuzz.sqlite')
  const { app, server, operations } = await open(file)
  const etags = new Map<string, string>()
  const known = await makeKnown(app)
  const seen = { secrets: await calendarSecrets(app), etags, known }
  const watcher = new BetterSqlite3(file, { readonly: true })
  const chance = new Chance(seed)
  const findings: FuzzFinding[] = []
  const statuses: Record<string, number> = {}
  try {
    for (let done = 0; done < requests && findings.length < ENOUGH; done += 1) {
      const request = fuzzedRequest(chance, operations, seen)
      const before = watcher.pragma('data_version', { simple: true })
      const answer = await server.inject(request.options)
      const { statusCode, headers } = answer
      const { url } = request.options
      if (typeof url === 'string' && typeof headers.etag === 'string') etags.set(url, headers.etag)
      statuses[statusCode] = (statuses[statusCode] ?? 0) + 1
      const changed = watcher.pragma('data_version', { simple: true }) !== before
      for (const what of broken(request, answer, changed, seen)) {
        findings.push({ request: `#${done} ${request.name}`, what })
      }
      // A timer that an event left due at once is the worker's, not the next request's.
      if (changed) while ((await app.engine.fireDue()) > 0);
      onRequest?.(done + 1)
    }
    for (const { table, row, message } of await app.engine.verify()) {
      findings.push({ request: 'all of them', what: `verify: ${table} ${row}: ${message}` })
    }
  } finally {
    watcher.close()
    await server.close()
    await app[Symbol.asyncDispose]()
    rmSync(directory, { recursive: true })
  }
  return { findings, statuses }
}

function broken(
  request: FuzzedRequest,
  { statusCode: status, payload, headers }: LightMyRequestResponse,
  changed: boolean,
  { secrets }: Seen,
): readonly string[] {
  const found: string[] = []
  if (headers['x-content-type-options'] !== 'nosniff') found.push('is sent without its headers')
  if (status >= 500) found.push(`answered ${status}: ${payload.slice(0, 300)}`)
  if (status === 304 && payload !== '') found.push('says that nothing changed, and what it is')
  if (status < 400) {
    if (changed && !request.mayChange) found.push(`changed rows, answering ${status}`)
    return found
  }
  // A key is remembered with its refusal, an attempt to sign in is counted: those rows may come.
  if (changed && !request.hasKey && !request.isSignIn)
    found.push(`changed rows, refusing with ${status}`)
  if (/\bat (?:async )?\S+ \(|node_modules|\.ts:\d/.test(payload)) found.push('shows a stack')
  if ([...secrets.open, secrets.revoked].some((each) => payload.includes(each)))
    found.push('repeats a secret')
  if (request.isHead) return found
  const type = String(headers['content-type'] ?? '')
  if (!type.startsWith('application/problem+json')) return [...found, `refused as ${type}`]
  const { code, status: told } = JSON.parse(payload) as { code: string; status: number }
  if (!codes.has(code)) found.push(`code ${code} is not documented`)
  if (told !== status) found.push(`says ${told} and is ${status}`)
  return found
}

async function open(file: string): Promise<{
  readonly app: App
  readonly server: FastifyInstance
  readonly operations: readonly Operation[]
}> {
  const folder = await folderOf(voorbeeld)
  const kind = { seed: 'fuzz', startMs: replayStartMs(folder) }
  const app = await openApp({ database: file, kind, passwordCost: { logN: 4, r: 8, p: 1 } })
  await replay(app.engine, app.queries, folder, { untilMs: Date.parse('2025-08-19T12:00:00Z') })
  await app.openData.publications.publish(folder.parameters.id)
  const server = await buildServer({
    engine: app.engine,
    queries: app.queries,
    access: app.access,
    papers: app.papers,
    openData: app.openData,
    calendarFeeds: app.calendarFeeds,
    logger: silentLogger,
    probes: { readiness: async () => [], metrics: async () => ({ contentType: '', text: '' }) },
    metricsToken: null,
    authenticator: authenticatorOf(),
    limits: unlimited,
  })
  const document = JSON.parse((await server.inject('/api/docs/json')).payload) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'path'>>>>>
  }
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
  )
  return { app, server, operations }
}

function documentedCodes(): ReadonlySet<string> {
  const text = readFileSync(join(import.meta.dirname, '../../docs/ERRORS.md'), 'utf8')
  return new Set([...text.matchAll(/^\| `([a-z0-9-]+)`\s+\|/gm)].map((match) => match[1] ?? ''))
}
