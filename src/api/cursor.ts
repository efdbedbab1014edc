import type { ListPlace } from '../programme/queries.ts'
import { Problem } from './problem.ts'

/**
 * A place in a list as an opaque text. It belongs to the question it was given for: under another
 * filter or order it would skip what nobody saw.
 */
export function writeCursor(question: unknown, place: ListPlace): string {
  const content = JSON.stringify([JSON.stringify(question), place.value, place.id])
  return Buffer.from(content).toString('base64url')
}

/** Errors: Problem `invalid-payload`, when it is no cursor of this question. */
export function readCursor(question: unknown, cursor: string): ListPlace {
  const content = parsed(cursor)
  if (Array.isArray(content)) {
    const [asked, value, id] = content as readonly unknown[]
    const isValue = value === null || typeof value === 'string' || typeof value === 'number'
    if (asked === JSON.stringify(question) && isValue && typeof id === 'string') {
      return { value, id }
    }
  }
  const detail = 'The cursor belongs to no such list; begin without one.'
  throw new Problem('invalid-payload', detail, { field: 'cursor' })
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return null
  }
}
