import type { App } from '../app.ts'
import type { CallParameters } from '../domain/call.ts'
import { Amount, moment, table } from './output.ts'

const DEADLINES_SHOWN = 10

/** Where a call stands: its phases, its budget, its next deadlines and who must act. */
export async function portfolio(
  app: App,
  { id, title, synthetic }: CallParameters,
): Promise<string> {
  const call = await app.queries.call(id)
  if (call === undefined) return `There is no call ${id}.`
  const label = synthetic === null ? '' : `\nSYNTHETIC DATA: ${synthetic}`
  const head = `${title.nl}, ${moment(app.engine.nowMs())}: ${call.phase}${label}`
  return [head, await phases(app, id), budget(call.budget), await deadlines(app, id)].join('\n\n')
}

async function phases(app: App, id: string): Promise<string> {
  const rows = await app.queries.byPhase(id)
  return table(
    ['Phase', 'Projects', 'Requested EUR', 'Awarded EUR'],
    rows.map((row) => [
      row.phase,
      row.count,
      new Amount(row.requested_cents),
      new Amount(row.awarded_cents),
    ]),
  )
}

function budget({
  ceilingCents,
  committedCents,
  paidCents,
  releasedCents,
  recoveredCents,
}: NonNullable<Awaited<ReturnType<App['queries']['call']>>>['budget']): string {
  const parts = [
    ['ceiling', ceilingCents],
    ['committed', committedCents],
    ['paid', paidCents],
    ['released', releasedCents],
    ['recovered', recoveredCents],
  ] as const
  const amounts = parts.map(([name, cents]) => `${name} ${new Amount(cents).toString()}`)
  return `Budget (EUR): ${amounts.join(' | ')}`
}

async function deadlines(app: App, id: string): Promise<string> {
  const rows = await app.queries.nextDeadlines(id, DEADLINES_SHOWN)
  if (rows.length === 0) return 'No deadline waits for anyone.'
  return table(
    ['Next deadlines', 'Project', 'Deadline', 'Who acts', ''],
    rows.map(({ next_due_ms, name, next_deadline, overdue }) => [
      moment(next_due_ms ?? 0),
      name,
      next_deadline ?? '',
      next_deadline === 'ifReview' ? 'inspector' : 'applicant',
      overdue === 1 ? 'overdue' : '',
    ]),
  )
}
