import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { advanceCents, settlement, splitAward } from '../../src/domain/award.ts'

const cents = fc.integer({ min: 0, max: 999_999_999_999_999 })

describe('splitAward', () => {
  test('is 80/20 of the whole budget to the cent', () => {
    expect(splitAward(1_690_778_000, 80)).toEqual({
      advanceCents: 1_352_622_400,
      balanceCents: 338_155_600,
    })
  })

  test('leaves the odd cent in the balance', () => {
    expect(advanceCents(99, 80)).toBe(79)
    expect(splitAward(99, 80)).toEqual({ advanceCents: 79, balanceCents: 20 })
  })

  test('always sums to the award', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 100 }), (award, percent) => {
        const split = splitAward(award, percent)
        expect(split.advanceCents).toBe(advanceCents(award, percent))
        expect(split.advanceCents + split.balanceCents).toBe(award)
        expect(Math.min(split.advanceCents, split.balanceCents)).toBeGreaterThanOrEqual(0)
      }),
    )
  })
})

describe('settlement', () => {
  test.each([
    [800_000, 0, 800_000, 0],
    [800_000, 600_000, 200_000, 0],
    [800_000, 800_000, 0, 0],
    [800_000, 920_000, 0, 120_000],
    [0, 0, 0, 0],
  ])('of balance %d with %d unearned', (balance, lost, payCents, clawbackCents) => {
    expect(settlement(balance, lost)).toEqual({ payCents, clawbackCents })
  })

  test('never pays and claims at once, and keeps the difference', () => {
    fc.assert(
      fc.property(cents, cents, (balance, lost) => {
        const { payCents, clawbackCents } = settlement(balance, lost)
        expect(payCents === 0 || clawbackCents === 0).toBe(true)
        expect(payCents - clawbackCents).toBe(balance - lost)
      }),
    )
  })

  test('refuses negative amounts', () => {
    expect(() => settlement(-1, 0)).toThrow('balanceCents is negative')
    expect(() => settlement(0, -1)).toThrow('unearnedCents is negative')
  })
})
