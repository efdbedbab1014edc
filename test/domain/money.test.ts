import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  divideHalfUp,
  formatEuro,
  parseEuro,
  percentFloor,
  requireCount,
  sumCents,
} from '../../src/domain/money.ts'

const cents = fc.integer({ min: 0, max: 999_999_999_999_999 })

describe('parseEuro', () => {
  test.each([
    ['0.00', 0],
    ['0.05', 5],
    ['120.00', 12_000],
    ['13526.40', 1_352_640],
    ['9999999999999.99', 999_999_999_999_999],
  ])('reads %s', (text, expected) => {
    expect(parseEuro(text)).toBe(expected)
  })

  test.each([
    '',
    '1',
    '1.0',
    '1.000',
    '.50',
    '01.00',
    '00.00',
    '+1.00',
    '-1.00',
    '1,00',
    '1 000.00',
    '1e3.00',
    '1.00 ',
    ' 1.00',
    '1.00\n',
    '١.٠٠',
    '10000000000000.00',
    'NaN',
  ])('takes nothing else: %j', (text) => {
    expect(parseEuro(text)).toBeNull()
  })

  test('reads back what formatEuro writes', () => {
    fc.assert(
      fc.property(cents, (amount) => {
        expect(parseEuro(formatEuro(amount))).toBe(amount)
      }),
    )
  })
})

describe('formatEuro', () => {
  test.each([
    [0, '0.00'],
    [-0, '0.00'],
    [7, '0.07'],
    [70, '0.70'],
    [1_352_640, '13526.40'],
    [-100, '-1.00'],
    [-7, '-0.07'],
  ])('writes %d', (amount, expected) => {
    expect(formatEuro(amount)).toBe(expected)
  })

  test('refuses what is no integer of cents', () => {
    expect(() => formatEuro(0.5)).toThrow(RangeError)
    expect(() => formatEuro(Number.NaN)).toThrow('cents is no safe integer: NaN')
    expect(() => formatEuro(2 ** 53)).toThrow(RangeError)
  })
})

describe('percentFloor', () => {
  test('is exact where floating point is not', () => {
    expect(percentFloor(115, 100)).toBe(115)
    expect(percentFloor(1_690_778_000, 80)).toBe(1_352_622_400)
    expect(percentFloor(1, 80)).toBe(0)
    expect(percentFloor(9_007_199_254_740_991, 99)).toBe(8_917_127_262_193_581)
  })

  test('is the largest integer not above the product', () => {
    fc.assert(
      fc.property(cents, fc.integer({ min: 0, max: 100 }), (amount, percent) => {
        const floor = BigInt(percentFloor(amount, percent))
        const product = BigInt(amount) * BigInt(percent)
        expect(floor * 100n <= product && product < (floor + 1n) * 100n).toBe(true)
      }),
    )
  })

  test.each([
    [-1, 80],
    [1.5, 80],
    [100, -1],
    [100, 0.8],
    [100, 101],
  ])('refuses %d cents at %d percent', (amount, percent) => {
    expect(() => percentFloor(amount, percent)).toThrow(RangeError)
  })
})

describe('divideHalfUp', () => {
  test.each([
    [0n, 3n, 0],
    [1n, 3n, 0],
    [1n, 2n, 1],
    [2n, 3n, 1],
    [3n, 2n, 2],
    [5n, 2n, 3],
    [149n, 100n, 1],
    [150n, 100n, 2],
  ])('%d ÷ %d', (numerator, denominator, expected) => {
    expect(divideHalfUp(numerator, denominator)).toBe(expected)
  })

  test('is the nearest integer, and of two the upper', () => {
    const count = fc.bigInt({ min: 0n, max: 10n ** 15n })
    fc.assert(
      fc.property(count, fc.bigInt({ min: 1n, max: 10n ** 6n }), (numerator, denominator) => {
        const quotient = BigInt(divideHalfUp(numerator, denominator))
        const twiceError = 2n * (quotient * denominator - numerator)
        expect(-denominator < twiceError && twiceError <= denominator).toBe(true)
      }),
    )
  })

  test('refuses negative numerators, divisors of nothing and quotients that are not safe', () => {
    expect(() => divideHalfUp(-1n, 2n)).toThrow('cannot divide -1 by 2')
    expect(() => divideHalfUp(1n, 0n)).toThrow(RangeError)
    expect(() => divideHalfUp(1n, -2n)).toThrow(RangeError)
    expect(() => divideHalfUp(2n ** 53n, 1n)).toThrow(RangeError)
  })
})

describe('sumCents', () => {
  test('adds what it is given, negative amounts too', () => {
    expect(sumCents([])).toBe(0)
    expect(sumCents([3_000_000, 3_520_000, -1])).toBe(6_519_999)
    expect(sumCents(new Set([1, 2]))).toBe(3)
  })

  test('refuses an unsafe value and an unsafe sum', () => {
    expect(() => sumCents([0.1, 0.2])).toThrow('cents is no safe integer: 0.1')
    expect(() => sumCents([Number.MAX_SAFE_INTEGER, 1])).toThrow('sum is no safe integer')
  })
})

describe('requireCount', () => {
  test('gives back what it accepts', () => {
    expect(requireCount(0, 'kpi')).toBe(0)
    expect(() => requireCount(-1, 'kpi')).toThrow('kpi is negative: -1')
    expect(() => requireCount(1.5, 'kpi')).toThrow('kpi is no safe integer: 1.5')
  })
})
