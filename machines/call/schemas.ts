import Type, { type Static } from 'typebox'
import * as field from '../fields.ts'

/** The payloads of a call's events. */

const { closed, list, oneOf } = field
const optional = Type.Optional

export const nothing = field.nothing
export const reviewRequest = closed({ urgent: optional(Type.Boolean()) })
export const reviewSuspend = closed({ question: field.requiredText })
export const reviewAdvise = closed({
  outcome: oneOf('favourable', 'remarks', 'unfavourable'),
  reference: field.reference,
  remarks: optional(field.freeText),
})
export const awardDecide = closed({
  date: field.date,
  reference: field.reference,
  grants: optional(
    list(
      closed({
        project: field.id,
        lines: optional(list(closed({ line: field.id, amount: field.amount }))),
        stimuli: optional(list(closed({ stimulus: field.id, amount: field.amount }))),
      }),
    ),
  ),
  refusals: optional(list(closed({ project: field.id, reason: field.requiredText }))),
})
export const movePropose = closed({
  deadline: field.id,
  to: field.dueMoment,
  reason: field.requiredText,
  projects: optional(list(field.id)),
})
export const proposalApprove = closed({ proposal: optional(field.revision) })
export const proposalReturn = closed({ reason: optional(field.freeText) })
export const batchPropose = closed({
  orders: Type.Array(field.id, { minItems: 1, maxItems: 10_000 }),
  executionDate: field.date,
})
export const batchReturn = closed({ reason: field.requiredText })
export const receiptBook = closed({
  amount: field.bookedReceipt,
  date: field.date,
  reference: field.freeText,
})
export const noteAdd = closed({ text: field.requiredText })

export type ReviewRequest = Static<typeof reviewRequest>
export type ReviewAdvise = Static<typeof reviewAdvise>
export type AwardDecide = Static<typeof awardDecide>
export type MovePropose = Static<typeof movePropose>
export type ProposalApprove = Static<typeof proposalApprove>
export type BatchPropose = Static<typeof batchPropose>
export type ReceiptBook = Static<typeof receiptBook>

/** What a project tells its call. */
export interface ProjectEnded {
  readonly project: string
}
