import type { FastifyInstance, FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { maySee } from '../../api/context.ts'
import { notFound } from '../../api/problem.ts'
import { allowedEvents } from '../../programme/allowed-events.ts'
import type { WebContext } from '../context.ts'
import { papersFor } from '../documents/documents.ts'
import { doneOf, historyOf } from '../project/shown-history.ts'
import { sendPage, visitOf } from '../visit.ts'
import { callView } from './call-view.tsx'

/** `GET /calls/:call`: all of a call itself, and its drawing. */
export async function callPage(server: FastifyInstance, context: WebContext): Promise<void> {
  const { engine, queries } = context
  server.get('/calls/:call', async (request, reply) => {
    const { target, visit } = await targetOf(context, request)
    const [call, parameters, budget, phases] = await Promise.all([
      queries.callInFull(target.id),
      queries.parameters(target.id),
      queries.budget(target.id),
      queries.byPhase(target.id),
    ])
    if (call === undefined || parameters === undefined || budget === undefined) {
      throw notFound('call', target.id)
    }
    const history = visit.isAgency ? await historyOf(context, request, visit, target) : null
    const html = callView(visit, {
      instance: target,
      call,
      parameters,
      budget,
      phases,
      events: await allowedEvents(engine, target, senderOf(visit.caller, target.groupId)),
      history,
      papers: await papersFor(context, visit, target),
      done: history === null ? null : doneOf(request, history.entries),
    })
    return sendPage(reply, html)
  })
  server.get('/calls/:call/diagram.svg', async (request, reply) => {
    const { target } = await targetOf(context, request)
    const svg = await context.diagrams.svg(target.id)
    if (svg === undefined) throw notFound('call', target.id)
    return reply.type('image/svg+xml').send(svg)
  })
}

/** Errors: Problem `not-found`, also for what the visitor may not see. */
async function targetOf(context: WebContext, request: FastifyRequest) {
  const { call: id } = request.params as { readonly call: string }
  const visit = await visitOf(context, request, id)
  const target = await context.engine.instance(id)
  if (target?.machine !== 'call' || !maySee(visit.caller, target)) throw notFound('call', id)
  return { target, visit }
}
