import { claimNames, claimReference, openCents } from '../../../machines/project/claims.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { formatInstant } from '../../domain/calendar.ts'
import type { Instance } from '../../engine/index.ts'

/** A claim of a call; its open amount is what is demanded and neither recovered nor written off. */
export interface PaymentClaim {
  readonly project: string
  /** Name of the applicant. */
  readonly applicant: string
  readonly name: 'balance' | 'endControl'
  /** The structured reference to pay with: twelve digits. */
  readonly reference: string
  readonly announcedCents: number
  /** Null until it is decided. */
  readonly demandedCents: number | null
  readonly recoveredCents: number
  readonly writtenOffCents: number
  readonly openCents: number
  /** Last moment on time; null until it is demanded. */
  readonly due: string | null
  readonly status: 'announced' | 'demanded' | 'overdue' | 'settled'
}

/** Every claim of a call, by project. */
export function claimsOf(projects: readonly Instance[]): readonly PaymentClaim[] {
  return projects.flatMap(({ snapshot }) => {
    const context = snapshot.context as ProjectContext
    return claimNames.flatMap((name): readonly PaymentClaim[] => {
      const claim = context.claims[name]
      if (claim === null) return []
      const deadline = context.deadlines[`repayment.${name}`]
      const left = openCents(claim)
      return [
        {
          project: context.id,
          applicant: context.applicant.name,
          name,
          reference: claimReference(context.id, name),
          announcedCents: claim.announcedCents,
          demandedCents: claim.decidedCents,
          recoveredCents: claim.recoveredCents,
          writtenOffCents: claim.writtenOffCents,
          openCents: left,
          due: deadline?.dueMs == null ? null : formatInstant(deadline.dueMs),
          status: statusOf(claim.decidedCents, left, deadline?.status),
        },
      ]
    })
  })
}

function statusOf(
  decidedCents: number | null,
  left: number,
  deadline: string | undefined,
): PaymentClaim['status'] {
  if (decidedCents === null) return 'announced'
  if (left === 0) return 'settled'
  return deadline === 'overdue' ? 'overdue' : 'demanded'
}
