import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepareInsert, type Executor } from '../statement.ts'
import type { ProgrammeTables, ProjectRow } from './tables.ts'

export type ProjectTable = ReturnType<typeof projectTable>

const columns = [
  'id',
  'call_id',
  'name',
  'phase',
  'next_deadline',
  'next_due_ms',
  'overdue',
  'requested_cents',
  'awarded_cents',
  'advance_paid_cents',
  'balance_paid_cents',
  'released_cents',
  'clawback_demanded_cents',
  'recovered_cents',
  'written_off_cents',
  'kbo',
  'search',
  'assignee',
] as const

export interface ProjectFilter {
  readonly call?: string
  readonly phase?: string
  /** Only those with a deadline that has passed and may still be met. */
  readonly overdue?: boolean
}

/** Projects as lists and totals need them. */
export const projectTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const upsert = prepareInsert<ProjectRow>(dialect, columns, (rows) =>
    db
      .insertInto('project')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) =>
            Object.fromEntries(columns.slice(1).map((name) => [name, eb.ref(`excluded.${name}`)])),
          ),
      ),
  )
  return {
    upsert: (trx: Executor, rows: readonly ProjectRow[]) => upsert.run(trx, rows),
    list: (trx: Kysely<ProgrammeTables>, filter: ProjectFilter) => {
      let query = trx.selectFrom('project').select(columns).orderBy('id')
      if (filter.call !== undefined) query = query.where('call_id', '=', filter.call)
      if (filter.phase !== undefined) query = query.where('phase', '=', filter.phase)
      if (filter.overdue === true) query = query.where('overdue', '=', 1)
      return query.execute()
    },
    /** Ids of the projects that a person handles, in order. */
    assignedTo: async (
      trx: Kysely<ProgrammeTables>,
      call: string,
      assignee: string,
      limit: number,
    ): Promise<readonly string[]> => {
      const rows = await trx
        .selectFrom('project')
        .select('id')
        .where('call_id', '=', call)
        .where('assignee', '=', assignee)
        .orderBy('id')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    /** Open deadlines of a call, earliest first. */
    nextDue: (trx: Kysely<ProgrammeTables>, call: string, limit: number) =>
      trx
        .selectFrom('project')
        .select(['id', 'name', 'phase', 'next_deadline', 'next_due_ms', 'overdue'])
        .where('call_id', '=', call)
        .where('next_due_ms', 'is not', null)
        .orderBy('next_due_ms')
        .orderBy('id')
        .limit(limit)
        .execute(),
    totals: (trx: Kysely<ProgrammeTables>, call: string) =>
      trx
        .selectFrom('project')
        .select([
          sum('requested_cents').as('requested_cents'),
          sum('awarded_cents').as('awarded_cents'),
          sum('advance_paid_cents').as('advance_paid_cents'),
          sum('balance_paid_cents').as('balance_paid_cents'),
          sum('released_cents').as('released_cents'),
          sum('clawback_demanded_cents').as('clawback_demanded_cents'),
          sum('recovered_cents').as('recovered_cents'),
          sum('written_off_cents').as('written_off_cents'),
        ])
        .where('call_id', '=', call)
        .executeTakeFirstOrThrow(),
    /** In how many projects of a call there is any of each amount. */
    counts: (trx: Kysely<ProgrammeTables>, call: string) =>
      trx
        .selectFrom('project')
        .select([
          count(sql`awarded_cents`).as('awarded'),
          count(sql`advance_paid_cents`).as('advancePaid'),
          count(sql`balance_paid_cents`).as('balancePaid'),
          count(unpaidCents).as('unpaid'),
          count(sql`released_cents`).as('released'),
          count(sql`clawback_demanded_cents`).as('demanded'),
          count(sql`recovered_cents`).as('recovered'),
          count(sql`written_off_cents`).as('writtenOff'),
          count(owedCents).as('owed'),
        ])
        .where('call_id', '=', call)
        .executeTakeFirstOrThrow(),
    byPhase: (trx: Kysely<ProgrammeTables>, call: string) =>
      trx
        .selectFrom('project')
        .select((eb) => [
          'phase',
          eb.fn.countAll<number>().as('count'),
          sum('requested_cents').as('requested_cents'),
          sum('awarded_cents').as('awarded_cents'),
        ])
        .where('call_id', '=', call)
        .groupBy('phase')
        .execute(),
  }
}

const sum = (column: keyof ProjectRow) => sql<number>`coalesce(sum(${sql.ref(column)}), 0)`

/** Awarded, and neither paid nor released: reserved for it, or ordered. */
export const unpaidCents = sql`(project.awarded_cents - project.advance_paid_cents
  - project.balance_paid_cents - project.released_cents)`

/** Demanded, and neither repaid nor written off. */
export const owedCents = sql`(project.clawback_demanded_cents - project.recovered_cents
  - project.written_off_cents)`

const count = (cents: RawBuilder<unknown>) =>
  sql<number>`coalesce(sum(case when ${cents} > 0 then 1 else 0 end), 0)`
