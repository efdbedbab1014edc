/** Chance from a seed: the same text always draws the same numbers, on every machine. */
export class Chance {
  #state: number

  constructor(seed: string) {
    this.#state = hashOf(seed)
  }

  /** A fraction of 0 (included) to 1 (excluded). */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }

  /** A number between two others. */
  between(low: number, high: number): number {
    return low + (high - low) * this.fraction()
  }

  /** An integer, both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1))
  }

  /** True in `share` of the draws. */
  happens(share: number): boolean {
    return this.fraction() < share
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.integer(0, list.length - 1)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  /** The list in an order of chance. */
  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, key: this.fraction() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ value }) => value)
  }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash
}
