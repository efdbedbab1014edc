import {
  addDays,
  dateOf,
  daysBetween,
  isWorkingDay,
  nthWorkingDayAfter,
  parseInstant,
  rollToWorkingDay,
} from '../../src/domain/calendar.ts'
import type { Chance } from './chance.ts'

const ZONE = 'Europe/Brussels'
const MINUTE_MS = 60_000
/** Minutes of the day between which people work. */
const OPENS = 8 * 60 + 30
const CLOSES = 17 * 60 + 20

/** When something happens: milliseconds since the epoch, after what happened last. */
export type When = (chance: Chance, lastMs: number) => number

/** At one moment of Brussels: "2024-05-06T12:00:00.000". */
export function exactly(local: string): When {
  return () => instant(local)
}

/** In office hours of a working day from one date to another, or soon after what came last. */
export function between(from: string, to: string): When {
  return (chance, lastMs) => {
    const day = workingDay(addDays(from, chance.integer(0, daysBetween(from, to))), from, to)
    const drawn = inOffice(chance, day)
    return drawn > lastMs ? drawn : soonAfter(chance, lastMs)
  }
}

/** In office hours, so many calendar days after what came last. */
export function after(fewest: number, most: number): When {
  return (chance, lastMs) => {
    const days = chance.integer(fewest, most)
    if (days === 0) return soonAfter(chance, lastMs)
    const day = rollToWorkingDay(addDays(dayOf(lastMs), days), [])
    return inOffice(chance, day)
  }
}

/** Some minutes later, or the next working morning. */
export const soon: When = (chance, lastMs) => soonAfter(chance, lastMs)

/** The later of two moments. */
export function notBefore(date: string, when: When): When {
  return (chance, lastMs) => {
    const drawn = when(chance, lastMs)
    return dayOf(drawn) >= date ? drawn : inOffice(chance, rollToWorkingDay(date, []))
  }
}

/** The date in Brussels. */
export function dayOf(ms: number): string {
  return dateOf(ms, ZONE)
}

/** ISO 8601 with the offset that Brussels has then: "2024-05-06T12:00:00+02:00". */
export function withOffset(ms: number): string {
  for (const [minutes, offset] of [
    [120, '+02:00'],
    [60, '+01:00'],
  ] as const) {
    const local = new Date(ms + minutes * MINUTE_MS).toISOString().slice(0, -1)
    if (instant(local) === ms) return `${local.replace('.000', '')}${offset}`
  }
  throw new Error(`no time of Brussels: ${ms}`)
}

export function instant(local: string): number {
  const ms = parseInstant(local, ZONE)
  if (ms === null) throw new Error(`no moment: ${local}`)
  return ms
}

function workingDay(date: string, from: string, to: string): string {
  if (isWorkingDay(date, [])) return date
  const next = rollToWorkingDay(date, [])
  if (next <= to) return next
  let day = date
  while (day > from && !isWorkingDay(day, [])) day = addDays(day, -1)
  return day
}

function inOffice(chance: Chance, day: string): number {
  const seconds = chance.integer(OPENS * 60, CLOSES * 60)
  return instant(`${day}T00:00:00`) + seconds * 1000
}

function soonAfter(chance: Chance, lastMs: number): number {
  const later = lastMs + chance.integer(2 * 60, 25 * 60) * 1000
  const day = dayOf(later)
  const minute = (later - instant(`${day}T00:00:00`)) / MINUTE_MS
  if (isWorkingDay(day, []) && minute >= OPENS && minute <= CLOSES + 40) return later
  const next = minute < OPENS && isWorkingDay(day, []) ? day : nthWorkingDayAfter(day, 1, [])
  return instant(`${next}T08:30:00`) + chance.integer(0, 90 * 60) * 1000
}
