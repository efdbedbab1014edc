import type { CallContext } from '../../../machines/call/context.ts'
import { parseEuro } from '../../domain/money.ts'
import { readHistory } from '../../programme/readable-history.ts'
import type { WebContext } from '../context.ts'
import type { PaymentVisit } from './payment-visit.ts'

/** Money that was booked: on a claim, or on none. */
export interface Booking {
  readonly date: string
  readonly cents: number
  /** What stood with it; '' for nothing, null where it was redacted. */
  readonly about: string | null
}

export interface Booked {
  /** Repayments of each claim, oldest first, by {@link claimKey}. */
  readonly repayments: ReadonlyMap<string, readonly Booking[]>
  /** What no claim took, oldest first. */
  readonly unmatched: readonly Booking[]
}

export function claimKey({ project, name }: { readonly project: string; readonly name: string }) {
  return `${project} ${name}`
}

/** What came in for the claims of a call, as its log and those of its projects have it. */
export async function bookedOf(
  { engine }: WebContext,
  { visit, overview }: PaymentVisit,
): Promise<Booked> {
  const repayments = new Map<string, Booking[]>()
  for (const project of new Set(overview.claims.map((claim) => claim.project))) {
    const [first] = overview.claims.filter((claim) => claim.project === project)
    for (const { data } of await engine.history(project, { type: 'clawback.repay' })) {
      const { amount, date, claim = first?.name ?? '' } = data as Repay
      const key = claimKey({ project, name: claim })
      const booking = { date, cents: parseEuro(amount) ?? 0, about: '' }
      repayments.set(key, [...(repayments.get(key) ?? []), booking])
    }
  }
  return { repayments, unmatched: await unmatchedOf(engine, visit.call.id) }
}

interface Repay {
  readonly amount: string
  readonly date: string
  /** Left out where there is only one. */
  readonly claim?: string
}

async function unmatchedOf(
  engine: WebContext['engine'],
  call: string,
): Promise<readonly Booking[]> {
  const instance = await engine.instance(call)
  const context = instance?.snapshot.context as CallContext | undefined
  if (instance === undefined || context?.unmatchedCents === 0) return []
  const entries = await readHistory(engine, instance, { type: 'receipt.book' }, 'agency')
  return entries.map(({ data, texts }) => {
    const { amount, date } = data as Repay
    const found = texts.find(({ path }) => path === 'reference')
    return {
      date,
      cents: parseEuro(amount) ?? 0,
      about: found === undefined ? '' : found.text,
    }
  })
}
