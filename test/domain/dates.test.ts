import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, isDate, yearOf, yearsTouched } from '../../src/domain/calendar.ts'
import { dateOfDay, dayOf } from '../../src/domain/dates.ts'
import { date } from './arbitraries.ts'

describe('isDate', () => {
  test.each(['2024-02-29', '2000-02-29', '2025-12-31', '0000-01-01', '9999-12-31'])(
    'knows %s',
    (text) => {
      expect(isDate(text)).toBe(true)
      expect(isDate(text)).toBe(true)
    },
  )

  test.each([
    '2024-02-30',
    '2025-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-04-31',
    '2024-01-00',
    '2024-1-1',
    '20240101',
    '24-01-01',
    '+002024-01-01',
    '-2024-01-01',
    '2024-01-01T00:00',
    '2024-01-01[u-ca=iso8601]',
    ' 2024-01-01',
    '2024-01-01\n',
    '',
  ])('takes nothing else: %j', (text) => {
    expect(isDate(text)).toBe(false)
  })
})

describe('addDays', () => {
  test.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-28', 2, '2024-03-01'],
    ['2025-02-28', 1, '2025-03-01'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2025-01-01', -1, '2024-12-31'],
    ['2024-03-30', 2, '2024-04-01'],
    ['2024-07-05', 30, '2024-08-04'],
    ['2024-07-05', 0, '2024-07-05'],
  ])('%s and %d', (from, days, expected) => {
    expect(addDays(from, days)).toBe(expected)
  })

  test('is undone by daysBetween', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -4000, max: 4000 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days)
      }),
    )
  })

  test('agrees with days of 86,400 seconds in UTC', () => {
    fc.assert(
      fc.property(date, (text) => {
        expect(dayOf(text)).toBe(Date.parse(text) / 86_400_000)
        expect(dateOfDay(dayOf(text))).toBe(text)
      }),
    )
  })

  test('refuses what is no date, no whole number of days, and years of five digits', () => {
    expect(() => addDays('2024-02-30', 1)).toThrow('no date (YYYY-MM-DD): 2024-02-30')
    expect(() => addDays('tomorrow', 1)).toThrow('no date (YYYY-MM-DD): tomorrow')
    expect(() => addDays('2024-02-01', 0.5)).toThrow(RangeError)
    expect(() => addDays('9999-12-31', 1)).toThrow('no year of 0–9999: 10000')
    expect(() => addDays('0000-01-01', -1)).toThrow('no year of 0–9999: -1')
  })
})

describe('daysBetween', () => {
  test('counts over summer time, leap days and year ends', () => {
    expect(daysBetween('2024-03-30', '2024-04-01')).toBe(2)
    expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29)
    expect(daysBetween('2024-10-01', '2025-10-01')).toBe(365)
    expect(daysBetween('2025-01-01', '2024-12-31')).toBe(-1)
  })
})

describe('yearOf', () => {
  test('is the calendar year', () => {
    expect(yearOf('2024-12-31')).toBe(2024)
    expect(() => yearOf('2024')).toThrow(RangeError)
  })
})

describe('yearsTouched', () => {
  test('names every year of the days from first to last', () => {
    expect(yearsTouched('2024-10-01', '2025-09-30')).toEqual(['2024', '2025'])
    expect(yearsTouched('2024-12-31', '2025-01-01')).toEqual(['2024', '2025'])
    expect(yearsTouched('2024-01-01', '2024-12-31')).toEqual(['2024'])
    expect(yearsTouched('2024-10-01', '2026-01-01')).toEqual(['2024', '2025', '2026'])
    expect(yearsTouched('0999-10-01', '1000-01-01')).toEqual(['0999', '1000'])
  })

  test('names none of a period that ends before it begins', () => {
    expect(yearsTouched('2025-01-01', '2024-12-31')).toEqual([])
    expect(yearsTouched('2025-01-01', '2020-12-31')).toEqual([])
  })
})
