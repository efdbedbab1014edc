import type { ApprovedBatch, CallContext } from '../../../machines/call/context.ts'
import type { BatchFacts, BatchPayment } from '../../../machines/call/facts.ts'
import { dateOf, formatInstant } from '../../domain/calendar.ts'
import { endToEndId, messageId } from '../../domain/payment-references.ts'
import { sumCents } from '../../domain/money.ts'
import { EngineError, type Engine } from '../../engine/index.ts'
import type { AccountOf } from './accounts.ts'
import { batchChecks, type BatchCheck } from './checks.ts'
import type { PaymentOrder } from './orders.ts'

/** A payment batch; ids of persons are random ones, and name nobody. */
export interface Batch {
  /** The revision of the call that proposed it. */
  readonly id: number
  /** `proposed` waits for approval, `approved` for answers of the bank, `answered` for nothing. */
  readonly status: 'proposed' | 'approved' | 'answered'
  readonly executionDate: string
  readonly proposedBy: string
  readonly approvedBy: string | null
  readonly approvedAt: string | null
  /** What its message to the bank is called; null until it is approved. */
  readonly messageId: string | null
  readonly count: number
  readonly totalCents: number
  readonly payments: readonly ShownPayment[]
  /** What its approver must know; only while it is proposed. */
  readonly checks: readonly BatchCheck[]
}

/** A payment as it was approved, whatever became of its project since. */
export interface ShownPayment {
  readonly order: string
  readonly attempt: number
  readonly name: string
  readonly cents: number
  readonly iban: string | null
  readonly endToEndId: string
  /** `retried`: this attempt failed, and another was made. */
  readonly status: 'waiting' | 'paid' | 'failed' | 'retried'
}

/** An approval, as the log has it. */
export interface Approval {
  readonly batch: ApprovedBatch
  readonly person: string | null
  readonly atMs: number
  readonly payments: readonly BatchPayment[]
}

/** What an approval approved: attempts, amounts, names and accounts as they stood then. */
export async function approvalOf(
  engine: Engine,
  call: string,
  batch: ApprovedBatch,
): Promise<Approval> {
  const [entry] = await engine.history(call, { after: batch.approval - 1, limit: 1 })
  if (entry === undefined) {
    const what = `${call} has no revision ${batch.approval}, which approved a batch`
    throw new EngineError('corrupt-row', what)
  }
  const { payments } = entry.facts as BatchFacts
  return { batch, person: entry.person, atMs: entry.at, payments }
}

/** The open batch, if there is one, and every approved one; the latest first. */
export async function batchesOf(
  engine: Engine,
  call: CallContext,
  orders: readonly PaymentOrder[],
  accountOf: AccountOf,
): Promise<readonly Batch[]> {
  const known = new Map(orders.map((order) => [order.id, order]))
  const approved: Batch[] = []
  for (const batch of call.approvedBatches) {
    approved.push(
      approvedBatch(call.id, await approvalOf(engine, call.id, batch), known, accountOf),
    )
  }
  const { paymentBatch: open } = call
  if (open === null) return approved.toReversed()
  const payments = open.orders.flatMap((id): readonly ShownPayment[] => {
    const order = known.get(id)
    if (order === undefined) return []
    const { attempt, name, cents, iban } = order
    return [
      { order: id, attempt, name, cents, iban, endToEndId: order.endToEndId, status: 'waiting' },
    ]
  })
  const { id, executionDate, proposedBy } = open
  const proposed: Batch = {
    id,
    status: 'proposed',
    executionDate,
    proposedBy,
    approvedBy: null,
    approvedAt: null,
    messageId: null,
    ...totalsOf(payments),
    payments,
    checks: batchChecks(open, known, dateOf(engine.nowMs(), call.parameters.timeZone)),
  }
  return [proposed, ...approved.toReversed()]
}

function approvedBatch(
  call: string,
  { batch, person, atMs, payments: approved }: Approval,
  known: ReadonlyMap<string, PaymentOrder>,
  accountOf: AccountOf,
): Batch {
  const payments = approved.map((payment) => ({
    order: payment.order,
    attempt: payment.attempt,
    name: payment.name,
    cents: payment.cents,
    iban: accountOf(projectOf(payment.order), payment.iban),
    endToEndId: endToEndId(payment.order, payment.attempt),
    status: statusOf(payment, known.get(payment.order)),
  }))
  return {
    id: batch.id,
    status: payments.some(({ status }) => status === 'waiting') ? 'approved' : 'answered',
    executionDate: batch.executionDate,
    proposedBy: batch.proposedBy,
    approvedBy: person,
    approvedAt: formatInstant(atMs),
    messageId: messageId(call, batch.id),
    ...totalsOf(payments),
    payments,
    checks: [],
  }
}

function statusOf(
  { attempt }: BatchPayment,
  order: PaymentOrder | undefined,
): ShownPayment['status'] {
  if (order === undefined || order.attempt !== attempt) return 'retried'
  if (order.status === 'paid' || order.status === 'failed') return order.status
  return 'waiting'
}

function totalsOf(payments: readonly ShownPayment[]) {
  return { count: payments.length, totalCents: sumCents(payments.map(({ cents }) => cents)) }
}

/** `<call>/<applicant>` of `<call>/<applicant>/advance`. */
export function projectOf(order: string): string {
  return order.slice(0, order.lastIndexOf('/'))
}
