import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { openApp, type App } from '../../src/app.ts'
import type { ApiLimits } from '../../src/api/api.ts'
import type { Caller } from '../../src/access/caller.ts'
import { buildServer } from '../../src/api/server.ts'
import { silentLogger } from '../../src/logger.ts'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { replay, replayStartMs } from '../../src/programme/replay.ts'
import { afterThisFile } from '../closing.ts'
import { folderOf, voorbeeld } from '../programme/replayed.ts'
import { authenticatorOf, people } from './people.ts'

/** More than any test asks. */
const plenty: ApiLimits = {
  reads: 1e6,
  writes: 1e6,
  drawings: 1e6,
  forecasts: 1e6,
  strangers: 1e6,
  streams: 5,
  heartbeatMs: 15_000,
}

/** Cheap: what is tested is not how dear passwords are. */
const passwordCost = { logN: 4, r: 8, p: 1 }

export interface ApiWorldOptions {
  /** Voorbeeld is replayed up to here; default its start, null for a live database without it. */
  readonly untilMs?: number | null
  readonly people?: Readonly<Record<string, Caller>>
  readonly limits?: Partial<ApiLimits>
  readonly requestTimeoutMs?: number
  /** Who is believed when it says for whom it asks; default nobody. */
  readonly proxies?: readonly string[]
  /** What is replayed; default voorbeeld. */
  readonly folder?: CallFolder
  /** PostgreSQL URL of an empty database; default a SQLite file of its own. */
  readonly url?: string
}

/** An answer, read. */
export interface Answer<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

export interface ApiWorld {
  readonly app: App
  readonly server: FastifyInstance
  readonly file: string
  /** Asks as a person; null for nobody. */
  ask<Body = Record<string, unknown>>(
    person: string | null,
    path: string,
    more?: InjectOptions,
  ): Promise<Answer<Body>>
  /** Sends an event as a person. */
  send(
    person: string | null,
    to: string,
    type: string,
    data?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>
  close(): Promise<void>
}

/** The path of a call or project. */
export function pathOf(id: string): string {
  return `/api/${id.includes('/') ? 'projects' : 'calls'}/${encodeURIComponent(id)}`
}

/** The API on a database of its own, closed after the tests of the file. */
export async function openApiWorld(options: ApiWorldOptions = {}): Promise<ApiWorld> {
  const { untilMs, people: known = people, limits = {}, requestTimeoutMs, url } = options
  const { folder = await folderOf(voorbeeld) } = options
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-api-'))
  const file = join(directory, 'api.sqlite')
  const database = url ?? file
  const app =
    untilMs === null
      ? await openApp({ database, kind: 'live', passwordCost })
      : await virtual(database, folder, untilMs)
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
    authenticator: authenticatorOf(known),
    limits: { ...plenty, ...limits },
    proxies: options.proxies ?? [],
    ...(requestTimeoutMs === undefined ? {} : { requestTimeoutMs }),
  })
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    const closed = server.close()
    // Clients keep connections ready on which they have asked nothing yet.
    server.server.closeAllConnections()
    await closed
    await app[Symbol.asyncDispose]()
    rmSync(directory, { recursive: true })
  }
  afterThisFile(close)
  const ask = async <Body>(person: string | null, path: string, more: InjectOptions = {}) => {
    const headers = { ...(person === null ? {} : bearer(person)), ...more.headers }
    const {
      statusCode,
      payload,
      headers: given,
    } = await server.inject({
      url: path,
      ...more,
      headers,
    })
    const isJson = /json/.test(String(given['content-type']))
    const body = (isJson ? JSON.parse(payload) : {}) as Body
    return { status: statusCode, body, text: payload, headers: given }
  }
  return {
    app,
    server,
    file,
    ask,
    send: (person, to, type, data = {}, headers = {}) =>
      ask(person, `${pathOf(to)}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify({ type, data }),
      }),
    close,
  }
}

export function bearer(person: string): { readonly authorization: string } {
  return { authorization: `Bearer test:${person}` }
}

async function virtual(
  database: string,
  folder: CallFolder,
  untilMs: number | undefined,
): Promise<App> {
  const startMs = replayStartMs(folder)
  const kind = { seed: folder.parameters.id, startMs }
  const app = await openApp({ database, kind, passwordCost })
  await replay(app.engine, app.queries, folder, { untilMs: untilMs ?? startMs })
  return app
}

/** The instant of a local date and time in Brussels. */
export function at(text: string): number {
  const ms = Date.parse(text)
  if (Number.isNaN(ms)) throw new Error(`no time: ${text}`)
  return ms
}
