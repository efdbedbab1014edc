import { endControl, type EndControlFigures } from '../../src/domain/co-financing.ts'
import { sumCents } from '../../src/domain/money.ts'
import {
  type Deadlines,
  closed,
  deadlineOf,
  dueMsOf,
  dueOf,
  fulfilled,
  isRunning,
  opened,
  overdue,
} from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import { centsOf, present } from '../present.ts'
import type { Accounts, ProjectContext } from './context.ts'
import { flagged, unflagged } from './flags.ts'
import { judgementOf } from './judgement.ts'
import type { AccountsClarify, AccountsSubmit, ClarificationRequest } from './schemas.ts'

type Update = Partial<ProjectContext>

const YEAR = 'accounts.'

/** The last extract of a year counts. */
export function submitAccounts(context: ProjectContext, event: Delivered<AccountsSubmit>): Update {
  const { year, entries } = event.data
  return {
    accounts: { ...context.accounts, [year]: accountsOf(context, entries) },
    deadlines: fulfilled(context.deadlines, `accounts.${year}`, event.at),
  }
}

/** De Rand's chapters count once a reviewer has read them. Source: nota §2.5. */
export function confirmAccounts(context: ProjectContext): Update {
  const confirmed = Object.entries(context.accounts).map(([year, accounts]) => [
    year,
    { ...accounts, confirmed: true },
  ])
  return { accounts: Object.fromEntries(confirmed) as ProjectContext['accounts'] }
}

/** Years whose term has passed are overdue; end control goes on without them. */
export function accountsOverdue(context: ProjectContext, event: Delivered): Update {
  let deadlines: Deadlines = context.deadlines
  for (const name of accountYears(deadlines)) {
    if (isOpen(deadlines, name) && dueMsOf(deadlines, name) < event.at) {
      deadlines = overdue(deadlines, name)
    }
  }
  return { deadlines }
}

/** Until when the earliest open year may still come in time; null when no year is open. */
export function nextAccountsMs({ deadlines }: ProjectContext): number | null {
  let next: number | null = null
  for (const name in deadlines) {
    if (!name.startsWith(YEAR) || !isOpen(deadlines, name)) continue
    const dueMs = dueMsOf(deadlines, name)
    if (next === null || dueMs < next) next = dueMs
  }
  return next
}

/** Years whose accounts did not come in their term, or at all. */
export function missingAccounts({ deadlines }: ProjectContext): readonly string[] {
  return accountYears(deadlines).filter((name) =>
    ['overdue', 'missed'].includes(deadlineOf(deadlines, name).status),
  )
}

export function askClarification(
  context: ProjectContext,
  { data, at }: Delivered<ClarificationRequest>,
): Update {
  const dueMs = dueOf(data.until, context.terms.timeZone)
  return {
    clarificationAsked: true,
    deadlines: opened(context.deadlines, 'clarification', dueMs, at, context.terms),
  }
}

/** An answer is taken late too, until the proposal; its entries replace those of their year. */
export function clarify(context: ProjectContext, event: Delivered<AccountsClarify>): Update {
  const { year, entries } = event.data
  const answered = {
    clarificationAsked: false,
    deadlines: fulfilled(context.deadlines, 'clarification', event.at),
    flags: unflagged(context, 'clarification-unanswered'),
  }
  if (entries === undefined) return answered
  const data = { year: present(year, 'year of the entries'), entries }
  return { ...answered, ...submitAccounts({ ...context, ...answered }, { ...event, data }) }
}

export function clarificationUnanswered(context: ProjectContext): Update {
  return {
    deadlines: closed(context.deadlines, 'clarification', 'missed'),
    flags: flagged(context, 'clarification-unanswered'),
  }
}

/** With the proposal of the end control the accounts are closed: what is not there, is missed. */
export function closeAccounts(context: ProjectContext): Update {
  let { deadlines } = context
  for (const name of accountYears(deadlines)) deadlines = closed(deadlines, name, 'missed')
  return { deadlines }
}

/** A year that is asked for; also one that a proposal closed, once that was returned. */
export function mayStillCome({ deadlines }: ProjectContext, name: string): boolean {
  const deadline = deadlines[name]
  return name.startsWith(YEAR) && (isRunning(deadline) || deadline?.status === 'missed')
}

/** What the system proposes at the end control. Source: nota §2.5; domain §5. */
export function proposedEndControl(context: ProjectContext) {
  return endControl(endControlFigures(context))
}

/** The figures that the end control compares; of an awarded project only. */
export function endControlFigures(context: ProjectContext): EndControlFigures {
  const { lines, stimuli } = present(context.award, 'award')
  const linesCents = sumCents(lines.map((each) => each.amountCents))
  const stimuliCents = sumCents(stimuli.map((each) => each.amountCents))
  const unused = sumCents(judgementOf(context).stimuli.map((each) => each.unearnedCents))
  const releasedForLines = Math.min(
    linesCents,
    context.releasedCents - Math.min(context.releasedCents, unused),
  )
  const releasedForStimuli = context.releasedCents - releasedForLines
  const claimed = claimedCents(context)
  const claimedForStimuli = Math.min(claimed, Math.max(0, unused - releasedForStimuli))
  return {
    spentCents: spentCents(context),
    linesAwardCents: linesCents - releasedForLines,
    paidForLinesCents: Math.max(0, paidCents(context) - (stimuliCents - releasedForStimuli)),
    claimedForLinesCents: claimed - claimedForStimuli,
    ownShare: context.terms.accounts.ownShare,
  }
}

/**
 * Spending booked under the codes of the call, over all years of the period as it ended; what is
 * unconfirmed counts 0.
 */
function spentCents({ accounts, periodEnd }: ProjectContext): number {
  const lastYear = periodEnd.slice(0, 4)
  return sumCents(
    Object.entries(accounts)
      .filter(([year, { confirmed }]) => confirmed && year <= lastYear)
      .flatMap(([, { entries }]) => entries.map(({ cents }) => cents)),
  )
}

export function paidCents({ orders }: Pick<ProjectContext, 'orders'>): number {
  return sumCents(
    [orders.advance, orders.balance].map((order) =>
      order === null || order.paidMs === null ? 0 : order.cents,
    ),
  )
}

/** What is or may still be claimed back: decided, or announced while undecided. */
export function claimedCents({ claims }: Pick<ProjectContext, 'claims'>): number {
  return sumCents(
    [claims.balance, claims.endControl].map((claim) =>
      claim === null ? 0 : (claim.decidedCents ?? claim.announcedCents),
    ),
  )
}

export function accountYears(deadlines: Deadlines): readonly string[] {
  return Object.keys(deadlines).filter((name) => name.startsWith(YEAR))
}

function isOpen(deadlines: Deadlines, name: string): boolean {
  return deadlineOf(deadlines, name).status === 'open'
}

function accountsOf(context: ProjectContext, entries: AccountsSubmit['entries']): Accounts {
  return {
    confirmed: context.applicant.kind !== 'de-rand',
    entries: entries.map((entry) => ({
      code: 'code' in entry ? entry.code : entry.chapter,
      action: 'code' in entry ? (entry.action ?? null) : null,
      cents: centsOf(entry.amount),
    })),
  }
}
