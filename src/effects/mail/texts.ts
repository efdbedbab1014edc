import type { Silence } from './ports.ts'

/** Deadlines that people are reminded of; the part of their name before the dot. */
export const deadlineKinds = [
  'submission',
  'resubmission',
  'ifReview',
  'interimReport',
  'finalReport',
  'finalGrace',
  'accounts',
  'clarification',
  'hearing',
  'repayment',
] as const

export type DeadlineKind = (typeof deadlineKinds)[number]

/** Types of events that are answered with a receipt. */
export const receivedTypes = [
  'application.submit',
  'interimReport.submit',
  'finalReport.submit',
  'accounts.submit',
  'accounts.clarify',
  'clawback.hear',
] as const

export type ReceivedType = (typeof receivedTypes)[number]

/** Letters that are told of by a mail of their own; the part of their name before the dot. */
export const letterKinds = [
  'award',
  'refusal',
  'settlement',
  'hearing',
  'demand',
  'closure',
] as const

export type LetterKind = (typeof letterKinds)[number]

export interface LetterTexts {
  /** As in a list: "beslissing over het saldo". */
  readonly name: string
  /** What stands in it, in a sentence or two. */
  readonly says: string
}

export interface DeadlineTexts {
  /** As in a list: "tussentijds rapport". */
  readonly name: string
  /** What to do, a sentence. */
  readonly act: string
  /** What happens if nothing is done, a sentence; it may depend on what silence means. */
  readonly ifNothing: string | Readonly<Record<Silence, string>>
  /** The same when the due time has passed. */
  readonly ifNothingLate: string
}

/** Everything that mails say in one language. */
export interface Catalogue {
  readonly locale: string
  readonly greeting: string
  readonly deadline: Readonly<Record<DeadlineKind, DeadlineTexts>>
  readonly received: Readonly<Record<ReceivedType, string>>
  readonly letters: Readonly<Record<LetterKind, LetterTexts>>
  readonly at: (date: string, time: string) => string
  readonly reminder: {
    readonly subject: (name: string, deadline: string, due: string) => string
    readonly subjectLate: (name: string, deadline: string, due: string) => string
    readonly due: (due: string, days: string) => string
    readonly passed: (due: string, days: string) => string
    readonly question: string
    readonly done: string
    readonly managerCopy: string
    readonly managerOnly: string
  }
  readonly receipt: {
    readonly subject: (name: string, what: string, at: string) => string
    readonly received: (name: string, what: string, title: string) => string
    readonly time: (at: string, utc: string) => string
    readonly number: (number: string) => string
    readonly onTime: (due: string) => string
    readonly late: (due: string) => string
    readonly replaceable: (due: string) => string
    readonly keep: string
  }
  readonly letter: {
    readonly subject: (name: string, letter: string) => string
    readonly attached: string
  }
  readonly digest: {
    readonly subject: (title: string, date: string) => string
    readonly intro: (title: string, from: string, to: string) => string
    readonly moved: string
    readonly passed: string
    readonly due: string
    readonly late: string
    readonly nothing: string
    readonly status: Readonly<Record<'overdue' | 'missed', string>>
    readonly call: string
    readonly others: (count: number) => string
  }
  readonly days: {
    readonly today: string
    readonly tomorrow: string
    readonly yesterday: string
    readonly ahead: (days: number) => string
    readonly ago: (days: number) => string
  }
  readonly ask: (address: string | null, reference: string) => string
  readonly automatic: string
}
