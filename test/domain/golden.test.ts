import { describe, expect, test } from 'vitest'
import { splitAward } from '../../src/domain/award.ts'
import { withinCeiling } from '../../src/domain/budget.ts'
import {
  addPeriod,
  endOfDay,
  formatInstant,
  isWorkingDay,
  parseInstant,
} from '../../src/domain/calendar.ts'
import { endControl } from '../../src/domain/co-financing.ts'
import { reducedAmount } from '../../src/domain/kpi.ts'
import { formatEuro, sumCents } from '../../src/domain/money.ts'

const BRUSSELS = 'Europe/Brussels'

/** The facts of domain §10 that rest on the domain's rules alone, read as a story from call to end. */
describe('the golden facts', () => {
  test('an application at noon is on time, a millisecond later it is not', () => {
    const deadline = parseInstant('2024-05-06T12:00:00', BRUSSELS)
    expect(parseInstant('2024-05-06T10:00:00.000Z', BRUSSELS)).toBe(deadline)
    expect(parseInstant('2024-05-06T12:00:00.001', BRUSSELS)).toBe(Number(deadline) + 1)
  })

  test('the formula gives 30,000, 36,000, and the same from both sides at K = 2c', () => {
    expect(formatEuro(reducedAmount(12_000, 100, 500, 9_000_000))).toBe('30000.00')
    expect(formatEuro(reducedAmount(12_000, 500, 800, 9_000_000))).toBe('36000.00')
    expect(reducedAmount(12_000, 300, 600, 9_000_000)).toBe((12_000 * 600) / 2)
    expect(reducedAmount(12_000, 300, 600, 9_000_000)).toBe(12_000 * (600 - 300))
  })

  test('awards one cent above the ceiling are in excess', () => {
    const awards = Array.from({ length: 59 }, () => 28_657_254)
    const rest = 1_690_778_000 - sumCents(awards)
    expect(withinCeiling([...awards, rest], 1_690_778_000).excessCents).toBe(0)
    expect(withinCeiling([...awards, rest + 1], 1_690_778_000).excessCents).toBe(1)
  })

  test('16,907,780.00 is paid as 13,526,224.00 and 3,381,556.00', () => {
    const { advanceCents, balanceCents } = splitAward(1_690_778_000, 80)
    expect([advanceCents, balanceCents].map(formatEuro)).toEqual(['13526224.00', '3381556.00'])
  })

  test('awarded on 5 July 2024, both reports are due on weekends before the period ends', () => {
    const interim = addPeriod('2024-07-05', 'P6M')
    const final = addPeriod('2024-07-05', 'P1Y')
    expect([interim, final]).toEqual(['2025-01-05', '2025-07-05'])
    expect([interim, final].map((date) => isWorkingDay(date, []))).toEqual([false, false])
    expect(endOfDay(final, BRUSSELS)).toBeLessThan(endOfDay('2025-09-30', BRUSSELS))
    expect(formatInstant(endOfDay(interim, BRUSSELS))).toBe('2025-01-05T22:59:59.999Z')
  })

  test('31 August and six months is 28 February', () => {
    expect(addPeriod('2024-08-31', 'P6M')).toBe('2025-02-28')
  })

  test('lines of 30,000 and a stimulus of 10,000 paid, 29,000 spent: 1,000 is proposed', () => {
    const { clawbackCents } = endControl({
      spentCents: 2_900_000,
      linesAwardCents: 3_000_000,
      paidForLinesCents: 3_000_000,
      claimedForLinesCents: 0,
      ownShare: 1,
    })
    expect(formatEuro(clawbackCents)).toBe('1000.00')
  })
})
