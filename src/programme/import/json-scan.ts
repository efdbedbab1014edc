import type { Path } from './errors.ts'

export interface JsonScan {
  /** Offset of the first character that JSON does not allow; null when all of it is JSON. */
  readonly wrongAt: number | null
  /** Keys that their object already has: JSON.parse would silently take the last. */
  readonly doubles: readonly { readonly path: Path; readonly offset: number }[]
}

interface Level {
  /** Keys so far; null in a list. */
  readonly keys: Set<string> | null
  /** The key, or the place in the list, that is being read. */
  step: string | number
}

type Expected = 'value' | 'value or end' | 'key' | 'key or end' | 'comma or end' | 'nothing'

const blank = /[ \t\n\r]*/y
/** All that may stand in a string but quotes, backslashes and control characters. */
const plain = /[ !#-[\]-\uffff]*/y
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
const atom = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const colon = /[ \t\n\r]*:/y

/** Reads JSON for what JSON.parse does not tell: where it is wrong, and where each value stands. */
export function scanJson(text: string, onValue?: (path: Path, offset: number) => void): JsonScan {
  const levels: Level[] = []
  const doubles: { path: Path; offset: number }[] = []
  const path = (): Path => levels.map(({ step }) => step)
  let expected: Expected = 'value'
  let offset = matched(blank, text, 0) ?? 0
  const wrong = (): JsonScan => ({ wrongAt: offset, doubles })

  while (offset < text.length) {
    const character = text[offset] ?? ''
    const level = levels.at(-1)
    const list = level?.keys === null
    let next: number | null = null
    if (isEnd(expected) && level !== undefined && character === (list ? ']' : '}')) {
      levels.pop()
      expected = afterValue(levels)
      next = offset + 1
    } else if (expected === 'comma or end' && level !== undefined && character === ',') {
      if (typeof level.step === 'number') level.step += 1
      expected = list ? 'value' : 'key'
      next = offset + 1
    } else if (level?.keys != null && (expected === 'key' || expected === 'key or end')) {
      const end = stringEnd(text, offset)
      next = end === null ? null : matched(colon, text, end)
      if (end === null || next === null) return { wrongAt: end ?? offset, doubles }
      level.step = JSON.parse(text.slice(offset, end)) as string
      if (level.keys.has(level.step)) doubles.push({ path: path(), offset })
      level.keys.add(level.step)
      onValue?.(path(), offset)
      expected = 'value'
    } else if (expected === 'value' || expected === 'value or end') {
      if (list || level === undefined) onValue?.(path(), offset)
      if (character === '{' || character === '[') {
        levels.push({
          keys: character === '{' ? new Set() : null,
          step: character === '{' ? '' : 0,
        })
        expected = character === '{' ? 'key or end' : 'value or end'
        next = offset + 1
      } else {
        next = character === '"' ? stringEnd(text, offset) : matched(atom, text, offset)
        expected = afterValue(levels)
      }
    }
    if (next === null) return wrong()
    offset = matched(blank, text, next) ?? next
  }
  return expected === 'nothing' ? { wrongAt: null, doubles } : wrong()
}

function isEnd(expected: Expected): boolean {
  return expected.endsWith('or end')
}

function afterValue(levels: readonly Level[]): Expected {
  return levels.length === 0 ? 'nothing' : 'comma or end'
}

/** The offset after a string that begins at `offset`; null when none does. */
function stringEnd(text: string, offset: number): number | null {
  if (text[offset] !== '"') return null
  for (let at = offset + 1; ;) {
    at = matched(plain, text, at) ?? at
    if (text[at] === '"') return at + 1
    const escaped = matched(escape, text, at)
    if (escaped === null) return null
    at = escaped
  }
}

/** The offset after what a sticky pattern takes at `offset`; null when it takes nothing there. */
function matched(pattern: RegExp, text: string, offset: number): number | null {
  pattern.lastIndex = offset
  return pattern.test(text) ? pattern.lastIndex : null
}
