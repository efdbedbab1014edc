import type { FastifyInstance } from 'fastify'
import { Problem, refusal } from '../../api/problem.ts'
import { Payments } from '../../programme/payments/payments.ts'
import type { WebContext } from '../context.ts'
import { sendPage } from '../visit.ts'
import { bankFiles } from './bank-files.ts'
import { batchRoutes } from './batch-routes.ts'
import { claimsPage } from './claims-view.tsx'
import { bookedOf } from './booked.ts'
import { paymentsPage } from './overview-view.tsx'
import { paymentVisit } from './payment-visit.ts'
import { prepareRoutes } from './prepare-routes.ts'

/**
 * `/payments`: what is due and where it is; batches for two persons, their messages to the bank,
 * its answers, claims and what came in. Plain forms, each safe to repeat. Source: docs/PAYMENTS.md
 */
export async function paymentPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const payments = new Payments(context.engine, context.queries)
  server.get('/payments', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    const { done = '' } = request.query as { readonly done?: string }
    return sendPage(reply, paymentsPage(seen, done))
  })
  server.get('/payments/claims', async (request, reply) => {
    const seen = await paymentVisit(context, payments, request)
    return sendPage(reply, claimsPage(seen, await bookedOf(context, seen)))
  })
  server.get('/payments/batches/:id/pain.001.xml', async (request, reply) => {
    const { visit, rights } = await paymentVisit(context, payments, request)
    if (!rights.seesAccounts) {
      throw new Problem('not-authorised', 'pain.001 may be sent by paymaster or manager only')
    }
    const { id } = request.params as { readonly id: string }
    const exported = await payments.export(visit.call.id, Number(id))
    if (!exported.accepted) throw refusal(visit.call.id, exported)
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${exported.fileName}"`)
      .send(exported.xml)
  })
  await prepareRoutes(server, context, payments)
  await batchRoutes(server, context, payments)
  await bankFiles(server, context, payments)
}
