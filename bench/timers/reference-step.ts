import { transition } from 'xstate'
import { referenceMachine as machine } from './reference-machine.ts'

export interface Stepped {
  readonly state: string
  readonly snapshot: string
}

/** XState wants one and looks at it only when it restores children. */
const noScope = undefined as never

/** Restores a stored snapshot, takes the step of its timer, and gives what is to be stored. */
export const fired = (snapshot: string, event: string): Stepped => {
  const before = machine.restoreSnapshot(JSON.parse(snapshot), noScope)
  const [after] = transition(machine, before, JSON.parse(event) as never)
  if (after.value !== 'fired') throw new Error('The timer did not fire')
  return { state: after.value, snapshot: JSON.stringify(machine.getPersistedSnapshot(after)) }
}
