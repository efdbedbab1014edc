import { scanJson } from '../programme/import/json-scan.ts'
import { Problem } from './problem.ts'

/** Deeper than any payload needs. */
const DEPTH_MAX = 20

/** Names that mean something to JavaScript itself. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype'])

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The JSON of a request's body, as it stands: nothing is guessed, dropped or repaired.
 * Errors: Problem `invalid-payload`, with the field where there is one.
 */
export function parseBody(bytes: Buffer): unknown {
  const text = decoded(bytes)
  const scan = scanJson(text, (path) => {
    const name = path.at(-1)
    if (path.length > DEPTH_MAX) {
      throw new Problem('invalid-payload', `The body is nested deeper than ${DEPTH_MAX} levels.`)
    }
    if (typeof name === 'string' && RESERVED.has(name)) {
      throw wrong(`The body may not name a field ${name}.`, path)
    }
  })
  if (scan.wrongAt !== null) {
    const what = text.trim() === '' ? 'is empty' : `is no JSON from character ${scan.wrongAt + 1}`
    throw new Problem('invalid-payload', `The body ${what}.`)
  }
  const [double] = scan.doubles
  if (double !== undefined) {
    throw wrong('The body names a field twice.', double.path)
  }
  const data: unknown = JSON.parse(text)
  const strange = strangeText(data, [])
  if (strange !== null) throw wrong('A text holds half a character, or none (U+0000).', strange)
  return data
}

function decoded(bytes: Buffer): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Problem('invalid-payload', 'The body is not UTF-8.')
  }
}

type Path = readonly (string | number)[]

/** What databases cannot keep: a surrogate without its other half, and the null character. */
// oxlint-disable-next-line no-control-regex -- the null character is what it looks for
const STRANGE = /[\u0000\p{Surrogate}]/u

function strangeText(value: unknown, path: Path): Path | null {
  if (typeof value === 'string') return STRANGE.test(value) ? path : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (STRANGE.test(key)) return path
    const found = strangeText(inner, [...path, key])
    if (found !== null) return found
  }
  return null
}

function wrong(detail: string, path: Path): Problem {
  return new Problem('invalid-payload', detail, { field: path.join('.') })
}
