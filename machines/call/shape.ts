import type { AnyMachineSnapshot } from 'xstate'
import type { ProjectAmounts } from '../project/shape.ts'
import type { CallContext } from './context.ts'

/** The one shape of a call, everywhere. Source: domain §7. */
export interface CallShape {
  readonly id: string
  readonly phase: CallPhase
  readonly budget: {
    readonly ceilingCents: number
    /** The sum of awards. */
    readonly committedCents: number
    /** Gross. */
    readonly paidCents: number
    /** What will no longer be paid. */
    readonly releasedCents: number
    readonly recoveredCents: number
  }
}

export type CallPhase =
  'scheduled' | 'submission' | 'assessment' | 'ifReview' | 'award' | 'running' | 'settled'

export function callShape(
  snapshot: AnyMachineSnapshot,
  projects: Iterable<ProjectAmounts>,
): CallShape {
  const context = snapshot.context as CallContext
  const budget = { committedCents: 0, paidCents: 0, releasedCents: 0, recoveredCents: 0 }
  for (const amounts of projects) {
    budget.committedCents += amounts.awardedCents
    budget.paidCents += amounts.advancePaidCents + amounts.balancePaidCents
    budget.releasedCents += amounts.releasedCents
    budget.recoveredCents += amounts.recoveredCents
  }
  return {
    id: context.id,
    phase: callPhase(snapshot),
    budget: { ceilingCents: context.parameters.budget.ceilingCents, ...budget },
  }
}

export function callPhase({ value }: AnyMachineSnapshot): CallPhase {
  const { life } = value as { readonly life: string | Record<string, unknown> }
  return (typeof life === 'string' ? life : Object.keys(life)[0]) as CallPhase
}
