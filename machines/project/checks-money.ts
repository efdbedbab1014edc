import { formatEuro } from '../../src/domain/money.ts'
import {
  type Check,
  type Delivered,
  type Refusal,
  check,
  fourEyes,
  refuse,
} from '../event-table.ts'
import { centsOf, present } from '../present.ts'
import { claimedCents, paidCents } from './accounts.ts'
import { claimOf, openCents, writeOffOf } from './claims.ts'
import type { Claim, ProjectContext } from './context.ts'
import { balanceCents } from './judgement.ts'
import type {
  BalancePropose,
  ClaimEvent,
  ClawbackDecide,
  ClawbackRepay,
  ClawbackWriteOff,
  EndControlPropose,
  ProposalApprove,
  WriteOffApprove,
} from './schemas.ts'

/** An order never made is unknown, whatever the state. Source: domain §9. */
export const knownOrder: Check = check<ProjectContext, { readonly order: string }>(
  ({ orders }, { data: { order } }) =>
    orders.advance?.id === order || orders.balance?.id === order
      ? null
      : refuse('unknown-order', `${order} was never ordered.`, 'order'),
)

export const balanceAmounts: Check = check<ProjectContext, BalancePropose>(
  (context, { data }) =>
    atMost(data.pay, balanceCents(context), 'the balance', 'pay') ??
    atMost(data.clawback, paidCents(context), 'the advance that was paid', 'clawback'),
)

export const endControlAmount: Check = check<ProjectContext, EndControlPropose>(
  (context, { data }) =>
    atMost(
      data.clawback,
      Math.max(0, paidCents(context) - claimedCents(context)),
      'what was paid and is not claimed back yet',
      'clawback',
    ),
)

export const otherPersonApproves: Check = check<ProjectContext, ProposalApprove>(
  ({ proposal }, event) => fourEyes(present(proposal, 'proposal').proposedBy, event),
)

export const sameProposal: Check = check<ProjectContext, ProposalApprove>(
  ({ proposal }, { data }) => namesOpen(data.proposal, present(proposal, 'proposal').id),
)

export const claimDecision: Check = ofClaim<ClawbackDecide>((claim, { data }) =>
  atMost(data.amount, claim.announcedCents, 'what was announced', 'amount'),
)

export const repayment: Check = ofClaim<ClawbackRepay>((claim, { data }) =>
  atMost(data.amount, openCents(claim), 'what is still owed', 'amount'),
)

export const writeOffAmount: Check = ofClaim<ClawbackWriteOff>((claim, { data }) =>
  atMost(data.amount, openCents(claim), 'what is still owed', 'amount'),
)

export const otherPersonWritesOff: Check = ofClaim<WriteOffApprove>((claim, event) =>
  fourEyes(writeOffOf(claim).proposedBy, event),
)

/** A repayment may have come since the proposal. */
export const writeOffStillOpen: Check = ofClaim<WriteOffApprove>((claim) =>
  writeOffOf(claim).cents > openCents(claim)
    ? refuse(
        'amount-exceeds',
        `Only ${formatEuro(openCents(claim))} EUR is still owed; propose the write-off anew.`,
      )
    : null,
)

export const sameWriteOff: Check = ofClaim<WriteOffApprove>((claim, { data }) =>
  namesOpen(data.proposal, writeOffOf(claim).id),
)

/** The state has seen to it that the event means a claim. */
function ofClaim<Data extends ClaimEvent>(
  rule: (claim: Claim, event: Delivered<Data>) => Refusal | null,
): Check {
  return check<ProjectContext, Data>((context, event) => {
    const name = present(claimOf(context, event), `claim for ${event.type}`)
    return rule(present(context.claims[name], name), event)
  })
}

function namesOpen(named: number | undefined, open: number): Refusal | null {
  return named === undefined || named === open
    ? null
    : refuse('version-conflict', `Proposal ${named} is not open; ${open} is.`, 'proposal')
}

function atMost(text: string, most: number, what: string, field: string): Refusal | null {
  return centsOf(text) > most
    ? refuse(
        'amount-exceeds',
        `${field} is ${text} EUR, more than ${what}: ${formatEuro(most)} EUR.`,
        field,
      )
    : null
}
