import {
  dateOf,
  endOfDay,
  nthWorkingDayAfter,
  workingDaysBetween,
} from '../../src/domain/calendar.ts'
import { closed, fulfilled, opened, openedSilently } from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import { present } from '../present.ts'
import type { CallContext, Review } from './context.ts'
import type { ReviewFacts } from './facts.ts'
import type { ReviewRequest } from './schemas.ts'
import { calendarTerms } from './terms.ts'

type Update = Partial<CallContext>

/** All admitted projects go to the Inspectie as one file. Source: nota §4; domain §3.3. */
export function requestReview(
  context: CallContext,
  event: Delivered<ReviewRequest, ReviewFacts>,
): Update {
  const { ifReview, timeZone } = context.parameters
  const review: Review = {
    from: dateOf(event.at, timeZone),
    workingDays: event.data.urgent === true ? ifReview.urgentWorkingDays : ifReview.workingDays,
    suspendedOn: null,
  }
  return {
    review,
    presented: event.facts.admitted,
    deadlines: openedTerm(context, review, event.at),
  }
}

export function suspendReview(context: CallContext, event: Delivered): Update {
  const review = present(context.review, 'review')
  return {
    review: { ...review, suspendedOn: dateOf(event.at, context.parameters.timeZone) },
    deadlines: openedSilently(context.deadlines, 'ifReview', null),
  }
}

/** The days that passed before the suspension count; a suspension of one day changes nothing. */
export function resumeReview(context: CallContext, event: Delivered): Update {
  const { ifReview, timeZone } = context.parameters
  const review = present(context.review, 'review')
  const suspendedOn = present(review.suspendedOn, 'day of the suspension')
  const today = dateOf(event.at, timeZone)
  const passed = workingDaysBetween(review.from, suspendedOn, ifReview.extraClosingDays)
  const resumed: Review =
    suspendedOn === today
      ? { ...review, suspendedOn: null }
      : { from: today, workingDays: review.workingDays - passed, suspendedOn: null }
  return { review: resumed, deadlines: openedTerm(context, resumed, event.at) }
}

export function adviseReview(context: CallContext, event: Delivered): Update {
  return {
    deadlines: fulfilled(context.deadlines, 'ifReview', event.at),
    reached: { ...context.reached, ifReview: event.at },
  }
}

export function reviewSilent(context: CallContext, event: Delivered): Update {
  return {
    deadlines: closed(context.deadlines, 'ifReview', 'missed'),
    reached: { ...context.reached, ifReview: event.at },
  }
}

/** The last millisecond of the term; null while it is suspended or there is none. */
export function reviewDueMs({ deadlines }: CallContext): number | null {
  return deadlines['ifReview']?.dueMs ?? null
}

function openedTerm(context: CallContext, review: Review, at: number) {
  const { ifReview, timeZone } = context.parameters
  const last = nthWorkingDayAfter(review.from, review.workingDays, ifReview.extraClosingDays)
  return opened(
    context.deadlines,
    'ifReview',
    endOfDay(last, timeZone),
    at,
    calendarTerms(context.parameters),
  )
}
