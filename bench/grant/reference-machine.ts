import { assign, cancel, raise, setup } from 'xstate'
import {
  contextOf,
  reminderMs,
  reviewMs,
  type GrantContext,
  type GrantInput,
  type Payload,
} from './work.ts'

type Event = Payload | { readonly type: 'REVIEW_OVERDUE' } | { readonly type: 'REMIND' }

const note = assign<GrantContext, Event, undefined, Event, never>(({ context, event }) => ({
  n: context.n + 1,
  last: event as Payload,
}))

const armReview = raise<GrantContext, Event, Event, undefined>(
  { type: 'REVIEW_OVERDUE' },
  { delay: reviewMs, id: 'reviewDeadline' },
)

const armReminder = raise<GrantContext, Event, Event, undefined>(
  { type: 'REMIND' },
  { delay: reminderMs, id: 'interimReminder' },
)

const to = (target: string) => ({ target, actions: [note] })

/**
 * The machine as someone writes it who runs XState by hand: 12 states on the main path; the
 * review's timer is armed on the way in and cancelled at the award, the reminder is armed and left
 * pending. Its ends are no final states, so that an instance stays a live row everywhere.
 */
export const referenceMachine = setup({
  types: { context: {} as GrantContext, events: {} as Event, input: {} as GrantInput },
}).createMachine({
  id: 'grant',
  initial: 'launched',
  context: ({ input }) => contextOf(input),
  states: {
    launched: {
      on: { SUBMIT: to('submitted'), WITHDRAW: to('withdrawn'), DEADLINE: to('expired') },
    },
    submitted: { on: { COMPLETE: to('complete'), INCOMPLETE: to('incomplete') } },
    incomplete: { on: { SUBMIT: to('submitted'), WITHDRAW: to('withdrawn') } },
    complete: { on: { START_IF: { target: 'ifReview', actions: [note, armReview] } } },
    ifReview: {
      on: {
        AWARD: { target: 'awarded', actions: [note, cancel('reviewDeadline')] },
        REJECT: to('rejected'),
        RESERVE: to('reserve'),
        REVIEW_OVERDUE: to('ifLate'),
      },
    },
    ifLate: { on: { AWARD: to('awarded'), REJECT: to('rejected') } },
    reserve: { on: { AWARD: to('awarded'), REJECT: to('rejected') } },
    awarded: { on: { PAY_ADVANCE: to('advancePaid') } },
    advancePaid: { on: { INTERIM_DUE: { target: 'interimDue', actions: [note, armReminder] } } },
    interimDue: { on: { REPORT_INTERIM: to('interimReported'), REMIND: to('interimLate') } },
    interimLate: { on: { REPORT_INTERIM: to('interimReported'), CLAWBACK: to('clawback') } },
    interimReported: { on: { REPORT_FINAL: to('finalReported') } },
    finalReported: { on: { CONTROL: to('controlled'), CLAWBACK: to('clawback') } },
    controlled: { on: { PAY_BALANCE: to('balancePaid'), CLAWBACK: to('clawback') } },
    balancePaid: { on: { CLOSE: to('closed') } },
    clawback: { on: { RECOVER: to('recovered') } },
    recovered: {},
    closed: {},
    rejected: {},
    withdrawn: {},
    expired: {},
  },
})
