import { advanceCents } from '../../src/domain/award.ts'
import { type Delivered, senderOf } from '../event-table.ts'
import { closed, opened, termFrom } from '../deadlines.ts'
import { type Posting, posting } from '../ledger.ts'
import { centsOf, present } from '../present.ts'
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
  return advanceCents(present(award, 'award').totalCents, terms.advance.percent)
}

export function orderAdvance(context: ProjectContext): Update {
  const advance = newOrder(context, 'advance', plannedAdvanceCents(context))
  return { orders: { ...context.orders, advance } }
}

export function awardPostings({ award }: ProjectContext): readonly Posting[] {
  return posting('reserved', 'committed', present(award, 'award').totalCents)
}

export function orderPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const { cents, id } = present(orders[name], name)
    return posting('payable', 'reserved', cents, id)
  }
}

export function executeOrder(name: OrderName) {
  return (context: ProjectContext, event: Delivered<PaymentExecute>): Update =>
    withOrder(context, name, { paidMs: event.at })
}

/** The milestone of the advance, which goes back when the bank sends the money back. */
export function reachAdvance({ reached }: ProjectContext, event: Delivered): Update {
  return { reached: { ...reached, advance: event.at } }
}

export function loseAdvance({ reached: { advance: _, ...reached } }: ProjectContext): Update {
  return { reached }
}

export function paidPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const { cents, id } = present(orders[name], name)
    return posting('paid', 'payable', cents, id)
  }
}

/** The bank sent it back: what was paid is payable again. */
export function bounceOrder(name: OrderName) {
  return (context: ProjectContext): Update => withOrder(context, name, { paidMs: null })
}

export function bouncedPostings(name: OrderName) {
  return ({ orders }: ProjectContext): readonly Posting[] => {
    const { cents, id } = present(orders[name], name)
    return posting('payable', 'paid', cents, id)
  }
}

export function retryOrder(name: OrderName) {
  return (context: ProjectContext, event: Delivered<PaymentRetry>): Update => {
    const attempt = present(context.orders[name], name).attempt + 1
    const retried = withOrder(context, name, { attempt })
    return event.data.iban === undefined
      ? retried
      : { ...retried, ...withIban(context, event.data.iban, senderOf(event)) }
  }
}

/** A changed IBAN; since the award it matters who changed it. */
export function withIban(context: ProjectContext, iban: string, person: string): Update {
  const { applicant, ibanChangedBy } = context
  const isNew = context.award !== null && !ibanChangedBy.includes(person)
  return {
    applicant: { ...applicant, iban },
    ibanChangedBy: isNew ? [...ibanChangedBy, person] : ibanChangedBy,
  }
}

export function proposeBalance(_context: ProjectContext, event: Delivered<BalancePropose>): Update {
  return {
    proposal: {
      id: event.revision,
      proposedBy: senderOf(event),
      payCents: centsOf(event.data.pay),
      clawbackCents: centsOf(event.data.clawback),
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
      proposedBy: senderOf(event),
      payCents: 0,
      clawbackCents: centsOf(event.data.clawback),
      continuation: null,
    },
  }
}

export function dropProposal(): Update {
  return { proposal: null }
}

/** What is not paid is released; what is claimed back is announced. Source: nota §2.5. */
export function approveBalance(context: ProjectContext, event: Delivered): Update {
  const { payCents, clawbackCents } = present(context.proposal, 'proposal')
  return {
    releasedCents: balanceCents(context) - payCents,
    ...announceClaim(context, 'balance', clawbackCents, event.at),
    proposal: null,
  }
}

export function orderBalance(context: ProjectContext): Update {
  const { payCents } = present(context.proposal, 'proposal')
  return { orders: { ...context.orders, balance: newOrder(context, 'balance', payCents) } }
}

export function releasePostings({ releasedCents }: ProjectContext): readonly Posting[] {
  return posting('released', 'reserved', releasedCents)
}

export function approveEndControl(context: ProjectContext, event: Delivered): Update {
  return {
    ...announceClaim(
      context,
      'endControl',
      present(context.proposal, 'proposal').clawbackCents,
      event.at,
    ),
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
  const order = present(context.orders[name], name)
  return { orders: { ...context.orders, [name]: { ...order, ...change } } }
}
