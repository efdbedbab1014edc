import * as fc from 'fast-check'

/** Dates of the years around the calls, as `YYYY-MM-DD`. */
export const date = fc
  .integer({ min: Date.UTC(1999, 0, 1) / 86_400_000, max: Date.UTC(2060, 11, 31) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))

/** Instants of the same years, in milliseconds. */
export const instant = fc.integer({ min: Date.UTC(1999, 0, 2), max: Date.UTC(2060, 11, 30) })

/** Periods that call files use, and their like, forward and back. */
export const period = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom('D', 'W', 'M', 'Y'),
  )
  .map(([sign, count, unit]) => `${sign}P${count}${unit}`)
