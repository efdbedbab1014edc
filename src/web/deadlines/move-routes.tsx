import type { CallVisit } from '../agency-visit.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Problem } from '../../api/problem.ts'
import { isDate, endOfDay, startOfDay } from '../../domain/calendar.ts'
import type { Outcome, Refusal } from '../../engine/index.ts'
import type { DeadlineMoves } from '../../programme/deadline-moves.ts'
import { searchText } from '../../programme/queries.ts'
import type { WebContext } from '../context.ts'
import { Faster, overtaken } from '../forms/faster.tsx'
import type { Filled } from '../forms/body.ts'
import { timeZone } from '../format.ts'
import { sendPage } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { framed, moveConfirmPage, moveFormPage } from './move-form.tsx'
import { managerVisit, moveBy, moveRequestOf, termsOf, type MoveRequest } from './move-request.ts'
import { deadlinesPath } from './paths.ts'
import { undoPage } from './undo-view.tsx'

/** Projects that a form lists; more are reached by its filter. */
const LISTED = 500

/**
 * `/deadlines/move` asks, shows what would come of it, and proposes; `/deadlines/proposal` decides
 * on what was proposed; `/deadlines/undo` tells what would put a move back. Plain forms, each safe
 * to repeat.
 */
export async function moveRoutes(
  server: FastifyInstance,
  context: WebContext,
  moves: DeadlineMoves,
): Promise<void> {
  server.get('/deadlines/move', async (request, reply) => {
    const visit = await managerVisit(context, request)
    return sendForm(context, reply, visit, moveRequestOf(request.query as Filled))
  })
  server.post('/deadlines/move', async (request, reply) => {
    const visit = await managerVisit(context, request)
    const { step, csrf } = request.body as Filled
    const asked = moveRequestOf(request.body as Filled)
    if (step === 'change') return sendForm(context, reply, visit, asked)
    const wrong = missing(visit, asked)
    if (wrong.size > 0)
      return sendForm(context, reply, visit, asked, { errors: wrong, status: 400 })
    if (step === 'propose' && context.people.isFromOwnPage(request, String(csrf))) {
      return propose(context, moves, request, reply, visit, asked)
    }
    return preview(context, moves, request, reply, visit, asked)
  })
  server.post('/deadlines/proposal', (request, reply) => decide(context, moves, request, reply))
  server.get('/deadlines/undo', async (request, reply) => {
    const visit = await managerVisit(context, request)
    const { move } = request.query as { readonly move?: string }
    const result = await moves.undo(visit.call.id, Number(move))
    if (!result.accepted) throw notFound('call', `${visit.call.id} ${String(move)}`)
    return sendPage(reply, undoPage(visit, result))
  })
}

const blank = { nl: 'Vul dit in.', en: 'Fill this in.' } as const

function missing({ locale }: CallVisit, { date, reason, scope, projects }: MoveRequest) {
  const found = new Map<string, string>()
  if (scope === 'some' && projects.length === 0) found.set('projects', nobody[locale])
  if (date === '') found.set('to', blank[locale])
  if (reason === '') found.set('reason', blank[locale])
  return found
}

const nobody = { nl: 'Kies minstens één project.', en: 'Choose at least one project.' } as const

async function sendForm(
  { queries }: WebContext,
  reply: FastifyReply,
  visit: CallVisit,
  asked: MoveRequest,
  wrong: { readonly errors: ReadonlyMap<string, string>; readonly status: number } | null = null,
): Promise<FastifyReply> {
  const running = await queries.runningNames(visit.call.id)
  const names = running.filter(({ name }) => name !== 'period')
  const known = names.find(({ name }) => name === asked.deadline)
  const request = { ...asked, deadline: known?.name ?? '' }
  const projects =
    known === undefined
      ? []
      : await queries.runningIn({
          call: visit.call.id,
          deadline: known.name,
          between: isDate(asked.on)
            ? { fromMs: startOfDay(asked.on, timeZone), toMs: endOfDay(asked.on, timeZone) + 1 }
            : null,
          search: asked.q === '' ? null : searchText(asked.q),
          limit: LISTED + 1,
        })
  const html = moveFormPage(visit, {
    request,
    names,
    projects: projects.slice(0, LISTED),
    isMore: projects.length > LISTED,
    errors: wrong?.errors ?? new Map(),
  })
  return sendPage(reply, html, wrong?.status ?? 200)
}

async function preview(
  context: WebContext,
  moves: DeadlineMoves,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: CallVisit,
  asked: MoveRequest,
): Promise<FastifyReply> {
  const result = await moves.preview(moveBy(request, visit), termsOf(asked))
  if (!result.accepted) return refused(context, reply, visit, asked, result)
  const replaces = visit.call.deadlineMove !== null
  return sendPage(reply, moveConfirmPage(visit, asked, { preview: result.preview, replaces }))
}

async function propose(
  context: WebContext,
  moves: DeadlineMoves,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: CallVisit,
  asked: MoveRequest,
): Promise<FastifyReply> {
  const by = moveBy(request, visit, asked.key)
  const outcome = await moves.propose(by, { ...termsOf(asked), reason: asked.reason })
  if (!outcome.accepted) return refused(context, reply, visit, asked, outcome)
  return reply.redirect(deadlinesPath(visit.call.id, { done: 'proposed' }), 303)
}

function refused(
  context: WebContext,
  reply: FastifyReply,
  visit: CallVisit,
  asked: MoveRequest,
  refusal: Refusal,
): Promise<FastifyReply> {
  const text = refusalText(visit.locale, visit.call.id, refusal)
  const field = refusal.field?.split('.')[0] ?? ''
  const input = ['deadline', 'to', 'reason', 'projects'].includes(field) ? field : ''
  const status = new Problem(refusal.code, text).statusCode
  return sendForm(context, reply, visit, asked, { errors: new Map([[input, text]]), status })
}

const outcomes = { approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const
type Step = keyof typeof outcomes

async function decide(
  context: WebContext,
  moves: DeadlineMoves,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const visit = await managerVisit(context, request)
  const body = request.body as Readonly<Record<string, string | undefined>>
  const step = (Object.keys(outcomes) as Step[]).find((each) => each === body['step'])
  // Who signed in anew since looks at it again before deciding.
  if (step === undefined || !context.people.isFromOwnPage(request, body['csrf'] ?? '')) {
    return reply.redirect(deadlinesPath(visit.call.id), 303)
  }
  const by = moveBy(request, visit, body['key'])
  const reason = body['reason']?.trim() === '' ? undefined : body['reason']
  const outcome = await performed(moves, step, by, Number(body['proposal']), reason)
  if (outcome.accepted) {
    return reply.redirect(deadlinesPath(visit.call.id, { done: outcomes[step] }), 303)
  }
  return notDecided(context, reply, visit, outcome, Number(body['revision']))
}

function performed(
  moves: DeadlineMoves,
  step: Step,
  by: Parameters<DeadlineMoves['approve']>[0],
  proposal: number,
  reason: string | undefined,
): Promise<Outcome> {
  switch (step) {
    case 'approve':
      return moves.approve(by, proposal)
    case 'refuse':
      return moves.refuse(by, proposal, reason)
    case 'withdraw':
      return moves.withdraw(by, proposal, reason)
  }
}

async function notDecided(
  { engine }: WebContext,
  reply: FastifyReply,
  visit: CallVisit,
  refusal: Refusal,
  since: number,
): Promise<FastifyReply> {
  const reason = refusalText(visit.locale, visit.call.id, refusal)
  const target = await engine.instance(visit.call.id)
  const path = deadlinesPath(visit.call.id)
  if (target !== undefined && overtaken.has(refusal.code) && since > 0 && since < target.revision) {
    const entries = await engine.history(target.id, { after: since, limit: 20 })
    const parts = { visit, target, reason, entries, path }
    return sendPage(reply, framed(visit, <Faster {...parts} />), 409)
  }
  const html = framed(
    visit,
    <div class="message bad" role="alert">
      <p>{reason}</p>
    </div>,
  )
  return sendPage(reply, html, new Problem(refusal.code, reason).statusCode)
}
