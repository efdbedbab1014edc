import { addDays } from '../../src/domain/calendar.ts'
import { formatEuro } from '../../src/domain/money.ts'
import { type When, after, soon } from './moments.ts'
import type { ClaimPlan } from './plan.ts'
import type { Story } from './story.ts'

/** A claim that was announced: heard, decided, repaid or written off. Source: domain §3.9. */
export interface ClaimTold {
  readonly decidedCents: number
  /** What came in above the claim, for the call to book. */
  readonly surplusCents: number
}

export function tellClaim(
  story: Story,
  name: 'balance' | 'endControl',
  announcedCents: number,
  plan: ClaimPlan,
): ClaimTold {
  const isHeard = !['unheard', 'overdue', 'writtenOff'].includes(plan)
  const decidedCents = decidedOf(plan, announcedCents)
  if (plan === 'unheard') decide(after(6, 12), announcedCents, 'event-not-allowed')
  if (isHeard) {
    const statement = statements[plan] ?? 'Wij betwisten het bedrag niet en vragen spreiding.'
    story.send('clawback.hear', { by: 'clerk', when: after(6, 24), data: { statement } })
    decide(after(12, 35), decidedCents)
  } else decide(after(36, 50), decidedCents)
  const surplusCents = plan === 'overpaid' ? 50_00 : 0
  if (decidedCents > 0) tellRepayment(story, name, plan, decidedCents, surplusCents)
  return { decidedCents, surplusCents }

  function decide(when: When, cents: number, refusedWith?: string): void {
    const reason = decisions[plan] ?? 'Geen nieuwe elementen; het aangekondigde bedrag blijft.'
    story.send('clawback.decide', {
      by: 'manager',
      when,
      data: { amount: formatEuro(cents), reason, claim: name },
      ...(refusedWith === undefined ? {} : { refusedWith }),
    })
  }
}

const statements: Readonly<Partial<Record<ClaimPlan, string>>> = {
  lowered: 'Twee groepen zijn wel doorgegaan; de lijsten gaan in bijlage.',
  dropped: 'De deelnemers stonden onder een verkeerde actie; het rapport is verbeterd.',
  inParts: 'Wij vragen om in drie schijven te mogen terugbetalen.',
  overpaid: 'Wij aanvaarden de terugvordering.',
}

const decisions: Readonly<Partial<Record<ClaimPlan, string>>> = {
  lowered: 'De bijkomende lijsten zijn aanvaard; het bedrag daalt.',
  dropped: 'De verbeterde cijfers zijn aanvaard; niets terug te vorderen.',
}

function decidedOf(plan: ClaimPlan, announcedCents: number): number {
  if (plan === 'dropped') return 0
  return plan === 'lowered' ? Math.floor((announcedCents * 6) / 1000) * 100 : announcedCents
}

interface Owed {
  readonly story: Story
  readonly name: string
  readonly cents: number
}

function tellRepayment(
  story: Story,
  name: string,
  plan: ClaimPlan,
  decidedCents: number,
  surplusCents: number,
): void {
  const part = (percent: number) => Math.floor((decidedCents * percent) / 10_000) * 100
  const pay = (when: When, cents: number, refusedWith?: string) =>
    repay({ story, name, cents }, when, refusedWith)
  switch (plan) {
    case 'heard':
    case 'unheard':
    case 'lowered':
    case 'dropped':
      return pay(after(9, 26), decidedCents)
    case 'inParts':
      pay(after(9, 20), part(40))
      pay(after(18, 28), part(35))
      return pay(after(20, 35), decidedCents - part(40) - part(35))
    case 'overdue':
      pay(after(46, 60), part(40))
      return pay(after(30, 50), decidedCents - part(40))
    case 'writtenOff':
      pay(after(18, 28), part(70))
      return tellWriteOff({ story, name, cents: decidedCents - part(70) })
    case 'overpaid':
      pay(after(9, 26), decidedCents + surplusCents, 'amount-exceeds')
      return pay(soon, decidedCents)
    case 'moved':
      story.send('deadline.move', {
        by: 'manager',
        when: after(6, 12),
        dated: (day) => ({
          deadline: `repayment.${name}`,
          to: addDays(day, 75),
          reason: 'Terugbetaling na de budgetwijziging van het bestuur.',
        }),
      })
      return pay(after(40, 70), decidedCents)
  }
}

function repay({ story, name, cents }: Owed, when: When, refusedWith?: string): void {
  story.send('clawback.repay', {
    by: 'paymaster',
    when,
    dated: (date) => ({ amount: formatEuro(cents), date, claim: name }),
    ...(refusedWith === undefined ? {} : { refusedWith }),
  })
}

/** Two persons; the first proposal is replaced by a higher one. */
function tellWriteOff({ story, name, cents }: Owed): void {
  const propose = (when: When, proposedCents: number, reason: string) =>
    story.send('clawback.writeOff', {
      by: 'manager',
      when,
      data: { amount: formatEuro(proposedCents), reason, claim: name },
    })
  const data = { claim: name }
  const half = Math.floor(cents / 2)
  propose(after(60, 80), half, 'Verdere invordering kost meer dan ze opbrengt.')
  propose(after(1, 3), cents, 'Schuldvordering betwist; oninbaar volgens de juridische dienst.')
  story.send('clawback.approveWriteOff', {
    by: 'manager',
    when: soon,
    data,
    refusedWith: 'four-eyes',
  })
  story.send('clawback.approveWriteOff', { by: 'director', when: after(2, 6), data })
}
