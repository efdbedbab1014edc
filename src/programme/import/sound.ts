import type { Fault, Path } from './errors.ts'

/**
 * A value of which parts may be wrong: gives out what is right, so that the checks across fields
 * go as far as they can and never speak of a field that its own shape already refused.
 */
export class Sound {
  readonly #value: unknown
  /** Places of the faults, and all that leads to them. */
  readonly #faulty = new Set<string>()
  readonly #owners = new Set<string>()

  constructor(value: unknown, faults: readonly Fault[]) {
    this.#value = value
    for (const { path } of faults) {
      this.#faulty.add(keyOf(path))
      for (let length = 0; length < path.length; length += 1) {
        this.#owners.add(keyOf(path.slice(0, length)))
      }
    }
  }

  /** The value at a path; undefined when it, an owner or a part of it has a fault. */
  at<T>(...path: Path): T | undefined {
    return this.#owners.has(keyOf(path)) ? undefined : this.#reach<T>(path)
  }

  /** How many items the list at a path has, whatever is wrong inside them. */
  length(...path: Path): number {
    const list = this.#reach<unknown>(path)
    return Array.isArray(list) ? list.length : 0
  }

  /** The keys at a path, whatever is wrong with their values. */
  keys(...path: Path): readonly string[] {
    const owner = this.#reach<unknown>(path)
    return typeof owner === 'object' && owner !== null ? Object.keys(owner) : []
  }

  #reach<T>(path: Path): T | undefined {
    let value = this.#value
    for (let length = 0; length <= path.length; length += 1) {
      if (this.#faulty.has(keyOf(path.slice(0, length)))) return undefined
      const step = path[length]
      if (step === undefined) break
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) {
        return undefined
      }
      value = Reflect.get(value, step) as unknown
    }
    return value as T
  }
}

/** A fault for every item of a list whose key an earlier one has. */
export function doubles(
  sound: Sound,
  list: Path,
  key: Path,
  message: (value: string) => string,
): Fault[] {
  const seen = new Set<string>()
  return Array.from({ length: sound.length(...list) }).flatMap((_, index) => {
    const path = [...list, index, ...key]
    const value = sound.at<string>(...path)
    if (value === undefined || !seen.has(value)) {
      if (value !== undefined) seen.add(value)
      return []
    }
    return [{ path, message: message(value) }]
  })
}

function keyOf(path: Path): string {
  return path.map((step) => `/${step}`).join('')
}
