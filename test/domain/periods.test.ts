import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addPeriod, isPeriod } from '../../src/domain/calendar.ts'
import { date, period } from './arbitraries.ts'

describe('isPeriod', () => {
  test.each(['P30D', 'P6M', 'P1Y', 'P2W', 'P1Y2M3D', 'P1Y3D', 'P0D', '-P30D', '-P1Y2M', 'P10Y'])(
    'knows %s',
    (text) => {
      expect(isPeriod(text)).toBe(true)
    },
  )

  test.each([
    '',
    'P',
    '-P',
    'P6',
    '6M',
    'p6m',
    '+P6M',
    'P-6M',
    '--P6M',
    'P1M1Y',
    'P1D2W',
    'P1Y2W',
    'P1W1W',
    'PT1H',
    'P1DT',
    'P1DT1H',
    'P1.5D',
    'P1,5D',
    'P06M',
    'P100000D',
    ' P6M',
    'P6M\n',
  ])('takes nothing else: %j', (text) => {
    expect(isPeriod(text)).toBe(false)
  })

  test('knows days, weeks, months and years of any number', () => {
    fc.assert(
      fc.property(period, (text) => {
        expect(isPeriod(text)).toBe(true)
      }),
    )
  })
})

describe('addPeriod', () => {
  test.each([
    ['2024-08-31', 'P6M', '2025-02-28'],
    ['2023-08-31', 'P6M', '2024-02-29'],
    ['2024-02-29', 'P1Y', '2025-02-28'],
    ['2024-02-29', 'P4Y', '2028-02-29'],
    ['2024-01-31', 'P1M', '2024-02-29'],
    ['2025-01-31', 'P1M1D', '2025-03-01'],
    ['2025-03-31', '-P1M', '2025-02-28'],
    ['2024-07-05', 'P6M', '2025-01-05'],
    ['2024-07-05', 'P1Y', '2025-07-05'],
    ['2024-07-05', 'P30D', '2024-08-04'],
    ['2024-12-31', 'P2W', '2025-01-14'],
    ['2024-01-01', '-P1D', '2023-12-31'],
    ['2024-01-01', 'P1Y2M3D', '2025-03-04'],
    ['2024-10-27', 'P0D', '2024-10-27'],
  ])('%s and %s', (from, text, expected) => {
    expect(addPeriod(from, text)).toBe(expected)
  })

  test('counts months from the anchor: chained steps would lose the 31st', () => {
    expect(addPeriod('2024-08-31', 'P12M')).toBe('2025-08-31')
    expect(addPeriod(addPeriod('2024-08-31', 'P6M'), 'P6M')).toBe('2025-08-28')
  })

  test('lands on the same day of the month, or on the last where there is none', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -600, max: 600 }), (from, months) => {
        const sign = months < 0 ? '-' : ''
        const to = addPeriod(from, `${sign}P${Math.abs(months)}M`)
        const month = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months
        expect(Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7)) - 1).toBe(month)
        const isLast = addDays(to, 1).endsWith('-01')
        expect(to.slice(8) === from.slice(8) || (isLast && to.slice(8) < from.slice(8))).toBe(true)
      }),
    )
  })

  test('moves by days and weeks as addDays does', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 999 }), (from, count) => {
        expect(addPeriod(from, `P${count}D`)).toBe(addDays(from, count))
        expect(addPeriod(from, `-P${count}W`)).toBe(addDays(from, -7 * count))
      }),
    )
  })

  test('refuses what is no date and what is no period', () => {
    expect(() => addPeriod('2024-02-30', 'P1D')).toThrow('no date')
    expect(() => addPeriod('2024-02-28', 'PT24H')).toThrow('no period of dates (P6M): PT24H')
    expect(() => addPeriod('2024-02-28', 'P9999Y')).toThrow('no year of 0–9999')
    expect(() => addPeriod('2024-02-28', 'P99999Y')).toThrow(RangeError)
  })
})
