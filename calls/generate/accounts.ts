import { formatEuro, sumCents } from '../../src/domain/money.ts'
import type { Funding } from './funding.ts'
import { after, between } from './moments.ts'
import type { Project } from './project.ts'
import type { Story } from './story.ts'

export interface AccountsTold {
  readonly byYear: ReadonlyMap<number, number>
  /** What was spent as far as the accounts tell. */
  readonly spentCents: number
  /** What was really spent, and is told when it is asked for. */
  readonly meantCents: number
}

/** The annual accounts, before 31 July of the next year. Source: nota §2.5. */
export function tellAccounts(project: Project): AccountsTold {
  const { plan, funding } = project
  const story = project.story.beside('accounts')
  const meantCents = meantOf(project, story)
  const first = plan.accounts === 'missing2024' ? 0 : percentOf(meantCents, 27)
  const third = plan.extendedUntil === '2026-03-31' ? percentOf(meantCents, 20) : 0
  const second = meantCents - first - third
  const told = new Map<number, number>()
  if (first > 0) {
    tellYear(2024, first, plan.accounts === 'late2024' ? late(2025) : inTime(2025))
  }
  if (plan.accounts !== 'missing2025') {
    const shown = plan.control === 'entriesLater' ? percentOf(second, 40) : second
    tellYear(2025, shown, plan.accounts === 'late2025' ? late(2026) : inTime(2026))
  }
  if (third > 0) tellYear(2026, third, between('2027-05-24', '2027-07-16'))
  return { byYear: told, spentCents: sumCents(told.values()), meantCents }

  function tellYear(year: number, cents: number, when: ReturnType<typeof between>): void {
    told.set(year, cents)
    story.send('accounts.submit', {
      by: 'clerk',
      when,
      data: { year, entries: entriesOf(story, funding, cents) },
    })
    if (story.applicant.kind === 'de-rand') {
      story.send('accounts.confirm', { by: 'reviewer', when: after(5, 9) })
    }
  }
}

/** Under the two codes, some of it by action; De Rand by chapter. */
export function entriesOf(story: Story, funding: Funding, cents: number): readonly object[] {
  if (story.applicant.kind === 'de-rand') {
    return [{ chapter: 'Plan Samenleven, hoofdstuk 7', amount: formatEuro(cents) }]
  }
  const [dearest] = funding.lines.toSorted((a, b) => b.amountCents - a.amountCents)
  if (dearest === undefined || story.chance.happens(0.4)) {
    return [{ code: 'ABB-SLV', amount: formatEuro(cents) }]
  }
  const part = percentOf(cents, story.chance.integer(30, 60))
  return [
    { code: 'ABB-SAMENLEVEN', action: dearest.action.code, amount: formatEuro(part) },
    { code: 'ABB-SLV', amount: formatEuro(cents - part) },
  ]
}

/** Over all years, in whole euros. */
function meantOf({ plan, funding }: Project, story: Story): number {
  const lines = sumCents(funding.lines.map(({ amountCents }) => amountCents))
  const share = () => {
    switch (plan.control) {
      case 'short':
        return story.chance.between(0.78, 0.93)
      case 'ownShare':
      case 'ownShareUnanswered':
        return story.chance.between(1.2, 1.8)
      case 'sufficient':
      case 'entriesLater':
      case 'ownProposal':
      case 'returned':
        return story.chance.between(2.02, 2.4)
    }
  }
  return Math.round((lines * share()) / 100) * 100
}

function inTime(year: number) {
  return between(`${year}-05-19`, `${year}-07-30`)
}

function late(year: number) {
  return between(`${year}-08-04`, `${year}-08-28`)
}

function percentOf(cents: number, percent: number): number {
  return Math.floor((cents * percent) / 10_000) * 100
}
