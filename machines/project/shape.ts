import type { AnyMachineSnapshot } from 'xstate'
import { formatInstant } from '../../src/domain/calendar.ts'
import { type DeadlineStatus, deadlineOf } from '../deadlines.ts'
import { present } from '../present.ts'
import { missingAccounts, paidCents, proposedEndControl } from './accounts.ts'
import { claimNames, claimReference } from './claims.ts'
import type { Claim, ClaimName, Flag, ProjectContext } from './context.ts'
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
  readonly claims: readonly ShownClaim[]
  /** What is on the table while a decision is open; null otherwise. */
  readonly proposal: ShownProposal | null
  /** What people must see at a decision, by silence or by the figures. */
  readonly flags: readonly (Flag | 'accounts-missing' | 'own-share-unclear')[]
  readonly allowedEvents: readonly string[]
  readonly revision: number
}

export interface ShownDeadline {
  readonly name: string
  /** Last millisecond on time; absent while the term is suspended. */
  readonly due?: string
  readonly status: DeadlineStatus
}

/** A claim; what it demands is null until it is decided. */
export interface ShownClaim {
  readonly name: ClaimName
  readonly announcedCents: number
  readonly demandedCents: number | null
  readonly recoveredCents: number
  readonly writtenOffCents: number
  /** The structured reference to pay with. */
  readonly reference: string
  /** A write-off that waits for a second person. */
  readonly writeOff: { readonly id: number; readonly cents: number } | null
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
    deadlines: deadlinesOf(context),
    claims: claimsOf(context),
    proposal: proposalOf(snapshot, phase),
    flags: [
      ...context.flags,
      ...(missingAccounts(context).length > 0 ? (['accounts-missing'] as const) : []),
      ...(ownShareIsUnclear(snapshot) ? (['own-share-unclear'] as const) : []),
    ],
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

/** Where a payment order that was made stands. */
export function orderStage(
  snapshot: AnyMachineSnapshot,
  name: 'advance' | 'balance',
): 'withoutIban' | 'due' | 'ordered' | 'failed' | 'paid' {
  const { orders } = snapshot.context as ProjectContext
  if (present(orders[name], name).paidMs !== null) return 'paid'
  const at = (stage: string) =>
    name === 'advance' ? { advance: stage } : { settlement: { balance: stage } }
  const stages = ['due', 'ordered', 'failed'] as const
  const inStage = (stage: string) => snapshot.matches({ life: { active: { running: at(stage) } } })
  return stages.find(inStage) ?? 'withoutIban'
}

/** The order in which deadlines come in the life of a project. Source: domain §4. */
const deadlineOrder = [
  'submission',
  'resubmission',
  'ifReview',
  'interimReport',
  'finalReport',
  'finalGrace',
  'period',
  'accounts',
  'clarification',
  'hearing',
  'repayment',
]

function deadlinesOf({ deadlines }: ProjectContext): readonly ShownDeadline[] {
  const placeOf = (name: string) => deadlineOrder.indexOf(name.replace(/\..*/, ''))
  const names = Object.keys(deadlines).toSorted()
  return names
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((name) => {
      const { dueMs, status } = deadlineOf(deadlines, name)
      return { name, ...(dueMs === null ? {} : { due: formatInstant(dueMs) }), status }
    })
}

function claimsOf(context: ProjectContext): readonly ShownClaim[] {
  return claimNames.flatMap((name) => {
    const claim = context.claims[name]
    if (claim === null) return []
    const { announcedCents, decidedCents, recoveredCents, writtenOffCents, writeOff } = claim
    return {
      name,
      announcedCents,
      demandedCents: decidedCents,
      recoveredCents,
      writtenOffCents,
      reference: claimReference(context.id, name),
      writeOff: writeOff === null ? null : { id: writeOff.id, cents: writeOff.cents },
    }
  })
}

const inEndControl = (snapshot: AnyMachineSnapshot, stage: string) =>
  snapshot.matches({ life: { active: { running: { settlement: { endControl: stage } } } } })

/** A reason to ask for clarification: spending covers the subsidy, but not an own share as large. */
function ownShareIsUnclear(snapshot: AnyMachineSnapshot): boolean {
  return (
    ['reviewing', 'clarifying', 'proposed'].some((stage) => inEndControl(snapshot, stage)) &&
    proposedEndControl(snapshot.context as ProjectContext).outcome === 'own-share-unclear'
  )
}

/** None while the end control still waits for the period or the accounts. */
function proposalOf(snapshot: AnyMachineSnapshot, phase: ProjectPhase): ShownProposal | null {
  const context = snapshot.context as ProjectContext
  const { proposal } = context
  if (phase === 'balanceDecision') {
    const { payCents, clawbackCents, lines } = proposedBalance(context)
    return proposal === null
      ? { id: null, payCents, clawbackCents, lines }
      : { ...shown(proposal), lines }
  }
  if (phase !== 'endControl' || inEndControl(snapshot, 'waiting')) return null
  if (proposal !== null) return { ...shown(proposal), lines: [] }
  const { clawbackCents } = proposedEndControl(context)
  return { id: null, payCents: 0, clawbackCents, lines: [] }
}

function shown({ id, payCents, clawbackCents }: NonNullable<ProjectContext['proposal']>) {
  return { id, payCents, clawbackCents }
}

function overClaims({ claims }: ProjectContext, amount: (claim: Claim) => number): number {
  return claimNames.reduce((sum, name) => {
    const claim = claims[name]
    return claim === null ? sum : sum + amount(claim)
  }, 0)
}
