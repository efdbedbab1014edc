import type { Batch } from '../../programme/payments/batches.ts'
import type { PaymentOrder } from '../../programme/payments/orders.ts'
import { catalogue } from '../catalogue.ts'
import { eventPath } from '../paths.ts'
import { page } from '../shell.tsx'
import { OrderTable } from './order-table.tsx'
import { bankFilePath, batchPath, claimsPath, preparePath } from './paths.ts'
import type { PaymentVisit } from './payment-visit.ts'
import { paymentWords } from './payment-words.ts'
import { Tag, toneOf } from './tags.tsx'

/** What is due, what waits for whom, and every batch of a call. */
export function paymentsPage(seen: PaymentVisit, done: string): string {
  const { visit, overview } = seen
  const t = texts[visit.locale]
  const { orders, batches } = overview
  const waiting = orders.filter(({ status }) => waitsHere.includes(status))
  const out = orders.filter(({ status }) => status === 'ordered')
  return page(visit, {
    title: t.title,
    current: 'payments',
    children: (
      <>
        {Object.hasOwn(t.done, done) && (
          <p class="message good" role="status">
            ✓ {t.done[done as keyof typeof t.done]}
          </p>
        )}
        <h1>{t.title}</h1>
        <div
          id="payments"
          hx-get={visit.path}
          hx-select="#payments"
          hx-swap="outerHTML"
          hx-trigger="changed from:body"
        >
          <p class="lead">{standing(seen)}</p>
          {overview.mode === 'external' && <p class="message">{t.external}</p>}
          <Ways seen={seen} />
          {batches
            .filter(({ status }) => status === 'proposed')
            .map((batch) => (
              <Proposed seen={seen} batch={batch} />
            ))}
          <h2>{t.due}</h2>
          {waiting.length === 0 ? (
            <p>{t.noneDue}</p>
          ) : (
            <OrderTable
              visit={visit}
              title={t.due}
              orders={waiting}
              seesAccounts={seen.rights.seesAccounts}
              {...(seen.rights.pays && waiting.some(({ status }) => status === 'failed')
                ? { last: { title: t.now, of: (each) => retry(seen, each) } }
                : {})}
            />
          )}
          <h2>{t.out}</h2>
          {out.length === 0 ? (
            <p>{t.noneOut}</p>
          ) : (
            <OrderTable
              visit={visit}
              title={t.out}
              orders={out}
              seesAccounts={false}
              tellsStatus={false}
              last={{ title: t.answer, of: (order) => <Answers seen={seen} order={order} /> }}
            />
          )}
          {overview.mode === 'batch' && <Batches seen={seen} />}
        </div>
      </>
    ),
  })
}

const waitsHere: readonly string[] = ['withoutIban', 'due', 'proposed', 'failed']

/** How much waits, in a sentence. */
function standing({ visit: { locale, format }, overview: { orders } }: PaymentVisit): string {
  const t = texts[locale]
  const sum = (status: PaymentOrder['status']) => {
    const some = orders.filter((order) => order.status === status)
    return {
      count: some.length,
      cents: format.euro(some.reduce((cents, order) => cents + order.cents, 0)),
    }
  }
  const [due, out, paid] = [sum('due'), sum('ordered'), sum('paid')]
  return [t.dueNow(due.count, due.cents), t.outNow(out.count, out.cents), t.paid(paid.cents)].join(
    ' ',
  )
}

function Ways({ seen: { visit, overview, rights } }: { readonly seen: PaymentVisit }) {
  const t = texts[visit.locale]
  const { id } = visit.call
  const mayPrepare =
    rights.pays &&
    overview.mode === 'batch' &&
    visit.call.paymentBatch === null &&
    overview.orders.some(({ status }) => status === 'due')
  return (
    <ul class="actions">
      {mayPrepare && (
        <li>
          <a class="button" href={preparePath(id)}>
            {t.prepare}
          </a>
        </li>
      )}
      {rights.pays && (
        <li>
          <a class="button quiet" href={bankFilePath(id, 'status')}>
            {t.status}
          </a>
        </li>
      )}
      <li>
        <a class="button quiet" href={claimsPath(id)}>
          {t.claims}
        </a>
      </li>
      <li>
        <a class="button quiet" href={`/forecast?${new URLSearchParams({ call: id }).toString()}`}>
          {t.forecast}
        </a>
      </li>
    </ul>
  )
}

function Proposed({ seen, batch }: { readonly seen: PaymentVisit; readonly batch: Batch }) {
  const { locale, format, call } = seen.visit
  const t = texts[locale]
  const { count, totalCents, executionDate } = batch
  return (
    <div class="message warn">
      <p>
        ◷{' '}
        {t.proposed(
          format.number(count),
          format.euro(totalCents),
          format.date(Date.parse(executionDate)),
        )}
      </p>
      <p>
        <a href={batchPath(call.id, batch.id)}>{t.look}</a>
      </p>
    </div>
  )
}

function retry({ visit }: PaymentVisit, { id, project, status }: PaymentOrder) {
  if (status !== 'failed') return null
  const query = new URLSearchParams({ order: id }).toString()
  return <a href={`${eventPath(project, 'payment.retry')}?${query}`}>{texts[visit.locale].retry}</a>
}

/** What the bank told of one payment, told by a person. */
export function Answers({
  seen: { visit, rights },
  order: { id, project, name },
}: {
  readonly seen: PaymentVisit
  readonly order: Pick<PaymentOrder, 'id' | 'project' | 'name'>
}) {
  const t = texts[visit.locale]
  if (!rights.pays) return <>{t.noAnswer}</>
  const query = new URLSearchParams({ order: id }).toString()
  return (
    <>
      <a href={`${eventPath(project, 'payment.execute')}?${query}`}>
        {t.executed}
        <span class="hidden">: {name}</span>
      </a>
      {' · '}
      <a href={`${eventPath(project, 'payment.fail')}?${query}`}>
        {t.failed}
        <span class="hidden">: {name}</span>
      </a>
    </>
  )
}

function Batches({ seen: { visit, overview } }: { readonly seen: PaymentVisit }) {
  const { locale, format, call } = visit
  const t = texts[locale]
  return (
    <>
      <h2>{t.batches}</h2>
      {overview.batches.length === 0 ? (
        <p>{t.noBatches}</p>
      ) : (
        <div class="scroll" tabindex={0} role="region" aria-label={t.batches}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t.batch}</th>
                <th scope="col">{t.payOn}</th>
                <th scope="col" class="number">
                  {t.count}
                </th>
                <th scope="col" class="number">
                  {t.amount}
                </th>
                <th scope="col">{t.state}</th>
              </tr>
            </thead>
            <tbody>
              {overview.batches.map(({ id, executionDate, count, totalCents, status }) => (
                <tr>
                  <th scope="row">
                    <a href={batchPath(call.id, id)}>{t.number(String(id))}</a>
                  </th>
                  <td>{format.date(Date.parse(executionDate))}</td>
                  <td class="number">{format.number(count)}</td>
                  <td class="number">{format.euro(totalCents)}</td>
                  <td>
                    <Tag
                      tone={toneOf[status] ?? 'plain'}
                      text={paymentWords[locale].batch[status]}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  )
}

const texts = catalogue(
  {
    title: 'Betalingen',
    done: {
      proposed: 'De batch is voorgesteld. Een andere persoon moet ze goedkeuren.',
      approved: 'De batch is goedgekeurd. Haal het bestand voor de bank op.',
      returned: 'De batch is teruggestuurd. De opdrachten wachten opnieuw.',
    },
    external:
      'In deze oproep betaalt een ander systeem. Hier staat wat het nog moet betalen en wat het ' +
      'meldde; batches zijn er niet.',
    dueNow: (count: number, amount: string) =>
      count === 0
        ? 'Geen opdracht wacht op een batch.'
        : count === 1
          ? `Eén opdracht wacht op een batch: ${amount}.`
          : `${count} opdrachten wachten op een batch, samen ${amount}.`,
    outNow: (count: number, amount: string) =>
      count === 0
        ? 'Bij de bank loopt er geen.'
        : count === 1
          ? `Eén betaling is bij de bank: ${amount}.`
          : `${count} betalingen zijn bij de bank, samen ${amount}.`,
    paid: (amount: string) => `Betaald is ${amount}.`,
    prepare: 'Een batch voorbereiden',
    status: 'Antwoord van de bank inlezen',
    claims: 'Terugvorderingen en ontvangsten',
    forecast: 'Geld per maand vooruitzien',
    proposed: (count: string, amount: string, date: string) =>
      `Een batch van ${count} betalingen, samen ${amount}, uit te voeren op ${date}, wacht op ` +
      'een tweede persoon.',
    look: 'Bekijk de batch en beslis',
    due: 'Te betalen',
    noneDue: 'Er wacht niets op een betaling.',
    now: 'Wat u kunt doen',
    retry: 'Opnieuw opdracht geven',
    out: 'Bij de bank',
    noneOut: 'Er loopt geen betaling bij de bank.',
    answer: 'Antwoord van de bank',
    noAnswer: 'nog geen antwoord',
    executed: 'Uitgevoerd',
    failed: 'Mislukt',
    batches: 'Batches',
    noBatches: 'Er is nog geen batch voorgesteld.',
    batch: 'Batch',
    number: (id: string) => `Batch ${id}`,
    payOn: 'Uit te voeren op',
    count: 'Betalingen',
    amount: 'Bedrag',
    state: 'Stand',
  },
  {
    title: 'Payments',
    done: {
      proposed: 'The batch is proposed. Another person must approve it.',
      approved: 'The batch is approved. Fetch the file for the bank.',
      returned: 'The batch is sent back. The orders wait again.',
    },
    external:
      'In this call another system pays. Here stands what it still has to pay and what it told; ' +
      'there are no batches.',
    dueNow: (count: number, amount: string) =>
      count === 0
        ? 'No order waits for a batch.'
        : count === 1
          ? `One order waits for a batch: ${amount}.`
          : `${count} orders wait for a batch, ${amount} in total.`,
    outNow: (count: number, amount: string) =>
      count === 0
        ? 'None is with the bank.'
        : count === 1
          ? `One payment is with the bank: ${amount}.`
          : `${count} payments are with the bank, ${amount} in total.`,
    paid: (amount: string) => `${amount} is paid.`,
    prepare: 'Prepare a batch',
    status: 'Read an answer of the bank',
    claims: 'Claims and receipts',
    forecast: 'Foresee the money by month',
    proposed: (count: string, amount: string, date: string) =>
      `A batch of ${count} payments, ${amount} in total, to be carried out on ${date}, waits for ` +
      'a second person.',
    look: 'Look at the batch and decide',
    due: 'To be paid',
    noneDue: 'Nothing waits to be paid.',
    now: 'What you can do',
    retry: 'Order again',
    out: 'With the bank',
    noneOut: 'No payment is with the bank.',
    answer: 'Answer of the bank',
    noAnswer: 'no answer yet',
    executed: 'Carried out',
    failed: 'Failed',
    batches: 'Batches',
    noBatches: 'No batch was proposed yet.',
    batch: 'Batch',
    number: (id: string) => `Batch ${id}`,
    payOn: 'To be carried out on',
    count: 'Payments',
    amount: 'Amount',
    state: 'Status',
  },
)
