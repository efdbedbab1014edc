import type { TimerRow } from '../store/engine/tables.ts'
import type { FireRequest, Result } from './batch.ts'
import { armedTimer, type ArmedTimer } from './report.ts'
import type { RequestQueue } from './request-queue.ts'
import type { Runtime } from './runtime.ts'

/** Which timer a dispatcher brings. */
export interface TimerReference {
  readonly instanceId: string
  readonly timerId: string
  /** Revision that armed it: a later arming of the same timer is another one. */
  readonly arming: number
}

/** `not-due` is for a courier that came early; `gone` for one that came late, or twice. */
export type FireResult = 'fired' | 'gone' | 'not-due' | 'held'

export interface FireDueOptions {
  /** Timers taken, about; default 1,000. */
  readonly limit?: number
  readonly firedBy?: string
  /** Takes only what could have been taken so long ago (ms); default 0. */
  readonly lyingMs?: number
}

/** The armed timers, for those who bring them. */
export class Timers {
  readonly #runtime: Runtime
  readonly #queue: RequestQueue
  /** How much later than due a deadline's timer is taken (ms). */
  readonly graceMs: number

  constructor(runtime: Runtime, queue: RequestQueue) {
    this.#runtime = runtime
    this.#queue = queue
    this.graceMs = runtime.isVirtual ? 0 : runtime.limits.deadlineGraceMs
  }

  async fire(timer: TimerReference, nowMs: number, firedBy: string): Promise<FireResult> {
    const row = await this.#armed(timer)
    if (row === undefined) return 'gone'
    if (this.#takenMs(row) > nowMs) return 'not-due'
    const { instance_id: instanceId, due_ms: untilMs } = row
    const fired = await this.#fire({ kind: 'fire', instanceId, untilMs, firedBy })
    if (fired > 0) return 'fired'
    // Another courier was faster, or a timer that was due before it cancelled it.
    return (await this.#armed(timer)) === undefined ? 'gone' : 'held'
  }

  /** With `isClaim`, groups that another process works on are left to it. */
  async fireUntil(
    untilMs: number,
    options: { readonly limit: number; readonly firedBy: string; readonly isClaim: boolean },
  ): Promise<number> {
    const { store } = this.#runtime
    const { limit, firedBy, isClaim } = options
    const rows = await store.timer.due(store.reader, untilMs, this.graceMs, limit)
    const fired = await Promise.all(
      rows.map(({ instance_id, due_ms }) =>
        this.#fire({
          kind: 'fire',
          instanceId: instance_id,
          untilMs: due_ms,
          firedBy,
          isClaim,
        }),
      ),
    )
    return fired.reduce((sum, count) => sum + count, 0)
  }

  /** When it may be taken; undefined when it is not armed, or armed anew. */
  async takenMs(timer: TimerReference): Promise<number | undefined> {
    const row = await this.#armed(timer)
    return row && this.#takenMs(row)
  }

  nextMs(): Promise<number | undefined> {
    const { store } = this.#runtime
    return store.timer.next(store.reader, this.graceMs)
  }

  async armed(
    from: Pick<ArmedTimer, 'dueMs' | 'row'>,
    untilMs: number,
    limit: number,
  ): Promise<readonly ArmedTimer[]> {
    const { store } = this.#runtime
    return (await store.timer.between(store.reader, from, untilMs, limit)).map(armedTimer)
  }

  async armedSince(row: number, untilMs: number, limit: number): Promise<readonly ArmedTimer[]> {
    const { store } = this.#runtime
    return (await store.timer.since(store.reader, row, untilMs, limit)).map(armedTimer)
  }

  async armedOf(groupId: string): Promise<readonly ArmedTimer[]> {
    const { store } = this.#runtime
    const rows = await store.readSnapshot((_, executor) =>
      store.timer.dueOfGroups(executor, [groupId], Number.MAX_SAFE_INTEGER),
    )
    return rows.map(armedTimer)
  }

  async lastRow(): Promise<number> {
    const { store } = this.#runtime
    return (await store.head.stream(store.reader))?.last_timer_id ?? 0
  }

  #takenMs({ due_ms, deadline }: TimerRow): number {
    return due_ms + (deadline === 1 ? this.graceMs : 0)
  }

  async #armed({ instanceId, timerId, arming }: TimerReference): Promise<TimerRow | undefined> {
    const { store } = this.#runtime
    const name = { instance_id: instanceId, timer_id: timerId }
    const row = await store.timer.named(store.reader, name)
    return row?.arming === arming ? row : undefined
  }

  async #fire(request: FireRequest): Promise<number> {
    const result: Result = await this.#queue.ask(request)
    return 'fired' in result ? result.fired : 0
  }
}
