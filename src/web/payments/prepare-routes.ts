import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'
import { addDays, dateOf, isDate, rollToBankDay } from '../../domain/calendar.ts'
import type { Payments } from '../../programme/payments/payments.ts'
import type { WebContext } from '../context.ts'
import type { Filled } from '../forms/body.ts'
import { timeZone } from '../format.ts'
import { sendPage } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { paymentsPath } from './paths.ts'
import { paymentVisit, requirePaymaster, takeBy, type PaymentVisit } from './payment-visit.ts'
import { prepareConfirmPage, prepareFormPage, type BatchRequest } from './prepare-view.tsx'

/** Days in which a batch is approved and reaches the bank. */
const AHEAD_DAYS = 3

/** `/payments/prepare`: which orders and when; what must be known of them; and the proposal. */
export async function prepareRoutes(
  server: FastifyInstance,
  context: WebContext,
  payments: Payments,
): Promise<void> {
  server.get('/payments/prepare', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    requirePaymaster(seen)
    const orders = seen.overview.orders.filter(({ status }) => status === 'due')
    const today = dateOf(seen.visit.nowMs, timeZone)
    const asked = {
      orders: orders.map(({ id }) => id),
      executionDate: rollToBankDay(addDays(today, AHEAD_DAYS)),
    }
    return sendPage(reply, prepareFormPage(seen, asked, new Map()))
  })
  server.post('/payments/prepare', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    requirePaymaster(seen)
    const { step, csrf } = request.body as Filled
    const asked = requestOf(request.body as Filled)
    const missing = missingIn(seen, asked)
    if (step === 'change' || missing.size > 0) {
      const status = step === 'change' ? 200 : 400
      return sendPage(reply, prepareFormPage(seen, asked, missing), status)
    }
    if (step === 'propose' && context.people.isFromOwnPage(request, String(csrf))) {
      return propose(payments, request, reply, seen, asked)
    }
    const checks = (await payments.check(seen.visit.call.id, asked)) ?? []
    return sendPage(reply, prepareConfirmPage(seen, asked, checks))
  })
}

function requestOf(filled: Filled): BatchRequest {
  return {
    orders: [filled['orders'] ?? []].flat().filter((each) => each !== ''),
    executionDate: ([filled['executionDate'] ?? ''].flat()[0] ?? '').trim(),
  }
}

function missingIn({ visit: { locale } }: PaymentVisit, { orders, executionDate }: BatchRequest) {
  const found = new Map<string, string>()
  if (orders.length === 0) found.set('orders', none[locale])
  if (!isDate(executionDate)) found.set('executionDate', blank[locale])
  return found
}

const none = { nl: 'Kies minstens één opdracht.', en: 'Choose at least one order.' } as const
const blank = { nl: 'Geef een bestaande datum.', en: 'Give an existing date.' } as const

async function propose(
  payments: Payments,
  request: FastifyRequest,
  reply: FastifyReply,
  seen: PaymentVisit,
  asked: BatchRequest,
): Promise<FastifyReply> {
  const { visit } = seen
  const outcome = await payments.propose(takeBy(request, visit), asked)
  if (outcome.accepted) {
    return reply.redirect(paymentsPath(visit.call.id, { done: 'proposed' }), 303)
  }
  const text = refusalText(visit.locale, visit.call.id, outcome)
  const field = outcome.field?.split('.')[0] ?? ''
  const input = ['orders', 'executionDate'].includes(field) ? field : ''
  const html = prepareFormPage(seen, asked, new Map([[input, text]]))
  return sendPage(reply, html, new Problem(outcome.code, text).statusCode)
}
