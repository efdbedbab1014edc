/** What the mail effect needs of the programme; src/app.ts brings the two together. */

/** Params of the effect, as the machines emit them. */
export interface MailRequest {
  readonly template: 'receipt' | 'letter' | 'reminder' | 'digest'
  readonly to: Reader
  /** The type of the event received for a receipt, a letter's name, a deadline for a reminder. */
  readonly subject: string
  /** Step of the reminder ladder, `-P14D`; `P0D` is the moment it passes. */
  readonly step: string | null
  /** Due time of the deadline, time of the event, or end of the digest's week (ms). */
  readonly atMs: number | null
}

export type Reader = 'applicant' | 'inspector' | 'manager'

export interface Texts {
  readonly nl: string
  readonly en: string
}

/** What a mail is about, and the event that asked for it. */
export interface MailSubject {
  /** Project or call. */
  readonly instance: string
  readonly call: string
  readonly title: Texts
  readonly timeZone: string
  /** The applicant; null when the mail is about the call. */
  readonly name: string | null
  /** The applicant's latest address; null without, or when it was redacted. */
  readonly email: string | null
  /** The event, as `instance:revision`. */
  readonly event: string
  /** Its logical time (ms). */
  readonly atMs: number
}

/** A deadline as it stood at a time. */
export interface DeadlineFacts {
  /** Null while its term is suspended. */
  readonly dueMs: number | null
  readonly status: string
  /** How often its due time was changed; SEQUENCE of a calendar. */
  readonly sequence: number
  /** When it was given this due time (ms). */
  readonly changedMs: number
  /** The event that brought it to this, as `instance:revision`. */
  readonly changedBy: string
}

/** A week of a call, up to a time; names are those of applicants, null that of the call itself. */
export interface DigestFacts {
  /** What people did. */
  readonly moved: readonly { readonly label: Texts; readonly names: Names }[]
  /** Deadlines that passed in this week without what they asked for. */
  readonly passed: readonly (DeadlineGroup & { readonly status: string })[]
  /** Deadlines of the next two weeks. */
  readonly due: readonly DeadlineGroup[]
  /** Deadlines that passed earlier and may still be met. */
  readonly late: readonly DeadlineGroup[]
}

export type Names = readonly (string | null)[]

export interface DeadlineGroup {
  readonly deadline: string
  readonly dueMs: number
  readonly names: Names
}

export interface MailFacts {
  /** Throws when the event is not in the log. */
  subject(effectId: string): Promise<MailSubject>
  /** When the effect is performed: now; in a virtual world when a worker would have been there. */
  performedAtMs(subject: MailSubject): number
  /** Lets everything that is due in the call happen first. */
  settle(subject: MailSubject): Promise<void>
  /** Undefined when there never was such a deadline. */
  deadline(subject: MailSubject, name: string, atMs: number): Promise<DeadlineFacts | undefined>
  /** Whether what an open deadline asks for has come, and may only be replaced. */
  isHandedIn(subject: MailSubject, name: string, atMs: number): Promise<boolean>
  /** The latest step, for this reader, of the ladder around `dueMs` that has come by `atMs`. */
  latestStep(request: MailRequest, subject: MailSubject, atMs: number): Promise<string | null>
  /** What silence of the Inspectie van Financiën means in this call. */
  silence(subject: MailSubject): Promise<Silence>
  digest(subject: MailSubject, untilMs: number): Promise<DigestFacts>
}

export type Silence = 'favourable' | 'unfavourable' | 'wait'

/** What became of a mail. */
export interface MailRecord {
  readonly effect: string
  readonly call: string
  readonly instance: string
  readonly template: string
  readonly about: string
  readonly step: string | null
  readonly reader: string
  /** Logical time of the event that asked for it (ms). */
  readonly atMs: number
  /** When it came to its status (ms). */
  readonly notedAtMs: number
  readonly status: 'sent' | 'kept' | 'skipped' | 'undeliverable' | 'waiting' | 'refused'
  /** Why it was not sent, or what is wrong; a sentence. */
  readonly reason: string | null
  /** What may be mailed once only; null for a receipt, and for what was not mailed. */
  readonly once: string | null
  readonly messageId: string
  readonly addresses: readonly string[]
  /** Those of them that the server has taken so far. */
  readonly taken: readonly string[]
  readonly subject: string | null
  readonly text: string | null
  readonly ics: string | null
  /** Letters that it takes along. */
  readonly letters: readonly string[]
}

export interface MailLetters {
  /** The letters that a mail takes along, by their ids. */
  attached(request: MailRequest, subject: MailSubject): Promise<readonly string[]>
  /** The same for ever for the same letters. */
  files(subject: MailSubject, letters: readonly string[]): Promise<readonly LetterFile[]>
}

interface LetterFile {
  readonly name: string
  readonly bytes: Buffer
}

export interface MailBook {
  find(effectId: string): Promise<MailRecord | undefined>
  /** The mail that told this already. */
  told(once: string): Promise<MailRecord | undefined>
  /** Durable when it resolves. Idempotent by effect. */
  note(record: MailRecord): Promise<void>
}

/** Who mails are from and, but for applicants, to. */
export interface MailSettings {
  /** "Name <address>" or an address. */
  readonly from: string
  readonly manager: readonly string[]
  readonly inspector: readonly string[]
}
