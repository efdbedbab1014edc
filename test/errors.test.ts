import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

describe('docs/ERRORS.md', () => {
  test('names every code that the code can give', () => {
    expect([...codesInCode()].filter((code) => !documented().has(code))).toEqual([])
  })

  test('names no code that the code cannot give', () => {
    expect([...documented()].filter((code) => !codesInCode().has(code))).toEqual([])
  })
})

function documented(): ReadonlySet<string> {
  const text = readFileSync(join(root, 'docs/ERRORS.md'), 'utf8')
  return new Set([...text.matchAll(/^\| `([a-z0-9-]+)`\s+\|/gm)].map((match) => match[1] ?? ''))
}

/** Refusals that are made, and the members of the unions of coded errors. */
function codesInCode(): ReadonlySet<string> {
  const texts = ['src', 'machines'].flatMap(sourcesUnder)
  const made = texts.flatMap((text) => [...text.matchAll(/\brefuse\(\s*'([a-z0-9-]+)'/g)])
  const unions = texts.flatMap((text) =>
    [...text.matchAll(/type \w+(?:Error|Refusal)Code =([^\n]*(?:\n\s+\|[^\n]*)*)/g)].flatMap(
      (union) => [...(union[1] ?? '').matchAll(/'([a-z0-9-]+)'/g)],
    ),
  )
  return new Set([...made, ...unions].map((match) => match[1] ?? ''))
}

function sourcesUnder(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
}
