import { advanceCents } from '../../src/domain/award.ts'
import { parseEuro } from '../../src/domain/money.ts'
import type { Delivered } from '../event-table.ts'
import { closed, opened, termFrom } from '../deadlines.ts'
import { type Posting, posting } from '../ledger.ts'
import type { Claim, ClaimName, Order, ProjectContext } from './context.ts'
import { balanceCents } from './judgement.ts'
import type { BalancePropose, EndControlPropose, PaymentExecute, PaymentRetry } from './schemas.ts'

type Update = Partial<ProjectContext>
export type OrderName = 'advance' | 'balance'

/** Id of a payment order; a retry is a new attempt of the same order. */
export function orderId(context: Pick<ProjectContext, 'id'>, name: OrderName): string {
  return `${context.id}/${name}`
}

export function plannedAdvanceCents({ award, terms }: ProjectContext): number {
  return advanceCents(award?.totalCents ?? 0, terms.advance.percent)
}

export function orderAdvance(context: ProjectContext): Update {
  const advance = newOrder(context, 'advance', plannedAdvanceCents(context))
  return { orders: { ...context.orders, advance } }
}

export function awardPostings({ award }: ProjectContext): readonly Posting[] {
  return posting('reserved', 'committed', award?.totalCents ?? 0)
}

export function orderPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const order = orders[name]
    return order === null ? [] : posting('payable', 'reserved', order.cents, order.id)
  }
}

export function executeOrder(name: OrderName) {
  return (context: ProjectContext, event: Delivered<PaymentExecute>): Update => ({
    ...withOrder(context, name, { paidMs: event.at }),
    reached: name === 'advance' ? { ...context.reached, advance: event.at } : context.reached,
  })
}

export function paidPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const order = orders[name]
    return order === null ? [] : posting('paid', 'payable', order.cents, order.id)
  }
}

/** The bank sent it back: what was paid is payable again. */
export function bounceOrder(name: OrderName) {
  return (context: ProjectContext): Update => {
    const { advance: _, ...withoutAdvance } = context.reached
    return {
      ...withOrder(context, name, { paidMs: null }),
      reached: name === 'advance' ? withoutAdvance : context.reached,
    }
  }
}

export function bouncedPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const order = orders[name]
    return order === null ? [] : posting('payable', 'paid', order.cents, order.id)
  }
}

export function retryOrder(name: OrderName) {
  return (context: ProjectContext, event: Delivered<PaymentRetry>): Update => {
    const attempt = (context.orders[name]?.attempt ?? 0) + 1
    const retried = withOrder(context, name, { attempt })
    return event.data.iban === undefined
      ? retried
      : { ...retried, ...withIban(context, event.data.iban, event.person) }
  }
}

/** A changed IBAN; since the award it matters who changed it. */
export function withIban(context: ProjectContext, iban: string, person: string | null): Update {
  const changers =
    context.award === null || person === null || context.ibanChangedBy.includes(person)
      ? context.ibanChangedBy
      : [...context.ibanChangedBy, person]
  return { applicant: { ...context.applicant, iban }, ibanChangedBy: changers }
}

export function proposeBalance(_context: ProjectContext, event: Delivered<BalancePropose>): Update {
  return {
    proposal: {
      id: event.revision,
      proposedBy: event.person,
      payCents: parseEuro(event.data.pay) ?? 0,
      clawbackCents: parseEuro(event.data.clawback) ?? 0,
      continuation: event.data.continuation ?? null,
    },
  }
}

export function proposeEndControl(
  _context: ProjectContext,
  event: Delivered<EndControlPropose>,
): Update {
  return {
    proposal: {
      id: event.revision,
      proposedBy: event.person,
      payCents: 0,
      clawbackCents: parseEuro(event.data.clawback) ?? 0,
      continuation: null,
    },
  }
}

export function dropProposal(): Update {
  return { proposal: null }
}

/** What is not paid is released; what is claimed back is announced. Source: nota §2.5. */
export function approveBalance(context: ProjectContext, event: Delivered): Update {
  const { proposal } = context
  if (proposal === null) return {}
  return {
    releasedCents: balanceCents(context) - proposal.payCents,
    ...announceClaim(context, 'balance', proposal.clawbackCents, event.at),
    proposal: null,
    orders: {
      ...context.orders,
      balance: proposal.payCents > 0 ? newOrder(context, 'balance', proposal.payCents) : null,
    },
  }
}

export function releasePostings({ releasedCents }: ProjectContext): readonly Posting[] {
  return posting('released', 'reserved', releasedCents)
}

export function approveEndControl(context: ProjectContext, event: Delivered): Update {
  return {
    ...announceClaim(context, 'endControl', context.proposal?.clawbackCents ?? 0, event.at),
    proposal: null,
  }
}

/** The balance came back: the end control waits for it again, and what it asked has no cause. */
export function reopenBalance(context: ProjectContext): Update {
  return {
    ...bounceOrder('balance')(context),
    proposal: null,
    deadlines: closed(context.deadlines, 'clarification', 'cancelled'),
  }
}

function announceClaim(
  context: ProjectContext,
  name: ClaimName,
  cents: number,
  at: number,
): Update {
  if (cents === 0) return {}
  const claim: Claim = {
    announcedMs: at,
    announcedCents: cents,
    decidedCents: null,
    hearingOver: false,
    recoveredCents: 0,
    writtenOffCents: 0,
    writeOff: null,
  }
  const dueMs = termFrom(at, context.terms.terms.hearing, context.terms)
  return {
    claims: { ...context.claims, [name]: claim },
    deadlines: opened(context.deadlines, `hearing.${name}`, dueMs, at, context.terms),
  }
}

function newOrder(context: ProjectContext, name: OrderName, cents: number): Order {
  return { id: orderId(context, name), cents, attempt: 1, paidMs: null }
}

function withOrder(context: ProjectContext, name: OrderName, change: Partial<Order>): Update {
  const order = context.orders[name]
  return order === null ? {} : { orders: { ...context.orders, [name]: { ...order, ...change } } }
}
