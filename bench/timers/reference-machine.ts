import { initialTransition, setup } from 'xstate'

interface TimerContext {
  readonly due: number
  readonly fired: number
}

/** A wait and its end, as someone writes it who runs XState by hand. */
export const referenceMachine = setup({
  types: { context: {} as TimerContext, input: {} as { readonly due: number } },
  delays: { due: ({ context }) => Math.max(0, context.due - Date.now()) },
  actions: { fired: () => {} },
}).createMachine({
  id: 'timer',
  initial: 'waiting',
  context: ({ input }) => ({ due: input.due, fired: 0 }),
  states: {
    waiting: { after: { due: { target: 'fired', actions: 'fired' } }, on: { TOUCH: {} } },
    fired: {},
  },
})

export const timeout = JSON.stringify({ type: 'xstate.after.due.timer.waiting' })

/** The snapshot that waits until `due`, as text. */
export const waiting = (due: number): string => {
  const [snapshot] = initialTransition(referenceMachine, { due })
  return JSON.stringify(referenceMachine.getPersistedSnapshot(snapshot))
}
