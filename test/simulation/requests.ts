import type { Outcome, SendOptions, StartOptions } from '../../src/engine/index.ts'
import type { EventRow } from '../../src/store/engine/tables.ts'
import { hold, textOf } from './miss.ts'

export type Ask = SendOptions | StartOptions

/** A request as its sender remembers it, over all the times that it was made. */
export interface Request {
  readonly ask: Ask
  readonly target: string
  /** Made under the key of another one; it must not be taken. */
  readonly isConflict: boolean
  /** What its sender was told; undefined while it was never told anything. */
  outcome: Outcome | undefined
}

/** Everything that was ever asked, and what the log may hold of it. */
export class Requests {
  readonly all: Request[] = []
  /** By the physical id that one making of a request has. */
  readonly #makings = new Map<string, { readonly request: Request; readonly stampMs: number }>()
  /** Told or applied since the last check. */
  readonly #changed = new Set<Request>()
  /** Where in the log a request is, by its key. */
  readonly #applied = new Map<Request, EventRow>()

  /** Keeps a request, to make it any number of times. */
  add(ask: Ask, isConflict = false): Request {
    const target = 'to' in ask ? ask.to : ask.root.id
    const request = { ask, target, isConflict, outcome: undefined }
    this.all.push(request)
    return request
  }

  /** One making of it: as it is sent, under a physical id of its own. */
  making(request: Request, stampMs: number): Ask {
    const requestId = `r${this.#makings.size}`
    this.#makings.set(requestId, { request, stampMs })
    return { ...request.ask, requestId }
  }

  /** What was asked, by the physical id that the log holds. */
  of(requestId: string | null): Request | undefined {
    return this.#makings.get(requestId ?? '')?.request
  }

  /** Requests that may be made again. */
  keyed(): readonly Request[] {
    return this.all.filter(({ ask, isConflict }) => ask.key !== undefined && !isConflict)
  }

  /** Requests of which nobody knows what became. */
  unknown(): readonly Request[] {
    return this.keyed().filter(({ outcome }) => outcome === undefined)
  }

  /** I2, I5: an answer agrees with the log and with every answer before it. */
  told(request: Request, outcome: Outcome): void {
    const before = request.outcome
    const name = `${request.ask.key} of ${request.target}`
    if (before !== undefined && request.ask.key !== undefined) {
      // A conflict is no outcome of its key: what it says is allowed, is allowed now.
      const isConflict = isRefusedAs(before, conflict) && isRefusedAs(outcome, conflict)
      const isSame = isConflict || textOf(before) === textOf(outcome)
      hold(isSame, 'I5', () => `${name}: first ${textOf(before)}, then ${textOf(outcome)}`)
    }
    request.outcome = outcome
    this.#changed.add(request)
  }

  /** I2, I8: what was answered is in the log, what was refused is not. The log is read before. */
  check(): void {
    for (const request of this.#changed) this.#checkOne(request)
    this.#changed.clear()
  }

  #checkOne(request: Request): void {
    const { ask, outcome } = request
    if (outcome === undefined) return
    const row = this.#applied.get(request)
    const name = (): string => `${textOf(ask)} → ${textOf(outcome)}`
    if (!outcome.accepted) {
      hold(row === undefined, 'I8', () => `${name()} was refused, and is in the log`)
      return
    }
    hold(row !== undefined, 'I2', () => `${name()} was acknowledged, and is not in the log`)
    const isIt =
      row.instance_id === outcome.instance &&
      row.revision === outcome.revision &&
      row.at_ms === outcome.at &&
      row.position === outcome.position
    hold(isIt, 'I2', () => `${name()} is in the log as ${textOf(row)}`)
  }

  /** A row of the log that somebody outside caused. */
  seen(row: EventRow): void {
    const making = this.#makings.get(row.request_id ?? '')
    const name = `${row.instance_id}:${row.revision} ${row.type}`
    hold(making !== undefined, 'I8', () => `${name} was asked by nobody`)
    const { request, stampMs } = making
    const earlier = this.#applied.get(request)
    hold(earlier === undefined, 'I5', () => `${name} is there twice: ${textOf(request.ask)}`)
    this.#applied.set(request, row)
    this.#changed.add(request)
    const { ask } = request
    const isRight = row.instance_id === request.target && row.key === (ask.key ?? null)
    hold(isRight, 'I1', () => `${name} is not what was asked: ${textOf(ask)}`)
    const stamp = row.received_at_ms ?? row.at_ms
    const isStamped = ask.at === undefined ? stamp >= stampMs : stamp === ask.at
    hold(isStamped, 'I3', () => `${name} is stamped ${stamp}, asked at ${ask.at ?? stampMs}`)
  }
}

const conflict = 'idempotency-conflict'

function isRefusedAs(outcome: Outcome, code: string): boolean {
  return !outcome.accepted && outcome.code === code
}
