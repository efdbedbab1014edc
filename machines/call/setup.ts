import { not, setup, stateIn } from 'xstate'
import { type Emission, emit, post, runtimeActions, update } from '../actions.ts'
import {
  closed,
  delayUntilAfter,
  dueMsOf,
  dueOf,
  fulfilled,
  nextReminderMs,
  nextWeekMs,
  openedSilently,
  overdue,
  takeReminders,
} from '../deadlines.ts'
import { type Delivered, senderOf, startedAt } from '../event-table.ts'
import { centsOf, present } from '../present.ts'
import { posting } from '../ledger.ts'
import type { CallContext, CallInput } from './context.ts'
import type { AwardFacts, MoveFacts, ReviewFacts } from './facts.ts'
import * as messages from './messages.ts'
import * as review from './review.ts'
import type * as data from './schemas.ts'

/** Context, implementations and delays of the call machine. */
export const callSetup = setup({
  types: {
    context: {} as CallContext,
    events: {} as Delivered,
    input: {} as CallInput,
    tags: {} as 'end',
  },
  actions: {
    ...runtimeActions,

    postCeiling: post(({ parameters }: CallContext) =>
      posting('ceiling', 'appropriation', parameters.budget.ceilingCents),
    ),
    launch: update((context: CallContext, event) => ({
      deadlines: openedSilently(
        context.deadlines,
        'submission',
        context.parameters.timeline.submissionDeadlineMs,
      ),
      reached: { ...context.reached, launch: event.at },
    })),
    closeSubmission: update((context: CallContext, event) => ({
      deadlines: fulfilled(context.deadlines, 'submission', event.at - 1),
      reached: { ...context.reached, submission: event.at },
    })),

    requestReview: update(review.requestReview),
    suspendReview: update(review.suspendReview),
    resumeReview: update(review.resumeReview),
    adviseReview: update(review.adviseReview),
    reviewSilent: update(review.reviewSilent),
    reviewLate: update(({ deadlines }: CallContext) => ({
      deadlines: overdue(deadlines, 'ifReview'),
    })),
    tellRequested: emit(messages.tellRequested),
    tellSuspended: emit(messages.tellSuspended),
    tellResumed: emit(messages.tellResumed),
    tellAdvised: emit(messages.tellAdvised),
    tellSilent: emit(messages.tellSilent),
    tellLate: emit(messages.tellLate),
    endReview: update(({ deadlines }: CallContext) => ({
      deadlines: closed(deadlines, 'ifReview', 'cancelled'),
    })),

    decideAward: update<CallContext, data.AwardDecide, AwardFacts>((context, event) => ({
      decision: { date: event.data.date, reference: event.data.reference },
      committedCents: event.facts.totalCents,
      reached: { ...context.reached, award: event.at },
    })),
    tellDecided: emit(messages.tellDecided),
    publishAwards: emit(({ id }: CallContext) => [{ type: 'publish', params: { call: id } }]),

    countEnded: update<CallContext, data.ProjectEnded>((context, event) => ({
      ended: context.ended + 1,
      presented: context.presented.filter((id) => id !== event.data.project),
    })),
    countRevived: update(({ ended }: CallContext) => ({ ended: ended - 1 })),

    proposeMove: update<CallContext, data.MovePropose, MoveFacts>((_, event) => ({
      deadlineMove: {
        id: event.revision,
        proposedBy: senderOf(event),
        deadline: event.data.deadline,
        to: event.data.to,
        projects: event.data.projects ?? null,
        hit: event.facts.hit,
      },
    })),
    tellMoved: emit(messages.tellMoved),
    moveSubmission: update(({ deadlines, deadlineMove, parameters }: CallContext) => {
      const dueMs = dueOf(present(deadlineMove, 'move').to, parameters.timeZone)
      return { deadlines: openedSilently(deadlines, 'submission', dueMs) }
    }),
    dropMove: update((_: CallContext) => ({ deadlineMove: null })),

    proposeBatch: update<CallContext, data.BatchPropose>((_, event) => ({
      paymentBatch: { id: event.revision, proposedBy: senderOf(event), ...event.data },
    })),
    tellBatched: emit(messages.tellBatched),
    approveBatch: update(({ paymentBatch, approvedBatches }: CallContext, { revision }) => ({
      paymentBatch: null,
      approvedBatches: [
        ...approvedBatches,
        { ...present(paymentBatch, 'batch'), approval: revision },
      ],
    })),
    dropBatch: update((_: CallContext) => ({ paymentBatch: null })),

    bookReceipt: update<CallContext, data.ReceiptBook>(({ unmatchedCents }, event) => ({
      unmatchedCents: unmatchedCents + centsOf(event.data.amount),
    })),
    postReceipt: post<CallContext, data.ReceiptBook>((_, event) =>
      posting('bank', 'unmatchedReceipts', centsOf(event.data.amount)),
    ),
    note: update((_: CallContext) => ({})),

    mailReminders: emit((context: CallContext, event) =>
      takeReminders(context.deadlines, event.at).due.flatMap(({ deadline, step, dueMs }) => {
        const { escalateAt } = context.parameters.reminders
        const readers =
          step === escalateAt ? (['inspector', 'manager'] as const) : (['inspector'] as const)
        return readers.map((to): Emission => ({
          type: 'mail',
          params: { template: 'reminder', to, subject: deadline, step, atMs: dueMs },
        }))
      }),
    ),
    mailDigest: emit((_: CallContext, { at }) => [
      {
        type: 'mail',
        params: { template: 'digest', to: 'manager', subject: 'week', step: null, atMs: at },
      },
    ]),
    remind: update(({ deadlines }: CallContext, event) => ({
      deadlines: takeReminders(deadlines, event.at).deadlines,
      armedReminder: null,
    })),
    armReminder: update(({ deadlines }: CallContext) => ({
      armedReminder: nextReminderMs(deadlines),
    })),
  },
  guards: {
    everyProjectEnded: ({ context }) => context.ended === context.projects,
    nothingToReview: ({ event }) => (event.facts as ReviewFacts).allEnded,
    silenceDecides: ({ context }) => context.parameters.ifReview.silence !== 'wait',
    movesSubmissionOfAll: ({ context: { deadlineMove } }) =>
      deadlineMove !== null &&
      deadlineMove.deadline === 'submission' &&
      deadlineMove.projects === null,
    paysInBatches: ({ context }) => context.parameters.payments === 'batch',
    reminderMoved: ({ context }) => context.armedReminder !== nextReminderMs(context.deadlines),
    noReminder: ({ context }) => nextReminderMs(context.deadlines) === null,
    isLaunched: not(stateIn('#call.life.scheduled')),
    isSettled: stateIn('#call.life.settled'),
  },
  delays: {
    launch: ({ context, event }) =>
      Math.max(0, context.parameters.timeline.launchMs - startedAt(event)),
    submissionDeadline: ({ context, event }) =>
      delayUntilAfter(dueMsOf(context.deadlines, 'submission'), event.at),
    ifReviewTerm: ({ context, event }) =>
      delayUntilAfter(dueMsOf(context.deadlines, 'ifReview'), event.at),
    nextReminder: ({ context, event }) =>
      Math.max(0, present(context.armedReminder, 'time of the reminder') - event.at),
    nextDigest: ({ context, event }) =>
      nextWeekMs(event.at, context.parameters.timeZone) - event.at,
  },
})
