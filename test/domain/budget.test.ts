import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withinCeiling } from '../../src/domain/budget.ts'

const CEILING = 1_690_778_000

describe('withinCeiling', () => {
  test('lets the last cent of the budget be awarded, and not one more', () => {
    expect(withinCeiling([], CEILING)).toEqual({ totalCents: 0, excessCents: 0 })
    expect(withinCeiling([1_690_000_000, 778_000], CEILING)).toEqual({
      totalCents: CEILING,
      excessCents: 0,
    })
    expect(withinCeiling([1_690_000_000, 778_001], CEILING)).toEqual({
      totalCents: CEILING + 1,
      excessCents: 1,
    })
  })

  test('is not about the order of the awards', () => {
    const awards = fc.array(fc.integer({ min: 0, max: CEILING }), { maxLength: 60 })
    fc.assert(
      fc.property(awards, (each) => {
        expect(withinCeiling(each.toReversed(), CEILING)).toEqual(withinCeiling(each, CEILING))
      }),
    )
  })

  test('refuses a ceiling that is none', () => {
    expect(() => withinCeiling([], -1)).toThrow('ceilingCents is negative')
  })
})
