import type { ProjectContext } from '../../machines/project/context.ts'
import { formatEuro } from '../../src/domain/money.ts'
import type { Story } from './story.ts'
import { because } from './support.ts'

/** More rounds than the longest way to an end takes. */
const ROUNDS = 150

/**
 * Brings every project of a call to an end, and so the call, from wherever they stand: people do
 * the next thing that their state asks for, else time passes.
 */
export function finish(story: Story, look: () => void, rounds: number = ROUNDS): void {
  for (let round = 0; round < rounds; round += 1) {
    const moved = [nextOfCall(story), ...story.applicants.map(({ id }) => nextOf(story, id))]
    look()
    if (story.callShape().phase === 'settled') return
    if (moved.every((each) => !each)) {
      story.atMs(story.nowMs + 20 * 86_400_000)
    }
  }
}

/** The first of these events that is taken, if any. */
function first(
  story: Story,
  to: string,
  ...events: readonly (readonly [string, object])[]
): boolean {
  const { _nodes: nodes } = story.model.snapshot(to === '' ? story.call : `${story.call}/${to}`)
  const heard = events.filter(([type]) => nodes.some((node) => node.ownEvents.includes(type)))
  return heard.some(([type, data]) =>
    ['mia', 'ann', 'zoe'].some((by) => story.send(type, data, { to, by }) === null),
  )
}

function nextOfCall(story: Story): boolean {
  const date = new Date(story.nowMs - 86_400_000).toISOString().slice(0, 10)
  const executionDate = new Date(story.nowMs + 86_400_000).toISOString().slice(0, 10)
  const orders = story.applicants.flatMap(({ id }) =>
    ['advance', 'balance'].map((name) => `${story.call}/${id}/${name}`),
  )
  return first(
    story,
    '',
    ['ifReview.request', {}],
    ['ifReview.advise', { outcome: 'favourable', reference: 'x' }],
    ['award.decide', { date, reference: 'x' }],
    ['paymentBatch.approve', {}],
    ['paymentBatch.return', because()],
    ...orders.map((order) => ['paymentBatch.propose', { orders: [order], executionDate }] as const),
  )
}

function nextOf(story: Story, id: string): boolean {
  const context = story.context(id)
  const orders = ['advance', 'balance'].map((name) => `${context.id}/${name}`)
  const { proposal, claims } = story.shape(id)
  const kpis = (context.final?.kpis ?? []).map(({ line }) => ({ line, sufficient: true }))
  const stimuli = (context.award?.stimuli ?? []).map(({ stimulus }) => ({ stimulus, used: true }))
  const pay = formatEuro(proposal?.payCents ?? 0)
  return first(
    story,
    id,
    ['application.admit', {}],
    ...orders.map((order) => ['payment.execute', { order, date: '2025-01-01' }] as const),
    ...orders.map((order) => ['payment.retry', { order }] as const),
    ['finalReport.submit', finalOf(context)],
    ['finalReport.accept', { lines: kpis, stimuli }],
    ['balance.approve', {}],
    ['balance.propose', because({ pay, clawback: '0.00' })],
    ['endControl.approve', {}],
    ['endControl.propose', because({ clawback: '0.00' })],
    ['accounts.clarify', { answer: 'x' }],
    ['clawback.hear', { statement: 'x' }],
    ['clawback.decide', because({ amount: '0.00' })],
    ...claims.toReversed().map(
      ({ name, demandedCents, recoveredCents, writtenOffCents }) =>
        [
          'clawback.repay',
          {
            amount: formatEuro((demandedCents ?? 0) - recoveredCents - writtenOffCents),
            date: '2025-01-01',
            claim: name,
          },
        ] as const,
    ),
    ...(context.applicant.iban === ''
      ? [['applicant.update', { iban: 'BE15091000000130' }] as const]
      : []),
  )
}

/** A report that every KPI was reached. */
function finalOf({ award }: ProjectContext): object {
  const { lines = [], stimuli = [] } = award ?? {}
  return {
    kpis: lines.map(({ line, kpi }) => ({ line, achieved: kpi, actionsTaken: 'x' })),
    stimuli: stimuli.map(({ stimulus }) => ({ stimulus, account: 'x' })),
  }
}
