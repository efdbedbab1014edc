import type { CallContext, CallInput } from './call/context.ts'
import { callSetup } from './call/setup.ts'

/**
 * A call, from its launch to the day on which every project has ended. It closes the submission,
 * presents all admitted projects to the Inspectie van Financiën as one file, and records one award
 * decision for all. Bulk moves, payment batches, reminders and a weekly digest run beside it.
 * Source: domain §3.
 */
export const callMachine = callSetup.createMachine({
  id: 'call',
  type: 'parallel',
  context: ({ input }) => callContext(input),
  entry: 'postCeiling',
  on: {
    'note.add': { actions: 'note' },
    'receipt.book': { actions: ['bookReceipt', 'postReceipt'] },
    'project.ended': { actions: 'countEnded' },
    'project.revived': { actions: 'countRevived' },
  },
  states: {
    life: {
      initial: 'scheduled',
      states: {
        scheduled: { after: { launch: { target: 'submission', actions: 'launch' } } },
        submission: {
          on: {
            'deadlineMove.approve': {
              guard: 'movesSubmissionOfAll',
              target: 'submission',
              reenter: true,
              actions: 'moveSubmission',
            },
          },
          after: { submissionDeadline: { target: 'assessment', actions: 'closeSubmission' } },
        },
        assessment: {
          on: {
            'ifReview.request': [
              { guard: 'nothingToReview', target: 'settled', actions: 'tellRequested' },
              { target: 'ifReview', actions: ['requestReview', 'tellRequested'] },
            ],
          },
        },
        ifReview: {
          initial: 'running',
          always: { guard: 'everyProjectEnded', target: 'settled', actions: 'endReview' },
          on: {
            'ifReview.advise': { target: 'award', actions: ['adviseReview', 'tellAdvised'] },
          },
          states: {
            running: {
              on: {
                'ifReview.suspend': {
                  target: 'suspended',
                  actions: ['suspendReview', 'tellSuspended'],
                },
              },
              after: {
                ifReviewTerm: [
                  {
                    guard: 'silenceDecides',
                    target: '#call.life.award',
                    actions: ['reviewSilent', 'tellSilent'],
                  },
                  { target: 'late', actions: ['reviewLate', 'tellLate'] },
                ],
              },
            },
            suspended: {
              on: {
                'ifReview.resume': { target: 'running', actions: ['resumeReview', 'tellResumed'] },
              },
            },
            late: {},
          },
        },
        award: {
          always: { guard: 'everyProjectEnded', target: 'settled' },
          on: {
            'award.decide': {
              target: 'running',
              actions: ['decideAward', 'tellDecided', 'publishAwards'],
            },
          },
        },
        running: { always: { guard: 'everyProjectEnded', target: 'settled' } },
        settled: { tags: 'end' },
      },
    },
    deadlineMove: {
      initial: 'none',
      states: {
        none: {
          on: { 'deadlineMove.propose': { target: 'proposed', actions: 'proposeMove' } },
        },
        proposed: {
          on: {
            'deadlineMove.approve': { target: 'none', actions: ['tellMoved', 'dropMove'] },
            'deadlineMove.return': { target: 'none', actions: 'dropMove' },
          },
        },
      },
    },
    paymentBatch: {
      initial: 'none',
      states: {
        none: {
          on: {
            'paymentBatch.propose': {
              guard: 'paysInBatches',
              target: 'proposed',
              actions: 'proposeBatch',
            },
          },
        },
        proposed: {
          on: {
            'paymentBatch.approve': { target: 'none', actions: ['tellBatched', 'approveBatch'] },
            'paymentBatch.return': { target: 'none', actions: 'dropBatch' },
          },
        },
      },
    },
    reminders: {
      initial: 'idle',
      states: {
        idle: { always: { guard: 'reminderMoved', target: 'armed', actions: 'armReminder' } },
        armed: {
          always: [
            { guard: 'noReminder', target: 'idle', actions: 'armReminder' },
            { guard: 'reminderMoved', target: 'armed', reenter: true, actions: 'armReminder' },
          ],
          after: { nextReminder: { target: 'idle', actions: ['mailReminders', 'remind'] } },
        },
      },
    },
    digest: {
      initial: 'idle',
      states: {
        idle: { always: { guard: 'isLaunched', target: 'weekly' } },
        weekly: {
          after: {
            nextDigest: [
              { guard: 'isSettled', target: 'over', actions: 'mailDigest' },
              { target: 'weekly', reenter: true, actions: 'mailDigest' },
            ],
          },
        },
        over: {},
      },
    },
  },
})

function callContext({ id, data }: CallInput): CallContext {
  return {
    id,
    parameters: data.parameters,
    projects: data.projects,
    ended: 0,
    presented: [],
    deadlines: {},
    review: null,
    decision: null,
    committedCents: 0,
    deadlineMove: null,
    paymentBatch: null,
    approvedBatches: [],
    unmatchedCents: 0,
    reached: {},
    armedReminder: null,
  }
}
