import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasRole } from '../../api/access.ts'
import type { Role } from '../../access/caller.ts'
import { Problem } from '../../api/problem.ts'
import type { WebContext } from '../context.ts'
import { runsTheSystem } from '../shell.tsx'
import { sendPage, visitOf, type Visit } from '../visit.ts'
import { Proving } from './proving.ts'
import { provedView } from './proved-view.tsx'
import { mailsView, mailStatuses } from './mails-view.tsx'
import { operationsView } from './operations-view.tsx'
import { repair } from './repairs.ts'
import { SkipRequests } from './skip-requests.ts'

/** `GET /operations` and what is done from it; for managers, admins and auditors. */
export async function operationsPages(server: FastifyInstance, context: WebContext): Promise<void> {
  const { engine, operations } = context
  const skips = new SkipRequests()
  const proving = new Proving(engine)
  server.get('/operations', async (request, reply) => {
    const visit = await visitorOf(context, request)
    const [examination, versions, mails] = await Promise.all([
      operations.examine(),
      engine.versions(),
      operations.mails.counts(),
    ])
    const html = operationsView(visit, {
      examination,
      versions,
      mails,
      skips: skips.open(),
      done: doneOf(request),
      mayRepair: hasRole(visit.caller, 'admin'),
      mayProve: mayProve(visit),
    })
    return sendPage(reply, html)
  })
  server.get('/operations/mails', async (request, reply) => {
    const visit = await visitorOf(context, request)
    const { status: asked, after = null } = request.query as {
      readonly status?: string
      readonly after?: string
    }
    const status = mailStatuses.find((each) => each === asked) ?? 'refused'
    const mails = await operations.mails.page(status, after, MAILS + 1)
    const next = mails.length > MAILS ? (mails[MAILS - 1]?.effect ?? null) : null
    return sendPage(reply, mailsView(visit, { status, mails: mails.slice(0, MAILS), next }))
  })
  server.post('/operations/verify', async (request, reply) => {
    const visit = await visitorOf(context, request)
    requireOwnForm(context, request)
    if (!mayProve(visit)) throw new Problem('not-authorised', 'An auditor or an admin verifies.')
    return sendPage(reply, provedView(visit, await proving.run()))
  })
  server.post('/operations/:what', async (request, reply) => {
    const visit = await visitorOf(context, request)
    requireOwnForm(context, request)
    requireRole(visit, 'admin', 'Only an admin does this.')
    return told(reply, await repair({ context, skips, visit, request }))
  })
}

const MAILS = 50

function mayProve({ caller }: Visit): boolean {
  return hasRole(caller, 'auditor') || hasRole(caller, 'admin')
}

/** Errors: Problem `not-found` for who does not look after the system. */
async function visitorOf(context: WebContext, request: FastifyRequest): Promise<Visit> {
  const visit = await visitOf(context, request)
  if (!runsTheSystem(visit)) {
    throw new Problem('not-found', 'There is nothing at this address.')
  }
  return visit
}

function requireRole({ caller }: Visit, role: Role, detail: string): void {
  if (!hasRole(caller, role)) throw new Problem('not-authorised', detail)
}

function requireOwnForm({ people }: WebContext, request: FastifyRequest): void {
  const { csrf } = (request.body ?? {}) as Readonly<Record<string, unknown>>
  if (people.isFromOwnPage(request, String(csrf))) return
  throw new Problem('not-authorised', 'The form is no longer valid; go back and try again.')
}

/** What was just done, by its name; shown on the page that it leads back to. */
function told(reply: FastifyReply, done: string): FastifyReply {
  return reply.redirect(`/operations?done=${done}`, 303)
}

function doneOf(request: FastifyRequest): string {
  const { done } = request.query as { readonly done?: unknown }
  return typeof done === 'string' ? done : ''
}
