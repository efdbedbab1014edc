import type { Figures } from '../target.ts'

/** The timer work: so many timers, due evenly over one second, each firing a full transition. */
export const timers = 10_000

const allWithinMs = 1000

/** How long before the first is due arming begins (ms); every server takes its time. */
export const leadMs = { sqlite: 7000, postgresql: 13_000 } as const

/** How many of them are armed at a time. */
export const armedAtOnce = 64

export const dueMs = (baseMs: number, index: number): number =>
  baseMs + Math.floor((index / timers) * allWithinMs)

/**
 * Runs `arm` for every timer, so many at a time. Throws when it took so long that the first was due
 * before the last was armed: that would measure something else.
 */
export const armAll = async (
  baseMs: number,
  arm: (index: number, dueMs: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0
  const one = async (): Promise<void> => {
    while (next < timers) {
      const index = next++
      await arm(index, dueMs(baseMs, index))
    }
  }
  await Promise.all(Array.from({ length: armedAtOnce }, one))
  assertArmed(baseMs)
}

export const assertArmed = (baseMs: number): void => {
  if (Date.now() > baseMs) throw new Error('The first timer was due before the last was armed')
}

/** How late each timer was: from its due time to the moment that its effect was durable (ms). */
export class Lateness {
  readonly #late: number[] = []
  readonly #baseMs: number
  readonly #isDone: Promise<void>
  #done: () => void = () => {}

  constructor(baseMs: number) {
    this.#baseMs = baseMs
    this.#isDone = new Promise((resolve) => {
      this.#done = resolve
    })
  }

  get isDone(): boolean {
    return this.#late.length >= timers
  }

  add(dueAtMs: number): void {
    this.#late.push(Date.now() - dueAtMs)
    if (this.isDone) this.#done()
  }

  /** Waits for all, at most a minute. */
  async figures(): Promise<Figures> {
    const longest = setTimeout(() => this.#done(), 60_000)
    await this.#isDone
    clearTimeout(longest)
    const allFired = Date.now() - this.#baseMs
    const sorted = this.#late.toSorted((a, b) => a - b)
    const part = (share: number) => sorted[Math.floor(share * sorted.length)] ?? NaN
    if (sorted.length !== timers) throw new Error(`Of ${timers} timers ${sorted.length} fired`)
    return { allFired, p50: part(0.5), p99: part(0.99) }
  }
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })
