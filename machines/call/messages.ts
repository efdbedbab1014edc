import type { Emission } from '../actions.ts'
import type { Delivered } from '../event-table.ts'
import { present } from '../present.ts'
import type * as project from '../project/schemas.ts'
import type { CallContext } from './context.ts'
import type { MoveFacts, ReviewFacts } from './facts.ts'
import { reviewDueMs } from './review.ts'
import type { AwardDecide, ReviewAdvise } from './schemas.ts'

/** What a call tells its projects, in the transaction of its own event. */

export function tellRequested(
  context: CallContext,
  { facts }: Delivered<unknown, ReviewFacts>,
): readonly Emission[] {
  const data: project.IfReviewTerm = { dueMs: reviewDueMs(context) }
  return toAll([...facts.admitted, ...facts.finalised], 'call.ifReviewRequested', data)
}

export function tellSuspended({ presented }: CallContext): readonly Emission[] {
  return toAll(presented, 'call.ifReviewSuspended', {})
}

export function tellResumed(context: CallContext): readonly Emission[] {
  const data: project.IfReviewTerm = { dueMs: reviewDueMs(context) }
  return toAll(context.presented, 'call.ifReviewResumed', data)
}

export function tellAdvised(
  { presented }: CallContext,
  { data: { outcome } }: Delivered<ReviewAdvise>,
): readonly Emission[] {
  const data: project.IfReviewAdvised = { outcome, silent: false }
  return toAll(presented, 'call.ifReviewAdvised', data)
}

export function tellSilent({ presented, parameters }: CallContext): readonly Emission[] {
  const outcome = parameters.ifReview.silence === 'unfavourable' ? 'unfavourable' : 'favourable'
  const data: project.IfReviewAdvised = { outcome, silent: true }
  return toAll(presented, 'call.ifReviewAdvised', data)
}

/** A call that waits for the advice tells that the term passed without it. */
export function tellLate({ presented }: CallContext): readonly Emission[] {
  return toAll(presented, 'call.ifReviewLate', {})
}

export function tellDecided(
  { presented }: CallContext,
  { data }: Delivered<AwardDecide>,
): readonly Emission[] {
  const { date, reference, grants = [], refusals = [] } = data
  return presented.flatMap((id) => {
    const refusal = refusals.find((each) => each.project === id)
    if (refusal !== undefined) return toAll([id], 'call.refused', { reason: refusal.reason })
    const { lines, stimuli } = grants.find((each) => each.project === id) ?? {}
    const awarded: project.Awarded = {
      date,
      reference,
      ...(lines === undefined ? {} : { lines }),
      ...(stimuli === undefined ? {} : { stimuli }),
    }
    return toAll([id], 'call.awarded', awarded)
  })
}

/** Moves what is still open; a project whose deadline closed meanwhile is left alone. */
export function tellMoved(
  { deadlineMove }: CallContext,
  { facts }: Delivered<unknown, MoveFacts>,
): readonly Emission[] {
  const { deadline, to } = present(deadlineMove, 'move')
  return toAll(facts.hit, 'deadline.move', { deadline, to, reason: '' })
}

export function tellBatched({ paymentBatch }: CallContext): readonly Emission[] {
  const { orders, id } = present(paymentBatch, 'batch')
  return orders.flatMap((order) => {
    const data: project.OrderBatched = { order, batch: id }
    return toAll([order.slice(0, order.lastIndexOf('/'))], 'call.orderBatched', data)
  })
}

function toAll(projects: readonly string[], type: string, data: unknown): readonly Emission[] {
  return projects.map((to) => ({ type: 'message', params: { to, type, data } }))
}
