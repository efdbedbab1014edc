import { bbaBase, bbaReference } from '../../src/domain/references.ts'
import type { Emission } from '../actions.ts'
import { closed, deadlineOf, fulfilled, opened, overdue, termFrom } from '../deadlines.ts'
import { type Delivered, senderOf } from '../event-table.ts'
import { type Posting, posting } from '../ledger.ts'
import { centsOf, present } from '../present.ts'
import type { Claim, ClaimName, ProjectContext } from './context.ts'
import type { ClaimEvent, ClawbackDecide, ClawbackRepay, ClawbackWriteOff } from './schemas.ts'

type Update = Partial<ProjectContext>

/** The two claims that a project may have, the older first. */
export const claimNames: readonly ClaimName[] = ['balance', 'endControl']

/** Which stage of a claim an event of this type concerns. */
const concerns = {
  'clawback.hear': (claim) => claim.decidedCents === null && !claim.hearingOver,
  'clawback.decide': (claim) => claim.decidedCents === null && claim.hearingOver,
  'clawback.repay': (claim) => openCents(claim) > 0,
  'clawback.writeOff': (claim) => openCents(claim) > 0,
  'clawback.approveWriteOff': (claim) => claim.writeOff !== null && openCents(claim) > 0,
} satisfies Record<string, (claim: Claim) => boolean>

/**
 * The claim an event means: the one it names, else the oldest that it can concern; null when it
 * concerns none. Source: domain §9.
 */
export function claimOf(
  context: ProjectContext,
  event: Pick<Delivered<ClaimEvent>, 'type' | 'data'>,
): ClaimName | null {
  const fits = (name: ClaimName) => {
    const claim = context.claims[name]
    return claim !== null && concerns[event.type as keyof typeof concerns](claim)
  }
  const named = event.data.claim
  if (named !== undefined) return fits(named) ? named : null
  return claimNames.find(fits) ?? null
}

/** What is still owed: demanded less recovered and written off; 0 until it is decided. */
export function openCents(claim: Claim): number {
  return (claim.decidedCents ?? 0) - claim.recoveredCents - claim.writtenOffCents
}

/** The structured reference of a claim's demand: BBA, twelve digits. */
export function claimReference(project: string, name: ClaimName): string {
  return bbaReference(bbaBase(`${project}/clawback/${name}`))
}

export function hear(name: ClaimName) {
  return (context: ProjectContext, event: Delivered): Update => ({
    ...withClaim(context, name, { hearingOver: true }),
    deadlines: fulfilled(context.deadlines, `hearing.${name}`, event.at),
  })
}

export function hearingPassed(name: ClaimName) {
  return (context: ProjectContext): Update => ({
    ...withClaim(context, name, { hearingOver: true }),
    deadlines: closed(context.deadlines, `hearing.${name}`, 'missed'),
  })
}

/** A decision of 0.00 ends the claim. Source: domain §9. */
export function waive(name: ClaimName) {
  return (context: ProjectContext): Update => withClaim(context, name, { decidedCents: 0 })
}

/** The demand, due after the term of repayment. */
export function demand(name: ClaimName) {
  return (context: ProjectContext, event: Delivered<ClawbackDecide>): Update => {
    const { terms } = context
    const dueMs = termFrom(event.at, terms.terms.repayment, terms)
    return {
      ...withClaim(context, name, { decidedCents: centsOf(event.data.amount) }),
      deadlines: opened(context.deadlines, `repayment.${name}`, dueMs, event.at, terms),
    }
  }
}

export function demandPostings(name: ClaimName) {
  return (_: ProjectContext, event: Delivered<ClawbackDecide>): readonly Posting[] =>
    posting('receivable', 'clawback', centsOf(event.data.amount), name)
}

/** The manager is told that a repayment did not come. Source: domain §4. */
export function overdueMail(name: ClaimName) {
  return ({ deadlines }: ProjectContext): readonly Emission[] => {
    const subject = `repayment.${name}`
    const { dueMs } = deadlineOf(deadlines, subject)
    const params = {
      template: 'reminder',
      to: 'manager',
      subject,
      step: 'P0D',
      atMs: dueMs,
    } as const
    return [{ type: 'mail', params }]
  }
}

export function repaymentOverdue(name: ClaimName) {
  return ({ deadlines }: ProjectContext): Update => ({
    deadlines: overdue(deadlines, `repayment.${name}`),
  })
}

export function repay(name: ClaimName) {
  return (context: ProjectContext, event: Delivered<ClawbackRepay>): Update => {
    const claim = present(context.claims[name], name)
    const recoveredCents = claim.recoveredCents + centsOf(event.data.amount)
    const repaid = { ...claim, recoveredCents }
    return {
      claims: { ...context.claims, [name]: repaid },
      deadlines:
        openCents(repaid) === 0
          ? fulfilled(context.deadlines, `repayment.${name}`, event.at)
          : context.deadlines,
    }
  }
}

export function repaymentPostings(name: ClaimName) {
  return (_: ProjectContext, event: Delivered<ClawbackRepay>): readonly Posting[] =>
    posting('recovered', 'receivable', centsOf(event.data.amount), name)
}

/** A new proposal takes the place of one that is open. */
export function proposeWriteOff(name: ClaimName) {
  return (context: ProjectContext, event: Delivered<ClawbackWriteOff>): Update =>
    withClaim(context, name, {
      writeOff: {
        id: event.revision,
        proposedBy: senderOf(event),
        cents: centsOf(event.data.amount),
      },
    })
}

export function writeOff(name: ClaimName) {
  return (context: ProjectContext): Update => {
    const claim = present(context.claims[name], name)
    const writtenOffCents = claim.writtenOffCents + writeOffOf(claim).cents
    const reduced = { ...claim, writtenOffCents, writeOff: null }
    return {
      claims: { ...context.claims, [name]: reduced },
      deadlines:
        openCents(reduced) === 0
          ? closed(context.deadlines, `repayment.${name}`, 'cancelled')
          : context.deadlines,
    }
  }
}

export function writeOffPostings(name: ClaimName) {
  return (context: ProjectContext): readonly Posting[] =>
    posting('writtenOff', 'receivable', writeOffOf(present(context.claims[name], name)).cents, name)
}

/** The write-off that is proposed. */
export function writeOffOf({ writeOff: proposed }: Claim) {
  return present(proposed, 'write-off')
}

/** Nothing is owed any more, and nothing can be asked. */
export function isSettled(claim: Claim | null): boolean {
  return claim === null || (claim.decidedCents !== null && openCents(claim) === 0)
}

function withClaim(context: ProjectContext, name: ClaimName, change: Partial<Claim>): Update {
  const claim = present(context.claims[name], name)
  return { claims: { ...context.claims, [name]: { ...claim, ...change } } }
}
