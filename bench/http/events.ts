import { eventTypes, payload } from '../grant/work.ts'
import type { WireRequest } from './wrk.ts'

/** Instances that take turns, so that no two requests under way are for the same. */
export const slots = 4096
/** Each slot has so many instances, one after the other. */
export const generations = 2

export const instanceIds = (prefix: string, count = slots): readonly string[] =>
  Array.from({ length: generations * count }, (_, index) => `${prefix}-${index}`)

/**
 * Every event of these instances' lives, as requests to the API: the first of every instance of a
 * generation, the second of each, and so on; each with a key of its own, as a careful sender does.
 */
export const eventRequests = (
  prefix: string,
  headers: Readonly<Record<string, string>>,
  count = slots,
): readonly WireRequest[] => {
  const ids = instanceIds(prefix, count)
  const requests: WireRequest[] = []
  for (let first = 0; first < ids.length; first += count) {
    for (const [k, type] of eventTypes.entries()) {
      for (let index = first; index < first + count; index += 1) {
        const data = { ...payload(index, k), id: `${prefix}-${index}-${k}` }
        requests.push({
          method: 'POST',
          path: `/api/calls/${encodeURIComponent(ids[index] ?? '')}/events`,
          headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': data.id },
          body: JSON.stringify({ type, data }),
        })
      }
    }
  }
  return requests
}

/** What the reference routes are sent: the same each time; the route counts by itself. */
export const referenceRequest: WireRequest = {
  method: 'POST',
  path: '/e/abc',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(payload(1, 1)),
}
