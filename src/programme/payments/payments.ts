import type { CallContext } from '../../../machines/call/context.ts'
import { readConfig, type PayerConfig } from '../../config.ts'
import { dateOf, formatInstant } from '../../domain/calendar.ts'
import { endToEndId, messageId, paymentInformationId } from '../../domain/payment-references.ts'
import type { Engine, Instance, Outcome, Refused } from '../../engine/index.ts'
import type { Queries } from '../queries.ts'
import { accountsOf, type AccountOf } from './accounts.ts'
import { approvalOf, batchesOf, projectOf, type Approval, type Batch } from './batches.ts'
import { batchChecks, type BatchCheck, type CheckedBatch } from './checks.ts'
import { claimsOf, type PaymentClaim } from './claims.ts'
import { PaymentFileError, type PaymentFile } from './file.ts'
import { inventedPayer } from './invented-payer.ts'
import { ordersOf, type PaymentOrder } from './orders.ts'
import { pain001 } from './pain-001.ts'
import { judgeReceipts } from './receipts.ts'
import { judgeStatus } from './status.ts'
import { take, type TakeBy, type TakenFile, type TakeOptions } from './taking.ts'

/** What goes out and what comes back, of one call. */
export interface PaymentOverview {
  readonly call: string
  readonly mode: 'external' | 'batch'
  readonly orders: readonly PaymentOrder[]
  readonly batches: readonly Batch[]
  readonly claims: readonly PaymentClaim[]
  /** Money that came in and that no claim took. */
  readonly unmatchedCents: number
}

export interface ExportedBatch {
  readonly accepted: true
  readonly xml: string
  readonly fileName: string
}

/**
 * What leaves and what comes back: batches by two persons, their message to the bank, its answers,
 * and money that comes in. Refusals are values. Source: domain §5, §6.
 */
export class Payments {
  readonly #engine: Engine
  readonly #queries: Queries
  readonly #payer: PayerConfig | null

  /** `payer`: whose account payments leave from; default what the environment says. */
  constructor(engine: Engine, queries: Queries, payer: PayerConfig | null = payerOf(engine)) {
    this.#engine = engine
    this.#queries = queries
    this.#payer = payer
  }

  /** Undefined when there is no such call. Without `seesAccounts` no IBAN is in it. */
  async overview(
    call: string,
    { seesAccounts }: { readonly seesAccounts: boolean },
  ): Promise<PaymentOverview | undefined> {
    const found = await this.#read(call, seesAccounts)
    if (found === undefined) return undefined
    const { context, orders, claims, accountOf } = found
    return {
      call,
      mode: context.parameters.payments,
      orders,
      batches: await batchesOf(this.#engine, context, orders, accountOf),
      claims,
      unmatchedCents: context.unmatchedCents,
    }
  }

  /** What whoever would propose this batch must know. */
  async check(call: string, batch: CheckedBatch): Promise<readonly BatchCheck[] | undefined> {
    const found = await this.#read(call, false)
    if (found === undefined) return undefined
    const { context, orders } = found
    const known = new Map(orders.map((order) => [order.id, order]))
    return batchChecks(batch, known, dateOf(this.#engine.nowMs(), context.parameters.timeZone))
  }

  propose(by: TakeBy, { orders, executionDate }: CheckedBatch): Promise<Outcome> {
    return this.#engine.send({
      ...optionsOf(by),
      type: 'paymentBatch.propose',
      data: { orders, executionDate },
    })
  }

  /** By another person than proposed it, who changed no account in it either. */
  approve(by: TakeBy, proposal: number): Promise<Outcome> {
    return this.#engine.send({
      ...optionsOf(by),
      type: 'paymentBatch.approve',
      data: { proposal },
    })
  }

  /** Sends back what waits for approval; refused when meanwhile another batch does. */
  async sendBack(by: TakeBy, proposal: number, reason: string): Promise<Outcome> {
    const instance = await this.#engine.instance(by.call)
    const open = (instance?.snapshot.context as CallContext | undefined)?.paymentBatch?.id
    if (open !== undefined && open !== proposal) {
      return refusal('version-conflict', `Proposal ${proposal} is not open; ${open} is.`)
    }
    return this.#engine.send({
      ...optionsOf(by),
      type: 'paymentBatch.return',
      data: { reason },
      ...(instance === undefined ? {} : { expectedRevision: instance.revision }),
    })
  }

  /**
   * The message of an approved batch to the bank, pain.001.001.09. It holds what was approved, as
   * it stood then: the same bytes whenever it is asked for, as long as the payer stays the same.
   */
  async export(call: string, id: number): Promise<ExportedBatch | Refused> {
    const instance = await this.#engine.instance(call)
    if (instance?.machine !== 'call') return refusal('not-found', `There is no call ${call}.`)
    const context = instance.snapshot.context as CallContext
    const batch = context.approvedBatches.find((each) => each.id === id)
    if (batch === undefined) {
      return context.paymentBatch?.id === id
        ? refusal('event-not-allowed', `Batch ${id} is not approved yet; nothing leaves before.`)
        : refusal('not-found', `${call} has no approved batch ${id}.`)
    }
    if (this.#payer === null) {
      return refusal(
        'event-not-allowed',
        'It is not known whose account pays; the operator sets PAYER_NAME and PAYER_IBAN.',
      )
    }
    const approval = await approvalOf(this.#engine, call, batch)
    const accountOf = await accountsOf(this.#queries, call)
    return messageOf(context, approval, this.#payer, accountOf)
  }

  /** Takes what a bank, or a person, says became of payments: all of the file, or nothing. */
  confirm(by: TakeBy, file: PaymentFile, options: TakeOptions = {}): Promise<TakenFile | Refused> {
    return this.#take(by, options, ({ context, orders }) =>
      judgeStatus(this.#engine, context, orders, file, options),
    )
  }

  /** Takes money that came in: to the claims that it names, the rest as unmatched. */
  receive(by: TakeBy, file: PaymentFile, options: TakeOptions = {}): Promise<TakenFile | Refused> {
    return this.#take(by, options, ({ context, ...ground }) =>
      judgeReceipts(this.#engine, context, ground, file, options),
    )
  }

  async #take(
    by: TakeBy,
    options: TakeOptions,
    judge: (found: Found) => ReturnType<typeof judgeStatus>,
  ): Promise<TakenFile | Refused> {
    const found = await this.#read(by.call, false)
    if (found === undefined) return refusal('not-found', `There is no call ${by.call}.`)
    try {
      return await take(this.#engine, by, await judge(found), options)
    } catch (error) {
      if (!(error instanceof PaymentFileError)) throw error
      return { ...refusal('invalid-payload', error.message), field: 'content' }
    }
  }

  async #read(call: string, seesAccounts: boolean): Promise<Found | undefined> {
    const instance = await this.#engine.instance(call)
    if (instance?.machine !== 'call') return undefined
    const context = instance.snapshot.context as CallContext
    const accountOf = seesAccounts ? await accountsOf(this.#queries, call) : () => null
    const projects = await this.#projects(call)
    return {
      context,
      accountOf,
      orders: ordersOf(context, projects, accountOf),
      claims: claimsOf(projects),
    }
  }

  async #projects(call: string): Promise<readonly Instance[]> {
    const all: Instance[] = []
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await this.#engine.instances({ groupId: call, machine: 'project', after })
      all.push(...page)
      after = page.at(-1)?.id
    }
    return all
  }
}

interface Found {
  readonly context: CallContext
  readonly orders: readonly PaymentOrder[]
  readonly claims: readonly PaymentClaim[]
  readonly accountOf: AccountOf
}

const kinds = { advance: 'voorschot', balance: 'saldo' } as const

function messageOf(
  { id: call, parameters }: CallContext,
  { batch, atMs, payments }: Approval,
  payer: PayerConfig,
  accountOf: AccountOf,
): ExportedBatch | Refused {
  const transfers = payments.map(({ order, attempt, cents, name, iban }) => {
    const kind = kinds[order.slice(order.lastIndexOf('/') + 1) as keyof typeof kinds]
    return {
      order,
      endToEndId: endToEndId(order, attempt),
      cents,
      name,
      iban: accountOf(projectOf(order), iban),
      about: `${parameters.title.nl}: ${kind} ${order}`,
    }
  })
  const gone = transfers.filter(({ iban }) => iban === null).map(({ order }) => order)
  if (gone.length > 0) {
    const message = `The IBAN that was approved for ${gone.join(', ')} has been redacted since.`
    return refusal('event-not-allowed', message)
  }
  const named = messageId(call, batch.id)
  return {
    accepted: true,
    fileName: `${named}.xml`,
    xml: pain001({
      messageId: named,
      paymentInformationId: paymentInformationId(call, batch.id),
      createdAt: formatInstant(atMs),
      executionDate: batch.executionDate,
      payer,
      payments: transfers.map((transfer) => ({ ...transfer, iban: transfer.iban ?? '' })),
    }),
  }
}

/** On a virtual database nobody need be named: what it writes is no bank's business. */
function payerOf(engine: Engine): PayerConfig | null {
  return readConfig().payer ?? (engine.isVirtual ? inventedPayer : null)
}

function optionsOf({ call, sender, requestId }: TakeBy) {
  return { to: call, sender, ...(requestId === undefined ? {} : { requestId }) }
}

function refusal(code: string, message: string): Refused {
  return { accepted: false, code, message, allowed: [] }
}
