import { ICalCalendar, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { deadlineTexts, endsWithDay, languages } from './wording.ts'
import type { MailSubject } from './ports.ts'

export interface CalendarFacts {
  readonly about: Pick<MailSubject, 'instance' | 'title' | 'timeZone' | 'name'>
  readonly deadline: string
  readonly dueMs: number
  /** Higher when the deadline was moved, so that a calendar takes the new date. */
  readonly sequence: number
  /** When it was given this due time (ms): every mail about it holds the very same object. */
  readonly changedMs: number
}

/** Objects that were made lately; a deadline has several reminders. */
const REMEMBERED = 500
const made = new Map<string, string>()

/** The iCalendar object of a deadline, by {@link calendarOf}; made once for all of its reminders. */
export function deadlineCalendar(facts: CalendarFacts): string {
  const { about, ...deadline } = facts
  const key = JSON.stringify([about.instance, about.name, about.title, deadline])
  const text = made.get(key) ?? calendarOf(facts)
  if (made.size >= REMEMBERED) made.clear()
  made.set(key, text)
  return text
}

/** An iCalendar object for a deadline. */
function calendarOf(facts: CalendarFacts): string {
  const calendar = emptyCalendar()
  addDeadline(calendar, facts)
  return calendar.toString()
}

/** How often a program is asked to read a calendar again. */
const REFRESH_S = 3600

/** An iCalendar object for many deadlines, under the UIDs that mails give them. */
export function deadlineFeed({
  isSynthetic,
  deadlines,
}: {
  readonly isSynthetic: boolean
  readonly deadlines: readonly CalendarFacts[]
}): string {
  const calendar = emptyCalendar()
  calendar.name(isSynthetic ? 'Mijlpaal (verzonnen / synthetic data)' : 'Mijlpaal')
  calendar.ttl(REFRESH_S)
  for (const each of deadlines) addDeadline(calendar, each)
  return calendar.toString()
}

function emptyCalendar(): ICalCalendar {
  return new ICalCalendar({
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Mijlpaal', product: 'Mijlpaal', language: 'NL' },
  })
}

/**
 * The UID is the same for ever for one deadline of one project, so what comes later replaces what
 * an earlier mail or feed put in a calendar.
 */
function addDeadline(
  calendar: ICalCalendar,
  { about, deadline, dueMs, sequence, changedMs }: CalendarFacts,
): void {
  const { timeZone } = about
  const due = Temporal.Instant.fromEpochMilliseconds(dueMs)
  const allDay = endsWithDay(dueMs, timeZone)
  const [dutch, english] = languages.map(({ code, texts }) => {
    const { name, act } = deadlineTexts(texts, deadline)
    return { summary: `${about.name ?? about.title[code]}: ${name}`, act }
  })
  calendar.createEvent({
    id: `${about.instance}/${deadline}@mijlpaal`,
    sequence,
    stamp: Temporal.Instant.fromEpochMilliseconds(changedMs),
    start: allDay ? due.toZonedDateTimeISO(timeZone).toPlainDate() : due,
    ...(allDay ? { allDay } : {}),
    summary: `${dutch?.summary} / ${english?.summary}`,
    description: `${dutch?.act}\n${english?.act}\n${about.instance}`,
    transparency: ICalEventTransparency.TRANSPARENT,
  })
}
