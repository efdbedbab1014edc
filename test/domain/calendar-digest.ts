import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import * as calendar from '../../src/domain/calendar.ts'
import { date, instant, period } from './arbitraries.ts'

/**
 * Run as a process of its own, with TZ set: prints what the calendar makes of known and of random
 * dates, and what the machine's own zone makes of one, to show that TZ was taken.
 */
const ZONE = 'Europe/Brussels'
const SEED = 20_241_027

const goldens = {
  deadline: calendar.parseInstant('2024-05-06T12:00:00', ZONE),
  gap: calendar.parseInstant('2024-03-31T02:30:00', ZONE),
  overlap: calendar.parseInstant('2024-10-27T02:30:00', ZONE),
  interim: calendar.endOfDay(calendar.addPeriod('2024-07-05', 'P6M'), ZONE),
  clamped: calendar.addPeriod('2024-08-31', 'P6M'),
  review: calendar.nthWorkingDayAfter('2024-05-31', 12, []),
  reminder: calendar.shiftInstant(calendar.endOfDay('2025-04-05', ZONE), '-P14D', ZONE),
  today: calendar.dateOf(1_735_686_000_000, ZONE),
}

const samples = fc.sample(fc.tuple(date, date, instant, period), { seed: SEED, numRuns: 2000 })
const digest = createHash('sha256')
for (const [from, to, ms, length] of samples) {
  digest.update(
    [
      calendar.addPeriod(from, length),
      calendar.daysBetween(from, to),
      calendar.startOfDay(from, ZONE),
      calendar.endOfDay(from, ZONE),
      calendar.dateOf(ms, ZONE),
      calendar.shiftInstant(ms, length, ZONE),
      calendar.parseInstant(`${from}T${calendar.formatInstant(ms).slice(11, 23)}`, ZONE),
      calendar.nthWorkingDayAfter(from, 12, []),
      calendar.rollToWorkingDay(to, []),
      calendar.yearsTouched(from, to).join(),
    ].join(' '),
  )
}

const machineMidnight = new Date(2024, 0, 1).toISOString()
console.log(JSON.stringify({ machineMidnight, goldens, digest: digest.digest('hex') }))
