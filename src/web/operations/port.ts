import type { Condition, Failure, Head, Heartbeat, ParkedEffect } from '../../engine/index.ts'
import type { MailBook } from '../../programme/mail-book.ts'

/** How the system is, as who runs it sees it; what the command `doctor` tells. */
export interface Examination {
  readonly condition: Condition
  readonly dispatchers: readonly Heartbeat[]
  /** Failures in machine code that nobody has dealt with. */
  readonly failures: readonly Failure[]
  readonly parked: readonly ParkedEffect[]
  /** Where the log stands; undefined in an empty database. */
  readonly head: Head | undefined
  /** Jobs of each queue by state; null without Redis. */
  readonly queues: Readonly<Record<string, Readonly<Record<string, number>>>> | null
  /** Everything that needs a person, the most urgent first. */
  readonly findings: readonly {
    readonly code: string
    readonly message: string
    readonly remedy: string
  }[]
}

/** What the page Operations asks of the rest of the system. */
export interface WebOperations {
  examine(): Promise<Examination>
  readonly mails: Pick<MailBook, 'counts' | 'page'>
}
