/** Chance that a seed repeats: mulberry32. */
export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  }

  /** An integer from 0 to `below`, which is not reached. */
  int(below: number): number {
    return Math.floor(this.#next() * below)
  }

  /** An integer from `from` to `to`, both possible. */
  between(from: number, to: number): number {
    return from + this.int(to - from + 1)
  }

  /** True in `percent` of all cases. */
  percent(percent: number): boolean {
    return this.#next() * 100 < percent
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('there is nothing to pick from')
    return list[this.int(list.length)] as T
  }

  /** One of the names, each as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][]
    let left = this.#next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
    for (const [name, weight] of entries) {
      left -= weight
      if (left < 0) return name
    }
    return (entries.at(-1) as [T, number])[0]
  }

  /** Milliseconds: mostly little, now and then nearly `longestMs`. */
  duration(longestMs: number): number {
    const most = this.pick([1, 1_000, 3_600_000, 86_400_000, longestMs / 4, longestMs])
    return this.int(most + 1)
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
