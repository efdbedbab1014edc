import {
  addPeriod,
  daysBetween,
  endOfDay,
  isDate,
  parseInstant,
  startOfDay,
  yearsTouched,
} from '../../domain/calendar.ts'
import type { Fault } from './errors.ts'
import type { Sound } from './sound.ts'
import { doubles } from './sound.ts'

/** What the fields of call.yaml must be to each other. */
export function callFaults(call: Sound): readonly Fault[] {
  return checks.flatMap((check) => check(call))
}

type Check = (call: Sound) => readonly Fault[]

/** The first instant (ms) of what begins: of its day, where no time is given. */
export function beginMs(text: string, timeZone: string): number {
  return isDate(text) ? startOfDay(text, timeZone) : instant(text, timeZone)
}

/** The last instant (ms) of what ends: of its day, where no time is given. */
export function endMs(text: string, timeZone: string): number {
  return isDate(text) ? endOfDay(text, timeZone) : instant(text, timeZone)
}

/** Days that a step of a ladder lies from its deadline, in a year that is not a leap year. */
export function ladderOffset(step: string): number {
  return daysBetween('2023-01-01', addPeriod('2023-01-01', step))
}

const checks: readonly Check[] = [
  (call) => {
    const zone = call.at<string>('timeZone')
    const launch = call.at<string>('timeline', 'launch')
    const deadline = call.at<string>('timeline', 'submissionDeadline')
    if (zone === undefined || launch === undefined || deadline === undefined) return []
    return beginMs(launch, zone) < endMs(deadline, zone)
      ? []
      : [fault('timeline.submissionDeadline', `Must be after timeline.launch, ${launch}.`)]
  },
  periodFaults,
  (call) => {
    const normal = call.at<number>('ifReview', 'workingDays')
    const urgent = call.at<number>('ifReview', 'urgentWorkingDays')
    return normal === undefined || urgent === undefined || urgent <= normal
      ? []
      : [
          fault(
            'ifReview.urgentWorkingDays',
            `Must not be more than ifReview.workingDays, ${normal}.`,
          ),
        ]
  },
  (call) => {
    const interim = call.at<string>('reports', 'interim')
    const final = call.at<string>('reports', 'final')
    return interim === undefined || final === undefined || isShorter(interim, final)
      ? []
      : [fault('reports.final', `Must be longer than reports.interim, ${interim}.`)]
  },
  accountsFaults,
  reminderFaults,
  (call) => listDoubles(call, ['ifReview', 'extraClosingDays'], 'closing day'),
  (call) => listDoubles(call, ['accounts', 'codes'], 'code'),
  (call) => listDoubles(call, ['stimuli'], 'stimulus'),
  (call) => listDoubles(call, ['eligibility', 'exempt'], 'kind'),
  (call) => doubles(call, ['actions'], ['code'], (code) => `The action ${code} must stand once.`),
]

function periodFaults(call: Sound): readonly Fault[] {
  const start = call.at<string>('timeline', 'projectStart')
  const end = call.at<string>('timeline', 'projectEnd')
  if (end === undefined) return []
  if (start !== undefined && end < start) {
    return [fault('timeline.projectEnd', `Must not be before timeline.projectStart, ${start}.`)]
  }
  return []
}

function listDoubles(call: Sound, list: readonly string[], what: string): Fault[] {
  return doubles(call, list, [], (value) => `The ${what} ${value} must stand once.`)
}

function accountsFaults(call: Sound): readonly Fault[] {
  const start = call.at<string>('timeline', 'projectStart')
  const end = call.at<string>('timeline', 'projectEnd')
  const due = Object.entries(dueOf(call))
  if (start === undefined || end === undefined || start > end) return []
  const years = yearsTouched(start, end)
  return due.flatMap(([year, date]) => {
    const path = ['accounts', 'due', year]
    if (!years.includes(year)) {
      const message = `Must be a year that the project period touches: ${years.join(', ')}.`
      return [{ path, message }]
    }
    return date === undefined || date > `${year}-12-31`
      ? []
      : [{ path, message: `Must be a date after the year it is for, ${year}.` }]
  })
}

/** Years with the date of each; undefined where the date is wrong. */
function dueOf(call: Sound): Readonly<Record<string, string | undefined>> {
  const years = call.keys('accounts', 'due')
  return Object.fromEntries(years.map((year) => [year, call.at<string>('accounts', 'due', year)]))
}

function reminderFaults(call: Sound): readonly Fault[] {
  const ladder = call.at<readonly string[]>('reminders', 'ladder')
  if (ladder === undefined) return []
  const offsets = ladder.map(ladderOffset)
  const twice = ladder.flatMap((step, index) =>
    offsets.indexOf(ladderOffset(step)) === index
      ? []
      : [
          {
            path: ['reminders', 'ladder', index],
            message: `The step ${step} must stand once, under one name.`,
          },
        ],
  )
  const escalateAt = call.at<string>('reminders', 'escalateAt')
  return escalateAt === undefined || ladder.includes(escalateAt)
    ? twice
    : [...twice, fault('reminders.escalateAt', `Must be one of ${ladder.join(', ')}.`)]
}

/** Whether one period ends before another, both counted from the same first of January. */
function isShorter(one: string, other: string): boolean {
  return addPeriod('2024-01-01', one) < addPeriod('2024-01-01', other)
}

function fault(field: string, message: string): Fault {
  return { path: field.split('.'), message }
}

function instant(text: string, timeZone: string): number {
  const ms = parseInstant(text, timeZone)
  if (ms === null) throw new RangeError(`no moment: ${text}`)
  return ms
}
