import type { Texts } from '../domain/call.ts'
import type { CalendarOf } from '../store/programme/calendar-deadline-table.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { DeadlineChangeRow } from '../store/programme/tables.ts'
import { withoutActor } from './projects.ts'
import type { Queries } from './queries.ts'

export type { CalendarOf } from '../store/programme/calendar-deadline-table.ts'

/** A deadline as a calendar shows it. */
export interface FeedDeadline {
  readonly about: {
    readonly instance: string
    readonly title: Texts
    readonly timeZone: string
    /** The applicant; null for a deadline of the call itself. */
    readonly name: string | null
  }
  readonly deadline: string
  readonly dueMs: number
  /** How often its due time was changed. */
  readonly sequence: number
  /** When it was given this due time (ms). */
  readonly changedMs: number
}

export interface Feed {
  readonly isSynthetic: boolean
  readonly deadlines: readonly FeedDeadline[]
}

/** A calendar program reads all of it every time; what is further away comes later. */
const DEADLINES_MAX = 2000

/** What calendars hold: deadlines that run and at which somebody acts, as they stand now. */
export class CalendarFeeds {
  readonly #store: ProgrammeStore
  readonly #queries: Queries
  readonly #isVirtual: boolean
  readonly #write: (feed: Feed) => string

  /** `write` makes an iCalendar object; the mails' own does, so that both name a deadline alike. */
  constructor(
    store: ProgrammeStore,
    queries: Queries,
    isVirtual: boolean,
    write: (feed: Feed) => string,
  ) {
    this.#store = store
    this.#queries = queries
    this.#isVirtual = isVirtual
    this.#write = write
  }

  /** An iCalendar object; the same bytes as long as no deadline changes. */
  async calendarOf(of: CalendarOf): Promise<string> {
    const { calendarDeadline: table } = this.#store
    const rows = await table.running(of, { limit: DEADLINES_MAX, without: [...withoutActor] })
    const ids = [...new Set(rows.map(({ instance_id: id }) => id))]
    const history = new Map<string, DeadlineChangeRow[]>()
    for (const row of await table.changes(ids)) {
      history.set(keyOf(row), [...(history.get(keyOf(row)) ?? []), row])
    }
    const calls = [...new Set(rows.map(({ call_id: call }) => call))]
    const known = new Map(
      await Promise.all(
        calls.map(async (call) => [call, await this.#queries.parameters(call)] as const),
      ),
    )
    const deadlines = rows.flatMap((row): FeedDeadline[] => {
      const parameters = known.get(row.call_id)
      if (parameters === undefined) return []
      const { instance_id: instance, name: deadline, due_ms: dueMs, applicant: name } = row
      const { title, timeZone } = parameters
      const about = { instance, title, timeZone, name }
      return [{ about, deadline, dueMs, ...standing(history.get(keyOf(row)) ?? []) }]
    })
    return this.#write({ isSynthetic: this.#isVirtual, deadlines })
  }
}

/** Each change of the due time counts, those of the status alone do not. */
function standing(changes: readonly DeadlineChangeRow[]) {
  const moves = changes.filter(({ due_ms }, index) => due_ms !== changes[index - 1]?.due_ms)
  return { sequence: Math.max(0, moves.length - 1), changedMs: moves.at(-1)?.at_ms ?? 0 }
}

function keyOf({ instance_id, name }: { readonly instance_id: string; readonly name: string }) {
  return `${instance_id} ${name}`
}
