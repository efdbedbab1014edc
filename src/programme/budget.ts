import type { ProjectAmounts } from '../../machines/project/shape.ts'
import type { LedgerAccount } from '../../machines/ledger.ts'
import { dateOf } from '../domain/calendar.ts'
import type { MoneyKind } from '../store/programme/project-list-table.ts'

/** Where the money of a call stands, from its ceiling down to what was written off. In cents. */
export interface Budget {
  readonly ceilingCents: number
  readonly amounts: ProjectAmounts
  /** Awarded, and neither paid nor released: what is still to come. */
  readonly unpaidCents: number
  /** Demanded, and neither repaid nor written off. */
  readonly owedCents: number
  /** Received, and of no claim. */
  readonly unmatchedCents: number
  /** In how many projects there is any of it. */
  readonly counts: Readonly<Record<MoneyKind, number>>
  /** Whether the postings of the ledger come to the same amounts. */
  readonly agreesWithLedger: boolean
}

/** What was moved between two accounts. */
export interface Moved {
  readonly debit: string
  readonly credit: string
  readonly cents: number
}

export interface BudgetParts {
  readonly ceilingCents: number
  readonly amounts: ProjectAmounts
  readonly counts: Budget['counts']
  readonly moved: readonly Moved[]
}

/** Source: domain §5; committed = reserved + payable + paid + released. */
export function budgetOf({ ceilingCents, amounts, counts, moved }: BudgetParts): Budget {
  const { awardedCents, advancePaidCents, balancePaidCents, releasedCents } = amounts
  const { clawbackDemandedCents, recoveredCents, writtenOffCents } = amounts
  const unpaidCents = awardedCents - advancePaidCents - balancePaidCents - releasedCents
  const owedCents = clawbackDemandedCents - recoveredCents - writtenOffCents
  const balance = (account: LedgerAccount) => balanceOf(moved, account)
  return {
    ceilingCents,
    amounts,
    unpaidCents,
    owedCents,
    unmatchedCents: -balance('unmatchedReceipts'),
    counts,
    agreesWithLedger:
      balance('ceiling') === ceilingCents &&
      -balance('committed') === awardedCents &&
      balance('paid') === advancePaidCents + balancePaidCents &&
      balance('reserved') + balance('payable') === unpaidCents &&
      balance('released') === releasedCents &&
      balance('receivable') === owedCents &&
      balance('recovered') === recoveredCents &&
      balance('writtenOff') === writtenOffCents,
  }
}

/** Debits less credits. */
function balanceOf(moved: readonly Moved[], account: LedgerAccount): number {
  return moved.reduce(
    (sum, { debit, credit, cents }) =>
      sum + (debit === account ? cents : 0) - (credit === account ? cents : 0),
    0,
  )
}

/** What was paid and repaid in one month of the calendar, less what came back of it. In cents. */
export interface MoneyMonth {
  /** `2024-10`. */
  readonly month: string
  readonly paidCents: number
  readonly recoveredCents: number
}

/** Accounts that the months tell of. */
export const monthlyAccounts: readonly LedgerAccount[] = ['paid', 'recovered']

/** Every month from the first with a posting to the last, also those without. */
export function monthsOf(
  moved: readonly (Moved & { readonly atMs: number })[],
  timeZone: string,
): readonly MoneyMonth[] {
  const byMonth = new Map<string, Moved[]>()
  for (const each of moved) {
    const month = dateOf(each.atMs, timeZone).slice(0, 7)
    byMonth.set(month, [...(byMonth.get(month) ?? []), each])
  }
  const names = [...byMonth.keys()].toSorted()
  const [first] = names
  const last = names.at(-1)
  if (first === undefined || last === undefined) return []
  const months: MoneyMonth[] = []
  for (let month = first; month <= last; month = monthAfter(month)) {
    const postings = byMonth.get(month) ?? []
    months.push({
      month,
      paidCents: balanceOf(postings, 'paid'),
      recoveredCents: balanceOf(postings, 'recovered'),
    })
  }
  return months
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
