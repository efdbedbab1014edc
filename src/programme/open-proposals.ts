import type { CallContext } from '../../machines/call/context.ts'
import type { ClaimName, ProjectContext } from '../../machines/project/context.ts'
import type { Instance } from '../engine/index.ts'

/** Something proposed that waits for another person. */
export interface OpenProposal {
  /** The event that approves it. */
  readonly approval: string
  /** Revision of the event that proposed it. */
  readonly id: number
  /** Random id of the person who did. */
  readonly proposedBy: string
  /** The claim that a write-off is about; null for all else. */
  readonly claim: ClaimName | null
}

/** What waits for a second person at an instance as it stands. Source: domain §2. */
export function openProposals({
  machine,
  snapshot,
  allowed,
}: Pick<Instance, 'machine' | 'snapshot' | 'allowed'>): readonly OpenProposal[] {
  const open =
    machine === 'call'
      ? ofCall(snapshot.context as CallContext)
      : ofProject(snapshot.context as ProjectContext)
  return open.filter(({ approval }) => allowed.includes(approval))
}

function ofCall({ deadlineMove, paymentBatch }: CallContext): readonly OpenProposal[] {
  return [
    ...proposed('deadlineMove.approve', deadlineMove),
    ...proposed('paymentBatch.approve', paymentBatch),
  ]
}

function ofProject({ proposal, claims }: ProjectContext): readonly OpenProposal[] {
  return [
    ...proposed('balance.approve', proposal),
    ...proposed('endControl.approve', proposal),
    ...proposed('clawback.approveWriteOff', claims.balance?.writeOff ?? null, 'balance'),
    ...proposed('clawback.approveWriteOff', claims.endControl?.writeOff ?? null, 'endControl'),
  ]
}

function proposed(
  approval: string,
  by: { readonly id: number; readonly proposedBy: string } | null,
  claim: ClaimName | null = null,
): readonly OpenProposal[] {
  return by === null ? [] : [{ approval, id: by.id, proposedBy: by.proposedBy, claim }]
}
