import { assign, cancel, raise, setup } from 'xstate'
import { Type } from 'typebox'
import type { DeliveredEvent, MachineDefinition, StartInput } from '../../src/engine/index.ts'
import {
  contextOf,
  eventTypes,
  reminderMs,
  reviewMs,
  type GrantContext,
  type GrantInput,
  type Payload,
} from './work.ts'

/** What a step costs and pays, as the programme's own machines post it. */
const postings = (debit: string, credit: string) => ({
  postings: [{ debit, credit, cents: 12_500_000, subject: null }],
})

/**
 * The machine of `reference-machine.ts` as it is written for the runtime: the same states, the same
 * context, every implementation named, the ends tagged. On top of it come what the runtime is for:
 * three steps post to the ledger, two order a payment through the outbox.
 */
const grantMachine = setup({
  types: {
    context: {} as GrantContext,
    events: {} as DeliveredEvent,
    input: {} as StartInput,
  },
  delays: { review: reviewMs, reminder: reminderMs },
  actions: {
    note: assign(({ context, event }) => ({
      n: context.n + 1,
      last: event.data as Payload,
    })),
    armReview: raise({ type: 'REVIEW_OVERDUE' } as DeliveredEvent, {
      delay: 'review',
      id: 'reviewDeadline',
    }),
    cancelReview: cancel('reviewDeadline'),
    armReminder: raise({ type: 'REMIND' } as DeliveredEvent, {
      delay: 'reminder',
      id: 'interimReminder',
    }),
    post: (_, _params: ReturnType<typeof postings>) => {},
    pay: (_, _params: { readonly cents: number }) => {},
  },
}).createMachine({
  id: 'grant',
  initial: 'launched',
  context: ({ input }) => contextOf(input.data as GrantInput),
  states: {
    launched: {
      on: {
        SUBMIT: { target: 'submitted', actions: 'note' },
        WITHDRAW: { target: 'withdrawn', actions: 'note' },
        DEADLINE: { target: 'expired', actions: 'note' },
      },
    },
    submitted: {
      on: {
        COMPLETE: { target: 'complete', actions: 'note' },
        INCOMPLETE: { target: 'incomplete', actions: 'note' },
      },
    },
    incomplete: {
      on: {
        SUBMIT: { target: 'submitted', actions: 'note' },
        WITHDRAW: { target: 'withdrawn', actions: 'note' },
      },
    },
    complete: { on: { START_IF: { target: 'ifReview', actions: ['note', 'armReview'] } } },
    ifReview: {
      on: {
        AWARD: {
          target: 'awarded',
          actions: [
            'note',
            'cancelReview',
            { type: 'post', params: postings('budget', 'commitments') },
          ],
        },
        REJECT: { target: 'rejected', actions: 'note' },
        RESERVE: { target: 'reserve', actions: 'note' },
        REVIEW_OVERDUE: { target: 'ifLate', actions: 'note' },
      },
    },
    ifLate: {
      on: {
        AWARD: { target: 'awarded', actions: 'note' },
        REJECT: { target: 'rejected', actions: 'note' },
      },
    },
    reserve: {
      on: {
        AWARD: { target: 'awarded', actions: 'note' },
        REJECT: { target: 'rejected', actions: 'note' },
      },
    },
    awarded: {
      on: {
        PAY_ADVANCE: {
          target: 'advancePaid',
          actions: [
            'note',
            { type: 'post', params: postings('commitments', 'bank') },
            { type: 'pay', params: { cents: 12_500_000 } },
          ],
        },
      },
    },
    advancePaid: {
      on: { INTERIM_DUE: { target: 'interimDue', actions: ['note', 'armReminder'] } },
    },
    interimDue: {
      on: {
        REPORT_INTERIM: { target: 'interimReported', actions: 'note' },
        REMIND: { target: 'interimLate', actions: 'note' },
      },
    },
    interimLate: {
      on: {
        REPORT_INTERIM: { target: 'interimReported', actions: 'note' },
        CLAWBACK: { target: 'clawback', actions: 'note' },
      },
    },
    interimReported: { on: { REPORT_FINAL: { target: 'finalReported', actions: 'note' } } },
    finalReported: {
      on: {
        CONTROL: { target: 'controlled', actions: 'note' },
        CLAWBACK: { target: 'clawback', actions: 'note' },
      },
    },
    controlled: {
      on: {
        PAY_BALANCE: {
          target: 'balancePaid',
          actions: [
            'note',
            { type: 'post', params: postings('commitments', 'bank') },
            { type: 'pay', params: { cents: 12_500_000 } },
          ],
        },
        CLAWBACK: { target: 'clawback', actions: 'note' },
      },
    },
    balancePaid: { on: { CLOSE: { target: 'closed', actions: 'note' } } },
    clawback: { on: { RECOVER: { target: 'recovered', actions: 'note' } } },
    recovered: { tags: 'end' },
    closed: { tags: 'end' },
    rejected: { tags: 'end' },
    withdrawn: { tags: 'end' },
    expired: { tags: 'end' },
  },
})

const schema = Type.Object({
  type: Type.String(),
  id: Type.String(),
  by: Type.String(),
  at: Type.String(),
  amount: Type.Integer(),
  note: Type.String(),
})

const offMainPath = [
  'WITHDRAW',
  'DEADLINE',
  'INCOMPLETE',
  'REJECT',
  'RESERVE',
  'CLAWBACK',
  'RECOVER',
] as const

export const grant: MachineDefinition = {
  name: 'grant',
  version: 1,
  machine: grantMachine,
  start: { schema: Type.Object({ id: Type.String(), last: schema }) },
  events: Object.fromEntries(
    [...eventTypes, ...offMainPath].map((type) => [
      type,
      { schema, roles: ['officer'], label: { nl: type, en: type } },
    ]),
  ),
  messages: ['REVIEW_OVERDUE', 'REMIND'],
  actions: { post: 'record', pay: 'effect' },
  deadlines: [],
  endTag: 'end',
}
