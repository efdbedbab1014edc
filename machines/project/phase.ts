import type { AnyMachineSnapshot, StateValue } from 'xstate'

/** The phases of a project, in the order of its life. Source: domain §3. */
export const projectPhases = [
  'scheduled',
  'submission',
  'assessment',
  'ifReview',
  'award',
  'execution',
  'balanceDecision',
  'balance',
  'endControl',
  'clawback',
  'closed',
  'lapsed',
  'rejected',
  'refused',
  'withdrawn',
] as const
export type ProjectPhase = (typeof projectPhases)[number]

export function phaseOf({ value }: AnyMachineSnapshot): ProjectPhase {
  const { active, ended } = (value as { life: { active?: StateValue; ended?: StateValue } }).life
  if (active === undefined) return childOf(ended) as ProjectPhase
  if (typeof active === 'string' || active['running'] === undefined) {
    return childOf(active) as ProjectPhase
  }
  const { settlement } = active['running'] as { settlement: StateValue }
  return settlement === 'done' ? 'clawback' : (childOf(settlement) as ProjectPhase)
}

/** The name of the active child state, of a value that is a name or an object. */
function childOf(value: StateValue | undefined): string | undefined {
  return typeof value === 'object' ? Object.keys(value)[0] : value
}
