import { closed, fulfilled, openedSilently, overdue } from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import type { ProjectContext } from './context.ts'
import { flagged } from './flags.ts'
import type { IfReviewAdvised, IfReviewTerm } from './schemas.ts'

/** The review by the Inspectie van Financiën is the call's; its projects keep what they are told. */

type Update = Partial<ProjectContext>

/** The term begins, at the request or anew after a suspension. */
export function begin(context: ProjectContext, event: Delivered<IfReviewTerm>): Update {
  return { deadlines: openedSilently(context.deadlines, 'ifReview', event.data.dueMs) }
}

export function suspend(context: ProjectContext): Update {
  return { deadlines: openedSilently(context.deadlines, 'ifReview', null) }
}

/** The term passed in silence, in a call that waits for the advice all the same. */
export function late({ deadlines }: ProjectContext): Update {
  return { deadlines: overdue(deadlines, 'ifReview') }
}

/** Advice in the term, or silence; unfavourable goes on to the award, flagged. Source: domain §3.3. */
export function end(
  context: ProjectContext,
  { at, data: { outcome, silent } }: Delivered<IfReviewAdvised>,
): Update {
  const flags = silent ? flagged(context, 'if-silent') : context.flags
  return {
    deadlines: silent
      ? closed(context.deadlines, 'ifReview', 'missed')
      : fulfilled(context.deadlines, 'ifReview', at),
    flags: outcome === 'unfavourable' ? flagged({ flags }, 'if-unfavourable') : flags,
    reached: { ...context.reached, ifReview: at },
  }
}
