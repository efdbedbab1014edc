import { endControl } from '../../src/domain/co-financing.ts'
import { formatEuro, sumCents } from '../../src/domain/money.ts'
import { type AccountsTold, entriesOf } from './accounts.ts'
import { type When, after, between, soon } from './moments.ts'
import type { Project, Settled } from './project.ts'
import type { Story } from './story.ts'
import { controlReasons } from './texts.ts'

/** Spending against subsidy, once the period is over and accounts are in. Source: nota §2.5. */
export function tellControl(
  project: Project,
  story: Story,
  settled: Settled,
  accounts: AccountsTold,
): number {
  const { plan } = project
  const spentCents = tellClarification(story, project, accounts)
  const { clawbackCents, outcome } = proposed(project, settled, spentCents)
  const opening: When =
    plan.extendedUntil !== null && plan.extendedUntil > '2025-12-31'
      ? between('2027-09-06', '2027-09-24')
      : between('2026-09-01', '2026-11-20')
  const propose = (when: When) =>
    story.send('endControl.propose', {
      by: 'reviewer',
      when,
      data: {
        clawback: formatEuro(clawbackCents),
        reason: reasonOf(story, outcome, clawbackCents),
      },
    })
  const wasAsked = plan.control.startsWith('ownShare') || plan.control === 'entriesLater'
  propose(plan.control === 'ownShareUnanswered' ? after(32, 40) : wasAsked ? after(4, 15) : opening)
  if (plan.control === 'returned') {
    story.send('endControl.return', {
      by: 'manager',
      when: after(1, 4),
      data: { reason: 'Vermeld ook de cijfers van vóór de fusie.' },
    })
    propose(after(1, 5))
  }
  if (plan.control === 'ownProposal') {
    story.send('endControl.approve', {
      by: 'reviewer',
      when: after(1, 3),
      refusedWith: 'four-eyes',
    })
    story.send('endControl.approve', { by: 'colleague', when: soon })
  } else {
    const by = clawbackCents > 0 ? ('manager' as const) : ('colleague' as const)
    story.send('endControl.approve', { by, when: after(1, 9) })
  }
  return clawbackCents
}

/** Asks, and is answered or not; gives back the spending that is known in the end. */
function tellClarification(story: Story, project: Project, accounts: AccountsTold): number {
  const { plan, funding } = project
  const ask = (question: string, until: (day: string) => string) =>
    story.send('accounts.requestClarification', {
      by: 'reviewer',
      when: between('2026-09-01', '2026-10-16'),
      dated: (day) => ({ question, until: until(day) }),
    })
  const inAMonth = (day: string) => `${nextMonth(day)}T23:59:59`
  switch (plan.control) {
    case 'ownShare':
      ask('Hoe is de eigen inbreng van minstens hetzelfde bedrag aangetoond?', inAMonth)
      story.send('accounts.clarify', {
        by: 'clerk',
        when: after(8, 22),
        data: { answer: 'De loonkosten van twee eigen medewerkers staan op de dienst Welzijn.' },
      })
      return accounts.spentCents
    case 'ownShareUnanswered':
      ask('Gelieve de eigen inbreng per actie toe te lichten.', inAMonth)
      return accounts.spentCents
    case 'entriesLater': {
      ask('De rapportering over 2025 lijkt onvolledig. Graag nazicht.', inAMonth)
      const cents = accounts.meantCents - accounts.spentCents + (accounts.byYear.get(2025) ?? 0)
      story.send('accounts.clarify', {
        by: 'clerk',
        when: after(8, 22),
        data: {
          answer: 'Een deel stond onder een verkeerde code; hierbij de volledige cijfers.',
          year: 2025,
          entries: entriesOf(story, funding, cents),
        },
      })
      return accounts.meantCents
    }
    case 'sufficient':
    case 'short':
    case 'ownProposal':
    case 'returned':
      return accounts.spentCents
  }
}

/** What the system proposes. Source: domain §5, end control. */
function proposed({ funding, advanceCents }: Project, settled: Settled, spentCents: number) {
  const { payCents, releasedCents, clawbackCents, unearnedStimuliCents } = settled
  const stimuliCents = sumCents(funding.stimuli.map(({ amountCents }) => amountCents))
  const linesCents = sumCents(funding.lines.map(({ amountCents }) => amountCents))
  const releasedForStimuli = Math.min(releasedCents, unearnedStimuliCents)
  const claimedForStimuli = Math.min(clawbackCents, unearnedStimuliCents - releasedForStimuli)
  return endControl({
    spentCents,
    linesAwardCents: linesCents - (releasedCents - releasedForStimuli),
    paidForLinesCents: Math.max(0, advanceCents + payCents - (stimuliCents - releasedForStimuli)),
    claimedForLinesCents: clawbackCents - claimedForStimuli,
    ownShare: 1,
  })
}

function reasonOf(story: Story, outcome: string, clawbackCents: number): string {
  if (clawbackCents > 0) return 'Minder uitgegeven dan de subsidie voor de acties.'
  return outcome === 'own-share-unclear'
    ? 'Eigen inbreng niet volledig zichtbaar; toelichting meegewogen.'
    : story.chance.pick(controlReasons)
}

/** Never beyond the 28th, which every month has. */
function nextMonth(day: string): string {
  const month = String(Number(day.slice(5, 7)) + 1).padStart(2, '0')
  const last = day.slice(8) > '28' ? '28' : day.slice(8)
  return `${day.slice(0, 4)}-${month}-${last}`
}
