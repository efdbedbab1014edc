import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readTaskCursor, writeTaskCursor } from '../../api/inbox.ts'
import type { TaskFiles } from '../../programme/task-list.ts'
import type { WebContext } from '../context.ts'
import { onlyRunsTheSystem } from '../shell.tsx'
import { sendPage, visitOf } from '../visit.ts'
import { handOver, handOverForm } from './hand-over.ts'
import { handedOverView } from './hand-over-views.tsx'
import { handlersOf, inboxView } from './inbox-view.tsx'
import { proposalsOf } from './proposals.ts'

const PAGE = 50

/** `GET /inbox`: what waits for the visitor; `POST /inbox/hand-over`: all of one's files to another. */
export async function inboxPages(server: FastifyInstance, context: WebContext): Promise<void> {
  server.get('/inbox', async (request, reply) => {
    const visit = await visitOf(context, request)
    if (onlyRunsTheSystem(visit)) return reply.redirect('/operations', 303)
    const { cursor } = request.query as { readonly cursor?: string }
    const files = filesOf(request)
    const { items, next } = await context.queries.tasks({
      reader: visit.tasks,
      files,
      after: cursor === undefined ? null : readTaskCursor(['inbox', files], cursor),
      limit: PAGE,
    })
    const html = inboxView(visit, {
      files,
      items,
      proposals: await proposalsOf(context, visit, items),
      handlers: visit.isAgency ? await handlersOf(context, items) : new Map(),
      isFirst: cursor === undefined,
      next: next === null ? null : writeTaskCursor(['inbox', files], next),
      handOver: await handOverForm(context, visit),
    })
    return sendPage(reply, html)
  })
  server.post('/inbox/hand-over', async (request, reply) => {
    const visit = await visitOf(context, request, callIn(request))
    const done = await handOver(context, request, visit)
    return sendPage(reply, handedOverView(visit, done), done.problem === null ? 200 : 400)
  })
}

function filesOf(request: FastifyRequest): TaskFiles {
  const { files } = request.query as { readonly files?: string }
  return files === 'own' || files === 'colleagues' ? files : 'all'
}

function callIn(request: FastifyRequest): string | undefined {
  const { call } = (request.body ?? {}) as { readonly call?: unknown }
  return typeof call === 'string' ? call : undefined
}
