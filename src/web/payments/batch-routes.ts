import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'
import type { Batch } from '../../programme/payments/batches.ts'
import type { Payments } from '../../programme/payments/payments.ts'
import type { WebContext } from '../context.ts'
import { peopleOfLog } from '../people-of-log.ts'
import { sendPage } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { batchPage } from './batch-view.tsx'
import { batchPath, paymentsPath } from './paths.ts'
import { paymentVisit, takeBy, type PaymentVisit } from './payment-visit.ts'

/** `/payments/batches/:id`: one batch, and the decision of a second person on it. */
export async function batchRoutes(
  server: FastifyInstance,
  context: WebContext,
  payments: Payments,
): Promise<void> {
  server.get('/payments/batches/:id', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    return sendBatch(context, request, reply, seen, { error: null, status: 200 })
  })
  server.post('/payments/batches/:id', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    return decide(context, payments, request, reply, seen)
  })
}

interface Told {
  readonly error: string | null
  readonly status: number
}

async function sendBatch(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  seen: PaymentVisit,
  { error, status }: Told,
): Promise<FastifyReply> {
  const batch = batchIn(request, seen)
  const { done = '' } = request.query as { readonly done?: string }
  const names = await peopleOfLog(
    context,
    [batch.proposedBy, batch.approvedBy].filter((each) => each !== null),
  )
  const whyNot = await whyNotApprove(context, request, seen, batch)
  return sendPage(reply, batchPage(seen, { batch, names, whyNot, error, done }), status)
}

/** Errors: Problem `not-found`. */
function batchIn(request: FastifyRequest, { overview }: PaymentVisit): Batch {
  const { id } = request.params as { readonly id: string }
  const batch = overview.batches.find((each) => String(each.id) === id)
  if (batch === undefined) throw new Problem('not-found', 'There is nothing at this address.')
  return batch
}

/** Null where the visitor may approve it; nothing is asked for who may not decide at all. */
async function whyNotApprove(
  { engine }: WebContext,
  request: FastifyRequest,
  { visit, rights }: PaymentVisit,
  { id, status }: Batch,
): Promise<string | null> {
  if (!rights.decides || status !== 'proposed') return null
  const { call: to, ...by } = takeBy(request, visit)
  const data = { proposal: id }
  const preview = await engine.preview({ ...by, to, type: 'paymentBatch.approve', data })
  return preview.outcome.accepted ? null : refusalText(visit.locale, to, preview.outcome)
}

async function decide(
  context: WebContext,
  payments: Payments,
  request: FastifyRequest,
  reply: FastifyReply,
  seen: PaymentVisit,
): Promise<FastifyReply> {
  const { visit } = seen
  const call = visit.call.id
  const { id } = batchIn(request, seen)
  const { step, reason = '', csrf = '' } = request.body as Readonly<Record<string, string>>
  const isKnown = step === 'approve' || step === 'return'
  // Who signed in anew since looks at it again before deciding.
  if (!isKnown || !context.people.isFromOwnPage(request, csrf)) {
    return reply.redirect(batchPath(call, id), 303)
  }
  if (step === 'return' && reason.trim() === '') {
    return sendBatch(context, request, reply, seen, { error: sayWhy[visit.locale], status: 400 })
  }
  const by = takeBy(request, visit)
  const outcome =
    step === 'approve' ? await payments.approve(by, id) : await payments.sendBack(by, id, reason)
  if (!outcome.accepted) {
    const error = refusalText(visit.locale, call, outcome)
    const status = new Problem(outcome.code, error).statusCode
    return sendBatch(context, request, reply, seen, { error, status })
  }
  const done = step === 'approve' ? 'approved' : 'returned'
  const path = step === 'approve' ? batchPath(call, id, '&done=approved') : null
  return reply.redirect(path ?? paymentsPath(call, { done }), 303)
}

const sayWhy = {
  nl: 'Zeg waarom u de batch terugstuurt.',
  en: 'Say why you send the batch back.',
} as const
