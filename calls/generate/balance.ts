import { formatEuro } from '../../src/domain/money.ts'
import { ownIban } from './advance.ts'
import { type When, after, between, soon } from './moments.ts'
import { earned } from './outcomes.ts'
import type { Pace, Plan } from './plan.ts'
import type { Project, Settled } from './project.ts'
import { fullBalance, lessBalance, noBalance } from './texts.ts'

/** The last twenty percent: paid, paid in part, withheld, or claimed back. Source: nota §2.5. */
export function tellBalance(project: Project): Settled {
  const { story, plan, balanceCents } = project
  const { unearnedStimuliCents } = earned(project)
  const decision = decided(project)
  const { propose, approve, execute } = timing(plan)
  const proposal = proposalOf(project, decision)
  const send = (when: When, pay = proposal.pay, refusedWith?: string) =>
    story.send('balance.propose', {
      by: 'reviewer',
      when,
      data: { ...proposal, pay },
      ...(refusedWith === undefined ? {} : { refusedWith }),
    })
  if (plan.balance === 'tooMuch') {
    send(propose, formatEuro(balanceCents + 1_00), 'amount-exceeds')
    send(soon)
  } else if (plan.balance === 'returned') {
    send(propose)
    story.send('balance.return', {
      by: 'manager',
      when: after(1, 3),
      data: { reason: 'Graag de deelname aan de lerende netwerken vermelden.' },
    })
    send(between('2025-07-17', '2025-07-18'))
  } else send(propose)
  tellApproval(project, approve, decision.clawbackCents > 0)
  if (decision.payCents > 0) tellPayment(project, execute)
  return {
    ...decision,
    releasedCents: balanceCents - decision.payCents,
    unearnedStimuliCents,
  }
}

type Decision = Pick<Settled, 'payCents' | 'clawbackCents'>

/** People follow what the system proposes, or have a reason not to. */
function decided(project: Project): Decision {
  const { plan, advanceCents } = project
  const partOf = (percent: number) => Math.floor((advanceCents * percent) / 10_000) * 100
  if (plan.terminatedOn !== null) return { payCents: 0, clawbackCents: partOf(45) }
  if (plan.final === 'missedAndLate') return { payCents: 0, clawbackCents: partOf(35) }
  if (plan.outcome === 'withheld') return { payCents: 0, clawbackCents: 0 }
  const { payCents, clawbackCents } = earned(project)
  return { payCents, clawbackCents }
}

function proposalOf(project: Project, { payCents, clawbackCents }: Decision) {
  const { story, plan, balanceCents } = project
  const { chance } = story
  const isFull = payCents === balanceCents
  const continuation = chance.happens(0.5)
    ? { continuation: clawbackCents > 0 ? ('notJustified' as const) : ('justified' as const) }
    : {}
  return {
    pay: formatEuro(payCents),
    clawback: formatEuro(clawbackCents),
    reason:
      reasonOf(plan) ?? chance.pick(isFull ? fullBalance : payCents > 0 ? lessBalance : noBalance),
    ...continuation,
  }
}

function reasonOf(plan: Plan): string | null {
  if (plan.terminatedOn !== null) {
    return 'Vroegtijdig beëindigd; het niet-bestede deel van het voorschot komt terug.'
  }
  if (plan.final === 'missed')
    return 'Geen eindrapport ontvangen; het hele voorschot is te bewijzen.'
  if (plan.final === 'missedAndLate') {
    return 'Eindrapport te laat; op basis van het plaatsbezoek is een deel wel verdiend.'
  }
  return plan.outcome === 'withheld'
    ? 'Saldo ingehouden; het voorschot blijft behouden wegens overmacht bij een partner.'
    : null
}

function tellApproval({ story, plan }: Project, approve: When, claimsBack: boolean): void {
  const by = claimsBack ? ('manager' as const) : ('colleague' as const)
  if (plan.balance === 'ownProposal') {
    story.send('balance.approve', { by: 'reviewer', when: approve, refusedWith: 'four-eyes' })
    return story.send('balance.approve', { by, when: soon })
  }
  if (plan.balance === 'wrongRole') {
    story.intrude('balance.approve', story.sender('paymaster'), null, approve)
    return story.send('balance.approve', { by, when: soon })
  }
  story.send('balance.approve', { by, when: approve })
}

function tellPayment(project: Project, execute: When): void {
  const { story, plan } = project
  const order = `${story.id}/balance`
  const pay = (when: When) =>
    story.send('payment.execute', {
      by: 'paymaster',
      when,
      dated: (date) => ({ order, date }),
    })
  if (plan.balance === 'failed') {
    story.send('payment.fail', {
      by: 'paymaster',
      when: execute,
      data: { order, reason: 'Naam en rekeningnummer komen niet overeen.' },
    })
    story.send('payment.retry', { by: 'paymaster', when: after(1, 3), data: { order } })
    return pay(after(2, 5))
  }
  pay(execute)
  if (plan.balance !== 'bounced') return
  story.send('payment.return', {
    by: 'paymaster',
    when: after(4, 8),
    dated: (date) => ({ order, date, reason: 'Rekening geblokkeerd; bedrag teruggestort.' }),
  })
  story.send('payment.retry', {
    by: 'paymaster',
    when: after(3, 7),
    data: { order, iban: ownIban(project, 2) },
  })
  pay(after(2, 4))
}

interface Timing {
  readonly propose: When
  readonly approve: When
  readonly execute: When
}

/** When the report came at the usual time the pace says how far it is on 20 July 2025. */
function timing({ final, pace, terminatedOn }: Plan): Timing {
  const later = { propose: after(5, 20), approve: after(1, 8), execute: after(6, 16) }
  if (terminatedOn !== null) return { ...later, propose: between('2025-03-24', '2025-04-04') }
  if (final === 'missed' || final === 'missedAndLate') {
    return { ...later, propose: between('2025-09-15', '2025-10-03') }
  }
  return final === 'usual' || final === 'withoutMotivation' ? timings[pace] : later
}

const timings: Readonly<Record<Pace, Timing>> = {
  paid: {
    propose: between('2025-06-20', '2025-06-27'),
    approve: between('2025-06-30', '2025-07-04'),
    execute: between('2025-07-09', '2025-07-17'),
  },
  ordered: {
    propose: between('2025-07-03', '2025-07-09'),
    approve: between('2025-07-10', '2025-07-17'),
    execute: between('2025-07-23', '2025-08-05'),
  },
  proposed: {
    propose: between('2025-07-11', '2025-07-18'),
    approve: between('2025-07-22', '2025-08-08'),
    execute: after(6, 16),
  },
  accepted: {
    propose: between('2025-07-22', '2025-08-08'),
    approve: after(2, 10),
    execute: after(6, 16),
  },
  submitted: { propose: after(5, 20), approve: after(1, 8), execute: after(6, 16) },
}
