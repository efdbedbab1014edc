import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type { Access } from '../../src/access/access.ts'
import { operator } from '../../src/access/audit.ts'
import { buildServer } from '../../src/api/server.ts'
import { openApp, type App, type AppOptions } from '../../src/app.ts'
import { VirtualClock } from '../../src/engine/clock.ts'
import { silentLogger } from '../../src/logger.ts'
import { afterThisFile } from '../closing.ts'
import { must } from './must.ts'

export { must } from './must.ts'

/** A password that the rules take. */
export const password = 'correct horse 9'

export const START_MS = Date.parse('2026-11-29T09:00:00Z')

export interface AccessWorldOptions {
  readonly kind?: AppOptions['kind']
  readonly access?: AppOptions['access']
  /** PostgreSQL URL, or a SQLite file that exists; default a file of its own. */
  readonly database?: string
}

export interface AccessWorld {
  readonly app: App
  readonly access: Access
  readonly server: FastifyInstance
  readonly file: string
  /** The host's clock; it stands still until it is set. */
  pass(ms: number): void
  /** A browser that has not been here. */
  browser(): Browser
  /** Adds a person with a password and roles, as if two admins had agreed; returns the id. */
  person(login: string, ...roles: readonly string[]): Promise<string>
  /** A browser in which this person signed in. */
  signedIn(login: string): Promise<Browser>
}

export const live = { publicUrl: null, oidc: null } as const

/** Cheap passwords: what is tested is not how dear they are. */
export const cost = { logN: 4, r: 8, p: 1 }

const plenty = { reads: 1e6, writes: 1e6, drawings: 1e6, strangers: 1e6 }

export async function openAccessWorld(options: AccessWorldOptions = {}): Promise<AccessWorld> {
  const { kind = 'live', access: config = live } = options
  const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-access-'))
  const file = options.database ?? join(directory, 'access.sqlite')
  const clock = new VirtualClock({ ms: START_MS, hostMs: 0, rate: 0 })
  const app = await openApp({ database: file, kind, access: config, clock, passwordCost: cost })
  const { engine, queries, access, papers, openData, calendarFeeds } = app
  const server = await buildServer({
    engine,
    queries,
    access,
    papers,
    openData,
    calendarFeeds,
    logger: silentLogger,
    probes: { readiness: async () => [], metrics: async () => ({ contentType: '', text: '' }) },
    metricsToken: null,
    limits: plenty,
  })
  afterThisFile(async () => {
    await server.close()
    await app[Symbol.asyncDispose]()
    rmSync(directory, { recursive: true })
  })
  const browser = () => new Browser(server)
  return {
    app,
    access,
    server,
    file,
    pass: (ms) => clock.adopt(clock.at(clock.nowMs() + ms)),
    browser,
    person: (login, ...roles) => addPerson(app, login, roles),
    signedIn: async (login) => {
      const opened = browser()
      const answer = await opened.signIn(login)
      if (answer.status !== 200) throw new Error(answer.text)
      return opened
    },
  }
}

const one = { person: 'first-admin', requestId: null }
const two = { person: 'second-admin', requestId: null }

async function addPerson({ access }: App, login: string, roles: readonly string[]) {
  const { id } = must(await access.users.add({ name: `${login} (test)`, login }, operator))
  const { secret } = must(await access.users.makeLink(id, operator))
  must(await access.users.setPassword(secret, password, null))
  for (const each of roles) {
    const [call = '', role = ''] = each.split(':')
    const grant = must(await access.grants.give(id, { call, role: role as 'admin' }, one))
    if (grant.status === 'proposed') must(await access.grants.confirm(grant.id, two))
  }
  return id
}

export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** Keeps cookies, and brings the CSRF token along, as pages of ours do. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #server: FastifyInstance
  csrf: string | null = null

  constructor(server: FastifyInstance) {
    this.#server = server
  }

  async ask(method: string, path: string, data?: unknown, headers: Headers = {}): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await this.#server.inject({
      method: method as NonNullable<InjectOptions['method']> & 'GET',
      url: path,
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(this.csrf === null ? {} : { 'x-csrf-token': this.csrf }),
        ...(data === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(data === undefined ? {} : { payload: JSON.stringify(data) }),
    })
    for (const { name, value, maxAge } of response.cookies) {
      if (maxAge === 0) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const isJson = /json/.test(String(response.headers['content-type']))
    const body = isJson ? (JSON.parse(response.payload) as Record<string, unknown>) : {}
    return { status: response.statusCode, body, text: response.payload, headers: response.headers }
  }

  async signIn(login: string, secret: string = password): Promise<Answer> {
    return this.#entered(await this.ask('POST', '/api/session', { login, password: secret }))
  }

  async signInDemo(person: string): Promise<Answer> {
    return this.#entered(await this.ask('POST', '/api/session/demo', { person }))
  }

  async useLink(secret: string, chosen: string = password): Promise<Answer> {
    const body = { secret, password: chosen }
    return this.#entered(await this.ask('POST', '/api/session/link', body))
  }

  #entered(answer: Answer): Answer {
    if (answer.status === 200) this.csrf = String(answer.body['csrf'])
    return answer
  }
}

type Headers = Record<string, string>

/** What the audit holds, newest first, as `action outcome`. */
export async function audited({ access }: AccessWorld, count = 1): Promise<readonly string[]> {
  const entries = await access.audit.page(null, 200)
  return entries.slice(0, count).map(({ action, outcome }) => `${action} ${outcome}`)
}
