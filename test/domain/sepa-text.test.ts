import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sepaText } from '../../src/domain/sepa-text.ts'

describe('sepaText', () => {
  test.each([
    ['Liège & Herstappe', 'Liege + Herstappe'],
    ['Sint-Truiden (“Sint‑Trudo”)', "Sint-Truiden ('Sint-Trudo')"],
    ['Größe Łódź Ærø Œuvre', 'Grosse Lodz AEro OEuvre'],
    ['<b>O.C.M.W.</b> "Zörsel_1"', ".b.O.C.M.W../b. 'Zorsel-1'"],
    ['  a\t\nb   c  ', 'a b c'],
    ['Ελλάδα', '......'],
    ['100 € – 2½', '100 EUR - 21.2'],
    ['a@b', 'a(at)b'],
  ])('writes %j as %j', (text, written) => {
    expect(sepaText(text, 70)).toBe(written)
  })

  test('is never empty, never too long, and has only the characters of SEPA', () => {
    expect(sepaText('   ', 70)).toBe('.')
    expect(sepaText('abc def', 4)).toBe('abc')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 140 }), (text, most) => {
        const written = sepaText(text, most)
        return /^[A-Za-z0-9/\-?:().,'+ ]+$/.test(written) && written.length <= most
      }),
    )
  })
})
