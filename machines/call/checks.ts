import { dateOf, isBankDay } from '../../src/domain/calendar.ts'
import { withinCeiling } from '../../src/domain/budget.ts'
import { formatEuro } from '../../src/domain/money.ts'
import { dueOf } from '../deadlines.ts'
import { type Check, type Refusal, check, fourEyes, refuse, senderOf } from '../event-table.ts'
import { present } from '../present.ts'
import type { CallContext } from './context.ts'
import type { AwardFacts, BatchFacts, MoveFacts, ReviewFacts } from './facts.ts'
import type { BatchPropose, MovePropose, ProposalApprove } from './schemas.ts'

/**
 * Refused while an application waits for someone; when none waits, and not all have ended, one is
 * admitted. Source: domain §3.2.
 */
export const reviewPossible: Check = check<CallContext, unknown, ReviewFacts>((_, { facts }) => {
  if (facts.allEnded) return null
  return facts.waiting.length > 0
    ? notAllowed(`These applications still wait: ${facts.waiting.join(', ')}.`)
    : null
})

export const acceptableGrants: Check = check<CallContext, unknown, AwardFacts>(
  (_, { facts }) => facts.refusal,
)

/** All or nothing: one cent above the ceiling refuses every award. Source: nota §3.A. */
export const underCeiling: Check = check<CallContext, unknown, AwardFacts>(
  ({ parameters }, { facts }) => {
    const { ceilingCents } = parameters.budget
    const { totalCents, excessCents } = withinCeiling([facts.totalCents], ceilingCents)
    return excessCents > 0
      ? refuse(
          'budget-exceeded',
          `The awards of ${formatEuro(totalCents)} EUR exceed the ceiling of ` +
            `${formatEuro(ceilingCents)} EUR by ${formatEuro(excessCents)} EUR.`,
        )
      : null
  },
)

export const moveAhead: Check = check<CallContext, MovePropose>((context, { data, at }) =>
  isPast(context, data.to, at)
    ? refuse('invalid-payload', `${data.to} is past; choose a later moment.`, 'to')
    : null,
)

export const moveHits: Check = check<CallContext, MovePropose, MoveFacts>((_, { data, facts }) => {
  if (facts.unknown.length > 0) {
    return notAllowed(`This call has no such project: ${facts.unknown.join(', ')}.`)
  }
  return facts.hit.length === 0
    ? notAllowed(`The deadline ${data.deadline} is open in none of the projects.`)
    : null
})

/** Judged again at the approval: what is no longer open is skipped, nothing left is refused. */
export const moveStillPossible: Check = check<CallContext, unknown, MoveFacts>(
  (context, { facts, at }) => {
    const deadlineMove = present(context.deadlineMove, 'move')
    if (isPast(context, deadlineMove.to, at)) {
      return notAllowed(`${deadlineMove.to} is past; propose another moment.`)
    }
    return facts.hit.length === 0
      ? notAllowed(
          `The deadline ${deadlineMove.deadline} is open in none of the projects any more.`,
        )
      : null
  },
)

export const otherPersonMoves: Check = check<CallContext, ProposalApprove>(
  ({ deadlineMove }, event) => fourEyes(present(deadlineMove, 'move').proposedBy, event),
)

export const sameMove: Check = check<CallContext, ProposalApprove>(({ deadlineMove }, { data }) =>
  namesOpen(data.proposal, present(deadlineMove, 'move').id),
)

export const knownOrders: Check = check<CallContext, BatchPropose, BatchFacts>((_, { facts }) =>
  facts.unknown.length > 0
    ? refuse('unknown-order', `Never ordered: ${facts.unknown.join(', ')}.`, 'orders')
    : null,
)

export const ordersDue: Check = check<CallContext, unknown, BatchFacts>((_, { facts }) =>
  facts.notDue.length > 0
    ? notAllowed(`These orders do not wait for a batch: ${facts.notDue.join(', ')}.`)
    : null,
)

export const batchAhead: Check = check<CallContext, BatchPropose>(({ parameters }, event) => {
  const { orders, executionDate } = event.data
  if (new Set(orders).size < orders.length) {
    return refuse('invalid-payload', 'An order stands in the batch more than once.', 'orders')
  }
  if (executionDate < dateOf(event.at, parameters.timeZone)) {
    const message = `${executionDate} is past; choose a later day.`
    return refuse('invalid-payload', message, 'executionDate')
  }
  return isBankDay(executionDate)
    ? null
    : refuse(
        'invalid-payload',
        `Banks do not settle on ${executionDate}; choose another day.`,
        'executionDate',
      )
})

/** A batch may have waited for its approval until after its day. */
export const batchStillAhead: Check = check<CallContext, unknown>((context, { at }) => {
  const { executionDate } = present(context.paymentBatch, 'batch')
  return executionDate < dateOf(at, context.parameters.timeZone)
    ? notAllowed(`${executionDate} is past; return the batch and propose it for another day.`)
    : null
})

/** Approved by someone who neither proposed it nor changed an IBAN in it. Source: domain §2. */
export const uninvolvedPerson: Check = check<CallContext, ProposalApprove, BatchFacts>(
  ({ paymentBatch }, event) =>
    fourEyes(present(paymentBatch, 'batch').proposedBy, event) ??
    (event.facts.ibanChangedBy.includes(senderOf(event))
      ? refuse(
          'four-eyes',
          'The batch holds an IBAN that you changed since the award; another person must approve.',
        )
      : null),
)

export const sameBatch: Check = check<CallContext, ProposalApprove>(({ paymentBatch }, { data }) =>
  namesOpen(data.proposal, present(paymentBatch, 'batch').id),
)

function isPast({ parameters }: CallContext, moment: string, at: number): boolean {
  return dueOf(moment, parameters.timeZone) <= at
}

function namesOpen(named: number | undefined, open: number): Refusal | null {
  return named === undefined || named === open
    ? null
    : refuse('version-conflict', `Proposal ${named} is not open; ${open} is.`, 'proposal')
}

function notAllowed(message: string): Refusal {
  return refuse('event-not-allowed', message)
}
