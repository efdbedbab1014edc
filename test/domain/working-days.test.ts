import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  belgianHolidays,
  daysBetween,
  isWorkingDay,
  nthWorkingDayAfter,
  rollToWorkingDay,
  workingDaysBetween,
} from '../../src/domain/calendar.ts'
import { date } from './arbitraries.ts'

const NONE: readonly string[] = []

/** Easter by the anonymous algorithm of 1876, another than the code's. */
function easter(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 19 * l) / 433)
  const month = Math.floor((h + l - 7 * m + 90) / 25)
  const day = (h + l - 7 * m + 33 * month + 19) % 32
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

describe('belgianHolidays', () => {
  test('are ten in 2024 and 2025', () => {
    expect(belgianHolidays(2024)).toEqual([
      '2024-01-01',
      '2024-04-01',
      '2024-05-01',
      '2024-05-09',
      '2024-05-20',
      '2024-07-21',
      '2024-08-15',
      '2024-11-01',
      '2024-11-11',
      '2024-12-25',
    ])
    expect(belgianHolidays(2025)).toEqual([
      '2025-01-01',
      '2025-04-21',
      '2025-05-01',
      '2025-05-29',
      '2025-06-09',
      '2025-07-21',
      '2025-08-15',
      '2025-11-01',
      '2025-11-11',
      '2025-12-25',
    ])
  })

  test.each([
    [1818, '1818-03-23'],
    [1954, '1954-04-19'],
    [1981, '1981-04-20'],
    [2008, '2008-03-24'],
    [2019, '2019-04-22'],
    [2027, '2027-03-29'],
    [2038, '2038-04-26'],
    [2049, '2049-04-19'],
    [2076, '2076-04-20'],
  ])('have Easter Monday of %d on %s', (year, monday) => {
    expect(belgianHolidays(year)).toContain(monday)
  })

  test('follow Easter in every year of the Gregorian calendar to 4099', () => {
    for (let year = 1583; year <= 4099; year += 1) {
      const holidays = belgianHolidays(year)
      for (const days of [1, 39, 50]) expect(holidays).toContain(addDays(easter(year), days))
      expect(holidays).toHaveLength(10)
    }
  })

  test('are ten also where two share a date', () => {
    expect(belgianHolidays(2008).filter((day) => day === '2008-05-01')).toHaveLength(2)
  })

  test('are of a year of at most four digits', () => {
    expect(belgianHolidays(800)[0]).toBe('0800-01-01')
    for (const year of [-1, 10_000, 2024.5]) expect(() => belgianHolidays(year)).toThrow(RangeError)
  })
})

describe('isWorkingDay', () => {
  test.each([
    ['2024-05-06', true],
    ['2024-07-05', true],
    ['2025-01-05', false],
    ['2025-07-05', false],
    ['2024-04-01', false],
    ['2024-07-21', false],
    ['2024-12-24', true],
    ['2024-12-25', false],
    ['1969-12-31', true],
    ['1969-12-27', false],
    ['1969-12-28', false],
  ])('%s: %s', (day, expected) => {
    expect(isWorkingDay(day, NONE)).toBe(expected)
  })

  test('knows the closing days of the call', () => {
    expect(isWorkingDay('2024-12-27', ['2024-12-26', '2024-12-27'])).toBe(false)
    expect(isWorkingDay('2024-12-30', ['2024-12-26', '2024-12-27'])).toBe(true)
  })

  test('knows the weekends and holidays of every year', () => {
    fc.assert(
      fc.property(date, (day) => {
        const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
        const isHoliday = belgianHolidays(Number(day.slice(0, 4))).includes(day)
        expect(isWorkingDay(day, NONE)).toBe(!isWeekend && !isHoliday)
      }),
    )
  })
})

describe('nthWorkingDayAfter', () => {
  test.each([
    ['2024-03-08', 12, '2024-03-26'],
    ['2024-05-31', 12, '2024-06-18'],
    ['2024-05-31', 4, '2024-06-06'],
    ['2024-03-29', 1, '2024-04-02'],
    ['2024-05-08', 1, '2024-05-10'],
    ['2024-12-31', 1, '2025-01-02'],
    ['2024-06-01', 1, '2024-06-03'],
    ['2024-06-02', 0, '2024-06-02'],
  ])('%s and %d is %s', (day, n, expected) => {
    expect(nthWorkingDayAfter(day, n, NONE)).toBe(expected)
  })

  test('passes over closing days', () => {
    expect(nthWorkingDayAfter('2024-05-31', 12, ['2024-06-10', '2024-06-15'])).toBe('2024-06-19')
  })

  test('is a working day with n − 1 others before it', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 60 }), (day, n) => {
        const end = nthWorkingDayAfter(day, n, NONE)
        expect(isWorkingDay(end, NONE)).toBe(true)
        expect(workingDaysBetween(day, end, NONE)).toBe(n - 1)
      }),
    )
  })

  test('refuses numbers of days that are none', () => {
    expect(() => nthWorkingDayAfter('2024-05-31', -1, NONE)).toThrow('no number of working days')
    expect(() => nthWorkingDayAfter('2024-05-31', 1.5, NONE)).toThrow(RangeError)
    expect(() => nthWorkingDayAfter('2024-05-32', 1, NONE)).toThrow('no date')
  })
})

describe('workingDaysBetween', () => {
  test.each([
    ['2024-05-31', '2024-06-03', 0],
    ['2024-05-31', '2024-06-04', 1],
    ['2024-05-31', '2024-06-18', 11],
    ['2024-03-29', '2024-04-03', 1],
    ['2024-06-04', '2024-06-04', 0],
    ['2024-06-04', '2024-05-31', 0],
  ])('%s and %s: %d', (first, end, expected) => {
    expect(workingDaysBetween(first, end, NONE)).toBe(expected)
  })

  test('leaves out closing days', () => {
    expect(workingDaysBetween('2024-05-31', '2024-06-18', ['2024-06-10'])).toBe(10)
  })

  test('counts what isWorkingDay says of each day between', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 120 }), (first, length) => {
        const end = addDays(first, length)
        const between = Array.from({ length: Math.max(0, daysBetween(first, end) - 1) }, (_, i) =>
          addDays(first, i + 1),
        )
        expect(workingDaysBetween(first, end, NONE)).toBe(
          between.filter((day) => isWorkingDay(day, NONE)).length,
        )
      }),
    )
  })

  test('ends a suspended term of 12 days with the (12 − u)th working day after its resumption', () => {
    const used = workingDaysBetween('2024-05-31', '2024-06-07', NONE)
    expect(used).toBe(4)
    expect(nthWorkingDayAfter('2024-06-12', 12 - used, NONE)).toBe('2024-06-24')
  })

  test('changes nothing when a term is resumed on the day it was suspended', () => {
    const length = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(date, length, length, (first, n, at) => {
        fc.pre(at <= n)
        const day = nthWorkingDayAfter(first, at, NONE)
        const used = workingDaysBetween(first, day, NONE)
        expect(nthWorkingDayAfter(first, n, NONE)).toBe(
          nthWorkingDayAfter(addDays(day, -1), n - used, NONE),
        )
      }),
    )
  })
})

describe('rollToWorkingDay', () => {
  test.each([
    ['2025-01-05', '2025-01-06'],
    ['2025-07-05', '2025-07-07'],
    ['2025-07-31', '2025-07-31'],
    ['2024-12-25', '2024-12-26'],
    ['2027-12-25', '2027-12-27'],
  ])('%s becomes %s', (day, expected) => {
    expect(rollToWorkingDay(day, NONE)).toBe(expected)
  })

  test('rolls over closing days, and leaves a working day where it is', () => {
    expect(rollToWorkingDay('2025-01-05', ['2025-01-06'])).toBe('2025-01-07')
    fc.assert(
      fc.property(date, (day) => {
        const rolled = rollToWorkingDay(day, NONE)
        expect(isWorkingDay(rolled, NONE)).toBe(true)
        expect(rolled === day).toBe(isWorkingDay(day, NONE))
        expect(workingDaysBetween(day, rolled, NONE)).toBe(0)
      }),
    )
  })
})
