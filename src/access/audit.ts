import type { AccessStore, AccessTransaction } from '../store/access/store.ts'
import type { AuditPlace } from '../store/access/record-tables.ts'
import { newId } from './secrets.ts'

/** All that is recorded; docs/ACCESS.md says what each means. */
export type AuditAction =
  | 'sign-in'
  | 'sign-out'
  | 'sessions.end'
  | 'password.set'
  | 'user.add'
  | 'user.bind'
  | 'user.disable'
  | 'user.enable'
  | 'link.make'
  | 'grant.propose'
  | 'grant.give'
  | 'grant.confirm'
  | 'grant.withdraw'
  | 'grant.revoke'
  | 'token.add'
  | 'token.revoke'
  | 'calendar.add'
  | 'calendar.revoke'

/** The host's operator, who acts by the command line; and the provider that people come from. */
export const OPERATOR = 'operator'
export const PROVIDER = 'provider'

/** Who does something, on which request. */
export interface Actor {
  /** A user's id, or `operator` or `provider`. */
  readonly person: string
  readonly requestId: string | null
}

export const operator: Actor = { person: OPERATOR, requestId: null }

export interface AuditEntry {
  readonly id: string
  readonly atMs: number
  readonly action: string
  readonly outcome: string
  readonly actor: string | null
  readonly subject: string | null
  readonly detail: string | null
  readonly requestId: string | null
}

export interface Note {
  readonly action: AuditAction
  /** Default `done`. */
  readonly outcome?: string
  readonly actor: string | null
  readonly subject?: string | null
  readonly detail?: string | null
  readonly requestId: string | null
}

/** Records what was done or refused; a row holds ids and words of ours, nothing that people typed. */
export class Audit {
  readonly #store: AccessStore
  readonly #nowMs: () => number
  #count = 0

  constructor(store: AccessStore, nowMs: () => number) {
    this.#store = store
    this.#nowMs = nowMs
  }

  /** In the transaction of what is recorded. */
  async note(trx: AccessTransaction, ...notes: readonly Note[]): Promise<void> {
    if (notes.length === 0) return
    const nowMs = this.#nowMs()
    const rows = notes.map(({ action, outcome, actor, subject, detail, requestId }) => ({
      id: this.#nextId(),
      at_ms: nowMs,
      action,
      outcome: outcome ?? 'done',
      actor,
      subject: subject ?? null,
      detail: detail ?? null,
      request_id: requestId,
    }))
    await this.#store.audit.insert(trx, rows)
  }

  /** In order within a millisecond, as far as one process can tell; unlike any other. */
  #nextId(): string {
    this.#count += 1
    return `${String(this.#count).padStart(10, '0')}-${newId()}`
  }

  /** By itself: of what was refused, nothing else is written. */
  async refused(note: Note): Promise<void> {
    await this.#store.transaction((trx) => this.note(trx, note))
  }

  /** Newest first. */
  async page(after: AuditPlace | null, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#store.audit.page(this.#store.reader, after, limit)
    return rows.map(({ at_ms, request_id, ...rest }) => ({
      ...rest,
      atMs: at_ms,
      requestId: request_id,
    }))
  }
}
