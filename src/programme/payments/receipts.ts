import { createHash } from 'node:crypto'
import type { CallContext } from '../../../machines/call/context.ts'
import { structuredReferencesIn } from '../../domain/payment-references.ts'
import { formatEuro, parseEuro } from '../../domain/money.ts'
import type { Engine } from '../../engine/index.ts'
import type { PaymentClaim } from './claims.ts'
import { digestOf, type PaymentFile } from './file.ts'
import type { PaymentOrder } from './orders.ts'
import { readReceiptFile } from './receipt-file.ts'
import type { ReceiptLine } from './receipt-line.ts'
import { reasonText } from './reason-codes.ts'
import {
  keysIn,
  leavingOut,
  todayOf,
  type TakeOptions,
  type TakenEvent,
  type TakenLine,
} from './taking.ts'

interface Ground {
  readonly call: string
  readonly today: string
  readonly claims: readonly PaymentClaim[]
  readonly orders: readonly PaymentOrder[]
  /** What is still open of each claim, while the lines before it are counted. */
  readonly open: Map<PaymentClaim, number>
  /** Keys that were used before, with the amounts that were booked under them. */
  readonly used: ReadonlyMap<string, string>
  /** Orders whose return an earlier line tells. */
  readonly returned: Set<string>
}

/** Judges every line of an account statement against the claims of a call; changes nothing. */
export async function judgeReceipts(
  engine: Engine,
  call: CallContext,
  {
    claims,
    orders,
  }: { readonly claims: readonly PaymentClaim[]; readonly orders: readonly PaymentOrder[] },
  file: PaymentFile,
  { leaveOut = [] }: TakeOptions,
): Promise<{ readonly digest: string; readonly lines: readonly TakenLine[] }> {
  const digest = digestOf(file)
  const read = readReceiptFile(file)
  const ground: Ground = {
    call: call.id,
    today: todayOf(engine, call),
    claims,
    orders,
    open: new Map(claims.map((claim) => [claim, claim.openCents])),
    used: await keysOf(engine, call.id, [...claims, ...returnedOrders(read, orders)]),
    returned: new Set(),
  }
  const seen = new Set<string>()
  const lines = read.map((line): TakenLine => {
    const key = keyOf(line, digest)
    if (leaveOut.includes(line.line)) return judgedAs(line, 'leftOut', '', '')
    if (seen.has(key)) {
      return judgedAs(
        line,
        'double',
        'Staat twee keer in het bestand.',
        'Stands in the file twice.',
      )
    }
    seen.add(key)
    return judge(line, key, ground)
  })
  return { digest, lines: leavingOut(lines, leaveOut) }
}

/** The same money in two files is booked once, if the bank names it; else only the file tells. */
function keyOf({ id, line }: ReceiptLine, digest: string): string {
  const name = id === null ? `${digest} ${line}` : `entry ${id}`
  return `receipt:${createHash('sha256').update(name).digest('hex').slice(0, 40)}`
}

function returnedOrders(lines: readonly ReceiptLine[], orders: readonly PaymentOrder[]) {
  const names = new Set(lines.flatMap(({ returned }) => returned?.endToEndId ?? []))
  return names.size === 0 ? [] : orders
}

async function keysOf(
  engine: Engine,
  call: string,
  subjects: readonly { readonly project: string }[],
): Promise<ReadonlyMap<string, string>> {
  const used = new Map<string, string>()
  for (const id of new Set([call, ...subjects.map(({ project }) => project)])) {
    for (const [key, amount] of keysIn(await engine.history(id))) used.set(key, amount)
  }
  return used
}

function judge(line: ReceiptLine, key: string, ground: Ground): TakenLine {
  if (line.direction === 'out') {
    return judgedAs(line, 'ignored', 'Geen ontvangst.', 'No receipt.')
  }
  if (line.direction === 'pending') {
    return judgedAs(
      line,
      'ignored',
      'Nog niet geboekt door de bank.',
      'Not yet booked by the bank.',
    )
  }
  const before = ['repay', 'book', 'back'].flatMap(
    (part) => ground.used.get(`${key}:${part}`) ?? [],
  )
  if (before.length > 0) return known(line, before)
  if (line.currency !== 'EUR') {
    return judgedAs(line, 'otherCurrency', 'De munt is geen EUR.', 'The currency is not EUR.')
  }
  if (line.date > ground.today) {
    const { date } = line
    return judgedAs(line, 'wrongDate', `${date} moet nog komen.`, `${date} is yet to come.`)
  }
  return line.returned === null
    ? matched(line, key, ground)
    : (cameBack(line, line.returned, key, ground) ?? matched(line, key, ground))
}

/** What the bank names the same must be the same money. */
function known(line: ReceiptLine, amounts: readonly string[]): TakenLine {
  const booked = amounts.reduce((sum, amount) => sum + (parseEuro(amount) ?? 0), 0)
  const isWhole = amounts.includes('') || booked === line.cents
  return isWhole
    ? judgedAs(line, 'known', 'Dit was al geboekt.', 'This was booked before.')
    : judgedAs(
        line,
        'otherAmount',
        `Onder deze naam is al ${formatEuro(booked)} EUR geboekt.`,
        `${formatEuro(booked)} EUR was booked under this name before.`,
      )
}

/** Our own payment came back; null when it is none of this call's. */
function cameBack(
  line: ReceiptLine,
  { endToEndId, code }: NonNullable<ReceiptLine['returned']>,
  key: string,
  { orders, returned }: Ground,
): TakenLine | null {
  const order = orders.find((each) => each.endToEndId === endToEndId)
  if (order === undefined || order.cents !== line.cents) return null
  const isPaid = order.status === 'paid'
  if ((!isPaid && order.status !== 'ordered') || returned.has(order.id)) return null
  returned.add(order.id)
  const { nl, en } = reasonText(code)
  const reason = `${nl} / ${en}`
  const event: TakenEvent = {
    to: order.project,
    type: isPaid ? 'payment.return' : 'payment.fail',
    data: { order: order.id, ...(isPaid ? { date: line.date } : {}), reason },
    key: `${key}:back`,
  }
  return {
    ...judgedAs(line, 'taken', `Betaling teruggekeerd: ${nl}.`, `Payment came back: ${en}.`),
    reference: endToEndId,
    events: [event],
  }
}

/** As much as is open goes to the claim, the rest stays money that no claim takes. */
function matched(line: ReceiptLine, key: string, ground: Ground): TakenLine {
  const references = structuredReferencesIn(line.about)
  const fitting = ground.claims.filter(({ reference }) => references.includes(reference))
  const claim = fitting.length === 1 ? fitting[0] : undefined
  const left = claim === undefined ? 0 : (ground.open.get(claim) ?? 0)
  const repaid = Math.min(left, line.cents)
  const rest = line.cents - repaid
  const events: TakenEvent[] = []
  if (claim !== undefined && repaid > 0) {
    ground.open.set(claim, left - repaid)
    events.push({
      to: claim.project,
      type: 'clawback.repay',
      data: { amount: formatEuro(repaid), date: line.date, claim: claim.name },
      key: `${key}:repay`,
    })
  }
  if (rest > 0) {
    events.push({
      to: ground.call,
      type: 'receipt.book',
      data: { amount: formatEuro(rest), date: line.date, reference: line.about },
      key: `${key}:book`,
    })
  }
  const parts = partsOf(claim, repaid, rest, left)
  return {
    ...judgedAs(
      line,
      'taken',
      parts.map(([nl]) => nl).join(' '),
      parts.map(([, en]) => en).join(' '),
    ),
    reference: claim?.reference ?? references[0] ?? null,
    events,
  }
}

function partsOf(
  claim: PaymentClaim | undefined,
  repaid: number,
  rest: number,
  left: number,
): readonly (readonly [nl: string, en: string])[] {
  const name = claim === undefined ? '' : `${claim.applicant} (${claim.name})`
  const open = formatEuro(left - repaid)
  return [
    ...(repaid > 0
      ? ([
          [
            `${formatEuro(repaid)} EUR van ${name}; ${open} EUR blijft open.`,
            `${formatEuro(repaid)} EUR from ${name}; ${open} EUR stays open.`,
          ],
        ] as const)
      : []),
    ...(rest > 0
      ? ([
          [
            `${formatEuro(rest)} EUR zonder vordering geboekt.`,
            `${formatEuro(rest)} EUR booked without a claim.`,
          ],
        ] as const)
      : []),
  ]
}

function judgedAs(
  { line, cents, about }: ReceiptLine,
  verdict: TakenLine['verdict'],
  nl: string,
  en: string,
): TakenLine {
  const [reference = null] = structuredReferencesIn(about)
  return { line, reference, cents, verdict, text: { nl, en }, events: [] }
}
