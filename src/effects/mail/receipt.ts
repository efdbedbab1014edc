import { formatInstant } from '../../domain/calendar.ts'
import { EffectRefused } from '../../engine/index.ts'
import type { DeadlineFacts, MailRequest, MailSubject } from './ports.ts'
import { receivedTypes, type Catalogue, type ReceivedType } from './texts.ts'
import { dueText, inBothLanguages, momentText, paragraphs, type Wording } from './wording.ts'

export interface ReceiptFacts {
  readonly request: MailRequest
  readonly about: MailSubject
  /** The deadline that this may have met; undefined when it is not known which. */
  readonly deadline: DeadlineFacts | undefined
  readonly contact: string | null
}

/** The deadline that a submission is measured by, where its type alone says which. */
export function deadlineOfReceipt(type: string): string | null {
  return measuredBy[type] ?? null
}

const measuredBy: Readonly<Record<string, string>> = {
  'application.submit': 'submission',
  'interimReport.submit': 'interimReport',
  'finalReport.submit': 'finalReport',
}

/** What came in, and when, by the clock of the server. */
export function receiptWording({ request, about, deadline, contact }: ReceiptFacts): Wording {
  const type = request.subject
  if (!receivedTypes.includes(type as ReceivedType)) {
    throw new EffectRefused(`There is no text for a receipt of ${type}`)
  }
  const atMs = request.atMs ?? about.atMs
  return inBothLanguages(({ code, texts }) => {
    const what = texts.received[type as ReceivedType]
    const at = momentText(texts, atMs, about.timeZone)
    const name = about.name ?? about.title[code]
    return {
      subject: texts.receipt.subject(name, what, at),
      text: paragraphs(
        texts.greeting,
        texts.receipt.received(name, what, about.title[code]),
        `${texts.receipt.time(at, formatInstant(atMs))}\n${texts.receipt.number(about.event)}`,
        verdict(texts, about, deadline),
        texts.receipt.keep,
        `${texts.ask(contact, about.instance)}\n${texts.automatic}`,
      ),
    }
  })
}

/** On time or late, when this very event decided it; how long it can be replaced, when not. */
function verdict(
  texts: Catalogue,
  { event, timeZone }: MailSubject,
  deadline: DeadlineFacts | undefined,
): string | null {
  if (deadline === undefined || deadline.dueMs === null) return null
  const due = dueText(texts, deadline.dueMs, timeZone)
  if (deadline.status === 'open') return texts.receipt.replaceable(due)
  if (deadline.changedBy !== event) return null
  if (deadline.status === 'met') return texts.receipt.onTime(due)
  return deadline.status === 'late' ? texts.receipt.late(due) : null
}
