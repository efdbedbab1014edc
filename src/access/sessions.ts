import { StoreError } from '../store/errors.ts'
import type { AccessTransaction } from '../store/access/store.ts'
import type { CalendarRow, SessionRow, TokenRow } from '../store/access/tables.ts'
import type { Identified } from '../store/access/way-in-tables.ts'
import { calendarOf, type CalendarInfo } from './calendars.ts'
import type { Caller, Role, Session, SignInMethod, Token } from './caller.ts'
import { isOn, type AccessContext } from './context.ts'
import { csrfOf, digestOf, newSecret } from './secrets.ts'

/** How long a session lives at most, and without being used. */
const SESSION_MS = 12 * 3_600_000
const IDLE_MS = 3_600_000

/** Uses within this of the one before are not written down. */
const NOTED_MS = 60_000

/** So long a token does what the provider last said, without its person signing in again. */
const ROLES_HOLD_MS = 30 * 86_400_000

/** Knows people by the secrets that they bring: a session's or a token's. */
export class Sessions {
  readonly #context: AccessContext

  constructor(context: AccessContext) {
    this.#context = context
  }

  /** Begins a session; its secret goes into the cookie, and nowhere else. */
  async open(
    trx: AccessTransaction,
    user: string,
    method: SignInMethod,
    idToken: string | null,
  ): Promise<{ readonly secret: string; readonly session: Session }> {
    const { store, clock } = this.#context
    const [secret, nowMs] = [newSecret(), clock.nowMs()]
    await store.session.removeExpired(trx, nowMs)
    const row: SessionRow = {
      hash: digestOf(secret),
      user_id: user,
      method,
      created_ms: nowMs,
      seen_ms: nowMs,
      expires_ms: nowMs + SESSION_MS,
      id_token: idToken,
    }
    await store.session.insert(trx, row)
    return { secret, session: sessionOf(row, secret) }
  }

  /** Whose session it is; null when it has ended or never was. One query. */
  async bySession(secret: string): Promise<Caller | null> {
    const { store, clock } = this.#context
    const rows = await store.session.identify(store.reader, digestOf(secret))
    const [row] = rows
    const nowMs = clock.nowMs()
    if (row?.status !== 'active' || !isOn(this.#context, row.method)) return null
    if (row.expires_ms <= nowMs || row.seen_ms + IDLE_MS <= nowMs) return null
    if (row.seen_ms + NOTED_MS <= nowMs) {
      await this.#quietly((trx) => store.session.seen(trx, row.hash, nowMs))
    }
    return callerOf(rows, row, sessionOf(row, secret), false)
  }

  /** Whose token it is; null when it has ended or never was. One query. */
  async byToken(secret: string): Promise<Caller | null> {
    const { store, clock } = this.#context
    const rows = await store.token.identify(store.reader, digestOf(secret))
    const [row] = rows
    const nowMs = clock.nowMs()
    if (row?.status !== 'active' || row.revoked_ms !== null || row.expires_ms <= nowMs) return null
    if (row.source === 'demo' && !this.#context.isVirtual) return null
    if ((row.used_ms ?? 0) + NOTED_MS <= nowMs) {
      await this.#quietly((trx) => store.token.used(trx, row.id, nowMs))
    }
    const isStale = row.source === 'oidc' && (row.roles_ms ?? 0) + ROLES_HOLD_MS <= nowMs
    const means: Token = { kind: 'token', id: row.id, scope: row.scope }
    return callerOf(rows, row, means, isStale)
  }

  /**
   * Whose calendar it is; null when it was revoked or never was. One query by the digest of the
   * secret, whether there is such a calendar or not: how long it takes tells nothing of the secret.
   */
  async byCalendar(secret: string): Promise<CalendarWithOwner | null> {
    const { store, clock, isVirtual } = this.#context
    const rows = await store.calendar.identify(store.reader, digestOf(secret))
    const [row] = rows
    if (row?.status !== 'active' || row.revoked_ms !== null) return null
    if (row.source === 'demo' && !isVirtual) return null
    const means: Token = { kind: 'token', id: row.id, scope: 'read' }
    const isStale = row.source === 'oidc' && (row.roles_ms ?? 0) + ROLES_HOLD_MS <= clock.nowMs()
    return { calendar: calendarOf(row), caller: callerOf(rows, row, means, isStale) }
  }

  /** That the time of use cannot be written is no reason to refuse who only reads. */
  async #quietly(work: (trx: AccessTransaction) => Promise<unknown>): Promise<void> {
    try {
      await this.#context.store.transaction(work)
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
    }
  }
}

/** A calendar, and the person that it shows it to. */
export interface CalendarWithOwner {
  readonly calendar: CalendarInfo
  readonly caller: Caller
}

function sessionOf(row: SessionRow, secret: string): Session {
  return {
    kind: 'session',
    hash: row.hash,
    method: row.method,
    csrf: csrfOf(secret),
    expiresMs: row.expires_ms,
  }
}

function callerOf(
  rows: readonly Identified<object>[],
  person: Identified<Pick<SessionRow | TokenRow | CalendarRow, 'user_id'>>,
  means: Session | Token,
  isStale: boolean,
): Caller {
  const roles: Record<string, Role[]> = {}
  for (const { role, call_id: call } of isStale ? [] : rows) {
    if (role !== null && call !== null) (roles[call] ??= []).push(role as Role)
  }
  const { user_id: id, name: label, organisation } = person
  return { person: id, label, roles, organisation, means }
}
