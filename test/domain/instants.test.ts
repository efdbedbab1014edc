import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addPeriod,
  dateOf,
  endOfDay,
  formatInstant,
  parseInstant,
  shiftInstant,
  startOfDay,
} from '../../src/domain/calendar.ts'
import { date, instant, period } from './arbitraries.ts'

const BRUSSELS = 'Europe/Brussels'
const HOUR = 3_600_000

/** Until 1995 summer time ended in September: the oracle knows the rule since then. */
const ORACLE_BEGINS = Date.UTC(1996, 0, 1)

/** Summer time by the directive's own words, without any time zone data: the oracle of these tests. */
function offsetOf(ms: number): number {
  const year = new Date(ms).getUTCFullYear()
  const isSummer = ms >= lastSunday(year, 2) && ms < lastSunday(year, 9)
  return isSummer ? 2 * HOUR : HOUR
}

/** 01:00 UTC of the last Sunday of March (2) or October (9). */
function lastSunday(year: number, month: number): number {
  const last = Date.UTC(year, month, 31, 1)
  return last - new Date(last).getUTCDay() * 24 * HOUR
}

function at(text: string): number {
  const ms = parseInstant(text, BRUSSELS)
  if (ms === null) throw new Error(`no instant: ${text}`)
  return ms
}

function brussels(text: string): string {
  return formatInstant(at(text))
}

describe('parseInstant', () => {
  test.each([
    ['2024-05-06T12:00:00', '2024-05-06T10:00:00.000Z'],
    ['2024-05-06T12:00', '2024-05-06T10:00:00.000Z'],
    ['2024-05-06T12:00:00.001', '2024-05-06T10:00:00.001Z'],
    ['2024-05-06T12:00:00.5', '2024-05-06T10:00:00.500Z'],
    ['2024-05-06T12:00:00Z', '2024-05-06T12:00:00.000Z'],
    ['2024-05-06T12:00:00+02:00', '2024-05-06T10:00:00.000Z'],
    ['2024-05-06T12:00:00.000-05:30', '2024-05-06T17:30:00.000Z'],
    ['2024-01-01T00:00:00', '2023-12-31T23:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(brussels(text)).toBe(expected)
  })

  test.each([
    ['2024-03-31T02:00:00', '2024-03-31T01:00:00.000Z'],
    ['2024-03-31T02:30:00', '2024-03-31T01:30:00.000Z'],
    ['2024-03-31T03:00:00', '2024-03-31T01:00:00.000Z'],
    ['2027-03-28T02:30:00', '2027-03-28T01:30:00.000Z'],
  ])('moves %s, which no clock shows, forward', (text, expected) => {
    expect(brussels(text)).toBe(expected)
  })

  test.each([
    ['2024-10-27T02:00:00', '2024-10-27T00:00:00.000Z'],
    ['2024-10-27T02:30:00', '2024-10-27T00:30:00.000Z'],
    ['2024-10-27T03:00:00', '2024-10-27T02:00:00.000Z'],
    ['2027-10-31T02:59:59.999', '2027-10-31T00:59:59.999Z'],
  ])('takes the first of the two %s', (text, expected) => {
    expect(brussels(text)).toBe(expected)
  })

  test('lets an offset say which of two equal local times is meant', () => {
    expect(brussels('2024-10-27T02:30:00+02:00')).toBe('2024-10-27T00:30:00.000Z')
    expect(brussels('2024-10-27T02:30:00+01:00')).toBe('2024-10-27T01:30:00.000Z')
  })

  test.each([
    '',
    '2024-05-06',
    '2024-02-30T12:00:00',
    '2024-02-30T12:00:00Z',
    '2024-05-06T24:00:00',
    '2024-05-06T12:60:00',
    '2024-05-06T12:00:60',
    '2024-05-06T12',
    '2024-05-06T12:00:00.0001',
    '2024-05-06T12:00:00,5',
    '2024-05-06 12:00:00',
    '2024-05-06t12:00:00z',
    '2024-05-06T12:00:00+0200',
    '2024-05-06T12:00:00+02',
    '2024-05-06T12:00:00+24:00',
    '2024-05-06T12:00:00+02:60',
    '2024-05-06T12:00:00+02:00[Europe/Brussels]',
    '20240506T120000Z',
    '+002024-05-06T12:00:00Z',
    '2024-05-06T12:00:00Z\n',
    '1714989600000',
  ])('takes nothing else: %j', (text) => {
    expect(parseInstant(text, BRUSSELS)).toBeNull()
  })

  test('reads back what formatInstant writes, in any zone', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(BRUSSELS, 'America/New_York', 'UTC'), (ms, zone) => {
        expect(parseInstant(formatInstant(ms), zone)).toBe(ms)
      }),
    )
  })

  test('agrees with the rule of summer time on every local time that exists once', () => {
    fc.assert(
      fc.property(instant, (ms) => {
        fc.pre(offsetOf(ms) === offsetOf(ms - HOUR) && offsetOf(ms) === offsetOf(ms + HOUR))
        const local = formatInstant(ms + offsetOf(ms)).slice(0, -1)
        expect(at(local)).toBe(ms)
      }),
    )
  })

  test('refuses a time zone that does not exist', () => {
    expect(() => parseInstant('2024-05-06T12:00:00', 'Europe/Brussel')).toThrow(RangeError)
  })
})

describe('formatInstant', () => {
  test('always writes milliseconds', () => {
    expect(formatInstant(0)).toBe('1970-01-01T00:00:00.000Z')
    expect(formatInstant(1_714_989_600_001)).toBe('2024-05-06T10:00:00.001Z')
    expect(() => formatInstant(Number.NaN)).toThrow(RangeError)
  })
})

describe('dateOf', () => {
  test('is the date in the zone, not in UTC', () => {
    expect(dateOf(Date.UTC(2024, 4, 5, 21, 59, 59, 999), BRUSSELS)).toBe('2024-05-05')
    expect(dateOf(Date.UTC(2024, 4, 5, 22), BRUSSELS)).toBe('2024-05-06')
    expect(dateOf(Date.UTC(2024, 11, 31, 23), BRUSSELS)).toBe('2025-01-01')
    expect(dateOf(Date.UTC(2024, 11, 31, 23), 'UTC')).toBe('2024-12-31')
    expect(dateOf(Date.UTC(2024, 11, 31, 9), 'Pacific/Kiritimati')).toBe('2024-12-31')
    expect(dateOf(Date.UTC(2024, 11, 31, 10), 'Pacific/Kiritimati')).toBe('2025-01-01')
  })

  test('agrees with the rule of summer time', () => {
    fc.assert(
      fc.property(instant, (ms) => {
        expect(dateOf(ms, BRUSSELS)).toBe(formatInstant(ms + offsetOf(ms)).slice(0, 10))
      }),
    )
  })

  test('refuses instants outside the years 0–9999', () => {
    expect(() => dateOf(Date.UTC(10_000, 0, 2), BRUSSELS)).toThrow(RangeError)
  })
})

describe('startOfDay and endOfDay', () => {
  test.each([
    ['2024-03-31', 23],
    ['2024-10-27', 25],
    ['2027-03-28', 23],
    ['2027-10-31', 25],
    ['2024-02-29', 24],
    ['2024-12-31', 24],
  ])('%s has %d hours', (day, hours) => {
    expect(endOfDay(day, BRUSSELS) + 1 - startOfDay(day, BRUSSELS)).toBe(hours * HOUR)
  })

  test('are the first and the last millisecond of the date', () => {
    expect(formatInstant(startOfDay('2024-04-03', BRUSSELS))).toBe('2024-04-02T22:00:00.000Z')
    expect(formatInstant(endOfDay('2025-07-05', BRUSSELS))).toBe('2025-07-05T21:59:59.999Z')
    expect(formatInstant(endOfDay('2025-01-05', BRUSSELS))).toBe('2025-01-05T22:59:59.999Z')
    fc.assert(
      fc.property(date, (day) => {
        const start = startOfDay(day, BRUSSELS)
        const end = endOfDay(day, BRUSSELS)
        expect(start).toBe(Date.parse(day) - offsetOf(start))
        expect(dateOf(start, BRUSSELS)).toBe(day)
        expect(dateOf(start - 1, BRUSSELS)).not.toBe(day)
        expect(dateOf(end, BRUSSELS)).toBe(day)
        expect(dateOf(end + 1, BRUSSELS)).not.toBe(day)
      }),
    )
  })

  test('know days whose midnight does not exist', () => {
    const start = startOfDay('2018-11-04', 'America/Sao_Paulo')
    expect(formatInstant(start)).toBe('2018-11-04T03:00:00.000Z')
  })

  test('refuse dates and zones that are none', () => {
    expect(() => startOfDay('2024-02-30', BRUSSELS)).toThrow('no date')
    expect(() => endOfDay('2024-02-30', BRUSSELS)).toThrow('no date')
    expect(() => endOfDay('2024-02-28', 'Mars/Phobos')).toThrow(RangeError)
  })
})

describe('shiftInstant', () => {
  test.each([
    ['2024-05-06T12:00:00', '-P30D', '2024-04-06T12:00:00'],
    ['2024-05-06T12:00:00', '-P60D', '2024-03-07T12:00:00'],
    ['2024-10-26T12:00:00', 'P1D', '2024-10-27T12:00:00'],
    ['2025-07-05T23:59:59.999', '-P6M', '2025-01-05T23:59:59.999'],
    ['2024-08-31T12:00:00', 'P6M', '2025-02-28T12:00:00'],
    ['2024-03-30T02:30:00', 'P1D', '2024-03-31T03:30:00'],
    ['2024-10-26T02:30:00', 'P1D', '2024-10-27T02:30:00+02:00'],
    ['2024-10-28T02:30:00', '-P1D', '2024-10-27T02:30:00+02:00'],
    ['2026-12-28T02:30:00', 'P3M', '2027-03-28T03:30:00'],
    ['2027-10-30T02:30:00', 'P1D', '2027-10-31T02:30:00+02:00'],
    ['2024-02-29T00:00:00', 'P1Y', '2025-02-28T00:00:00'],
    ['2024-12-31T23:59:59.999', 'P1D', '2025-01-01T23:59:59.999'],
  ])('%s and %s', (from, text, expected) => {
    expect(formatInstant(shiftInstant(at(from), text, BRUSSELS))).toBe(brussels(expected))
  })

  test('keeps an end of day an end of day and noon noon', () => {
    fc.assert(
      fc.property(date, period, (day, text) => {
        const to = addPeriod(day, text)
        expect(shiftInstant(endOfDay(day, BRUSSELS), text, BRUSSELS)).toBe(endOfDay(to, BRUSSELS))
        expect(shiftInstant(at(`${day}T12:00`), text, BRUSSELS)).toBe(at(`${to}T12:00`))
      }),
    )
  })

  test('keeps the local time, but for the hour that summer time skips', () => {
    fc.assert(
      fc.property(instant, period, (ms, text) => {
        const shifted = shiftInstant(ms, text, BRUSSELS)
        fc.pre(shifted >= ORACLE_BEGINS)
        const local = formatInstant(ms + offsetOf(ms)).slice(11)
        const localShifted = formatInstant(shifted + offsetOf(shifted)).slice(11)
        const isSkipped = offsetOf(shifted) > offsetOf(shifted - HOUR) && local.startsWith('02')
        expect(localShifted).toBe(isSkipped ? local.replace('02', '03') : local)
      }),
    )
  })

  test('is about the zone it is given', () => {
    const noon = at('2024-03-30T12:00:00')
    expect(shiftInstant(noon, 'P1D', BRUSSELS) - noon).toBe(23 * HOUR)
    expect(shiftInstant(noon, 'P1D', 'UTC') - noon).toBe(24 * HOUR)
  })

  test('refuses periods and zones that are none', () => {
    expect(() => shiftInstant(0, 'PT1H', BRUSSELS)).toThrow('no period of dates (P6M): PT1H')
    expect(() => shiftInstant(0, 'P1D', 'Mars/Phobos')).toThrow(RangeError)
    expect(() => shiftInstant(0.5, 'P1D', BRUSSELS)).toThrow(RangeError)
  })
})
