import type { AccessTransaction } from '../store/access/store.ts'
import type { UserRow } from '../store/access/tables.ts'
import { isKbo } from '../domain/references.ts'
import type { Actor } from './audit.ts'
import type { Role } from './caller.ts'
import type { AccessContext, Person } from './context.ts'
import type { Grant, Grants } from './grants.ts'
import { deny, done, type Denied, type Result } from './refusal.ts'
import { digestOf, newId, newSecret } from './secrets.ts'
import { weakness } from './passwords.ts'

export interface NewPerson {
  readonly name: string
  readonly login: string
  readonly email?: string | null
  /** KBO number. */
  readonly organisation?: string | null
}

/** A person with the roles that are held and proposed. */
export interface PersonInFull extends Person {
  readonly grants: readonly Grant[]
  /** Whether there is a password; `waiting`, a link to set the first one. */
  readonly password: 'set' | 'waiting' | 'none'
}

/** A secret that sets a password, once. */
export interface Link {
  readonly secret: string
  readonly expiresMs: number
}

/** An admin's link is the key to everything; others may need a day to be handed over. */
const ADMIN_LINK_MS = 15 * 60_000
const LINK_MS = 24 * 3_600_000

const LOGIN = /^[a-z0-9][a-z0-9._@+-]{1,99}$/
const NAME_MAX = 200
const EMAIL = /^[^\s@<>,;"]{1,100}@[^\s@<>,;"]{1,150}$/

/** The people who may get in. */
export class Users {
  readonly #context: AccessContext
  readonly #grants: Grants

  constructor(context: AccessContext, grants: Grants) {
    this.#context = context
    this.#grants = grants
  }

  /** Refusals: `invalid-payload`, `login-taken`. */
  async add(given: NewPerson, actor: Actor): Promise<Result<Person>> {
    const wrong = wrongPerson(given)
    if (wrong !== null) return { denied: wrong }
    const { store, clock } = this.#context
    const row: UserRow = {
      id: newId(),
      login: loginOf(given.login),
      name: given.name.trim(),
      email: given.email ?? null,
      organisation: given.organisation ?? null,
      status: 'active',
      source: 'local',
      subject: null,
      password: null,
      created_ms: clock.nowMs(),
      created_by: actor.person,
      roles_ms: null,
    }
    return store.transaction(async (trx) => {
      if (!(await store.user.insert(trx, row))) {
        return deny('login-taken', 'There is a person with this login name.', { field: 'login' })
      }
      await this.#note(trx, 'user.add', row.id, actor)
      return done(withoutPassword(row))
    })
  }

  /** By login name or by id. */
  async find(text: string): Promise<Person | undefined> {
    const { user, reader } = this.#context.store
    const row = (await user.byLogin(reader, loginOf(text))) ?? (await user.byId(reader, text))
    return row === undefined ? undefined : withoutPassword(row)
  }

  /** What people are called, by id; those that are not known are left out. */
  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { user, reader } = this.#context.store
    const rows = ids.length === 0 ? [] : await user.byIds(reader, ids)
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  /** Who holds one of these roles in a call, or in every call: what they are called, by id. */
  async withRole(roles: readonly Role[], call: string): Promise<ReadonlyMap<string, string>> {
    const { grant, reader } = this.#context.store
    const rows = await grant.inCall(reader, roles, call)
    return new Map(rows.map(({ id, name }) => [id, name]))
  }

  /** By login, from the one after `after`. */
  async list(after: string, limit: number): Promise<readonly PersonInFull[]> {
    const { store, clock } = this.#context
    const rows = await store.user.page(store.reader, after, limit)
    const grants = await this.#grants.openOf(rows.map(({ id }) => id))
    const links = await store.link.waiting(store.reader, clock.nowMs())
    const waiting = new Set(links.map(({ user_id: id }) => id))
    return rows.map((row) => ({
      ...withoutPassword(row),
      grants: grants.get(row.id) ?? [],
      password: row.password !== null ? 'set' : waiting.has(row.id) ? 'waiting' : 'none',
    }))
  }

  /**
   * Makes a link that sets a password, in place of any before. Refusals: `not-found`,
   * `sign-in-off`, `event-not-allowed`.
   */
  async makeLink(id: string, actor: Actor): Promise<Result<Link>> {
    const { store, clock, hasProvider } = this.#context
    if (hasProvider) return { denied: passwordsAreOff }
    const secret = newSecret()
    return store.transaction(async (trx) => {
      const person = await store.user.held(trx, id)
      if (person === undefined) return { denied: noSuchPerson }
      if (person.status !== 'active' || person.source !== 'local') {
        return deny('event-not-allowed', 'This person’s account takes no password.')
      }
      const open = await store.grant.open(trx, [id])
      const lifeMs = open.some(({ role }) => role === 'admin') ? ADMIN_LINK_MS : LINK_MS
      const nowMs = clock.nowMs()
      await store.link.removeOf(trx, id)
      await store.link.insert(trx, {
        hash: digestOf(secret),
        user_id: id,
        purpose: 'password',
        created_by: actor.person,
        created_ms: nowMs,
        expires_ms: nowMs + lifeMs,
      })
      await this.#note(trx, 'link.make', id, actor)
      return done({ secret, expiresMs: nowMs + lifeMs })
    })
  }

  /**
   * Sets the password that a link allows; the link is used up, and older sessions of the person
   * end. Refusals: `link-invalid`, also once it was used or has expired; `invalid-payload`.
   */
  async setPassword(secret: string, password: string, requestId: string | null) {
    const { store, clock, passwords } = this.#context
    const hash = digestOf(secret)
    const owner = async (trx: AccessTransaction) => {
      const link = await store.link.byHash(trx, hash)
      if (link === undefined || link.expires_ms <= clock.nowMs()) return undefined
      const person = await store.user.byId(trx, link.user_id)
      return person?.status === 'active' ? person : undefined
    }
    // Looked at before the costly part, and again in the transaction: it works once.
    const known = await owner(store.reader)
    if (known === undefined) return { denied: linkInvalid }
    const weak = weakness(password, known.login)
    if (weak !== null) return deny('invalid-payload', weak, { field: 'password' })
    const stored = await passwords.hash(password)
    return store.transaction(async (trx) => {
      await store.user.held(trx, known.id)
      const person = await owner(trx)
      if (person === undefined) return { denied: linkInvalid }
      await store.link.removeOf(trx, person.id)
      await store.session.endOf(trx, person.id)
      await store.user.update(trx, person.id, { password: stored })
      await this.#note(trx, 'password.set', person.id, { person: person.id, requestId })
      return done(withoutPassword(person))
    })
  }

  /** Ends account, sessions, tokens, links and roles at once. Refusal: `not-found`. */
  async disable(id: string, actor: Actor): Promise<Result<Person>> {
    const { store, clock } = this.#context
    return this.#change(id, 'user.disable', actor, { status: 'disabled' }, async (trx) => {
      await store.session.endOf(trx, id)
      await store.token.revokeOf(trx, id, clock.nowMs())
      await store.calendar.revokeOf(trx, id, clock.nowMs())
      await store.link.removeOf(trx, id)
      await this.#grants.endAll(trx, id, actor)
    })
  }

  /** Lets the person in again, without the roles and tokens of before. */
  async enable(id: string, actor: Actor): Promise<Result<Person>> {
    return this.#change(id, 'user.enable', actor, { status: 'active' })
  }

  /** Says that a person of here is this one of the provider: one person, whatever the account. */
  async bind(id: string, subject: string, actor: Actor): Promise<Result<Person>> {
    const { store } = this.#context
    const other = await store.user.bySubject(store.reader, subject)
    if (other !== undefined && other.id !== id) {
      return deny('login-taken', `This person of the provider is ${other.login} here already.`)
    }
    const change = { subject, source: 'oidc', password: null } as const
    return this.#change(id, 'user.bind', actor, change, async (trx) => {
      await store.session.endOf(trx, id)
      await this.#grants.endAll(trx, id, actor)
    })
  }

  /** Ends every session of a person. */
  async endSessions(id: string, actor: Actor): Promise<Result<Person>> {
    const { store } = this.#context
    return this.#change(id, 'sessions.end', actor, null, async (trx) => {
      await store.session.endOf(trx, id)
    })
  }

  async #change(
    id: string,
    action: 'user.disable' | 'user.enable' | 'user.bind' | 'sessions.end',
    actor: Actor,
    change: Partial<Pick<UserRow, 'status' | 'subject' | 'source' | 'password'>> | null,
    also: (trx: AccessTransaction) => Promise<void> = async () => {},
  ): Promise<Result<Person>> {
    const { store } = this.#context
    return store.transaction(async (trx) => {
      const person = await store.user.held(trx, id)
      if (person === undefined) return { denied: noSuchPerson }
      if (change !== null) await store.user.update(trx, id, change)
      await also(trx)
      await this.#note(trx, action, id, actor)
      return done({ ...withoutPassword(person), ...change })
    })
  }

  async #note(
    trx: AccessTransaction,
    action: Parameters<AccessContext['audit']['note']>[1]['action'],
    subject: string,
    { person, requestId }: Actor,
  ): Promise<void> {
    await this.#context.audit.note(trx, { action, subject, actor: person, requestId })
  }
}

/** Login names are compared in small letters. */
export function loginOf(text: string): string {
  return text.trim().toLowerCase()
}

/** A row as others may see it. */
function withoutPassword({ password: _, ...person }: UserRow): Person {
  return person
}

const noSuchPerson: Denied = { code: 'not-found', message: 'There is no such person.' }
const linkInvalid: Denied = {
  code: 'link-invalid',
  message: 'This link was used, has expired, or never was; ask for a new one.',
}
export const passwordsAreOff: Denied = {
  code: 'sign-in-off',
  message: 'Nobody has a password here: people sign in at the provider.',
}

function wrongPerson({ name, login, email, organisation }: NewPerson): Denied | null {
  const wrong = (field: string, message: string): Denied => ({
    code: 'invalid-payload',
    message,
    field,
  })
  if (name.trim() === '' || name.length > NAME_MAX) {
    return wrong('name', `A name has 1 to ${NAME_MAX} characters.`)
  }
  if (!LOGIN.test(loginOf(login))) {
    return wrong('login', 'A login name has 2 to 100 letters, digits and ._@+-.')
  }
  if ((email ?? null) !== null && !EMAIL.test(email ?? '')) {
    return wrong('email', 'This is no e-mail address.')
  }
  return (organisation ?? null) === null || isKbo(organisation ?? '')
    ? null
    : wrong('organisation', 'The organisation is no KBO number: ten digits, the last two a check.')
}
