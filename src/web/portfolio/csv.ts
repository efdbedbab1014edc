import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { formatEuro } from '../../domain/money.ts'
import type { ListPage, Queries } from '../../programme/queries.ts'
import type { Visit } from '../visit.ts'

/** Rows read at once. */
const ROWS = 200

const head = [
  'id',
  'applicant',
  'kbo',
  'phase',
  'next_deadline',
  'next_due',
  'overdue',
  'requested_eur',
  'awarded_eur',
  'advance_paid_eur',
  'balance_paid_eur',
  'released_eur',
  'clawback_demanded_eur',
  'recovered_eur',
  'written_off_eur',
]

/** Every project that a list shows, page after page, as CSV that a spreadsheet runs no formula of. */
export function csvOf(queries: Queries, visit: Visit, page: ListPage): Readable {
  const csv = stringify({ bom: true, escape_formulas: true })
  return Readable.from(lines(queries, visit, page)).pipe(csv)
}

async function* lines(queries: Queries, { call }: Visit, page: ListPage) {
  if (call?.synthetic != null) yield [`# ${call.synthetic}`]
  yield head
  for (let after = page.after, isDone = false; !isDone;) {
    const { rows, next } = await queries.rowPage({ ...page, after, limit: ROWS })
    for (const row of rows) {
      yield [
        row.id,
        row.name,
        row.kbo,
        row.phase,
        row.next_deadline ?? '',
        row.next_due_ms === null ? '' : new Date(row.next_due_ms).toISOString(),
        row.overdue === 1 ? 'yes' : 'no',
        ...[
          row.requested_cents,
          row.awarded_cents,
          row.advance_paid_cents,
          row.balance_paid_cents,
          row.released_cents,
          row.clawback_demanded_cents,
          row.recovered_cents,
          row.written_off_cents,
        ].map(formatEuro),
      ]
    }
    after = next
    isDone = next === null
  }
}
