import type { CallContext } from '../../../machines/call/context.ts'
import type { Order, ProjectContext } from '../../../machines/project/context.ts'
import { orderId, plannedAdvanceCents } from '../../../machines/project/payments.ts'
import { orderStage } from '../../../machines/project/shape.ts'
import { formatInstant } from '../../domain/calendar.ts'
import { endToEndId } from '../../domain/payment-references.ts'
import type { Instance } from '../../engine/index.ts'
import type { AccountOf } from './accounts.ts'

/** A payment order of a call, as it stands. */
export interface PaymentOrder {
  readonly id: string
  readonly project: string
  /** Name of the applicant. */
  readonly name: string
  readonly kind: 'advance' | 'balance'
  readonly cents: number
  readonly attempt: number
  readonly status: OrderStatus
  /** The batch that it is in, or was in last; null for none. */
  readonly batch: number | null
  /** What this attempt is called between us and the bank. */
  readonly endToEndId: string
  /** When its payment was recorded; null while it is not paid. */
  readonly paidAt: string | null
  /** Null for none, for one that was redacted, and for readers who may not see it. */
  readonly iban: string | null
  /** The account has changed since the award; null when it has not. */
  readonly ibanChange: {
    readonly before: string | null
    readonly after: string | null
    /** Random ids of the persons who changed it. */
    readonly by: readonly string[]
  } | null
}

/**
 * `withoutIban` waits for an account, `due` for a batch, `proposed` for its approval, `ordered` for
 * the bank, `failed` for a retry.
 */
export type OrderStatus = 'withoutIban' | 'due' | 'proposed' | 'ordered' | 'failed' | 'paid'

/** Every order of a call that was made, and every advance that only waits for an account. */
export function ordersOf(
  call: CallContext,
  projects: readonly Instance[],
  accountOf: AccountOf,
): readonly PaymentOrder[] {
  const proposed = new Set(call.paymentBatch?.orders)
  const batches = new Map(
    call.approvedBatches.flatMap(({ id, orders }) => orders.map((order) => [order, id] as const)),
  )
  return projects.flatMap(({ snapshot }) => {
    const context = snapshot.context as ProjectContext
    return (['advance', 'balance'] as const).flatMap((kind): readonly PaymentOrder[] => {
      const order = context.orders[kind]
      if (order === null) {
        const isAwaited = kind === 'advance' && snapshot.matches(waitsForAccount)
        return isAwaited ? [shown(context, kind, planned(context), 'withoutIban', accountOf)] : []
      }
      const stage = orderStage(snapshot, kind)
      const isProposed = stage === 'due' && proposed.has(order.id)
      const batch = isProposed ? call.paymentBatch?.id : batches.get(order.id)
      const status = isProposed ? 'proposed' : stage
      const isIn = status !== 'due' && status !== 'withoutIban'
      return [shown(context, kind, order, status, accountOf, isIn ? batch : undefined)]
    })
  })
}

const waitsForAccount = { life: { active: { running: { advance: 'withoutIban' } } } }

function planned(context: ProjectContext): Order {
  const cents = plannedAdvanceCents(context)
  return { id: orderId(context, 'advance'), cents, attempt: 1, paidMs: null }
}

function shown(
  context: ProjectContext,
  kind: PaymentOrder['kind'],
  { id, cents, attempt, paidMs }: Order,
  status: OrderStatus,
  accountOf: AccountOf,
  batch: number | null = null,
): PaymentOrder {
  const { applicant, ibanAtAward, ibanChangedBy } = context
  const iban = accountOf(context.id, applicant.iban)
  return {
    id,
    project: context.id,
    name: applicant.name,
    kind,
    cents,
    attempt,
    status,
    batch,
    endToEndId: endToEndId(id, attempt),
    paidAt: paidMs === null ? null : formatInstant(paidMs),
    iban,
    ibanChange:
      applicant.iban === ibanAtAward
        ? null
        : { before: accountOf(context.id, ibanAtAward), after: iban, by: ibanChangedBy },
  }
}
