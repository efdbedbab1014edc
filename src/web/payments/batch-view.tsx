import type { Batch, ShownPayment } from '../../programme/payments/batches.ts'
import type { PaymentOrder } from '../../programme/payments/orders.ts'
import { catalogue } from '../catalogue.ts'
import { pathOf } from '../paths.ts'
import { page } from '../shell.tsx'
import { Checks } from './checks.tsx'
import { Account } from './order-table.tsx'
import { Answers } from './overview-view.tsx'
import { bankFilePath, batchPath, messagePath, paymentsPath } from './paths.ts'
import type { PaymentVisit } from './payment-visit.ts'
import { ibanText, paymentWords } from './payment-words.ts'
import { Tag, toneOf } from './tags.tsx'

export interface BatchParts {
  readonly batch: Batch
  /** What its people are called, by their random ids. */
  readonly names: ReadonlyMap<string, string>
  /** Why the visitor may not approve it; null when nothing is against it, or it is no question. */
  readonly whyNot: string | null
  /** What was just refused; null for nothing. */
  readonly error: string | null
  readonly done: string
}

interface Props {
  readonly seen: PaymentVisit
  readonly parts: BatchParts
}

/** One batch: what it pays, to whom, on whose word, and what became of it. */
export function batchPage(seen: PaymentVisit, parts: BatchParts): string {
  const { visit, overview } = seen
  const { batch, error, done } = parts
  const t = texts[visit.locale]
  const isProposed = batch.status === 'proposed'
  return page(visit, {
    title: t.title(String(batch.id)),
    current: 'payments',
    children: (
      <>
        <p>
          <a href={paymentsPath(visit.call.id)}>← {t.payments}</a>
        </p>
        <h1>{t.title(String(batch.id))}</h1>
        {error !== null && (
          <p class="message bad" role="alert">
            ⚠ {error}
          </p>
        )}
        {done === 'approved' && !isProposed && (
          <p class="message good" role="status">
            ✓ {t.approved}
          </p>
        )}
        <Facts seen={seen} parts={parts} />
        {isProposed && <Checks visit={visit} checks={batch.checks} orders={overview.orders} />}
        {isProposed && <Decision seen={seen} parts={parts} />}
        {!isProposed && <Message seen={seen} parts={parts} />}
        <h2>{t.list}</h2>
        <PaymentTable seen={seen} batch={batch} />
      </>
    ),
  })
}

function Facts({ seen: { visit }, parts: { batch, names } }: Props) {
  const { locale, format } = visit
  const t = texts[locale]
  const { status, executionDate, proposedBy, approvedBy, approvedAt, messageId } = batch
  return (
    <dl class="facts">
      <dt>{t.state}</dt>
      <dd>
        <Tag tone={toneOf[status] ?? 'plain'} text={paymentWords[locale].batch[status]} />
      </dd>
      <dt>{t.payOn}</dt>
      <dd>{format.weekday(Date.parse(executionDate))}</dd>
      <dt>{t.sum}</dt>
      <dd>{t.sumOf(batch.count, format.euro(batch.totalCents))}</dd>
      <dt>{t.proposedBy}</dt>
      <dd>{names.get(proposedBy) ?? t.unknown}</dd>
      {approvedAt !== null && (
        <>
          <dt>{t.approvedBy}</dt>
          <dd>
            {names.get(approvedBy ?? '') ?? t.unknown}, {format.moment(Date.parse(approvedAt))}
          </dd>
        </>
      )}
      {messageId !== null && (
        <>
          <dt>{t.reference}</dt>
          <dd>
            <code class="wrapped">{messageId}</code>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Only who may decide sees the forms; why not is said rather than found out. */
function Decision({ seen: { visit, rights }, parts: { batch, whyNot } }: Props) {
  const t = texts[visit.locale]
  if (!rights.decides) return <p class="message">{t.othersDecide}</p>
  const action = batchPath(visit.call.id, batch.id)
  const carried = (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="call" value={visit.call.id} />
    </>
  )
  return (
    <section class="panel" aria-labelledby="decide">
      <h2 id="decide">{t.decide}</h2>
      {whyNot === null ? (
        <form method="post" action={action}>
          {carried}
          <p>{t.approveMeans}</p>
          <button name="step" value="approve">
            {t.approve}
          </button>
        </form>
      ) : (
        <p class="message warn">◷ {whyNot}</p>
      )}
      <details>
        <summary>{t.sendBack}</summary>
        <form method="post" action={action} data-keeps>
          {carried}
          <div class="field">
            <label for="batch-reason">{t.reason}</label>
            <textarea id="batch-reason" name="reason" maxLength={20_000} required />
          </div>
          <button class="quiet" name="step" value="return">
            {t.sendBack}
          </button>
        </form>
      </details>
    </section>
  )
}

function Message({ seen: { visit, rights }, parts: { batch } }: Props) {
  const t = texts[visit.locale]
  if (!rights.seesAccounts) return null
  const { id } = visit.call
  return (
    <>
      <ul class="actions apart">
        <li>
          <a class="button" href={messagePath(id, batch.id)}>
            {t.fetch}
          </a>
        </li>
        {rights.pays && batch.status === 'approved' && (
          <li>
            <a class="button quiet" href={bankFilePath(id, 'status')}>
              {t.status}
            </a>
          </li>
        )}
      </ul>
      <p class="faint">{t.sameBytes}</p>
    </>
  )
}

function PaymentTable({ seen, batch }: { readonly seen: PaymentVisit; readonly batch: Batch }) {
  const { visit, overview, rights } = seen
  const { locale, format } = visit
  const t = texts[locale]
  const known = new Map(overview.orders.map((order) => [order.id, order]))
  return (
    <div class="scroll" tabindex={0} role="region" aria-label={t.list}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t.applicant}</th>
            <th scope="col">{t.what}</th>
            <th scope="col" class="number">
              {t.amount}
            </th>
            {rights.seesAccounts && <th scope="col">{t.account}</th>}
            <th scope="col">{t.state}</th>
            <th scope="col">{t.reference}</th>
          </tr>
        </thead>
        <tbody>
          {batch.payments.map((payment) => (
            <Row
              seen={seen}
              payment={payment}
              order={known.get(payment.order)}
              isProposed={batch.status === 'proposed'}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t.total}
            </th>
            <td class="number">{format.euro(batch.totalCents)}</td>
            <td colSpan={rights.seesAccounts ? 3 : 2} />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

function Row({
  seen,
  payment,
  order,
  isProposed,
}: {
  readonly seen: PaymentVisit
  readonly payment: ShownPayment
  readonly order: PaymentOrder | undefined
  readonly isProposed: boolean
}) {
  const { visit, rights } = seen
  const { locale, format } = visit
  const t = texts[locale]
  const words = paymentWords[locale]
  const isOpen = payment.status === 'waiting' && !isProposed
  return (
    <tr>
      <th scope="row">
        {order === undefined ? payment.name : <a href={pathOf(order.project)}>{payment.name}</a>}
      </th>
      <td>
        {order === undefined ? '' : words.kind[order.kind]}
        {payment.attempt > 1 && <small class="line">{t.attempt(String(payment.attempt))}</small>}
      </td>
      <td class="number">{format.euro(payment.cents)}</td>
      {rights.seesAccounts && (
        <td>
          {isProposed && order !== undefined ? (
            <Account visit={visit} order={order} />
          ) : (
            ibanText(payment.iban)
          )}
        </td>
      )}
      <td>
        <Tag
          tone={toneOf[isProposed ? 'proposed' : payment.status] ?? 'plain'}
          text={isProposed ? words.order.proposed : words.payment[payment.status]}
        />
        {isOpen && order !== undefined && rights.pays && (
          <span class="line">
            <Answers seen={seen} order={order} />
          </span>
        )}
      </td>
      <td>
        <code class="wrapped">{payment.endToEndId}</code>
      </td>
    </tr>
  )
}

const texts = catalogue(
  {
    title: (id: string) => `Batch ${id}`,
    payments: 'Betalingen',
    approved: 'De batch is goedgekeurd. Haal het bestand voor de bank hieronder op.',
    state: 'Stand',
    payOn: 'Uit te voeren op',
    sum: 'Bedrag',
    sumOf: (count: number, amount: string) =>
      count === 1 ? `${amount} in één betaling` : `${amount} in ${count} betalingen`,
    proposedBy: 'Voorgesteld door',
    approvedBy: 'Goedgekeurd door',
    unknown: 'onbekend',
    reference: 'Referentie bij de bank',
    othersDecide: 'De betaaldienst of een programmabeheerder beslist over deze batch.',
    decide: 'Beslissen',
    approveMeans:
      'Na goedkeuring kan het bestand voor de bank worden opgehaald. Bedragen en rekeningen ' +
      'liggen dan vast.',
    approve: 'Batch goedkeuren',
    sendBack: 'Batch terugsturen',
    reason: 'Waarom stuurt u ze terug?',
    fetch: 'Bestand voor de bank ophalen (pain.001)',
    status: 'Antwoord van de bank inlezen',
    sameBytes:
      'Het bestand blijft hetzelfde, hoe vaak u het ook ophaalt. Het bevat rekeningnummers: ' +
      'bewaar het alleen waar dat mag.',
    list: 'Betalingen in deze batch',
    applicant: 'Aanvrager',
    what: 'Wat',
    amount: 'Bedrag',
    account: 'Rekening',
    attempt: (number: string) => `poging ${number}`,
    total: 'Samen',
  },
  {
    title: (id: string) => `Batch ${id}`,
    payments: 'Payments',
    approved: 'The batch is approved. Fetch the file for the bank below.',
    state: 'Status',
    payOn: 'To be carried out on',
    sum: 'Amount',
    sumOf: (count: number, amount: string) =>
      count === 1 ? `${amount} in one payment` : `${amount} in ${count} payments`,
    proposedBy: 'Proposed by',
    approvedBy: 'Approved by',
    unknown: 'unknown',
    reference: 'Reference at the bank',
    othersDecide: 'The payment service or a programme manager decides on this batch.',
    decide: 'Decide',
    approveMeans:
      'After approval the file for the bank can be fetched. Amounts and accounts are fixed then.',
    approve: 'Approve the batch',
    sendBack: 'Send the batch back',
    reason: 'Why do you send it back?',
    fetch: 'Fetch the file for the bank (pain.001)',
    status: 'Read an answer of the bank',
    sameBytes:
      'The file stays the same however often you fetch it. It holds account numbers: keep it ' +
      'only where that is allowed.',
    list: 'Payments in this batch',
    applicant: 'Applicant',
    what: 'What',
    amount: 'Amount',
    account: 'Account',
    attempt: (number: string) => `attempt ${number}`,
    total: 'In total',
  },
)
