import { dateOf, daysBetween, formatInstant } from '../../domain/calendar.ts'
import { EffectRefused } from '../../engine/index.ts'
import { en } from './texts-en.ts'
import { nl } from './texts-nl.ts'
import { deadlineKinds, type Catalogue, type DeadlineKind, type DeadlineTexts } from './texts.ts'

/** The languages of every mail, in this order. */
export const languages = [
  { code: 'nl', texts: nl },
  { code: 'en', texts: en },
] as const

export type Language = (typeof languages)[number]

/** What a mail says. */
export interface Wording {
  readonly subject: string
  readonly text: string
}

/** Both languages in one mail: whoever reads it finds theirs, and both say the same. */
export function inBothLanguages(one: (language: Language) => Wording): Wording {
  const [dutch, english] = languages.map(one) as [Wording, Wording]
  return {
    subject: `${dutch.subject} / ${english.subject}`,
    text: `(English below)\n\n${dutch.text}\n\n${'-'.repeat(64)}\n\n${english.text}\n`,
  }
}

/** Paragraphs, without those that have nothing to say. */
export function paragraphs(...all: readonly (string | null)[]): string {
  return all.filter((each) => each !== null && each !== '').join('\n\n')
}

/** The kind of a deadline, and what stands behind the dot: the year of accounts, a claim's name. */
export function deadlineTexts(texts: Catalogue, deadline: string): DeadlineTexts {
  const [kind = '', detail = ''] = deadline.split('.')
  if (!deadlineKinds.includes(kind as DeadlineKind)) {
    throw new EffectRefused(`There is no text for the deadline ${deadline}`)
  }
  const found = texts.deadline[kind as DeadlineKind]
  return kind === 'accounts' ? { ...found, name: `${found.name} ${detail}` } : found
}

/** Whether a deadline ends with its day, so that the day says it all. */
export function endsWithDay(dueMs: number, timeZone: string): boolean {
  return dateOf(dueMs + 1, timeZone) !== dateOf(dueMs, timeZone)
}

/** "5 januari 2025", or "6 mei 2024 om 12:00" when it does not end with its day. */
export function dueText(texts: Catalogue, dueMs: number, timeZone: string): string {
  const date = dateText(texts, dueMs, timeZone)
  return endsWithDay(dueMs, timeZone)
    ? date
    : texts.at(date, timeText(texts, dueMs, timeZone, 'minutes'))
}

/** "5 januari 2025". */
export function dateText(texts: Catalogue, ms: number, timeZone: string): string {
  return dates(texts.locale, timeZone).format(ms)
}

/** "6 mei 2024 om 11:59:59.123", and the same in UTC. */
export function momentText(texts: Catalogue, ms: number, timeZone: string): string {
  const millis = formatInstant(ms).slice(-5, -1)
  const time = timeText(texts, ms, timeZone, 'seconds') + millis
  return texts.at(dateText(texts, ms, timeZone), time)
}

/** "over 14 dagen", "dat was gisteren". */
export function daysText({ days }: Catalogue, nowMs: number, ms: number, timeZone: string): string {
  const count = daysBetween(dateOf(nowMs, timeZone), dateOf(ms, timeZone))
  if (count === 0) return days.today
  if (count > 0) return count === 1 ? days.tomorrow : days.ahead(count)
  return count === -1 ? days.yesterday : days.ago(-count)
}

function timeText(
  { locale }: Catalogue,
  ms: number,
  timeZone: string,
  to: 'minutes' | 'seconds',
): string {
  return times(locale, timeZone, to).format(ms)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function dates(locale: string, timeZone: string): Intl.DateTimeFormat {
  return kept(`${locale} ${timeZone}`, () => {
    return new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' })
  })
}

function times(locale: string, timeZone: string, to: 'minutes' | 'seconds'): Intl.DateTimeFormat {
  const second = to === 'seconds' ? ({ second: '2-digit' } as const) : {}
  return kept(`${locale} ${timeZone} ${to}`, () => {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    return new Intl.DateTimeFormat(locale, { timeZone, ...clock, ...second })
  })
}

/** Making a format is slow; a call has one time zone. */
function kept(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  const found = formats.get(key) ?? make()
  formats.set(key, found)
  return found
}
