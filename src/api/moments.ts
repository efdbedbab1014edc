import { lastInstant } from '../programme/moments.ts'
import { Problem } from './problem.ts'

/** The last instant that a text means (ms). Errors: Problem `invalid-payload`. */
export function momentOf(text: string, field: string): number {
  const ms = lastInstant(text)
  if (ms !== null) return ms
  const detail = `${field} is no time; give a date as 2025-07-20, or a moment with its offset.`
  throw new Problem('invalid-payload', detail, { field })
}
