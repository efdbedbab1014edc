import type { ImportError, Parsed, Path, Place } from './errors.ts'
import { fileError } from './errors.ts'
import { scanJson } from './json-scan.ts'

/** JSON (RFC 8259) as plain data, with unique keys; says line and column of what is wrong. */
export function parseJson(file: string, text: string): Parsed | readonly ImportError[] {
  const scan = scanJson(text)
  if (scan.wrongAt !== null) {
    const { line, column } = lineCounter(text)(scan.wrongAt)
    const what = scan.wrongAt >= text.length ? 'it ends too early' : 'something else was expected'
    const message = `The text must be valid JSON: ${what} at line ${line}, column ${column}.`
    return [fileError(file, message, line)]
  }
  if (scan.doubles.length > 0) {
    const placeOf = lineCounter(text)
    return scan.doubles.map(({ path, offset }) => ({
      file,
      row: placeOf(offset).line,
      field: path.join('.'),
      message: 'A key must stand once in its object.',
    }))
  }
  return { data: JSON.parse(text) as unknown, placesOf: (paths) => placesOf(text, paths) }
}

function placesOf(text: string, paths: readonly Path[]): readonly Place[] {
  if (paths.length === 0) return []
  const wanted = new Set(paths.flatMap((path) => ownersOf(path)))
  const offsets = new Map<string, number>()
  scanJson(text, (path, offset) => {
    const key = keyOf(path)
    if (wanted.has(key)) offsets.set(key, offset)
  })
  const placeOf = lineCounter(text)
  return paths.map((path) => {
    const nearest = ownersOf(path).find((key) => offsets.has(key)) ?? ''
    return { row: placeOf(offsets.get(nearest) ?? 0).line }
  })
}

/** The path and all that leads to it, the longest first. */
function ownersOf(path: Path): readonly string[] {
  return Array.from({ length: path.length + 1 }, (_, left) =>
    keyOf(path.slice(0, path.length - left)),
  )
}

function keyOf(path: Path): string {
  return JSON.stringify(path.map(String))
}

interface Position {
  readonly line: number
  readonly column: number
}

/** Line and column of offsets, counted from 1. */
function lineCounter(text: string): (offset: number) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}
