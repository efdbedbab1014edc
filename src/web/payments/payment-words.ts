import { friendlyFormatIBAN } from 'ibantools'
import type { PaymentOrder } from '../../programme/payments/orders.ts'
import { catalogue } from '../catalogue.ts'
import type { Format } from '../format.ts'

/** What things of the payments are called on all of their pages. */
export const paymentWords = catalogue(
  {
    kind: { advance: 'voorschot', balance: 'saldo' },
    order: {
      withoutIban: 'wacht op een rekeningnummer',
      due: 'wacht op een batch',
      proposed: 'wacht op goedkeuring',
      ordered: 'bij de bank',
      failed: 'mislukt',
      paid: 'betaald',
    },
    batch: { proposed: 'wacht op goedkeuring', approved: 'bij de bank', answered: 'beantwoord' },
    payment: {
      waiting: 'geen antwoord',
      paid: 'betaald',
      failed: 'mislukt',
      retried: 'mislukt, opnieuw geprobeerd',
    },
  },
  {
    kind: { advance: 'advance', balance: 'balance' },
    order: {
      withoutIban: 'waits for an account',
      due: 'waits for a batch',
      proposed: 'waits for approval',
      ordered: 'with the bank',
      failed: 'failed',
      paid: 'paid',
    },
    batch: { proposed: 'waits for approval', approved: 'with the bank', answered: 'answered' },
    payment: {
      waiting: 'no answer',
      paid: 'paid',
      failed: 'failed',
      retried: 'failed, tried again',
    },
  },
)

/** "BE71 0961 2345 6769"; a dash where there is none, or none to be seen. */
export function ibanText(iban: string | null): string {
  return iban === null ? '–' : (friendlyFormatIBAN(iban) ?? iban)
}

/**
 * A sentence of the programme as people read it: applicants in place of ids of orders, amounts and
 * dates as the language writes them.
 */
export function inWords(
  format: Format,
  text: string,
  orders: readonly Pick<PaymentOrder, 'id' | 'name'>[],
): string {
  const longestFirst = orders.toSorted((one, other) => other.id.length - one.id.length)
  return longestFirst
    .reduce((sentence, { id, name }) => sentence.replaceAll(id, name), text)
    .replaceAll(/\b(\d{1,13}\.\d{2}) EUR\b/g, (_all, amount: string) =>
      format.euro(Math.round(Number(amount) * 100)),
    )
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (date) => format.date(Date.parse(date)))
}
