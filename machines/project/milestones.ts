import type { AnyMachineSnapshot } from 'xstate'
import { formatInstant } from '../../src/domain/calendar.ts'
import type { ProjectContext } from './context.ts'
import type { ProjectPhase } from './phase.ts'

/** The eight steps that people follow a project by. Source: domain §3, §9. */
export const milestoneNames = [
  'launch',
  'submission',
  'ifReview',
  'award',
  'advance',
  'interimReport',
  'finalReport',
  'settlement',
] as const
export type MilestoneName = (typeof milestoneNames)[number]

export type MilestoneStatus = 'done' | 'current' | 'upcoming' | 'overdue' | 'missed' | 'skipped'

export interface Milestone {
  readonly name: MilestoneName
  readonly status: MilestoneStatus
  /** The event that finished it. */
  readonly at?: string
  readonly due?: string
}

export function milestonesOf(
  snapshot: AnyMachineSnapshot,
  phase: ProjectPhase,
): readonly Milestone[] {
  const context = snapshot.context as ProjectContext
  return milestoneNames.map((name) => {
    const status = statusOf(name, snapshot, phase)
    const at = context.reached[name]
    const due = dueOf(context, name)
    return {
      name,
      status,
      ...(at === undefined || status !== 'done' ? {} : { at: formatInstant(at) }),
      ...(due === null ? {} : { due: formatInstant(due) }),
    }
  })
}

const endedEarly: readonly ProjectPhase[] = ['lapsed', 'rejected', 'refused', 'withdrawn']

function statusOf(
  name: MilestoneName,
  snapshot: AnyMachineSnapshot,
  phase: ProjectPhase,
): MilestoneStatus {
  const context = snapshot.context as ProjectContext
  if (name === 'submission' && phase === 'lapsed') return 'missed'
  if (name === 'settlement') return settlementStatus(phase)
  if (name === 'interimReport' || name === 'finalReport') {
    return reportStatus(name, context, phase)
  }
  if (context.reached[name] !== undefined) return 'done'
  if (endedEarly.includes(phase) || phase === 'closed') return 'skipped'
  if (name === 'advance') return advanceStatus(snapshot)
  return isCurrent(name, phase) ? 'current' : 'upcoming'
}

function isCurrent(name: MilestoneName, phase: ProjectPhase): boolean {
  switch (name) {
    case 'launch':
      return phase === 'scheduled'
    case 'submission':
      return phase === 'submission'
    case 'ifReview':
      return phase === 'assessment' || phase === 'ifReview'
    default:
      return phase === name
  }
}

/** Current from its order on; none is made after an early termination. */
function advanceStatus(snapshot: AnyMachineSnapshot): MilestoneStatus {
  const context = snapshot.context as ProjectContext
  if (context.orders.advance !== null) return 'current'
  const isNone = snapshot.matches({ life: { active: { running: { advance: 'none' } } } })
  return isNone ? 'skipped' : 'upcoming'
}

/** The interim report is current from the award, the final one once the interim is not. */
function reportStatus(
  name: 'interimReport' | 'finalReport',
  context: ProjectContext,
  phase: ProjectPhase,
): MilestoneStatus {
  const status = context.deadlines[name]?.status
  switch (status) {
    case 'met':
    case 'late':
      return 'done'
    case 'overdue':
    case 'missed':
      return status
    case 'cancelled':
      return 'skipped'
    case 'open':
      return name === 'finalReport' && context.deadlines['interimReport']?.status === 'open'
        ? 'upcoming'
        : 'current'
    default:
      return endedEarly.includes(phase) ? 'skipped' : 'upcoming'
  }
}

function settlementStatus(phase: ProjectPhase): MilestoneStatus {
  switch (phase) {
    case 'balanceDecision':
    case 'balance':
    case 'endControl':
    case 'clawback':
      return 'current'
    case 'closed':
      return 'done'
    default:
      return endedEarly.includes(phase) ? 'skipped' : 'upcoming'
  }
}

function dueOf(context: ProjectContext, name: MilestoneName): number | null {
  return context.deadlines[name]?.dueMs ?? null
}
