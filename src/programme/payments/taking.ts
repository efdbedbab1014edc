import type { CallContext } from '../../../machines/call/context.ts'
import { dateOf } from '../../domain/calendar.ts'
import type { Texts } from '../../domain/call.ts'
import type { Engine, HistoryEntry, SendOptions, Sender } from '../../engine/index.ts'
import { PaymentFileError } from './file.ts'

/** Who brings a file for which call. */
export interface TakeBy {
  readonly call: string
  readonly sender: Sender
  readonly requestId?: string
}

export interface TakeOptions {
  /** Tells what would follow, and changes nothing. */
  readonly dryRun?: boolean
  /** Lines that the person knowingly leaves out, by their number. */
  readonly leaveOut?: readonly number[]
}

/** What was taken of a file and what was not: all of it, or nothing. */
export interface TakenFile {
  /** False in a dry run, and when anything in the file is wrong. */
  readonly taken: boolean
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string
  readonly lines: readonly TakenLine[]
  /** Why nothing was taken, or what follows; one sentence. */
  readonly text: Texts
}

export interface TakenLine {
  readonly line: number
  readonly reference: string | null
  readonly cents: number | null
  /**
   * `taken` becomes events; `known` was taken before; `ignored` needs nothing; `leftOut` by the
   * person; anything else is wrong, and keeps the whole file out.
   */
  readonly verdict: 'taken' | 'known' | 'ignored' | 'leftOut' | Wrong
  readonly text: Texts
  readonly events: readonly TakenEvent[]
}

export type Wrong =
  | 'unknownOrder'
  | 'otherAttempt'
  | 'otherAmount'
  | 'otherCurrency'
  | 'notNow'
  | 'double'
  | 'wrongDate'
  | 'unknownStatus'

export interface TakenEvent {
  readonly to: string
  readonly type: string
  readonly data: Readonly<Record<string, string>>
  /** Idempotency key. */
  readonly key: string
}

const fine: readonly string[] = ['taken', 'known', 'ignored', 'leftOut']

function isWrong({ verdict }: TakenLine): boolean {
  return !fine.includes(verdict)
}

/** Today, where the call is. */
export function todayOf(engine: Engine, { parameters }: CallContext): string {
  return dateOf(engine.nowMs(), parameters.timeZone)
}

/** Keys of events that an instance has taken, with the amount of each, if it has one. */
export function keysIn(history: readonly HistoryEntry[]): ReadonlyMap<string, string> {
  return new Map(
    history.flatMap(({ key, data }) => {
      const { amount = '' } = (data ?? {}) as { readonly amount?: string }
      return key === null ? [] : [[key, amount] as const]
    }),
  )
}

/**
 * Sends everything that follows from the lines in one transaction, unless one of them is wrong or
 * it is a dry run. What the machines refuse after all, because something else came in between,
 * keeps the whole file out too.
 */
export async function take(
  engine: Engine,
  by: TakeBy,
  judged: { readonly digest: string; readonly lines: readonly TakenLine[] },
  { dryRun = false }: TakeOptions,
): Promise<TakenFile> {
  const { digest, lines } = judged
  const wrong = lines.filter(isWrong)
  const events = lines.flatMap((line) => line.events)
  const answer = (taken: boolean, nl: string, en: string): TakenFile => ({
    taken,
    digest,
    lines,
    text: { nl, en },
  })
  if (wrong.length > 0) {
    return answer(
      false,
      `Niets is geboekt: ${wrong.length} van ${lines.length} regels kloppen niet.`,
      `Nothing was booked: ${wrong.length} of ${lines.length} lines are wrong.`,
    )
  }
  if (events.length === 0) {
    const said = ['Er is niets te boeken.', 'There is nothing to book.'] as const
    return answer(!dryRun, ...said)
  }
  const [first, ...then] = events.map((event) => optionsOf(event, by))
  if (first === undefined) throw new Error('A file has events, and no first one.')
  const refusal = dryRun
    ? (await engine.preview(first, ...then)).outcome
    : await engine.sendTogether([first, ...then])
  if (!refusal.accepted) {
    return answer(
      false,
      `Niets is geboekt: ${refusal.message}`,
      `Nothing was booked: ${refusal.message}`,
    )
  }
  return dryRun
    ? answer(
        false,
        `${events.length} boekingen zouden volgen.`,
        `${events.length} entries would follow.`,
      )
    : answer(true, `${events.length} boekingen gedaan.`, `${events.length} entries were made.`)
}

function optionsOf({ to, type, data, key }: TakenEvent, by: TakeBy): SendOptions {
  const { sender, requestId } = by
  return { to, type, data, key, sender, ...(requestId === undefined ? {} : { requestId }) }
}

/** A line that was left out stands in the answer as such. Errors: PaymentFileError. */
export function leavingOut(
  lines: readonly TakenLine[],
  numbers: readonly number[],
): readonly TakenLine[] {
  const strange = numbers.find((number) => lines.every(({ line }) => line !== number))
  if (strange !== undefined) throw new PaymentFileError(`The file has no line ${strange}.`)
  return lines.map((line) =>
    numbers.includes(line.line)
      ? {
          ...line,
          verdict: 'leftOut',
          text: { nl: 'Door u weggelaten.', en: 'Left out by you.' },
          events: [],
        }
      : line,
  )
}
