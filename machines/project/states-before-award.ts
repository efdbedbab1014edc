import { projectSetup } from './setup.ts'

/** From the launch to the award. Source: domain §3.1 to §3.4. */

export const scheduled = projectSetup.createStateConfig({
  after: { launch: { target: 'submission', actions: 'launch' } },
})

export const submission = projectSetup.createStateConfig({
  on: {
    'application.submit': { actions: ['submitApplication', 'sendReceipt'] },
    'application.withdraw': {
      guard: 'hasApplication',
      target: '#project.life.ended.withdrawn',
    },
    'deadline.move': {
      guard: 'movesSubmission',
      target: 'submission',
      reenter: true,
      actions: 'moveDeadline',
    },
  },
  after: {
    submissionDeadline: [
      {
        guard: 'nothingHandedIn',
        target: '#project.life.ended.lapsed',
        actions: 'missSubmission',
      },
      {
        guard: 'everythingStopped',
        target: '#project.life.ended.withdrawn',
        actions: ['closeSubmission', 'stopAll'],
      },
      { target: 'assessment', actions: 'closeSubmission' },
    ],
  },
})

export const assessment = projectSetup.createStateConfig({
  initial: 'waiting',
  on: {
    'application.withdraw': '#project.life.ended.withdrawn',
    'submission.reopen': { target: 'submission', actions: 'reopenSubmission' },
  },
  states: {
    waiting: {
      on: {
        'application.admit': 'admitted',
        'application.return': { target: 'returned', actions: 'returnApplication' },
        'application.reject': '#project.life.ended.rejected',
      },
    },
    returned: {
      on: {
        'application.submit': [
          {
            guard: 'resubmissionStopsEverything',
            target: '#project.life.ended.withdrawn',
            actions: ['resubmit', 'stopAll', 'sendReceipt'],
          },
          { target: 'waiting', actions: ['resubmit', 'sendReceipt'] },
        ],
        'deadline.move': {
          guard: 'movesResubmission',
          target: 'returned',
          reenter: true,
          actions: 'moveDeadline',
        },
      },
      after: { resubmissionDeadline: { target: 'waiting', actions: 'missResubmission' } },
    },
    admitted: {
      on: {
        'application.reassess': 'waiting',
        'call.ifReviewRequested': {
          target: '#project.life.active.ifReview',
          actions: 'beginIfReview',
        },
      },
    },
  },
})

export const ifReview = projectSetup.createStateConfig({
  on: {
    'application.withdraw': '#project.life.ended.withdrawn',
    'call.ifReviewSuspended': { actions: 'suspendIfReview' },
    'call.ifReviewResumed': { actions: 'resumeIfReview' },
    'call.ifReviewLate': { actions: 'lateIfReview' },
    'call.ifReviewAdvised': { target: 'award', actions: 'endIfReview' },
  },
})

export const award = projectSetup.createStateConfig({
  on: {
    'application.withdraw': '#project.life.ended.withdrawn',
    'call.awarded': { target: 'running', actions: ['award', 'postAward', 'mailAward'] },
    'call.refused': { target: '#project.life.ended.refused', actions: 'mailRefusal' },
  },
})

/** The ends; some can still be undone until the call goes to the Inspectie van Financiën. */
export const ended = projectSetup.createStateConfig({
  initial: 'closed',
  tags: 'end',
  entry: ['endEarly', 'tellCallEnded'],
  states: {
    closed: {},
    refused: {},
    withdrawn: {},
    lapsed: {
      initial: 'reopenable',
      states: {
        reopenable: {
          on: {
            'submission.reopen': {
              target: '#project.life.active.submission',
              actions: ['reopenSubmission', 'tellCallRevived'],
            },
            'call.ifReviewRequested': 'final',
          },
        },
        final: {},
      },
    },
    rejected: {
      initial: 'reassessable',
      states: {
        reassessable: {
          on: {
            'application.reassess': {
              target: '#project.life.active.assessment',
              actions: 'tellCallRevived',
            },
            'call.ifReviewRequested': { target: 'final', actions: 'mailRefusal' },
          },
        },
        final: {},
      },
    },
  },
})
