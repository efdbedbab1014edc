import type { MailRequest, MailSubject, Silence } from './ports.ts'
import type { Catalogue, DeadlineTexts } from './texts.ts'
import {
  daysText,
  deadlineTexts,
  dueText,
  inBothLanguages,
  paragraphs,
  type Wording,
} from './wording.ts'

export interface ReminderFacts {
  readonly request: MailRequest
  readonly about: MailSubject
  readonly dueMs: number
  readonly nowMs: number
  readonly silence: Silence
  /** Whom to ask; null when the answer to the mail reaches them. */
  readonly contact: string | null
}

/** What must be done, by when, and what if not. */
export function reminderWording(facts: ReminderFacts): Wording {
  const { request, about, dueMs, nowMs, contact } = facts
  return inBothLanguages(({ code, texts }) => {
    const deadline = deadlineTexts(texts, request.subject)
    const title = about.title[code]
    const due = dueText(texts, dueMs, about.timeZone)
    const days = daysText(texts, nowMs, dueMs, about.timeZone)
    const { reminder } = texts
    const isLate = dueMs < nowMs
    return {
      subject: (isLate ? reminder.subjectLate : reminder.subject)(
        about.name ?? title,
        deadline.name,
        due,
      ),
      text: paragraphs(
        texts.greeting,
        about.name === null ? title : `${about.name}, ${title}`,
        request.to === 'manager' ? whyTold(texts, request) : null,
        `${deadline.act}\n${(isLate ? reminder.passed : reminder.due)(due, days)}`,
        `${reminder.question} ${consequence(deadline, facts.silence, isLate)}`,
        reminder.done,
        `${texts.ask(contact, about.instance)}\n${texts.automatic}`,
      ),
    }
  })
}

/** At the moment a deadline passes only the manager is told; else the manager gets a copy. */
function whyTold({ reminder }: Catalogue, { step }: MailRequest): string {
  return step === 'P0D' ? reminder.managerOnly : reminder.managerCopy
}

function consequence(
  { ifNothing, ifNothingLate }: DeadlineTexts,
  silence: Silence,
  isLate: boolean,
): string {
  if (isLate) return ifNothingLate
  return typeof ifNothing === 'string' ? ifNothing : ifNothing[silence]
}
