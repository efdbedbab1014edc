import { addDays, dateOf } from '../../domain/calendar.ts'
import type { DeadlineGroup, DigestFacts, MailSubject, Names } from './ports.ts'
import type { Catalogue } from './texts.ts'
import {
  dateText,
  deadlineTexts,
  dueText,
  inBothLanguages,
  paragraphs,
  type Wording,
} from './wording.ts'

/** Names in one line of a digest; more are counted. */
const NAMES = 15

/** Whether a week has anything to tell. */
export function isQuiet({ moved, passed, due, late }: DigestFacts): boolean {
  return moved.length + passed.length + due.length + late.length === 0
}

/** What moved in the week up to `untilMs`, and what is due after it. */
export function digestWording(about: MailSubject, facts: DigestFacts, untilMs: number): Wording {
  const { timeZone } = about
  return inBothLanguages(({ code, texts }) => {
    const title = about.title[code]
    const { digest } = texts
    const until = dateOf(untilMs, timeZone)
    const [from, to] = [addDays(until, -7), until].map((date) => dayText(texts, date))
    const line = (label: string, names: Names) =>
      `- ${label} (${names.length}): ${listed(texts, names)}`
    const dated = ({ deadline, dueMs, names }: DeadlineGroup) =>
      line(`${dueText(texts, dueMs, timeZone)}: ${deadlineTexts(texts, deadline).name}`, names)
    return {
      subject: digest.subject(title, dateText(texts, untilMs, timeZone)),
      text: paragraphs(
        texts.greeting,
        digest.intro(title, from ?? '', to ?? ''),
        section(
          texts,
          digest.moved,
          facts.moved.map(({ label, names }) => line(label[code], names)),
        ),
        section(
          texts,
          digest.passed,
          facts.passed.map((group) => `${dated(group)} ${statusText(texts, group.status)}`),
        ),
        section(texts, digest.due, facts.due.map(dated)),
        section(texts, digest.late, facts.late.map(dated)),
        texts.automatic,
      ),
    }
  })
}

function section({ digest }: Catalogue, title: string, lines: readonly string[]): string {
  return `${title}\n${lines.length === 0 ? digest.nothing : lines.join('\n')}`
}

function statusText({ digest }: Catalogue, status: string): string {
  return status === 'missed' ? `[${digest.status.missed}]` : `[${digest.status.overdue}]`
}

function listed({ digest }: Catalogue, names: Names): string {
  const shown = names.slice(0, NAMES).map((name) => name ?? digest.call)
  const others = names.length - shown.length
  return others === 0 ? shown.join(', ') : `${shown.join(', ')} ${digest.others(others)}`
}

/** A date at noon UTC lies on that date in every zone of Europe. */
function dayText(texts: Catalogue, date: string): string {
  return dateText(texts, Date.parse(`${date}T12:00:00Z`), 'UTC')
}
