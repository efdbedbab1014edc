import type { FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { notFound, Problem } from '../../api/problem.ts'
import type { PaymentOverview, Payments } from '../../programme/payments/payments.ts'
import type { TakeBy } from '../../programme/payments/taking.ts'
import { agencyVisit, type CallVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'

/** A visit of somebody who reads the payments of a call. */
export interface PaymentVisit {
  readonly visit: CallVisit
  readonly overview: PaymentOverview
  readonly rights: PaymentRights
}

/** What the visitor's roles let them see and do; the machines check the doing again. */
export interface PaymentRights {
  /** Accounts of applicants, and the message that holds them. */
  readonly seesAccounts: boolean
  /** Prepares batches, and brings files of the bank. */
  readonly pays: boolean
  /** Approves batches and sends them back. */
  readonly decides: boolean
}

/** Errors: Problem `not-found` for who does not read the whole call. */
export async function paymentVisit(
  context: WebContext,
  payments: Payments,
  request: FastifyRequest,
): Promise<PaymentVisit> {
  const visit = await agencyVisit(context, request)
  const rights = rightsOf(visit)
  const overview = await payments.overview(visit.call.id, rights)
  if (overview === undefined) throw notFound('call', visit.call.id)
  return { visit, overview, rights }
}

function rightsOf({ roles }: CallVisit): PaymentRights {
  const hasOne = (...wanted: readonly string[]) => wanted.some((role) => roles.includes(role))
  return {
    seesAccounts: hasOne('paymaster', 'manager', 'auditor'),
    pays: hasOne('paymaster'),
    decides: hasOne('paymaster', 'manager'),
  }
}

/** Errors: Problem `not-authorised` for who is no paymaster. */
export function requirePaymaster({ rights }: Pick<PaymentVisit, 'rights'>): void {
  if (rights.pays) return
  throw new Problem('not-authorised', 'paymentBatch.propose may be sent by paymaster only')
}

/** As whom the visitor sends what the form says. */
export function takeBy(request: FastifyRequest, { caller, call }: CallVisit): TakeBy {
  return { call: call.id, sender: senderOf(caller, call.id), requestId: request.id }
}
