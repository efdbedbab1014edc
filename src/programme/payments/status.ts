import type { CallContext } from '../../../machines/call/context.ts'
import type { Texts } from '../../domain/call.ts'
import { formatEuro } from '../../domain/money.ts'
import { endToEndId, messageId } from '../../domain/payment-references.ts'
import type { Engine } from '../../engine/index.ts'
import { approvalOf } from './batches.ts'
import { digestOf, type PaymentFile } from './file.ts'
import type { PaymentOrder } from './orders.ts'
import { reasonText } from './reason-codes.ts'
import { readStatusFile } from './status-file.ts'
import type { StatusLine } from './status-line.ts'
import {
  keysIn,
  leavingOut,
  todayOf,
  type TakeOptions,
  type TakenEvent,
  type TakenLine,
  type Wrong,
} from './taking.ts'

/** Attempt of an order that a reference means. */
interface Meant {
  readonly order: PaymentOrder
  readonly attempt: number
}

interface Ground {
  readonly digest: string
  readonly today: string
  /** By EndToEndId of each attempt so far, and by the order's id. */
  readonly meant: ReadonlyMap<string, Meant>
  /** Keys that the project of an order has taken. */
  readonly keysOf: (project: string) => Promise<ReadonlyMap<string, string>>
}

/** Judges every line of a status file against the orders of its call; changes nothing. */
export async function judgeStatus(
  engine: Engine,
  call: CallContext,
  orders: readonly PaymentOrder[],
  file: PaymentFile,
  { leaveOut = [] }: TakeOptions,
): Promise<{ readonly digest: string; readonly lines: readonly TakenLine[] }> {
  const digest = digestOf(file)
  const ground: Ground = {
    digest,
    today: todayOf(engine, call),
    meant: new Map(orders.filter(({ status }) => status !== 'withoutIban').flatMap(meantBy)),
    keysOf: remembering((project) => engine.history(project).then(keysIn)),
  }
  const lines: TakenLine[] = []
  const seen = new Set<string>()
  for (const line of await spelledOut(engine, call, readStatusFile(file))) {
    const judged = await judge(line, ground)
    const [key] = leaveOut.includes(line.line) ? [] : judged.events.map((event) => event.key)
    const isDouble = key !== undefined && seen.has(key)
    if (key !== undefined) seen.add(key)
    lines.push(isDouble ? { ...judged, ...double, events: [] } : judged)
  }
  return { digest, lines: leavingOut(lines, leaveOut) }
}

const double = wrong('double', 'Staat twee keer in het bestand.', 'Stands in the file twice.')

function meantBy(order: PaymentOrder): readonly (readonly [string, Meant])[] {
  const { id, attempt: latest } = order
  const attempts = Array.from({ length: latest }, (_, index) => index + 1)
  return [
    [id, { order, attempt: latest }],
    ...attempts.map((attempt) => [endToEndId(id, attempt), { order, attempt }] as const),
  ]
}

/** A status of a whole message is one of each payment in it. */
async function spelledOut(
  engine: Engine,
  call: CallContext,
  lines: readonly StatusLine[],
): Promise<readonly StatusLine[]> {
  const all: StatusLine[] = []
  for (const line of lines) {
    const batch = call.approvedBatches.find(({ id }) => messageId(call.id, id) === line.message)
    if (batch === undefined) {
      all.push(line.message === null ? line : { ...line, reference: line.message })
      continue
    }
    const { payments } = await approvalOf(engine, call.id, batch)
    for (const { order, attempt } of payments) {
      all.push({ ...line, reference: endToEndId(order, attempt) })
    }
  }
  return all
}

async function judge(line: StatusLine, ground: Ground): Promise<TakenLine> {
  const { reference } = line
  const meant = ground.meant.get(reference ?? '')
  const cents = line.cents ?? meant?.order.cents ?? null
  const head = { line: line.line, reference, cents, events: [] }
  if (meant === undefined) {
    return {
      ...head,
      ...wrong(
        'unknownOrder',
        `Deze oproep kent geen betaling ${shortened(reference)}.`,
        `This call knows no payment ${shortened(reference)}.`,
      ),
    }
  }
  const { order, attempt } = meant
  const flaw = flawOf(line, order, ground.today)
  if (flaw !== null) return { ...head, ...flaw }
  if (line.status === 'pending') {
    return {
      ...head,
      verdict: 'ignored',
      text: { nl: 'De bank heeft nog niet beslist.', en: 'The bank has not decided yet.' },
    }
  }
  const event = eventOf(line, order, attempt, ground.digest)
  if (isExpected(line, order, attempt)) {
    return { ...head, verdict: 'taken', text: takenText(line, order), events: [event] }
  }
  const isKnown =
    saysTheSame(line, order, attempt) || (await ground.keysOf(order.project)).has(event.key)
  if (isKnown) {
    const text = { nl: 'Dit was al geboekt.', en: 'This was booked before.' }
    return { ...head, verdict: 'known', text }
  }
  return { ...head, ...unexpected(order, attempt) }
}

/** What is wrong with a line, whatever the state of its order. */
function flawOf(line: StatusLine, order: PaymentOrder, today: string) {
  if (line.status === 'unknown') {
    return wrong(
      'unknownStatus',
      'Deze status is niet gekend: uitgevoerd, geweigerd of teruggekeerd.',
      'This status is unknown: executed, rejected or returned.',
    )
  }
  if (line.currency !== 'EUR') {
    return wrong('otherCurrency', 'De munt is geen EUR.', 'The currency is not EUR.')
  }
  if (line.cents !== null && line.cents !== order.cents) {
    const [said, ordered] = [formatEuro(line.cents), formatEuro(order.cents)]
    return wrong(
      'otherAmount',
      `Het bestand zegt ${said} EUR, de opdracht ${ordered} EUR.`,
      `The file says ${said} EUR, the order ${ordered} EUR.`,
    )
  }
  const needsDate = line.status === 'executed' || line.status === 'returned'
  if (needsDate && (line.date === null || line.date > today)) {
    return wrong(
      'wrongDate',
      line.date === null ? 'De datum ontbreekt.' : `${line.date} moet nog komen.`,
      line.date === null ? 'The date is missing.' : `${line.date} is yet to come.`,
    )
  }
  return null
}

/** The event would be the next thing that this attempt waits for. */
function isExpected({ status }: StatusLine, order: PaymentOrder, attempt: number): boolean {
  if (attempt !== order.attempt) return false
  return order.status === (status === 'returned' ? 'paid' : 'ordered')
}

/** Another file told the same of the same attempt. */
function saysTheSame({ status }: StatusLine, order: PaymentOrder, attempt: number): boolean {
  if (attempt !== order.attempt) return false
  return (
    (status === 'executed' && order.status === 'paid') ||
    (status === 'rejected' && order.status === 'failed')
  )
}

function unexpected({ status, attempt: latest }: PaymentOrder, attempt: number) {
  return attempt === latest
    ? wrong(
        'notNow',
        `De opdracht staat op ${stageText[status].nl}.`,
        `The order is ${stageText[status].en}.`,
      )
    : wrong(
        'otherAttempt',
        `Dit is poging ${attempt}; intussen loopt poging ${latest}.`,
        `This is attempt ${attempt}; attempt ${latest} runs meanwhile.`,
      )
}

const stageText: Readonly<Record<PaymentOrder['status'], Texts>> = {
  withoutIban: { nl: 'wachten op een IBAN', en: 'waiting for an IBAN' },
  due: { nl: 'wachten op een batch', en: 'waiting for a batch' },
  proposed: { nl: 'wachten op goedkeuring', en: 'waiting for approval' },
  ordered: { nl: 'wachten op de bank', en: 'waiting for the bank' },
  failed: { nl: 'mislukt', en: 'failed' },
  paid: { nl: 'betaald', en: 'paid' },
}

const types = {
  executed: 'payment.execute',
  rejected: 'payment.fail',
  returned: 'payment.return',
} as const

function eventOf(
  line: StatusLine,
  { id, project }: PaymentOrder,
  attempt: number,
  digest: string,
): TakenEvent {
  const status = line.status as keyof typeof types
  const date = line.date ?? ''
  const reason = reasonOf(line)
  return {
    to: project,
    type: types[status],
    data: {
      order: id,
      ...(status === 'rejected' ? {} : { date }),
      ...(status === 'executed' ? {} : { reason }),
    },
    key: `status:${digest.slice(0, 32)}:${endToEndId(id, attempt)}`,
  }
}

/** Both languages: the text stands in the file of the project, for whoever reads it. */
function reasonOf({ code, note }: Pick<StatusLine, 'code' | 'note'>): string {
  const { nl, en } = reasonText(code)
  return `${nl} / ${en}${note === null ? '' : `: ${note}`}`
}

function takenText(line: StatusLine, { cents }: PaymentOrder): Texts {
  const amount = formatEuro(cents)
  const { nl, en } = reasonText(line.code)
  switch (line.status) {
    case 'executed':
      return {
        nl: `${amount} EUR uitgevoerd op ${line.date}.`,
        en: `${amount} EUR executed on ${line.date}.`,
      }
    case 'returned':
      return { nl: `${amount} EUR teruggekeerd: ${nl}.`, en: `${amount} EUR returned: ${en}.` }
    default:
      return { nl: `${amount} EUR geweigerd: ${nl}.`, en: `${amount} EUR rejected: ${en}.` }
  }
}

function wrong(verdict: Wrong, nl: string, en: string) {
  return { verdict, text: { nl, en } }
}

function shortened(reference: string | null): string {
  return (reference ?? '').slice(0, 100)
}

function remembering<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (key) => {
    const found = known.get(key) ?? ask(key)
    known.set(key, found)
    return found
  }
}
