import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, isBankDay, isWorkingDay, rollToBankDay } from '../../src/domain/calendar.ts'
import { date } from './arbitraries.ts'

/** The closing days of TARGET on weekdays, as the ECB publishes them. */
const closed = [
  '2024-01-01 2024-03-29 2024-04-01 2024-05-01 2024-12-25 2024-12-26',
  '2025-01-01 2025-04-18 2025-04-21 2025-05-01 2025-12-25 2025-12-26',
  '2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-12-25',
].flatMap((year) => year.split(' '))

describe('isBankDay', () => {
  test('is false on the closing days of TARGET, and on no other weekday of three years', () => {
    const found: string[] = []
    const weekends: string[] = []
    for (let day = '2024-01-01'; day <= '2026-12-31'; day = addDays(day, 1)) {
      const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
      const isWeekend = weekday === 0 || weekday === 6
      if (isWeekend && isBankDay(day)) weekends.push(day)
      if (!isWeekend && !isBankDay(day)) found.push(day)
    }
    expect(weekends).toEqual([])
    expect(found).toEqual(closed)
  })

  test('is another thing than a working day of the Belgian government', () => {
    expect(isBankDay('2025-07-21')).toBe(true)
    expect(isWorkingDay('2025-07-21', [])).toBe(false)
    expect(isBankDay('2024-12-26')).toBe(false)
    expect(isWorkingDay('2024-12-26', [])).toBe(true)
  })
})

describe('rollToBankDay', () => {
  test('leaves a bank day, and steps over Christmas and Easter', () => {
    expect(rollToBankDay('2024-10-10')).toBe('2024-10-10')
    expect(rollToBankDay('2024-12-25')).toBe('2024-12-27')
    expect(rollToBankDay('2026-04-03')).toBe('2026-04-07')
  })

  test('gives a bank day within six days', () => {
    fc.assert(
      fc.property(date, (day) => {
        const rolled = rollToBankDay(day)
        return isBankDay(rolled) && rolled >= day && rolled <= addDays(day, 6)
      }),
    )
  })
})
