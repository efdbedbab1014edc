import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fundedHalfUnits, reducedAmount, unearned } from '../../src/domain/kpi.ts'

const price = fc.integer({ min: 0, max: 5_000_000 })
const people = fc.integer({ min: 0, max: 100_000 })
const award = fc.integer({ min: 0, max: 1_690_778_000 })
const UNBOUNDED = Number.MAX_SAFE_INTEGER

describe('fundedHalfUnits', () => {
  test.each([
    [100, 500, 500],
    [500, 800, 600],
    [100, 200, 200],
    [100, 100, 0],
    [100, 50, 0],
    [0, 0, 0],
    [0, 1, 1],
  ])('with reach %d and KPI %d is %d', (reach, kpi, expected) => {
    expect(fundedHalfUnits(reach, kpi)).toBe(expected)
  })

  test('refuses negative and fractional counts', () => {
    expect(() => fundedHalfUnits(-1, 1)).toThrow('currentReach is negative')
    expect(() => fundedHalfUnits(1, 1.5)).toThrow('kpi is no safe integer')
  })
})

describe('reducedAmount', () => {
  test('follows both branches of the nota, half cents up', () => {
    fc.assert(
      fc.property(price, people, people, (unitPrice, reach, kpi) => {
        const atLeastDouble = Math.ceil((unitPrice * kpi) / 2)
        const lessThanDouble = Math.max(0, (kpi - reach) * unitPrice)
        expect(reducedAmount(unitPrice, reach, kpi, UNBOUNDED)).toBe(
          kpi >= 2 * reach ? atLeastDouble : lessThanDouble,
        )
      }),
    )
  })

  test('is the price times the lesser of K/2 and K − c', () => {
    fc.assert(
      fc.property(price, people, people, (unitPrice, reach, added) => {
        const kpi = reach + added
        const doubled = Math.min(unitPrice * kpi, 2 * unitPrice * (kpi - reach))
        expect(reducedAmount(unitPrice, reach, kpi, UNBOUNDED)).toBe(Math.ceil(doubled / 2))
      }),
    )
  })

  test('gives the same at K = 2c by either branch', () => {
    fc.assert(
      fc.property(price, people, (unitPrice, reach) => {
        const kpi = 2 * reach
        const amount = reducedAmount(unitPrice, reach, kpi, UNBOUNDED)
        expect(amount).toBe((unitPrice * kpi) / 2)
        expect(amount).toBe((kpi - reach) * unitPrice)
      }),
    )
  })

  test('never falls when the KPI rises', () => {
    fc.assert(
      fc.property(price, people, people, people, award, (unitPrice, reach, kpi, more, yearTwo) => {
        expect(reducedAmount(unitPrice, reach, kpi + more, yearTwo)).toBeGreaterThanOrEqual(
          reducedAmount(unitPrice, reach, kpi, yearTwo),
        )
      }),
    )
  })

  test('is never more than the line had in year 2', () => {
    expect(reducedAmount(12_000, 100, 500, 2_999_999)).toBe(2_999_999)
    expect(reducedAmount(12_000, 100, 500, 3_000_000)).toBe(3_000_000)
    expect(reducedAmount(UNBOUNDED, 0, UNBOUNDED, 5)).toBe(5)
  })

  test('rounds half a cent up', () => {
    expect(reducedAmount(1, 0, 1, UNBOUNDED)).toBe(1)
    expect(reducedAmount(33, 0, 3, UNBOUNDED)).toBe(50)
  })

  test('refuses amounts that are no cents', () => {
    expect(() => reducedAmount(0.5, 0, 1, 1)).toThrow('unitPriceCents is no safe integer')
    expect(() => reducedAmount(1, 0, 1, -1)).toThrow('yearTwoAmountCents is negative')
  })
})

describe('unearned', () => {
  test('is the share of the formula that was not reached', () => {
    expect(unearned(3_000_000, 100, 500, 500)).toBe(0)
    expect(unearned(3_000_000, 100, 500, 400)).toBe(600_000)
    expect(unearned(3_000_000, 100, 500, 150)).toBe(2_400_000)
    expect(unearned(3_000_000, 100, 500, 100)).toBe(3_000_000)
    expect(unearned(3_600_000, 500, 800, 650)).toBe(1_800_000)
  })

  test('counts nothing above the KPI and all as unearned when nothing was achieved', () => {
    fc.assert(
      fc.property(award, people, people, people, (amount, reach, kpi, more) => {
        fc.pre(fundedHalfUnits(reach, kpi) > 0)
        expect(unearned(amount, reach, kpi, kpi + more)).toBe(0)
        expect(unearned(amount, reach, kpi, 0)).toBe(amount)
      }),
    )
  })

  test('lies between nothing and the award, and never rises with what is achieved', () => {
    fc.assert(
      fc.property(award, people, people, people, people, (amount, reach, kpi, achieved, more) => {
        const lost = unearned(amount, reach, kpi, achieved) ?? 0
        const lostWithMore = unearned(amount, reach, kpi, achieved + more) ?? 0
        expect(lost).toBeGreaterThanOrEqual(lostWithMore)
        expect(lostWithMore).toBeGreaterThanOrEqual(0)
        expect(lost).toBeLessThanOrEqual(amount)
      }),
    )
  })

  test('rounds half a cent up', () => {
    expect(unearned(1, 0, 2, 1)).toBe(1)
    expect(unearned(5, 0, 2, 1)).toBe(3)
    expect(unearned(100, 0, 3, 1)).toBe(67)
    expect(unearned(100, 0, 3, 2)).toBe(33)
  })

  test('is left to people where the formula pays nothing', () => {
    expect(unearned(3_000_000, 100, 100, 0)).toBeNull()
    expect(unearned(3_000_000, 0, 0, 0)).toBeNull()
    fc.assert(
      fc.property(people, people, people, (reach, kpi, achieved) => {
        const isNull = unearned(3_000_000, reach, kpi, achieved) === null
        expect(isNull).toBe(fundedHalfUnits(reach, kpi) === 0)
      }),
    )
  })

  test('refuses figures that are no counts', () => {
    expect(() => unearned(-1, 0, 1, 0)).toThrow('awardCents is negative')
    expect(() => unearned(1, 0, 1, -1)).toThrow(RangeError)
    expect(() => unearned(1, 0, 1, Number.NaN)).toThrow(RangeError)
  })
})
