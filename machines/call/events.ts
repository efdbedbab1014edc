import type { Delivered, EventEntry } from '../event-table.ts'
import * as check from './checks.ts'
import { awardFacts, batchFacts, moveFacts, reviewFacts } from './facts.ts'
import * as schema from './schemas.ts'

/** Every event that people send to a call, with its schema, roles and labels. Source: domain §6. */
export const callEvents: Readonly<Record<string, EventEntry>> = {
  'ifReview.request': {
    schema: schema.reviewRequest,
    roles: ['manager'],
    label: { nl: 'Voorleggen aan IF', en: 'Present to the Inspectie van Financiën' },
    facts: reviewFacts,
    after: [check.reviewPossible],
  },
  'ifReview.suspend': {
    schema: schema.reviewSuspend,
    roles: ['inspector'],
    label: { nl: 'Vraag stellen, termijn schorsen', en: 'Ask a question, suspend the term' },
    text: ['question'],
  },
  'ifReview.resume': {
    schema: schema.nothing,
    roles: ['inspector', 'manager'],
    label: { nl: 'Termijn hervatten', en: 'Resume the term' },
  },
  'ifReview.advise': {
    schema: schema.reviewAdvise,
    roles: ['inspector'],
    label: { nl: 'Advies geven', en: 'Give advice' },
    text: ['remarks'],
  },
  'award.decide': {
    schema: schema.awardDecide,
    roles: ['manager'],
    label: { nl: 'Toekenning registreren', en: 'Record the award decision' },
    text: ['refusals.*.reason'],
    facts: (members, event) => awardFacts(members, event as Delivered<schema.AwardDecide>),
    after: [check.acceptableGrants, check.underCeiling],
  },
  'deadlineMove.propose': {
    schema: schema.movePropose,
    roles: ['manager'],
    label: { nl: 'Termijn voor velen verplaatsen', en: 'Move a deadline for many' },
    text: ['reason'],
    facts: moveFacts,
    after: [check.moveHits, check.moveAhead],
  },
  'deadlineMove.approve': {
    schema: schema.proposalApprove,
    roles: ['manager'],
    label: { nl: 'Verplaatsing goedkeuren', en: 'Approve the move' },
    facts: moveFacts,
    after: [check.moveStillPossible, check.otherPersonMoves, check.sameMove],
  },
  'deadlineMove.return': {
    schema: schema.proposalReturn,
    roles: ['manager'],
    label: { nl: 'Verplaatsing terugsturen', en: 'Return the move' },
    text: ['reason'],
  },
  'paymentBatch.propose': {
    schema: schema.batchPropose,
    roles: ['paymaster'],
    label: { nl: 'Betaalbatch voorstellen', en: 'Propose a payment batch' },
    facts: batchFacts,
    before: [check.knownOrders],
    after: [check.ordersDue, check.batchAhead],
  },
  'paymentBatch.approve': {
    schema: schema.proposalApprove,
    roles: ['paymaster', 'manager'],
    label: { nl: 'Betaalbatch goedkeuren', en: 'Approve the payment batch' },
    facts: batchFacts,
    after: [check.ordersDue, check.batchStillAhead, check.uninvolvedPerson, check.sameBatch],
  },
  'paymentBatch.return': {
    schema: schema.batchReturn,
    roles: ['paymaster', 'manager'],
    label: { nl: 'Betaalbatch terugsturen', en: 'Return the payment batch' },
    text: ['reason'],
  },
  'receipt.book': {
    schema: schema.receiptBook,
    roles: ['paymaster'],
    label: { nl: 'Ontvangst boeken', en: 'Book a receipt' },
    text: ['reference'],
  },
  'note.add': {
    schema: schema.noteAdd,
    roles: ['reviewer', 'manager', 'inspector', 'paymaster'],
    label: { nl: 'Nota toevoegen', en: 'Add a note' },
    text: ['text'],
  },
}

/** Messages that projects send to their call. */
export const callMessages = ['project.ended', 'project.revived'] as const
