import type { AnyMachineSnapshot } from 'xstate'
import { formatInstant } from '../../src/domain/calendar.ts'
import type { DeadlineStatus } from '../deadlines.ts'
import { paidCents, proposedEndControl } from './accounts.ts'
import type { ClaimName, ProjectContext } from './context.ts'
import { proposedBalance } from './judgement.ts'
import { milestonesOf } from './milestones.ts'
import { type ProjectPhase, phaseOf } from './phase.ts'

/** The one shape of a project, everywhere. Source: domain §7. */
export interface ProjectShape {
  readonly id: string
  readonly applicant: {
    readonly id: string
    readonly name: string
    readonly kind: string
    readonly kbo: string
    readonly nis: string | null
  }
  readonly phase: ProjectPhase
  readonly state: string
  readonly milestones: ReturnType<typeof milestonesOf>
  readonly amounts: ProjectAmounts
  readonly deadlines: readonly ShownDeadline[]
  /** What is on the table while a decision is open; null otherwise. */
  readonly proposal: ShownProposal | null
  readonly flags: readonly string[]
  readonly allowedEvents: readonly string[]
  readonly revision: number
}

export interface ShownDeadline {
  readonly name: string
  /** Last millisecond on time; absent while the term is suspended. */
  readonly due?: string
  readonly status: DeadlineStatus
}

export interface ProjectAmounts {
  readonly requestedCents: number
  readonly awardedCents: number
  readonly advancePaidCents: number
  readonly balancePaidCents: number
  readonly releasedCents: number
  readonly clawbackDemandedCents: number
  readonly recoveredCents: number
  readonly writtenOffCents: number
}

export interface ShownProposal {
  /** Revision of the event that proposed it; null while only the system proposes. */
  readonly id: number | null
  readonly payCents: number
  readonly clawbackCents: number
  readonly lines: readonly {
    readonly line: string
    readonly achieved: number
    readonly unearnedCents: number
  }[]
}

/** What a snapshot shows; `allowedEvents` and `state` come from the runtime. */
export function projectShape(
  snapshot: AnyMachineSnapshot,
  row: {
    readonly state: string
    readonly allowedEvents: readonly string[]
    readonly revision: number
  },
): ProjectShape {
  const context = snapshot.context as ProjectContext
  const { id, name, kind, kbo, nis } = context.applicant
  const phase = phaseOf(snapshot)
  return {
    id: context.id,
    applicant: { id, name, kind, kbo, nis },
    phase,
    state: row.state,
    milestones: milestonesOf(snapshot, phase),
    amounts: amountsOf(context),
    deadlines: Object.entries(context.deadlines).map(([deadline, { dueMs, status }]) => ({
      name: deadline,
      ...(dueMs === null ? {} : { due: formatInstant(dueMs) }),
      status,
    })),
    proposal: proposalOf(context, phase),
    flags: context.flags,
    allowedEvents: row.allowedEvents,
    revision: row.revision,
  }
}

/** Amounts in cents; `paid` is gross, `demanded` what was decided. Source: domain §7. */
export function amountsOf(context: ProjectContext): ProjectAmounts {
  const { application, award, orders } = context
  return {
    requestedCents: application?.requestedCents ?? 0,
    awardedCents: award?.totalCents ?? 0,
    advancePaidCents: paidCents({ orders: { ...orders, balance: null } }),
    balancePaidCents: paidCents({ orders: { ...orders, advance: null } }),
    releasedCents: context.releasedCents,
    clawbackDemandedCents: overClaims(context, (claim) => claim.decidedCents ?? 0),
    recoveredCents: overClaims(context, (claim) => claim.recoveredCents),
    writtenOffCents: overClaims(context, (claim) => claim.writtenOffCents),
  }
}

/** Where a payment order stands; null when it was never made. */
export function orderStage(
  snapshot: AnyMachineSnapshot,
  name: 'advance' | 'balance',
): 'due' | 'ordered' | 'failed' | 'paid' | null {
  const order = (snapshot.context as ProjectContext).orders[name]
  if (order === null) return null
  if (order.paidMs !== null) return 'paid'
  const at = (stage: string) =>
    name === 'advance'
      ? { advance: stage }
      : ({ settlement: { balance: stage } } as Record<string, unknown>)
  const stages = ['ordered', 'failed'] as const
  const inStage = (stage: string) => snapshot.matches({ life: { active: { running: at(stage) } } })
  return stages.find(inStage) ?? 'due'
}

function proposalOf(context: ProjectContext, phase: ProjectPhase): ShownProposal | null {
  const { proposal } = context
  if (phase === 'balanceDecision') {
    const { payCents, clawbackCents, lines } = proposedBalance(context)
    return proposal === null
      ? { id: null, payCents, clawbackCents, lines }
      : { ...shown(proposal), lines }
  }
  if (phase !== 'endControl') return null
  if (proposal !== null) return { ...shown(proposal), lines: [] }
  const { clawbackCents } = proposedEndControl(context)
  return { id: null, payCents: 0, clawbackCents, lines: [] }
}

function shown({ id, payCents, clawbackCents }: NonNullable<ProjectContext['proposal']>) {
  return { id, payCents, clawbackCents }
}

function overClaims(
  { claims }: ProjectContext,
  amount: (claim: NonNullable<ProjectContext['claims'][ClaimName]>) => number,
): number {
  return [claims.balance, claims.endControl].reduce(
    (sum, claim) => sum + (claim === null ? 0 : amount(claim)),
    0,
  )
}
