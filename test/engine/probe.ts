import { assign, raise, setup } from 'xstate'
import { Type } from 'typebox'
import type {
  DeliveredEvent,
  MachineDefinition,
  Message,
  StartInput,
} from '../../src/engine/index.ts'

/**
 * A machine that does whatever a test asks of it: it crashes on request, arms timers with any
 * delay, sends any message, asks for effects. Clearing `broken` mends code that crashes.
 */
export const broken = new Set<string>()

interface Context {
  readonly id: string
  readonly log: readonly string[]
  readonly due: number
  readonly messages: readonly Message[]
}

interface Data {
  readonly delay?: number
  readonly messages?: readonly Message[]
  readonly value?: unknown
}

const dataOf = (event: DeliveredEvent): Data => event.data ?? {}

const crashIfBroken = (id: string): void => {
  if (broken.has(id)) throw new Error(`the code of ${id} is broken`)
}

const build = () =>
  setup({
    types: { context: {} as Context, events: {} as DeliveredEvent, input: {} as StartInput },
    delays: {
      asked: ({ event }) => dataOf(event).delay ?? 0,
      deadline: ({ event }) => dataOf(event).delay ?? 0,
      second: 1000,
    },
    guards: {
      never: () => false,
      crash: ({ context }) => {
        crashIfBroken(context.id)
        return true
      },
    },
    actions: {
      note: assign({
        log: ({ context, event }) => {
          crashIfBroken(context.id)
          return [...context.log, `${event.type}@${event.at}`]
        },
      }),
      spoil: assign({ due: () => undefined as unknown as number }),
      armAsked: raise({ type: 'tick' } as DeliveredEvent, { delay: 'asked', id: 'tick' }),
      armDeadline: raise({ type: 'tock' } as DeliveredEvent, { delay: 'deadline', id: 'tock' }),
      loop: raise({ type: 'loop' } as DeliveredEvent),
      tellFirst: (_, _params: Message) => {},
      tellSecond: (_, _params: Message) => {},
      mail: (_, _params: { readonly to: string }) => {},
      book: (_, _params: { readonly cents: number }) => {},
    },
  }).createMachine({
    id: 'probe',
    context: ({ input }) => {
      crashIfBroken(input.id)
      return { id: input.id, log: [], due: 0, messages: [] }
    },
    initial: 'on',
    states: {
      on: {
        on: {
          'probe.note': { guard: 'crash', actions: 'note' },
          'probe.secret': { actions: 'note' },
          'probe.never': { guard: 'never', actions: 'note' },
          'probe.spoil': { actions: 'spoil' },
          'probe.loop': { actions: 'loop' },
          loop: { actions: 'loop' },
          'probe.arm': { actions: ['note', 'armAsked'] },
          'probe.deadline': { actions: ['note', 'armDeadline'] },
          'probe.tell': {
            actions: [
              'note',
              { type: 'tellFirst', params: ({ event }) => messageOf(event, 0) },
              { type: 'tellSecond', params: ({ event }) => messageOf(event, 1) },
            ],
          },
          'probe.mail': { actions: ['note', { type: 'mail', params: { to: 'ann' } }] },
          'probe.book': { actions: ['note', { type: 'book', params: { cents: 100 } }] },
          'probe.facts': { actions: 'note' },
          'probe.end': 'off',
          hear: { guard: 'crash', actions: 'note' },
          tick: { guard: 'crash', actions: 'note' },
          tock: { guard: 'crash', actions: 'note' },
        },
      },
      off: { tags: 'end' },
    },
  })

const messageOf = (event: DeliveredEvent, index: number): Message =>
  dataOf(event).messages?.[index] ?? { to: '', type: 'hear', data: null, optional: true }

const label = { nl: 'Proef', en: 'Probe' }
const any = Type.Object({
  delay: Type.Optional(Type.Any()),
  messages: Type.Optional(Type.Any()),
  value: Type.Optional(Type.Any()),
})
const roles = ['reader']
const plain = { schema: any, roles, label }

export const probe: MachineDefinition = {
  name: 'probe',
  version: 1,
  machine: build(),
  start: { schema: any, text: ['value'] },
  events: {
    'probe.note': {
      ...plain,
      before: [
        (_, event) =>
          dataOf(event).value === 'before'
            ? { code: 'before', message: 'The check before.' }
            : null,
      ],
      after: [
        (_, event) =>
          dataOf(event).value === 'after' ? { code: 'after', message: 'The check after.' } : null,
      ],
      authorise: (_sender, id, data) =>
        (data as Data).value === 'mine' ? { code: 'not-authorised', message: `Not ${id}.` } : null,
    },
    'probe.secret': {
      schema: Type.Object({
        reason: Type.Optional(Type.Union([Type.String(), Type.Null()])),
        lines: Type.Optional(Type.Array(Type.Object({ why: Type.String() }))),
        address: Type.Optional(Type.Object({ street: Type.String() })),
        assignee: Type.Optional(Type.String()),
      }),
      roles,
      label,
      text: ['reason', 'lines.*.why'],
      personal: ['address'],
      persons: ['assignee'],
    },
    'probe.never': plain,
    'probe.spoil': plain,
    'probe.loop': plain,
    'probe.arm': plain,
    'probe.deadline': plain,
    'probe.tell': plain,
    'probe.mail': plain,
    'probe.book': plain,
    'probe.facts': {
      ...plain,
      facts: (members) => members.map(({ id, machine }) => `${machine} ${id}`),
    },
    'probe.end': plain,
  },
  messages: ['hear', 'tick', 'tock', 'loop'],
  actions: { tellFirst: 'message', tellSecond: 'message', mail: 'effect', book: 'record' },
  deadlines: ['tock'],
  endTag: 'end',
}
