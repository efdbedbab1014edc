import type { BatchCheck } from '../../programme/payments/checks.ts'
import type { PaymentOrder } from '../../programme/payments/orders.ts'
import type { CallVisit } from '../agency-visit.ts'
import { catalogue } from '../catalogue.ts'
import { inWords } from './payment-words.ts'
import { Tag, toneOfCheck } from './tags.tsx'

/** What whoever proposes or approves a batch must know, each with its outcome. */
export function Checks({
  visit: { locale, format },
  checks,
  orders,
}: {
  readonly visit: CallVisit
  readonly checks: readonly BatchCheck[]
  readonly orders: readonly PaymentOrder[]
}) {
  const t = texts[locale]
  return (
    <>
      <h2>{t.title}</h2>
      <ul class="steps">
        {checks.map(({ outcome, text }) => (
          <li>
            <Tag tone={toneOfCheck[outcome]} text={t.outcome[outcome]} />{' '}
            {inWords(format, text[locale], orders)}
          </li>
        ))}
      </ul>
    </>
  )
}

const texts = catalogue(
  {
    title: 'Nagekeken',
    outcome: { ok: 'in orde', attention: 'kijk na', wrong: 'kan niet' },
  },
  { title: 'Checked', outcome: { ok: 'in order', attention: 'look at it', wrong: 'not possible' } },
)
