import { isBankDay } from '../../domain/calendar.ts'
import type { Texts } from '../../domain/call.ts'
import { formatEuro, sumCents } from '../../domain/money.ts'
import type { PaymentOrder } from './orders.ts'

/** One thing that whoever proposes or approves a batch must know. */
export interface BatchCheck {
  readonly name: 'orders' | 'double' | 'iban' | 'ibanChanged' | 'executionDate' | 'total'
  /** `attention` is a person's to judge; `wrong` keeps the batch from being proposed or approved. */
  readonly outcome: 'ok' | 'attention' | 'wrong'
  readonly text: Texts
}

export interface CheckedBatch {
  readonly orders: readonly string[]
  readonly executionDate: string
}

/** The machine refuses what is wrong here by itself; these are its reasons, in words. */
export function batchChecks(
  { orders, executionDate }: CheckedBatch,
  known: ReadonlyMap<string, PaymentOrder>,
  today: string,
): readonly BatchCheck[] {
  const found = orders.flatMap((id) => known.get(id) ?? [])
  const notDue = orders.filter((id) => !['due', 'proposed'].includes(known.get(id)?.status ?? ''))
  const double = orders.filter((id, index) => orders.indexOf(id) !== index)
  const without = found.filter(({ status }) => status === 'withoutIban').map(({ id }) => id)
  const changed = found.filter(({ ibanChange }) => ibanChange !== null).map(({ id }) => id)
  const total = formatEuro(sumCents(found.map(({ cents }) => cents)))
  return [
    check('orders', notDue, 'wrong', {
      ok: [
        `Alle ${orders.length} opdrachten wachten op een batch.`,
        `All ${orders.length} orders wait for a batch.`,
      ],
      not: ['Wacht niet op een batch', 'Waits for no batch'],
    }),
    check('double', double, 'wrong', {
      ok: ['Geen opdracht staat er twee keer in.', 'No order stands in it twice.'],
      not: ['Staat er twee keer in', 'Stands in it twice'],
    }),
    check('iban', without, 'wrong', {
      ok: ['Van elke opdracht is een IBAN bekend.', 'An IBAN is known for every order.'],
      not: ['Geen IBAN bekend', 'No IBAN is known'],
    }),
    check('ibanChanged', changed, 'attention', {
      ok: ['Geen IBAN is gewijzigd sinds de toekenning.', 'No IBAN has changed since the award.'],
      not: [
        'IBAN gewijzigd sinds de toekenning; wie niet wijzigde en niet voorstelde moet goedkeuren',
        'IBAN changed since the award; who neither changed nor proposed it must approve',
      ],
    }),
    dateCheck(executionDate, today),
    {
      name: 'total',
      outcome: 'ok',
      text: {
        nl: `${found.length} betalingen, samen ${total} EUR.`,
        en: `${found.length} payments, ${total} EUR in total.`,
      },
    },
  ]
}

function dateCheck(executionDate: string, today: string): BatchCheck {
  const name = 'executionDate'
  if (executionDate < today) {
    return {
      name,
      outcome: 'wrong',
      text: { nl: `${executionDate} is voorbij.`, en: `${executionDate} is past.` },
    }
  }
  return isBankDay(executionDate)
    ? {
        name,
        outcome: 'ok',
        text: { nl: `${executionDate} is een bankdag.`, en: `${executionDate} is a bank day.` },
      }
    : {
        name,
        outcome: 'wrong',
        text: {
          nl: `Banken voeren niets uit op ${executionDate}.`,
          en: `Banks do not settle on ${executionDate}.`,
        },
      }
}

type Pair = readonly [nl: string, en: string]

function check(
  name: BatchCheck['name'],
  hit: readonly string[],
  outcome: 'attention' | 'wrong',
  { ok, not }: { readonly ok: Pair; readonly not: Pair },
): BatchCheck {
  if (hit.length === 0) return { name, outcome: 'ok', text: { nl: ok[0], en: ok[1] } }
  const names = [...new Set(hit)].join(', ')
  return { name, outcome, text: { nl: `${not[0]}: ${names}.`, en: `${not[1]}: ${names}.` } }
}
