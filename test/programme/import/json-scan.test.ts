import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Path } from '../../../src/programme/import/errors.ts'
import { scanJson } from '../../../src/programme/import/json-scan.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const texts = fc.oneof(
  fc.json(),
  fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '-', ' ', ':'))
    .map(([text, at, other]) => {
      const cut = at % (text.length + 1)
      return text.slice(0, cut) + other + text.slice(cut + 1)
    }),
  fc.string({ unit: fc.constantFrom(...'{}[],:"\\u01e-+.truefalsn \n'.split('')) }),
)

describe('scanJson', () => {
  test('takes exactly what JSON.parse takes', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(scanJson(text).wrongAt === null).toBe(isJson(text))
      }),
      { numRuns: 5000 },
    )
  })

  test('finds every key and list item where it stands', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const data = JSON.parse(text) as unknown
        const places: (readonly [Path, number])[] = []
        scanJson(text, (path, offset) => places.push([path, offset]))
        for (const [path, offset] of places) {
          const key = path.at(-1)
          const start = typeof key === 'string' ? JSON.stringify(key) : ''
          expect(text.slice(offset).startsWith(start)).toBe(true)
          expect(reach(data, path)).toBe(true)
        }
        expect(places).toHaveLength(sizeOf(data) + 1)
      }),
    )
  })

  test('tells keys that an object has twice, at any depth', () => {
    expect(scanJson('{"a": [{"b": 1, "\\u0062": 2}], "c": {"a": 1}, "a": 0}').doubles).toEqual([
      { path: ['a', 0, 'b'], offset: 16 },
      { path: ['a'], offset: 46 },
    ])
  })

  test('reads a million levels', () => {
    expect(scanJson('['.repeat(1_000_000) + ']'.repeat(1_000_000)).wrongAt).toBeNull()
  })
})

function reach(value: unknown, path: Path): boolean {
  return path.every((step, index) => {
    const owner = path
      .slice(0, index)
      .reduce<unknown>((each, key) => (each as Record<string | number, unknown>)[key], value)
    return Object.hasOwn(owner as object, step)
  })
}

/** How many keys and list items there are, at every depth. */
function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const inner = Object.values(value) as unknown[]
  return inner.reduce<number>((sum, each) => sum + 1 + sizeOf(each), 0)
}
