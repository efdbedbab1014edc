import type { AccessConfig } from '../config.ts'
import type { Clock } from '../engine/clock.ts'
import type { AccessStore } from '../store/access/store.ts'
import { Attempts } from './attempts.ts'
import { Audit, operator, PROVIDER, type Actor, type Note } from './audit.ts'
import type { Authenticator, Caller, Identifiable, Session, SignInMethod } from './caller.ts'
import { isOn, type AccessContext } from './context.ts'
import { Calendars } from './calendars.ts'
import { Cookies, FLOW_MS } from './cookies.ts'
import { Grants } from './grants.ts'
import { OidcProvider } from './oidc.ts'
import { Passwords, type ScryptCost } from './passwords.ts'
import { deny, done, type Denied, type Result } from './refusal.ts'
import { identityOf, readRoleMapping, type Identity, type RoleMapping } from './role-mapping.ts'
import type { RoleInCall } from './roles.ts'
import { isFromHere, isLocalPath } from './same-origin.ts'
import { digestOf, isEqual, newId, newSecret } from './secrets.ts'
import { Sessions, type CalendarWithOwner } from './sessions.ts'
import { Tokens } from './tokens.ts'
import { loginOf, passwordsAreOff, Users } from './users.ts'

export interface AccessOptions {
  readonly store: AccessStore
  readonly config: AccessConfig
  /** The host's, on a virtual database too. */
  readonly clock: Clock
  readonly isVirtual: boolean
  /** Invented people that a virtual database lets anybody be. */
  readonly demoPeople: readonly DemoPerson[]
  /** For tests: how hard passwords are to compute. */
  readonly cost?: ScryptCost
}

export interface DemoPerson {
  readonly id: string
  readonly name: string
  readonly roles: readonly RoleInCall[]
  readonly organisation: string | null
}

/** Somebody is in: the secret goes into the cookie. */
export interface SignedIn {
  readonly secret: string
  readonly session: Session
  readonly person: string
}

/** What is known of a request that signs in. */
export interface Attempt extends Identifiable {
  /** Address that it comes from. */
  readonly ip: string
  readonly id: string
}

/** Who gets in, and how. The only thing that API and pages know of people, passwords and tokens. */
export class Access implements Authenticator {
  readonly users: Users
  readonly grants: Grants
  readonly tokens: Tokens
  readonly calendars: Calendars
  readonly audit: Audit
  readonly cookies: Cookies
  readonly #context: AccessContext
  readonly #publicUrl: string | null
  readonly #sessions: Sessions
  readonly #attempts: Attempts
  readonly #demoPeople: readonly DemoPerson[]
  readonly #issuer: string
  readonly #provider: OidcProvider | null
  readonly #mapping: RoleMapping | null

  /** Throws an error with one sentence when the file of roles cannot be used. */
  constructor({ store, config, clock, isVirtual, demoPeople, cost }: AccessOptions) {
    const { oidc } = config
    const publicUrl = config.publicUrl ?? (oidc === null ? null : new URL(oidc.redirectUrl).origin)
    this.audit = new Audit(store, () => clock.nowMs())
    const passwords = new Passwords(cost)
    const hasProvider = oidc !== null
    this.#context = { store, clock, audit: this.audit, passwords, isVirtual, hasProvider }
    this.#publicUrl = publicUrl
    this.grants = new Grants(this.#context)
    this.users = new Users(this.#context, this.grants)
    this.tokens = new Tokens(this.#context)
    this.calendars = new Calendars(this.#context)
    this.cookies = new Cookies(publicUrl?.startsWith('https:') ?? false)
    this.#sessions = new Sessions(this.#context)
    this.#attempts = new Attempts(store, clock)
    this.#demoPeople = demoPeople
    this.#issuer = oidc?.issuer ?? ''
    this.#provider = oidc === null ? null : new OidcProvider(oidc)
    this.#mapping = oidc === null ? null : readRoleMapping(oidc.rolesFile)
  }

  /** Ways of signing in that are on. */
  methods(): readonly SignInMethod[] {
    return (['local', 'oidc', 'demo'] as const).filter((each) => isOn(this.#context, each))
  }

  /** How a person of the provider is known here; null without a provider. */
  subjectOf(person: string): string | null {
    return this.#provider === null ? null : JSON.stringify([this.#issuer, person])
  }

  /** Nobody on a live database. */
  demoPeople(): readonly DemoPerson[] {
    return this.#context.isVirtual ? this.#demoPeople : []
  }

  /** By the token if there is one, else by the session's cookie; at most one query. */
  async authenticate(request: Identifiable): Promise<Caller | null> {
    const { authorization } = request.headers
    if (authorization !== undefined) {
      const [, secret] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
      return secret === undefined ? null : this.#sessions.byToken(secret)
    }
    const { session } = this.cookies.read(request)
    return session === null ? null : this.#sessions.bySession(session)
  }

  /** A path of this site as people outside of it write it, where it is known how they reach it. */
  addressOf(path: string): string {
    return `${this.#publicUrl ?? ''}${path}`
  }

  /** Whose calendar has this secret, with the roles of now; null when it ended or never was. */
  ownerOfCalendar(secret: string): Promise<CalendarWithOwner | null> {
    return this.#sessions.byCalendar(secret)
  }

  /** Whether `given`, of a header or of a form's field `csrf`, is the token of the session. */
  isCsrf(session: Session, given: unknown): boolean {
    return typeof given === 'string' && isEqual(given, session.csrf)
  }

  /**
   * By login name and password. The same answer, and as late, whether the name is unknown, the
   * password wrong or the account disabled. Refusals: `csrf`, `sign-in-off`, `too-many-requests`,
   * `sign-in-failed`.
   */
  async signIn(login: string, password: string, request: Attempt): Promise<Result<SignedIn>> {
    const { store, passwords } = this.#context
    if (!isFromHere(request, this.#publicUrl)) return { denied: fromElsewhere }
    if (!isOn(this.#context, 'local')) return { denied: passwordsAreOff }
    const name = loginOf(login)
    const begun = await this.#attempts.begin(name, request.ip)
    if ('denied' in begun) return begun
    const user = await store.user.byLogin(store.reader, name)
    const isLocal = user?.source === 'local'
    const isRight = await passwords.matches(password, isLocal ? user.password : null)
    if (user === undefined || !isRight || user.status !== 'active') {
      return this.#turnAway('local', user?.id ?? null, request, wrongPassword)
    }
    await this.#attempts.succeed(name, request.ip)
    return this.#enter(user.id, 'local', request)
  }

  /** By a one-time link, which sets the password. Refusals as {@link Users.setPassword}. */
  async signInByLink(
    secret: string,
    password: string,
    request: Attempt,
  ): Promise<Result<SignedIn>> {
    if (!isFromHere(request, this.#publicUrl)) return { denied: fromElsewhere }
    if (!isOn(this.#context, 'local')) return { denied: passwordsAreOff }
    const begun = await this.#attempts.begin(null, request.ip)
    if ('denied' in begun) return begun
    const set = await this.users.setPassword(secret, password, request.id)
    if ('denied' in set) {
      if (set.denied.code !== 'link-invalid') return set
      return this.#turnAway('link', null, request, set.denied)
    }
    await this.#attempts.succeed(null, request.ip)
    return this.#enter(set.done.id, 'local', request)
  }

  /** As one of the demo's people. Refusals: `csrf`, `virtual-only`, `not-found`. */
  async signInDemo(id: string, request: Attempt): Promise<Result<SignedIn>> {
    if (!isFromHere(request, this.#publicUrl)) return { denied: fromElsewhere }
    if (!isOn(this.#context, 'demo')) return { denied: liveDatabase }
    const person = this.#demoPeople.find((each) => each.id === id)
    if (person === undefined) return deny('not-found', 'There is no such person in the demo.')
    const { store } = this.#context
    const { organisation, roles, name } = person
    await store.transaction(async (trx) => {
      const known = await store.user.held(trx, id)
      if (known === undefined) {
        const more = { email: null, subject: null, source: 'demo', roles_ms: null } as const
        await this.#insert(trx, { ...more, id, login: id, name, organisation }, operator)
      }
      await this.grants.replace(trx, id, roles, { person: 'demo', requestId: request.id })
    })
    return this.#enter(id, 'demo', request)
  }

  /**
   * Where the browser goes to sign in, and the cookie that it must bring back. Refusals:
   * `sign-in-off`, `invalid-payload` for a way back that is not ours, `provider-unavailable`.
   */
  async beginOidc(
    returnTo: string,
    request: Identifiable,
  ): Promise<Result<{ readonly url: string; readonly cookie: string }>> {
    if (this.#provider === null) return { denied: noProvider }
    if (!isLocalPath(returnTo)) {
      return deny('invalid-payload', 'One returns to a path of this site only.', {
        field: 'return',
      })
    }
    const begun = await this.#provider.begin()
    if ('denied' in begun) return begun
    const { url, state, nonce, verifier } = begun.done
    // The browser's own, so that two of its tabs may sign in at the same time.
    const browser = this.cookies.read(request).flow ?? newSecret()
    const { store, clock } = this.#context
    await store.transaction(async (trx) => {
      await store.flow.removeExpired(trx, clock.nowMs())
      await store.flow.insert(trx, {
        hash: digestOf(state),
        browser_hash: digestOf(browser),
        nonce,
        verifier,
        return_to: returnTo,
        expires_ms: clock.nowMs() + FLOW_MS,
      })
    })
    return done({ url, cookie: this.cookies.flow(browser) })
  }

  /**
   * Takes the browser in as it comes back with `search`, the query of its request. The roles that
   * the provider tells now take the place of what was. Refusals: `sign-in-off`, `sign-in-failed`,
   * `provider-unavailable`.
   */
  async finishOidc(
    search: string,
    request: Attempt,
  ): Promise<Result<SignedIn & { readonly returnTo: string }>> {
    const { store, clock } = this.#context
    if (this.#provider === null || this.#mapping === null) return { denied: noProvider }
    const state = new URLSearchParams(search).get('state') ?? ''
    const browser = this.cookies.read(request).flow ?? ''
    const flow = await store.transaction((trx) => store.flow.take(trx, digestOf(state)))
    const isOurs = flow !== undefined && isEqual(digestOf(browser), flow.browser_hash)
    if (!isOurs || flow.expires_ms <= clock.nowMs()) {
      return this.#turnAway('oidc', null, request, notBegun)
    }
    const { nonce, verifier, return_to: returnTo } = flow
    const finished = await this.#provider.finish(search, { state, nonce, verifier })
    if ('denied' in finished) return this.#turnAway('oidc', null, request, finished.denied)
    const { claims, idToken } = finished.done
    const identity = identityOf(claims, this.#mapping)
    if (identity === null) return this.#turnAway('oidc', null, request, nameless)
    const person = await this.#takeOver(identity, request)
    if ('denied' in person) return person
    const entered = await this.#enter(person.done, 'oidc', request, idToken)
    return 'denied' in entered ? entered : done({ ...entered.done, returnTo })
  }

  /** Ends the session; a place at the provider where the browser signs out too, or null. */
  async signOut(session: Session, caller: Caller, requestId: string): Promise<string | null> {
    const { store } = this.#context
    const ended = await store.transaction(async (trx) => {
      const row = await store.session.end(trx, session.hash)
      if (row !== undefined) {
        const { person: actor } = caller
        await this.audit.note(trx, { action: 'sign-out', actor, subject: actor, requestId })
      }
      return row
    })
    if (session.method !== 'oidc' || this.#provider === null) return null
    return this.#provider.endUrl(ended?.id_token ?? null, `${this.#publicUrl ?? ''}/`)
  }

  /** The person of the provider: known, made, or refused when there is no role or no way in. */
  async #takeOver(identity: Identity, request: Attempt): Promise<Result<string>> {
    const { store, clock } = this.#context
    const { name, email, organisation, roles, person } = identity
    const subject = JSON.stringify([this.#issuer, person])
    const actor: Actor = { person: PROVIDER, requestId: request.id }
    const taken = await store.transaction(async (trx) => {
      const known = await store.user.bySubject(trx, subject)
      const held = known === undefined ? undefined : await store.user.held(trx, known.id)
      if (held?.status === 'disabled') return { id: held.id, denied: closed }
      if (held === undefined && roles.length === 0) return { id: null, denied: roleless }
      const id = held?.id ?? newId()
      const change = { name, email, organisation, roles_ms: clock.nowMs() }
      if (held === undefined) {
        const login = await this.#freeLogin(trx, person, id)
        const row = { ...change, id, login, subject, source: 'oidc' } as const
        if (!(await this.#insert(trx, row, actor))) return 'another was faster'
      } else await store.user.update(trx, id, change)
      await this.grants.replace(trx, id, roles, actor)
      if (roles.length > 0) return { id, denied: null }
      // Whoever has no role any more is out everywhere.
      await store.session.endOf(trx, id)
      return { id, denied: roleless }
    })
    // The same new person came in elsewhere at the same moment.
    if (typeof taken === 'string') return this.#takeOver(identity, request)
    if (taken.denied === null) return done(taken.id)
    return this.#turnAway('oidc', taken.id, request, taken.denied)
  }

  /** What the provider calls the person, unless it is no login name or somebody has it. */
  async #freeLogin(trx: Transaction, person: string, id: string): Promise<string> {
    const login = loginOf(person)
    if (!/^[a-z0-9][a-z0-9._@+-]{1,99}$/.test(login)) return id.toLowerCase()
    const other = await this.#context.store.user.byLogin(trx, login)
    return other === undefined ? login : id.toLowerCase()
  }

  async #insert(
    trx: Transaction,
    row: Omit<Parameters<AccessStore['user']['insert']>[1], Given>,
    { person, requestId }: Actor,
  ): Promise<boolean> {
    const isNew = await this.#context.store.user.insert(trx, {
      ...row,
      status: 'active',
      password: null,
      created_ms: this.#context.clock.nowMs(),
      created_by: person,
    })
    if (isNew) await this.#noteNew(trx, row.id, person, requestId)
    return isNew
  }

  async #noteNew(
    trx: Transaction,
    subject: string,
    actor: string,
    requestId: string | null,
  ): Promise<void> {
    await this.audit.note(trx, { action: 'user.add', actor, subject, requestId })
  }

  /** Begins a session, in place of the one that the browser had. */
  async #enter(
    person: string,
    method: SignInMethod,
    request: Attempt,
    idToken: string | null = null,
  ): Promise<Result<SignedIn>> {
    const { store } = this.#context
    const before = this.cookies.read(request).session
    const opened = await store.transaction(async (trx) => {
      if (before !== null) await store.session.end(trx, digestOf(before))
      const note: Note = { action: 'sign-in', actor: person, requestId: request.id }
      await this.audit.note(trx, { ...note, subject: person, detail: method })
      return this.#sessions.open(trx, person, method, idToken)
    })
    return done({ ...opened, person })
  }

  async #turnAway(
    way: SignInMethod | 'link',
    subject: string | null,
    { id: requestId }: Attempt,
    denied: Denied,
  ): Promise<{ readonly denied: Denied }> {
    const outcome = denied.code
    const note = { outcome, actor: null, subject, detail: way, requestId }
    await this.audit.refused({ action: 'sign-in', ...note })
    return { denied }
  }
}

type Transaction = Parameters<AccessStore['user']['insert']>[0]
type Given = 'status' | 'password' | 'created_ms' | 'created_by'

const fromElsewhere = deny('csrf', 'Sign in from a page of this site.').denied
const wrongPassword = deny('sign-in-failed', 'Login name or password is wrong.').denied
const liveDatabase = deny('virtual-only', 'This database is live: it has no demo people.').denied
const noProvider = deny('sign-in-off', 'No sign-in service is configured here.').denied
const notBegun = deny(
  'sign-in-failed',
  'This sign-in was not begun in this browser, or too long ago; begin again.',
).denied
const nameless = deny('sign-in-failed', 'The sign-in service did not say who you are.').denied
const roleless = deny('sign-in-failed', 'The sign-in service gives you no role here.').denied
const closed = deny('sign-in-failed', 'Your account here is disabled; ask an admin.').denied
