import type { PostParams } from '../../machines/actions.ts'
import type { LedgerAccount } from '../../machines/ledger.ts'
import type { Story } from './story.ts'

/** What stands on an account: debits for what money does, credits for where it came from. */
export type Books = (account: LedgerAccount) => number

/** The books of an instance, from all that it posted; every posting is above 0 and whole. */
export function booksOf(story: Story, instance: string): Books {
  const debits = new Map<LedgerAccount, number>()
  const add = (account: LedgerAccount, cents: number) =>
    debits.set(account, (debits.get(account) ?? 0) + cents)
  for (const { instance: from, type, params } of story.model.emitted) {
    if (type !== 'post' || from !== instance) continue
    for (const { debit, credit, cents } of (params as PostParams).postings) {
      if (!Number.isSafeInteger(cents) || cents <= 0) throw new Error(`a posting of ${cents}`)
      add(debit, cents)
      add(credit, -cents)
    }
  }
  return (account) => debits.get(account) ?? 0
}

/** What is wrong with the money of a project; nothing when all is well. Source: domain §5. */
export function faultsOf(story: Story, applicant: string): readonly string[] {
  const books = booksOf(story, `${story.call}/${applicant}`)
  const { amounts, phase } = story.shape(applicant)
  const { orders } = story.context(applicant)
  const committed = -books('committed')
  const demanded = -books('clawback')
  const holds: readonly (readonly [boolean, string])[] = [
    [
      committed === books('reserved') + books('payable') + books('paid') + books('released'),
      'committed = reserved + payable + paid + released',
    ],
    [
      demanded === books('receivable') + books('recovered') + books('writtenOff'),
      'demanded = receivable + recovered + written off',
    ],
    ...(['reserved', 'payable', 'paid', 'released', 'receivable'] as const).map(
      (account) => [books(account) >= 0, `${account} is not negative`] as const,
    ),
    [committed === amounts.awardedCents, 'committed is the award'],
    [
      books('paid') === amounts.advancePaidCents + amounts.balancePaidCents,
      'paid is what was paid',
    ],
    [books('released') === amounts.releasedCents, 'released is what was released'],
    [demanded === amounts.clawbackDemandedCents, 'demanded is what was demanded'],
    [books('recovered') === amounts.recoveredCents, 'recovered is what came back'],
    [books('writtenOff') === amounts.writtenOffCents, 'written off is what was written off'],
    [demanded <= books('paid') || phase === 'balance', 'no more is demanded than was paid'],
    [
      (orders.advance?.cents ?? 0) + (orders.balance?.cents ?? 0) + books('released') <= committed,
      'no cent is both ordered and released, or ordered twice',
    ],
    [
      phase !== 'closed' ||
        (books('reserved') === 0 && books('payable') === 0 && books('receivable') === 0),
      'a closed project has nothing reserved, payable or receivable',
    ],
  ]
  return holds.filter(([isSo]) => !isSo).map(([, rule]) => `${applicant}: ${rule}`)
}
