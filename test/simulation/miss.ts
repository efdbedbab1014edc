/** A promise of the runtime that did not hold. */
export class Miss extends Error {
  override readonly name = 'Miss'
  /** Number of the invariant in docs/ARCHITECTURE.md, or what else was promised. */
  readonly promise: string

  constructor(promise: string, message: string) {
    super(`${promise}: ${message}`)
    this.promise = promise
  }
}

export function hold(holds: boolean, promise: string, message: () => string): asserts holds {
  if (!holds) throw new Miss(promise, message())
}

/** JSON with sorted keys, so that equal values have equal texts. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
