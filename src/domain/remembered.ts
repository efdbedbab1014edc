/** Results kept per function: a few megabytes at most, and more than one call ever asks for. */
const LIMIT = 20_000

/**
 * A pure function that remembers its results, per scope (a time zone, say). Transitions are
 * replayed by the hundred thousand over the same few dates, and a zone's rules cost microseconds.
 * When `limit` results are kept, all are forgotten.
 */
export function remembered<Key extends string | number, Value>(
  compute: (key: Key, scope: string) => Value,
  limit: number = LIMIT,
): (key: Key, scope: string) => Value {
  const scopes = new Map<string, Map<Key, Value>>()
  let kept = 0
  return (key, scope) => {
    const known = scopes.get(scope)?.get(key)
    if (known !== undefined) return known
    const value = compute(key, scope)
    if (kept >= limit) {
      scopes.clear()
      kept = 0
    }
    const results = scopes.get(scope) ?? new Map<Key, Value>()
    scopes.set(scope, results.set(key, value))
    kept += 1
    return value
  }
}
