import { SystemClock } from '../../engine/index.ts'

/** An admin asks to give up on the event at which an instance failed. */
export interface SkipRequest {
  readonly instance: string
  readonly failure: number
  readonly reason: string
  readonly person: string
  readonly label: string
  readonly askedMs: number
}

const KEPT_MS = 24 * 3_600_000
/** Who asks more, lets the oldest go. */
const KEPT = 100

/**
 * What waits for a second admin: to skip a deadline takes two. It is kept by this process for a
 * day, and asked again after a restart: nothing is lost but the question.
 */
export class SkipRequests {
  readonly #clock = new SystemClock()
  readonly #requests = new Map<string, SkipRequest>()

  ask(request: Omit<SkipRequest, 'askedMs'>): void {
    this.#requests.delete(request.instance)
    this.#requests.set(request.instance, { ...request, askedMs: this.#clock.nowMs() })
    for (const instance of this.#requests.keys()) {
      if (this.#requests.size <= KEPT) break
      this.#requests.delete(instance)
    }
  }

  open(): ReadonlyMap<string, SkipRequest> {
    const since = this.#clock.nowMs() - KEPT_MS
    for (const [instance, { askedMs }] of this.#requests) {
      if (askedMs < since) this.#requests.delete(instance)
    }
    return this.#requests
  }

  remove(instance: string): void {
    this.#requests.delete(instance)
  }
}
