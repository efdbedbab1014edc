import Type from 'typebox'
import { actionKinds } from './actions.ts'
import { callEvents, callMessages } from './call/events.ts'
import { callMachine } from './call.machine.ts'
import { projectEvents, projectMessages } from './project/events.ts'
import { projectMachine } from './project.machine.ts'

/** A start comes from the import of a call, which has checked it. */
const start = Type.Unknown()

/**
 * Name and version of every machine that an instance may run on. An instance keeps its version for
 * life: a machine that changes what it does becomes a new version here, and the old one stays while
 * instances run on it.
 */
export const catalog = [
  {
    name: 'call',
    version: 1,
    machine: callMachine,
    start: { schema: start },
    events: callEvents,
    messages: callMessages,
    actions: actionKinds,
    deadlines: ['submissionDeadline', 'ifReviewTerm'],
    endTag: 'end',
  },
  {
    name: 'project',
    version: 1,
    machine: projectMachine,
    start: {
      schema: start,
      personal: ['applicant.iban', 'applicant.email', 'applicant.contact'],
    },
    events: projectEvents,
    messages: projectMessages,
    actions: actionKinds,
    deadlines: [
      'submissionDeadline',
      'resubmissionDeadline',
      'interimDeadline',
      'interimMissedDeadline',
      'finalDeadline',
      'finalGrace',
      'clarificationDeadline',
      'balanceHearing',
      'endControlHearing',
      'balanceRepayment',
      'endControlRepayment',
    ],
    endTag: 'end',
  },
] as const
