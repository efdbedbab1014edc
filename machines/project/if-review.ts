import { closed, fulfilled, openedSilently } from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import type { Flag, ProjectContext } from './context.ts'
import type { IfReviewAdvised, IfReviewTerm } from './schemas.ts'

/** The review by the Inspectie van Financiën is the call's; its projects keep what they are told. */

type Update = Partial<ProjectContext>

export function begin(context: ProjectContext, event: Delivered<IfReviewTerm>): Update {
  return { deadlines: openedSilently(context.deadlines, 'ifReview', event.data.dueMs) }
}

export function suspend(context: ProjectContext): Update {
  return { deadlines: openedSilently(context.deadlines, 'ifReview', null) }
}

export const resume = begin

/** Advice in the term, or silence; unfavourable goes on to the award, flagged. Source: domain §3.3. */
export function end(
  context: ProjectContext,
  { at, data: { outcome, silent } }: Delivered<IfReviewAdvised>,
): Update {
  const flags: Flag[] = [
    ...(silent ? (['if-silent'] as const) : []),
    ...(outcome === 'unfavourable' ? (['if-unfavourable'] as const) : []),
  ]
  return {
    deadlines: silent
      ? closed(context.deadlines, 'ifReview', 'missed')
      : fulfilled(context.deadlines, 'ifReview', at),
    flags: [...context.flags, ...flags],
    reached: { ...context.reached, ifReview: at },
  }
}
