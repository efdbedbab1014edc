import { sql, type Kysely, type SqlBool } from 'kysely'
import type { ProgrammeTables } from './tables.ts'

export interface RunningFilter {
  readonly call: string
  /** A deadline (`finalReport`) or all of a kind (`accounts`, for `accounts.2024` too). */
  readonly kind?: string
}

/** Projects of which a deadline with one name is due at one moment. */
export interface RunningGroup {
  readonly name: string
  /** Last millisecond on time; null while its term is suspended. */
  readonly due_ms: number | null
  readonly status: 'open' | 'overdue'
  readonly count: number
  /** One of the projects: the only one when `count` is 1. */
  readonly first_id: string
}

export interface RunningPage extends RunningFilter {
  readonly limit: number
  /** Groups passed over. */
  readonly offset: number
}

/** Which projects a deadline runs in. */
export interface RunningIn {
  readonly call: string
  /** By its whole name. */
  readonly deadline: string
  /** Only those due from here until just before the other (ms). */
  readonly between: { readonly fromMs: number; readonly toMs: number } | null
  readonly search: string | null
  readonly limit: number
}

export type RunningDeadlineTable = ReturnType<typeof runningDeadlineTable>

/** Deadlines of the projects of a call that run: open or overdue; read-only. */
export const runningDeadlineTable = (reader: Kysely<ProgrammeTables>) => ({
  /** What is overdue first, then by date; what is suspended last. */
  groups: (page: RunningPage): Promise<readonly RunningGroup[]> =>
    running(reader, page)
      .select((eb) => [
        'name',
        'due_ms',
        'status',
        eb.fn.countAll<number>().as('count'),
        eb.fn.min('instance_id').as('first_id'),
      ])
      .groupBy(['name', 'due_ms', 'status'])
      .orderBy(sql`case when due_ms is null then 2 when status = 'overdue' then 0 else 1 end`)
      .orderBy('due_ms')
      .orderBy('name')
      .limit(page.limit)
      .offset(page.offset)
      .$narrowType<{ status: 'open' | 'overdue' }>()
      .execute(),
  /** The deadlines that run, by name, with the number of projects. */
  names: (filter: RunningFilter) =>
    running(reader, filter)
      .select((eb) => ['name', eb.fn.countAll<number>().as('count')])
      .groupBy('name')
      .orderBy('name')
      .execute(),
  /** The projects by name of the applicant. */
  projects: ({ call, deadline, between, search, limit }: RunningIn) => {
    let query = running(reader, { call })
      .innerJoin('project', 'project.id', 'deadline.instance_id')
      .select(['project.id', 'project.name', 'deadline.due_ms', 'deadline.status'])
      .where('deadline.name', '=', deadline)
    if (between !== null) {
      query = query
        .where('deadline.due_ms', '>=', between.fromMs)
        .where('deadline.due_ms', '<', between.toMs)
    }
    if (search !== null) {
      const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
      query = query.where(sql<SqlBool>`project.search like ${pattern} escape '\\'`)
    }
    return query.orderBy('project.name').orderBy('project.id').limit(limit).execute()
  },
})

/** Read along the index of what runs; the call's own deadlines stand at the call. */
const running = (reader: Kysely<ProgrammeTables>, { call, kind }: RunningFilter) => {
  const query = reader
    .selectFrom('deadline')
    .where('deadline.call_id', '=', call)
    .where('deadline.instance_id', '<>', call)
    .where(sql.ref('deadline.status'), 'in', sql`('open', 'overdue')`)
  if (kind === undefined) return query
  return query.where((eb) =>
    eb.or([eb('deadline.name', '=', kind), eb('deadline.name', 'like', `${kind}.%`)]),
  )
}
