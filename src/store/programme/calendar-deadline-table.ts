import { sql, type Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import type { DeadlineChangeRow, ProgrammeTables } from './tables.ts'

export interface CalendarDeadline {
  readonly instance_id: string
  readonly call_id: string
  readonly name: string
  readonly due_ms: number
  /** What the applicant is called; null for a deadline of the call itself. */
  readonly applicant: string | null
}

/** Whose deadlines: of projects by id, of a whole call, or of a call itself. */
export type CalendarOf =
  { readonly projects: readonly string[] } | { readonly call: string; readonly isWhole: boolean }

export type CalendarDeadlineTable = ReturnType<typeof calendarDeadlineTable>

/** Deadlines that run and have a date, for calendars; read-only. */
export const calendarDeadlineTable = (reader: Kysely<ProgrammeTables>, dialect: Dialect) => ({
  /** The nearest first; `without` are names. */
  running: (
    of: CalendarOf,
    { limit, without }: { readonly limit: number; readonly without: readonly string[] },
  ): Promise<readonly CalendarDeadline[]> => {
    const query = reader
      .selectFrom('deadline')
      .leftJoin('project', 'project.id', 'deadline.instance_id')
      .select([
        'deadline.instance_id',
        'deadline.call_id',
        'deadline.name',
        'deadline.due_ms',
        'project.name as applicant',
      ])
      .where(sql.ref('deadline.status'), 'in', sql`('open', 'overdue')`)
      .where('deadline.due_ms', 'is not', null)
      .where('deadline.name', 'not in', without)
    const chosen =
      'projects' in of
        ? query.where((eb) =>
            dialect.isIn(eb.ref('deadline.instance_id'), dialect.encodeList(of.projects) as never),
          )
        : of.isWhole
          ? query.where('deadline.call_id', '=', of.call)
          : query.where('deadline.instance_id', '=', of.call)
    return chosen
      .orderBy('deadline.due_ms')
      .orderBy('deadline.instance_id')
      .orderBy('deadline.name')
      .limit(limit)
      .$narrowType<{ due_ms: number }>()
      .execute()
  },
  /** Every change of the deadlines of these instances, oldest first. */
  changes: (ids: readonly string[]): Promise<readonly DeadlineChangeRow[]> =>
    reader
      .selectFrom('deadline_change')
      .selectAll()
      .where((eb) => dialect.isIn(eb.ref('instance_id'), dialect.encodeList(ids) as never))
      .orderBy('instance_id')
      .orderBy('name')
      .orderBy('revision')
      .execute(),
})
