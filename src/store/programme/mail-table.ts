import type { Kysely } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { prepare, prepareInsert, type Executor } from '../statement.ts'
import type { MailRow, MailStatus, ProgrammeTables } from './tables.ts'

export type MailTable = ReturnType<typeof mailTable>

const columns = [
  'effect_id',
  'call_id',
  'instance_id',
  'template',
  'about',
  'step',
  'reader',
  'at_ms',
  'noted_at_ms',
  'status',
  'reason',
  'once',
  'message_id',
  'address',
  'taken',
  'subject',
  'text',
  'ics',
  'letters',
] as const

export interface MailFilter {
  /** A project, or a call by itself. */
  readonly instance?: string
  readonly call?: string
  readonly status?: MailStatus
}

/** Mails that were sent, kept, or not sent, and why. */
export const mailTable = (db: Kysely<ProgrammeTables>, dialect: Dialect) => {
  const upsert = prepareInsert<MailRow>(dialect, columns, (rows) =>
    db
      .insertInto('mail')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('effect_id')
          .doUpdateSet((eb) =>
            Object.fromEntries(columns.slice(1).map((name) => [name, eb.ref(`excluded.${name}`)])),
          ),
      ),
  )
  const find = prepare<{ effect_id: string }, MailRow>(dialect, (param) =>
    db.selectFrom('mail').select(columns).where('effect_id', '=', param('effect_id')),
  )
  const withOnce = prepare<{ once: string }, MailRow>(dialect, (param) =>
    db.selectFrom('mail').select(columns).where('once', '=', param('once')),
  )
  const forget = prepare<{ instance_id: string }>(dialect, (param) =>
    db
      .updateTable('mail')
      .set({ address: null, taken: null })
      .where('instance_id', '=', param('instance_id'))
      .where('reader', '=', 'applicant'),
  )
  return {
    upsert: (trx: Executor, rows: readonly MailRow[]) => upsert.run(trx, rows),
    find: (trx: Executor, effectId: string) => find.first(trx, { effect_id: effectId }),
    /** The mail that told this already. */
    withOnce: (trx: Executor, once: string) => withOnce.first(trx, { once }),
    /** Removes the applicant's address from all mails of a project. */
    forget: (trx: Executor, instanceId: string) => forget.run(trx, { instance_id: instanceId }),
    /** Reminders of one deadline that the applicants of a call got, or that were kept for them. */
    reminders: (trx: Kysely<ProgrammeTables>, call: string, deadline: string) =>
      trx
        .selectFrom('mail')
        .select(['instance_id', 'step'])
        .where('call_id', '=', call)
        .where('template', '=', 'reminder')
        .where('reader', '=', 'applicant')
        .where('about', '=', deadline)
        .where('status', 'in', ['sent', 'kept'])
        .execute(),
    counts: async (trx: Kysely<ProgrammeTables>) => {
      const rows = await trx
        .selectFrom('mail')
        .select((eb) => ['status', eb.fn.countAll().as('count')])
        .groupBy('status')
        .orderBy('status')
        .execute()
      return rows.map(({ status, count }) => ({ status, count: Number(count) }))
    },
    /** Of one status, the latest first. */
    page: (
      trx: Kysely<ProgrammeTables>,
      status: MailStatus,
      after: Pick<MailRow, 'at_ms' | 'effect_id'> | null,
      limit: number,
    ) => {
      let query = trx.selectFrom('mail').select(columns).where('status', '=', status)
      if (after !== null) {
        query = query.where((eb) =>
          eb(eb.refTuple('at_ms', 'effect_id'), '<', eb.tuple(after.at_ms, after.effect_id)),
        )
      }
      return query.orderBy('at_ms', 'desc').orderBy('effect_id', 'desc').limit(limit).execute()
    },
    list: (trx: Kysely<ProgrammeTables>, filter: MailFilter) => {
      let query = trx.selectFrom('mail').select(columns)
      const { instance, call, status } = filter
      if (instance !== undefined) query = query.where('instance_id', '=', instance)
      if (call !== undefined) query = query.where('call_id', '=', call)
      if (status !== undefined) query = query.where('status', '=', status)
      return query.orderBy('at_ms').orderBy('instance_id').orderBy('effect_id').execute()
    },
  }
}
