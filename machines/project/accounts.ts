import { endControl } from '../../src/domain/co-financing.ts'
import { parseEuro, sumCents } from '../../src/domain/money.ts'
import {
  type Deadlines,
  closed,
  dueOf,
  fulfilled,
  isRunning,
  opened,
  overdue,
} from '../deadlines.ts'
import type { Delivered } from '../event-table.ts'
import type { Accounts, ProjectContext } from './context.ts'
import { judge } from './judgement.ts'
import type { AccountsClarify, AccountsSubmit, ClarificationRequest } from './schemas.ts'

type Update = Partial<ProjectContext>

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
    const deadline = deadlines[name]
    if (deadline?.status === 'open' && (deadline.dueMs ?? 0) < event.at) {
      deadlines = overdue(deadlines, name)
    }
  }
  return { deadlines }
}

/** Until when the earliest open year may still come in time; null when no year is open. */
export function nextAccountsMs({ deadlines }: ProjectContext): number | null {
  const open = accountYears(deadlines).flatMap((name) =>
    deadlines[name]?.status === 'open' ? [deadlines[name].dueMs ?? 0] : [],
  )
  return open.length === 0 ? null : Math.min(...open)
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

/** Entries of an answer replace those of their year. */
export function clarify(context: ProjectContext, event: Delivered<AccountsClarify>): Update {
  const { year, entries } = event.data
  const answered = {
    clarificationAsked: false,
    deadlines: fulfilled(context.deadlines, 'clarification', event.at),
  }
  if (year === undefined || entries === undefined) return answered
  const submitted = submitAccounts(
    { ...context, ...answered },
    {
      ...event,
      data: { year, entries },
    },
  )
  return { ...answered, ...submitted }
}

export function clarificationUnanswered(context: ProjectContext): Update {
  return {
    deadlines: closed(context.deadlines, 'clarification', 'missed'),
    flags: [...context.flags, 'clarification-unanswered'],
  }
}

/** With the proposal of the end control the accounts are closed: what is not there, is missing. */
export function closeAccounts(context: ProjectContext): Update {
  let { deadlines } = context
  const missing = accountYears(deadlines).filter((name) => isRunning(deadlines[name]))
  for (const name of missing) deadlines = closed(deadlines, name, 'missed')
  return missing.length === 0 ? {} : { deadlines, flags: [...context.flags, 'accounts-missing'] }
}

/** What the system proposes at the end control. Source: nota §2.5; domain §5. */
export function proposedEndControl(context: ProjectContext) {
  const lines = context.award?.lines ?? []
  const stimuli = context.award?.stimuli ?? []
  const judgement = context.judgement ?? judge(context, [], {})
  const unearnedStimuli = sumCents(judgement.stimuli.map((each) => each.unearnedCents))
  const stimuliCents = sumCents(stimuli.map((each) => each.amountCents))
  const releasedForStimuli = Math.min(context.releasedCents, unearnedStimuli)
  const claimed = claimedCents(context)
  const claimedForStimuli = Math.min(claimed, unearnedStimuli - releasedForStimuli)
  return endControl({
    spentCents: spentCents(context),
    linesAwardCents:
      sumCents(lines.map((each) => each.amountCents)) -
      (context.releasedCents - releasedForStimuli),
    paidForLinesCents: Math.max(0, paidCents(context) - (stimuliCents - releasedForStimuli)),
    claimedForLinesCents: claimed - claimedForStimuli,
    ownShare: context.terms.accounts.ownShare,
  })
}

/** Spending booked under the codes of the call, over all years; what is unconfirmed counts 0. */
export function spentCents({ accounts }: ProjectContext): number {
  return sumCents(
    Object.values(accounts)
      .filter((each) => each.confirmed)
      .flatMap((each) => each.entries.map((entry) => entry.cents)),
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
  return Object.keys(deadlines).filter((name) => name.startsWith('accounts.'))
}

function accountsOf(context: ProjectContext, entries: AccountsSubmit['entries']): Accounts {
  return {
    confirmed: context.applicant.kind !== 'de-rand',
    entries: entries.map((entry) => ({
      code: 'code' in entry ? entry.code : entry.chapter,
      action: 'code' in entry ? (entry.action ?? null) : null,
      cents: parseEuro(entry.amount) ?? 0,
    })),
  }
}
