import type { FastifyInstance } from 'fastify'
import { notFound } from '../../api/problem.ts'
import type { WebContext } from '../context.ts'
import { agencyVisit } from '../agency-visit.ts'
import { sendPage } from '../visit.ts'
import { budgetPage } from './budget-view.tsx'

/** `GET /budget`: where the money of a call stands, and what was paid and repaid by month. */
export async function budget(server: FastifyInstance, context: WebContext): Promise<void> {
  server.get('/budget', async (request, reply) => {
    const visit = await agencyVisit(context, request)
    const { id } = visit.call
    const [standing, months] = await Promise.all([
      context.queries.budget(id),
      context.queries.moneyByMonth(id),
    ])
    if (standing === undefined) throw notFound('call', id)
    return sendPage(reply, budgetPage(visit, standing, months))
  })
}
