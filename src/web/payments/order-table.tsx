import type { ComponentChildren } from 'preact'
import type { PaymentOrder } from '../../programme/payments/orders.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { ibanText, paymentWords } from './payment-words.ts'
import { Tag, toneOf } from './tags.tsx'

interface Props {
  readonly visit: CallVisit
  readonly title: string
  readonly orders: readonly PaymentOrder[]
  readonly seesAccounts: boolean
  /** Whether the state of each is told; not where all are alike. */
  readonly tellsStatus?: boolean
  /** What the last column holds; without it there is none. */
  readonly last?: {
    readonly title: string
    readonly of: (order: PaymentOrder) => ComponentChildren
  }
  /** Before each row, as a box to tick. */
  readonly first?: (order: PaymentOrder) => ComponentChildren
}

/** Payment orders, each with its account and what changed of it since the award. */
export function OrderTable(props: Props) {
  const { visit, title, orders, seesAccounts, tellsStatus = true, first, last } = props
  const { locale, format } = visit
  const t = texts[locale]
  const words = paymentWords[locale]
  const total = orders.reduce((cents, each) => cents + each.cents, 0)
  const columnsAfter = [tellsStatus, seesAccounts, last !== undefined].filter(Boolean).length
  const before = first === undefined ? 1 : 2
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={title}>
      <table>
        <thead>
          <tr>
            {first !== undefined && <th scope="col">{t.choose}</th>}
            <th scope="col">{t.applicant}</th>
            <th scope="col">{t.what}</th>
            <th scope="col" class="number">
              {t.amount}
            </th>
            {tellsStatus && <th scope="col">{t.status}</th>}
            {seesAccounts && <th scope="col">{t.account}</th>}
            {last !== undefined && <th scope="col">{last.title}</th>}
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr>
              {first !== undefined && <td>{first(order)}</td>}
              <th scope="row">
                <a href={pathOf(order.project)}>{order.name}</a>
              </th>
              <td>
                {words.kind[order.kind]}
                {order.attempt > 1 && (
                  <small class="line">{t.attempt(String(order.attempt))}</small>
                )}
              </td>
              <td class="number">{format.euro(order.cents)}</td>
              {tellsStatus && (
                <td>
                  <Tag tone={toneOf[order.status] ?? 'plain'} text={words.order[order.status]} />
                </td>
              )}
              {seesAccounts && (
                <td>
                  <Account visit={visit} order={order} />
                </td>
              )}
              {last !== undefined && <td>{last.of(order)}</td>}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={before + 1}>
              {t.total(orders.length, format.number(orders.length))}
            </th>
            <td class="number">{format.euro(total)}</td>
            {columnsAfter > 0 && <td colSpan={columnsAfter} />}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** The account of an order; the old one beside the new where it changed since the award. */
export function Account({
  visit,
  order: { iban, ibanChange },
}: {
  readonly visit: CallVisit
  readonly order: Pick<PaymentOrder, 'iban' | 'ibanChange'>
}) {
  const t = texts[visit.locale]
  if (ibanChange === null) return <>{ibanText(iban)}</>
  return (
    <>
      <Tag tone="warn" text={t.changed} />
      <span class="line">
        {ibanChange.before === null ? t.none : t.before(ibanText(ibanChange.before))}
      </span>
      <span class="line">{t.after(ibanText(ibanChange.after))}</span>
    </>
  )
}

const texts = catalogue(
  {
    choose: 'Kies',
    applicant: 'Aanvrager',
    what: 'Wat',
    amount: 'Bedrag',
    status: 'Stand',
    account: 'Rekening',
    attempt: (number: string) => `poging ${number}`,
    changed: 'gewijzigd sinds de toekenning',
    none: 'Vroeger: geen',
    before: (iban: string) => `Vroeger: ${iban}`,
    after: (iban: string) => `Nu: ${iban}`,
    total: (count: number, shown: string) =>
      count === 1 ? 'Eén opdracht' : `${shown} opdrachten, samen`,
  },
  {
    choose: 'Choose',
    applicant: 'Applicant',
    what: 'What',
    amount: 'Amount',
    status: 'Status',
    account: 'Account',
    attempt: (number: string) => `attempt ${number}`,
    changed: 'changed since the award',
    none: 'Before: none',
    before: (iban: string) => `Before: ${iban}`,
    after: (iban: string) => `Now: ${iban}`,
    total: (count: number, shown: string) =>
      count === 1 ? 'One order' : `${shown} orders, in total`,
  },
)
