import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endControl, type EndControlFigures } from '../../src/domain/co-financing.ts'

const FIGURES: EndControlFigures = {
  spentCents: 6_000_000,
  linesAwardCents: 3_000_000,
  paidForLinesCents: 3_000_000,
  claimedForLinesCents: 0,
  ownShare: 1,
}
const cents = fc.integer({ min: 0, max: 1_690_778_000 })

describe('endControl', () => {
  test('proposes 1,000 where 29,000 of 30,000 for lines was spent, the stimulus left alone', () => {
    expect(endControl({ ...FIGURES, spentCents: 2_900_000 })).toEqual({
      outcome: 'short',
      clawbackCents: 100_000,
    })
  })

  test.each([
    [0, 'short', 3_000_000],
    [2_999_999, 'short', 1],
    [3_000_000, 'own-share-unclear', 0],
    [5_999_999, 'own-share-unclear', 0],
    [6_000_000, 'sufficient', 0],
    [9_000_000, 'sufficient', 0],
  ])('with %d cents spent is %s', (spentCents, outcome, clawbackCents) => {
    expect(endControl({ ...FIGURES, spentCents })).toEqual({ outcome, clawbackCents })
  })

  test('asks nothing about the own share where the call does not', () => {
    const figures = { ...FIGURES, ownShare: 0 } as const
    expect(endControl({ ...figures, spentCents: 3_000_000 }).outcome).toBe('sufficient')
    expect(endControl({ ...figures, spentCents: 2_999_999 }).outcome).toBe('short')
  })

  test('claims only what was paid, not claimed before and not spent', () => {
    const short = { ...FIGURES, spentCents: 2_000_000 }
    expect(endControl({ ...short, paidForLinesCents: 2_400_000 }).clawbackCents).toBe(400_000)
    expect(endControl({ ...short, claimedForLinesCents: 600_000 }).clawbackCents).toBe(400_000)
    expect(endControl({ ...short, paidForLinesCents: 1_900_000 }).clawbackCents).toBe(0)
    fc.assert(
      fc.property(cents, cents, cents, cents, (spent, award, paid, claimed) => {
        const { clawbackCents } = endControl({
          spentCents: spent,
          linesAwardCents: award,
          paidForLinesCents: paid,
          claimedForLinesCents: Math.min(claimed, paid),
          ownShare: 1,
        })
        expect(clawbackCents).toBeGreaterThanOrEqual(0)
        expect(clawbackCents).toBeLessThanOrEqual(paid - Math.min(claimed, paid))
      }),
    )
  })

  test('is satisfied with nothing where nothing was awarded for lines', () => {
    expect(endControl({ ...FIGURES, spentCents: 0, linesAwardCents: 0 }).outcome).toBe('sufficient')
  })

  test.each([
    'spentCents',
    'linesAwardCents',
    'paidForLinesCents',
    'claimedForLinesCents',
  ] as const)('refuses a negative %s', (figure) => {
    expect(() => endControl({ ...FIGURES, [figure]: -1 })).toThrow(`${figure} is negative`)
  })
})
