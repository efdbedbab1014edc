import type { ComponentChildren } from 'preact'
import type { BatchCheck } from '../../programme/payments/checks.ts'
import { catalogue } from '../catalogue.ts'
import { page } from '../shell.tsx'
import { Checks } from './checks.tsx'
import { OrderTable } from './order-table.tsx'
import { paymentsPath, preparePath } from './paths.ts'
import type { PaymentVisit } from './payment-visit.ts'

/** What a person wants the bank to pay, and when. */
export interface BatchRequest {
  readonly orders: readonly string[]
  readonly executionDate: string
}

/** First step: which orders, and on which day. */
export function prepareFormPage(
  seen: PaymentVisit,
  asked: BatchRequest,
  errors: ReadonlyMap<string, string>,
): string {
  const { visit, overview, rights } = seen
  const t = texts[visit.locale]
  const due = overview.orders.filter(({ status }) => status === 'due')
  const chosen = new Set(asked.orders)
  const dateError = errors.get('executionDate')
  return framed(
    seen,
    <>
      <Errors seen={seen} errors={errors} />
      {due.length === 0 ? (
        <p class="lead">{t.nothingDue}</p>
      ) : (
        <form method="post" action={preparePath(visit.call.id)} data-keeps>
          <Carried seen={seen} />
          <fieldset id="batch-orders">
            <legend>{t.which}</legend>
            <OrderTable
              visit={visit}
              title={t.which}
              orders={due}
              seesAccounts={rights.seesAccounts}
              tellsStatus={false}
              first={({ id, name }) => (
                <input
                  type="checkbox"
                  name="orders"
                  value={id}
                  aria-label={name}
                  checked={chosen.has(id)}
                />
              )}
            />
          </fieldset>
          <div class={dateError === undefined ? 'field' : 'field wrong'}>
            <label for="batch-executionDate">{t.when}</label>
            <span class="hint" id="batch-hint">
              {t.bankDay}
            </span>
            {dateError !== undefined && <span class="error">{dateError}</span>}
            <input
              id="batch-executionDate"
              type="date"
              name="executionDate"
              value={asked.executionDate}
              aria-describedby="batch-hint"
              required
            />
          </div>
          <div class="buttons">
            <button name="step" value="check">
              {t.next}
            </button>
            <a class="button quiet" href={paymentsPath(visit.call.id)}>
              {t.back}
            </a>
          </div>
          <p class="faint">{t.nothingYet}</p>
        </form>
      )}
    </>,
  )
}

/** Second step: what must be known of them, and the button that proposes them. */
export function prepareConfirmPage(
  seen: PaymentVisit,
  asked: BatchRequest,
  checks: readonly BatchCheck[],
): string {
  const { visit, overview, rights } = seen
  const t = texts[visit.locale]
  const chosen = overview.orders.filter(({ id }) => asked.orders.includes(id))
  const isWrong = checks.some(({ outcome }) => outcome === 'wrong')
  return framed(
    seen,
    <>
      <p class="lead">{t.on(visit.format.weekday(Date.parse(asked.executionDate)))}</p>
      <Checks visit={visit} checks={checks} orders={overview.orders} />
      <h2>{t.which}</h2>
      <OrderTable
        visit={visit}
        title={t.which}
        orders={chosen}
        seesAccounts={rights.seesAccounts}
        tellsStatus={false}
      />
      <form method="post" action={preparePath(visit.call.id)}>
        <Carried seen={seen} />
        <input type="hidden" name="executionDate" value={asked.executionDate} />
        {asked.orders.map((id) => (
          <input type="hidden" name="orders" value={id} />
        ))}
        <div class="buttons">
          {!isWrong && (
            <button name="step" value="propose">
              {t.propose}
            </button>
          )}
          <button class="quiet" name="step" value="change">
            {t.change}
          </button>
          <a class="button quiet" href={paymentsPath(visit.call.id)}>
            {t.back}
          </a>
        </div>
      </form>
      <p class="faint">{t.second}</p>
    </>,
  )
}

function framed({ visit }: PaymentVisit, children: ComponentChildren): string {
  const t = texts[visit.locale]
  return page(visit, {
    title: t.title,
    current: 'payments',
    children: (
      <>
        <p>
          <a href={paymentsPath(visit.call.id)}>← {t.payments}</a>
        </p>
        <h1>{t.title}</h1>
        {children}
      </>
    ),
  })
}

function Carried({ seen: { visit } }: { readonly seen: PaymentVisit }) {
  return (
    <>
      <input type="hidden" name="csrf" value={visit.csrf} />
      <input type="hidden" name="call" value={visit.call.id} />
    </>
  )
}

function Errors({
  seen: { visit },
  errors,
}: {
  readonly seen: PaymentVisit
  readonly errors: ReadonlyMap<string, string>
}) {
  if (errors.size === 0) return null
  return (
    <div class="message bad" role="alert">
      <p>
        <strong>{texts[visit.locale].wrong}</strong>
      </p>
      <ul>
        {[...errors].map(([name, text]) => (
          <li>{name === '' ? text : <a href={`#batch-${name}`}>{text}</a>}</li>
        ))}
      </ul>
    </div>
  )
}

const texts = catalogue(
  {
    title: 'Een betaalbatch voorbereiden',
    payments: 'Betalingen',
    wrong: 'Dit klopt nog niet:',
    nothingDue: 'Er is geen opdracht die op een batch wacht.',
    which: 'Opdrachten in deze batch',
    when: 'Dag waarop de bank betaalt',
    bankDay:
      'Een dag waarop banken werken: geen weekend, geen 1 januari, Goede Vrijdag, paasmaandag, ' +
      '1 mei, 25 of 26 december.',
    next: 'Verder: kijk na',
    back: 'Terug zonder iets te doen',
    nothingYet: 'Er gebeurt nog niets: eerst ziet u wat er na te kijken is.',
    on: (day: string) => `Uit te voeren op ${day}.`,
    propose: 'Voorstellen aan een tweede persoon',
    change: 'Nog wijzigen',
    second:
      'Er wordt pas betaald als een andere persoon de batch goedkeurt en u ze aan de bank geeft.',
  },
  {
    title: 'Prepare a payment batch',
    payments: 'Payments',
    wrong: 'This is not right yet:',
    nothingDue: 'There is no order that waits for a batch.',
    which: 'Orders in this batch',
    when: 'Day on which the bank pays',
    bankDay:
      'A day on which banks work: no weekend, no 1 January, Good Friday, Easter Monday, 1 May, ' +
      '25 or 26 December.',
    next: 'Next: check it',
    back: 'Back without doing anything',
    nothingYet: 'Nothing happens yet: first you see what there is to check.',
    on: (day: string) => `To be carried out on ${day}.`,
    propose: 'Propose to a second person',
    change: 'Change something',
    second: 'Nothing is paid until another person approves the batch and you give it to the bank.',
  },
)
