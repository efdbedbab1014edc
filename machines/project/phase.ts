import type { AnyMachineSnapshot } from 'xstate'

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
  const life = (value as { life: Record<string, unknown> }).life
  const { active, ended } = life
  if (ended !== undefined) return first(ended) as ProjectPhase
  if (first(active) !== 'running') return first(active) as ProjectPhase
  const { settlement } = (active as { running: { settlement: unknown } }).running
  const stage = first(settlement)
  return stage === 'done' ? 'clawback' : (stage as ProjectPhase)
}

/** The name of the active child state, of a value that is a name or an object. */
function first(value: unknown): string {
  if (typeof value === 'string') return value
  return Object.keys(value as object)[0] ?? ''
}
