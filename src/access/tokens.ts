import type { AccessContext } from './context.ts'
import type { Actor } from './audit.ts'
import type { TokenScope } from './caller.ts'
import { deny, done, type Result } from './refusal.ts'
import { digestOf, newId, newSecret } from './secrets.ts'

/** A token as it is listed; its secret was told once. */
export interface TokenInfo {
  readonly id: string
  readonly user: string
  readonly name: string
  readonly scope: TokenScope
  readonly createdMs: number
  readonly expiresMs: number
  readonly usedMs: number | null
  readonly revokedMs: number | null
}

export interface NewToken {
  readonly name: string
  readonly scope: TokenScope
  readonly days: number
}

/** Begins every token, so that one that leaked is recognised. */
const PREFIX = 'mijlpaal_'

const DAYS_MAX = 365
const DAY_MS = 86_400_000
const TOKENS_MAX = 50

/** Personal tokens: a program that brings one acts as the person, and can never do more. */
export class Tokens {
  readonly #context: AccessContext

  constructor(context: AccessContext) {
    this.#context = context
  }

  /** Refusals: `not-found`, `invalid-payload`, `event-not-allowed` when there are many. */
  async add(
    user: string,
    { name, scope, days }: NewToken,
    actor: Actor,
  ): Promise<Result<TokenInfo & { readonly secret: string }>> {
    if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
      const message = `A token lives 1 to ${DAYS_MAX} days.`
      return deny('invalid-payload', message, { field: 'days' })
    }
    const { store, clock, audit } = this.#context
    const secret = PREFIX + newSecret()
    return store.transaction(async (trx) => {
      const person = await store.user.held(trx, user)
      if (person?.status !== 'active') return deny('not-found', 'There is no such person.')
      const nowMs = clock.nowMs()
      const living = (await store.token.list(trx, user)).filter(
        ({ expires_ms: endMs, revoked_ms: revokedMs }) => revokedMs === null && endMs > nowMs,
      )
      if (living.length >= TOKENS_MAX) {
        const message = `A person has at most ${TOKENS_MAX} tokens; revoke one first.`
        return deny('event-not-allowed', message)
      }
      const row = {
        id: newId(),
        hash: digestOf(secret),
        user_id: user,
        name,
        scope,
        created_by: actor.person,
        created_ms: nowMs,
        expires_ms: nowMs + days * DAY_MS,
        used_ms: null,
        revoked_ms: null,
      }
      await store.token.insert(trx, row)
      await audit.note(trx, {
        action: 'token.add',
        actor: actor.person,
        subject: user,
        detail: `${row.id} ${scope}`,
        requestId: actor.requestId,
      })
      return done({ ...infoOf(row), secret })
    })
  }

  /** Newest first; of one person, or of all. */
  async list(user: string | null): Promise<readonly TokenInfo[]> {
    const { store } = this.#context
    return (await store.token.list(store.reader, user)).map(infoOf)
  }

  /**
   * Ends a token at once; again is the same. `owner` is whose it must be, null for anybody's.
   * Refusal: `not-found`.
   */
  async revoke(id: string, owner: string | null, actor: Actor): Promise<Result<TokenInfo>> {
    const { store, clock, audit } = this.#context
    return store.transaction(async (trx) => {
      const row = await store.token.byId(trx, id)
      if (row === undefined || (owner !== null && row.user_id !== owner)) {
        return deny('not-found', 'There is no such token of yours.')
      }
      if (row.revoked_ms !== null) return done(infoOf(row))
      const nowMs = clock.nowMs()
      await store.token.revoke(trx, id, nowMs)
      await audit.note(trx, {
        action: 'token.revoke',
        actor: actor.person,
        subject: row.user_id,
        detail: id,
        requestId: actor.requestId,
      })
      return done(infoOf({ ...row, revoked_ms: nowMs }))
    })
  }
}

type TokenRow = Awaited<ReturnType<AccessContext['store']['token']['list']>>[number]

function infoOf(row: TokenRow): TokenInfo {
  return {
    id: row.id,
    user: row.user_id,
    name: row.name,
    scope: row.scope,
    createdMs: row.created_ms,
    expiresMs: row.expires_ms,
    usedMs: row.used_ms,
    revokedMs: row.revoked_ms,
  }
}
