import {
  sql,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely'
import type { EngineTables } from '../engine/tables.ts'
import { owedCents, unpaidCents } from './project-table.ts'
import type { ProgrammeTables } from './tables.ts'

/** Whose projects a reader may see: all of some calls (null: of every call), and one's own. */
export interface Visibility {
  readonly calls: readonly string[] | null
  /** Projects of the applicant with this KBO number, in these calls (null: in every call). */
  readonly own: { readonly kbo: string; readonly calls: readonly string[] | null } | null
}

export interface ListFilter {
  readonly call?: string
  readonly phase?: string
  /** The applicant's id within its call. */
  readonly applicant?: string
  /** Only with a next deadline at or before this moment (ms). */
  readonly dueMs?: number
  readonly overdue?: boolean
  readonly needsAttention?: boolean
  /** Only with any of this amount. */
  readonly money?: MoneyKind
  /** Only where this deadline runs, and, with `between`, is due from one moment to before another. */
  readonly deadline?: {
    readonly name: string
    readonly between: { readonly fromMs: number; readonly toMs: number } | null
  }
  /** Part of the text that is searched, without capitals and accents. */
  readonly search?: string
}

export type MoneyKind = keyof typeof centsOf

export type ListSort = 'id' | 'name' | 'due' | 'awarded'

export interface ListPage {
  readonly filter: ListFilter
  readonly visibility: Visibility
  readonly sort: ListSort
  readonly descending: boolean
  /** The last row of the page before. */
  readonly after: ListPlace | null
  readonly limit: number
}

/** Where a row stands in its order; null for a project without a next deadline, which come last. */
export interface ListPlace {
  readonly value: string | number | null
  readonly id: string
}

type Tables = ProgrammeTables & Pick<EngineTables, 'instance'>
type Query = SelectQueryBuilder<Tables, 'project', { id: string; value: string | number | null }>

const columnOf = {
  id: 'project.id',
  name: 'project.name',
  due: 'project.next_due_ms',
  awarded: 'project.awarded_cents',
} as const

const centsOf = {
  awarded: sql`project.awarded_cents`,
  advancePaid: sql`project.advance_paid_cents`,
  balancePaid: sql`project.balance_paid_cents`,
  unpaid: unpaidCents,
  released: sql`project.released_cents`,
  demanded: sql`project.clawback_demanded_cents`,
  recovered: sql`project.recovered_cents`,
  writtenOff: sql`project.written_off_cents`,
  owed: owedCents,
} as const

export const moneyKinds = Object.keys(centsOf) as readonly MoneyKind[]

export type ProjectListTable = ReturnType<typeof projectListTable>

/** Pages of projects, each read along an index in its order; read-only. */
export const projectListTable = (reader: Kysely<Tables>) => ({
  /** The place of each project of the page, in order. */
  page: async (page: ListPage): Promise<readonly ListPlace[]> => {
    const { sort, after, limit } = page
    if (sort !== 'due') return ordered(from(reader, page), page, after).limit(limit).execute()
    const withDue = from(reader, page).where('project.next_due_ms', 'is not', null)
    const dated =
      after?.value === null ? [] : await ordered(withDue, page, after).limit(limit).execute()
    if (dated.length === limit) return dated
    const rest = from(reader, page).where('project.next_due_ms', 'is', null)
    const last = after?.value === null ? after : null
    const undated = await ordered(rest, { ...page, sort: 'id' }, last)
      .limit(limit - dated.length)
      .execute()
    return [...dated, ...undated.map(({ id }) => ({ value: null, id }))]
  },
  /** Projects as a list shows them, in no order. */
  rows: (ids: readonly string[]) =>
    ids.length === 0
      ? Promise.resolve([])
      : reader
          .selectFrom('project')
          .innerJoin('instance', 'instance.id', 'project.id')
          .selectAll('project')
          .select('instance.needs_attention')
          .where('project.id', 'in', ids)
          .execute(),
  /** Call and KBO number of projects, for who must know whether a reader may see them. */
  owners: (ids: readonly string[]) =>
    ids.length === 0
      ? Promise.resolve([])
      : reader
          .selectFrom('project')
          .select(['id', 'call_id', 'kbo'])
          .where('id', 'in', ids)
          .execute(),
})

const from = (reader: Kysely<Tables>, { filter, visibility, sort }: ListPage): Query => {
  const { call, phase, applicant, dueMs, overdue, needsAttention, search, money, deadline } = filter
  let query = reader
    .selectFrom('project')
    .select(['project.id', `${columnOf[sort]} as value`])
    .where((eb) => visibleTo(eb, visibility))
  if (call !== undefined) query = query.where('project.call_id', '=', call)
  if (phase !== undefined) query = query.where('project.phase', '=', phase)
  if (applicant !== undefined) {
    query = query.where(sql<SqlBool>`project.id = project.call_id || '/' || ${applicant}`)
  }
  if (dueMs !== undefined) query = query.where('project.next_due_ms', '<=', dueMs)
  if (overdue !== undefined) query = query.where('project.overdue', '=', overdue ? 1 : 0)
  if (money !== undefined) query = query.where(sql<SqlBool>`${centsOf[money]} > 0`)
  if (deadline !== undefined) query = query.where((eb) => eb.exists(running(eb, deadline)))
  if (search !== undefined) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    query = query.where(sql<SqlBool>`project.search like ${pattern} escape '\\'`)
  }
  if (needsAttention !== undefined) {
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('instance')
          .select('instance.id')
          .whereRef('instance.id', '=', 'project.id')
          .where('instance.needs_attention', '=', needsAttention ? 1 : 0),
      ),
    )
  }
  return query
}

const running = (
  eb: ExpressionBuilder<Tables, 'project'>,
  { name, between }: NonNullable<ListFilter['deadline']>,
) => {
  const query = eb
    .selectFrom('deadline')
    .select('deadline.name')
    .whereRef('deadline.instance_id', '=', 'project.id')
    .where('deadline.name', '=', name)
    .where('deadline.status', 'in', ['open', 'overdue'])
  if (between === null) return query
  return query
    .where('deadline.due_ms', '>=', between.fromMs)
    .where('deadline.due_ms', '<', between.toMs)
}

const ordered = (query: Query, { sort, descending }: ListPage, after: ListPlace | null): Query => {
  const column = columnOf[sort]
  const direction = descending ? 'desc' : 'asc'
  const compare = descending ? '<' : '>'
  const begun =
    after === null
      ? query
      : query.where((eb) =>
          sort === 'id'
            ? eb('project.id', compare, after.id)
            : eb(eb.refTuple(column, 'project.id'), compare, eb.tuple(after.value ?? '', after.id)),
        )
  const sorted = begun.orderBy(column, direction)
  return sort === 'id' ? sorted : sorted.orderBy('project.id', direction)
}

const visibleTo = (eb: ExpressionBuilder<Tables, 'project'>, { calls, own }: Visibility) => {
  const inCalls = (some: readonly string[] | null) =>
    some === null
      ? eb.lit(true)
      : some.length === 0
        ? eb.lit(false)
        : eb('project.call_id', 'in', some)
  if (own === null) return inCalls(calls)
  return eb.or([inCalls(calls), eb.and([eb('project.kbo', '=', own.kbo), inCalls(own.calls)])])
}
