import { assign, setup } from 'xstate'
import { Type } from 'typebox'
import type {
  DeliveredEvent,
  MachineDefinition,
  Message,
  StartInput,
} from '../../src/engine/index.ts'

/**
 * A library lends books. A shelf knows how many of its books are out; each loan is a machine of its
 * own: it falls due after three weeks, a reminder goes out, and sixty days later it counts as lost.
 * Shelf and loans talk to each other, so they are one group. Both are plain XState; what makes them
 * durable is the table beside each.
 */
const dayMs = 86_400_000
export const loanMs = 21 * dayMs
export const lostMs = 60 * dayMs

interface ShelfContext {
  readonly out: number
  readonly lost: readonly string[]
}

const shelfMachine = setup({
  types: { context: {} as ShelfContext, events: {} as DeliveredEvent, input: {} as StartInput },
  guards: {
    everythingIsBack: ({ context, event }) =>
      context.out === 0 && (event.facts as { readonly lent: number }).lent === 0,
  },
  actions: {
    countOut: assign({ out: ({ context }) => context.out + 1 }),
    countBack: assign({ out: ({ context }) => context.out - 1 }),
    noteLost: assign({
      out: ({ context }) => context.out - 1,
      lost: ({ context, event }) => [
        ...context.lost,
        (event.data as { readonly title: string }).title,
      ],
    }),
  },
}).createMachine({
  id: 'shelf',
  context: { out: 0, lost: [] },
  initial: 'open',
  states: {
    open: {
      on: {
        'book.out': { actions: 'countOut' },
        'book.back': { actions: 'countBack' },
        'book.lost': { actions: 'noteLost' },
        'shelf.close': { target: 'closed', guard: 'everythingIsBack' },
      },
    },
    closed: { tags: 'end' },
  },
})

interface LoanContext {
  readonly title: string
  readonly shelf: string
  readonly dueAt: number
  readonly renewals: number
}

/** At its start a machine finds its time in the input, later in the event. */
const at = (event: DeliveredEvent | { readonly input: StartInput }): number =>
  'input' in event ? event.input.at : event.at

const toShelf =
  (type: string) =>
  ({ context }: { readonly context: LoanContext }): Message => ({
    to: context.shelf,
    type,
    data: { title: context.title },
  })

const loanMachine = setup({
  types: { context: {} as LoanContext, events: {} as DeliveredEvent, input: {} as StartInput },
  delays: {
    due: ({ context, event }) => Math.max(0, context.dueAt - at(event)),
    lost: lostMs,
  },
  guards: {
    mayRenew: ({ context }) => context.renewals < 2,
  },
  actions: {
    renew: assign({
      dueAt: ({ event }) => event.at + loanMs,
      renewals: ({ context }) => context.renewals + 1,
    }),
    remind: (_, _params: { readonly title: string }) => {},
    charge: (_, _params: { readonly cents: number }) => {},
    tell: (_, _params: Message) => {},
  },
}).createMachine({
  id: 'loan',
  context: ({ input }) => ({
    ...(input.data as { readonly title: string; readonly shelf: string }),
    dueAt: input.at + loanMs,
    renewals: 0,
  }),
  initial: 'lent',
  entry: { type: 'tell', params: toShelf('book.out') },
  states: {
    lent: {
      on: {
        'book.renew': { target: 'lent', reenter: true, guard: 'mayRenew', actions: 'renew' },
        'book.return': 'returned',
      },
      after: { due: 'overdue' },
    },
    overdue: {
      entry: { type: 'remind', params: ({ context }) => ({ title: context.title }) },
      on: {
        'book.return': { target: 'returned', actions: { type: 'charge', params: { cents: 50 } } },
      },
      after: { lost: 'lost' },
    },
    returned: { tags: 'end', entry: { type: 'tell', params: toShelf('book.back') } },
    lost: {
      tags: 'end',
      entry: [
        { type: 'tell', params: toShelf('book.lost') },
        { type: 'charge', params: { cents: 2500 } },
      ],
    },
  },
})

export const shelf: MachineDefinition = {
  name: 'shelf',
  version: 1,
  machine: shelfMachine,
  start: { schema: Type.Object({}) },
  events: {
    'shelf.close': {
      schema: Type.Object({}),
      roles: ['librarian'],
      label: { nl: 'Sluiten', en: 'Close' },
      facts: (members) => ({
        lent: members.filter((member) => member.snapshot.matches('lent')).length,
      }),
    },
  },
  messages: ['book.out', 'book.back', 'book.lost'],
  actions: {},
  deadlines: [],
  endTag: 'end',
}

export const loan: MachineDefinition = {
  name: 'loan',
  version: 1,
  machine: loanMachine,
  start: { schema: Type.Object({ title: Type.String(), shelf: Type.String() }) },
  events: {
    'book.renew': {
      schema: Type.Object({}),
      roles: ['reader'],
      label: { nl: 'Verlengen', en: 'Renew' },
    },
    'book.return': {
      schema: Type.Object({
        remark: Type.Optional(Type.String()),
        witness: Type.Optional(Type.String()),
      }),
      roles: ['reader', 'librarian'],
      label: { nl: 'Terugbrengen', en: 'Return' },
      text: ['remark'],
      persons: ['witness'],
    },
  },
  messages: [],
  actions: { remind: 'effect', charge: 'record', tell: 'message' },
  deadlines: ['due'],
  endTag: 'end',
}

export const library = [shelf, loan]
