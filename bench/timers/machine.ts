import { setup } from 'xstate'
import { Type } from 'typebox'
import type { DeliveredEvent, MachineDefinition, StartInput } from '../../src/engine/index.ts'

interface TimerContext {
  readonly due: number
  readonly fired: number
}

/** The machine of `reference-machine.ts` for the runtime: its time is that of the event. */
const timerMachine = setup({
  types: { context: {} as TimerContext, events: {} as DeliveredEvent, input: {} as StartInput },
  delays: { due: ({ context, event }) => Math.max(0, context.due - atOf(event)) },
  actions: { fired: () => {} },
}).createMachine({
  id: 'timer',
  initial: 'waiting',
  context: ({ input }) => ({ due: (input.data as { due: number }).due, fired: 0 }),
  states: {
    waiting: { after: { due: { target: 'fired', actions: 'fired' } }, on: { TOUCH: {} } },
    fired: { tags: 'end' },
  },
})

/** XState begins with an event of its own, which carries what the instance starts with. */
const atOf = (event: DeliveredEvent & { readonly input?: StartInput }): number =>
  event.input?.at ?? event.at

export const timer: MachineDefinition = {
  name: 'timer',
  version: 1,
  machine: timerMachine,
  start: { schema: Type.Object({ due: Type.Integer() }) },
  events: {
    TOUCH: { schema: Type.Null(), roles: ['officer'], label: { nl: 'raak', en: 'touch' } },
  },
  messages: [],
  actions: { fired: 'record' },
  deadlines: [],
  endTag: 'end',
}
