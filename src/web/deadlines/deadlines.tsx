import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallContext } from '../../../machines/call/context.ts'
import type { Instance } from '../../engine/index.ts'
import { DeadlineMoves } from '../../programme/deadline-moves.ts'
import { agencyVisit, type CallVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import { peopleOfLog } from '../people-of-log.ts'
import { sendPage } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { words } from '../words/words.ts'
import { moveRoutes } from './move-routes.tsx'
import { moveBy } from './move-request.ts'
import type { OpenMove } from './open-move.tsx'
import { deadlinesPath } from './paths.ts'
import { overviewPage, type PastMove } from './overview.tsx'

/** `GET /deadlines`: all deadlines of a call that run, and the pages that move many of them. */
export async function deadlines(server: FastifyInstance, context: WebContext): Promise<void> {
  const moves = new DeadlineMoves(context.engine, context.queries)
  server.get('/deadlines', (request, reply) => sendOverview(context, moves, request, reply))
  await moveRoutes(server, context, moves)
}

const ROWS = 50

/** More groups than this would be one blot. */
const DRAWN = 1000

async function sendOverview(
  context: WebContext,
  moves: DeadlineMoves,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const visit = await agencyVisit(context, request)
  const { queries, engine } = context
  const query = request.query as Readonly<Record<string, string | undefined>>
  const kind = Object.keys(words.nl.deadline).find((each) => each === query['kind']) ?? ''
  const pageNumber = Math.max(1, Math.min(1000, Math.floor(Number(query['page'])) || 1))
  const filter = { call: visit.call.id, ...(kind === '' ? {} : { kind }) }
  const offset = (pageNumber - 1) * ROWS
  const [names, drawn, groups, call] = await Promise.all([
    queries.runningNames(visit.call.id),
    queries.runningDeadlines({ ...filter, limit: DRAWN, offset: 0 }),
    queries.runningDeadlines({ ...filter, limit: ROWS + 1, offset }),
    engine.instance(visit.call.id),
  ])
  const html = overviewPage(visit, {
    kind,
    kinds: [...new Set(names.map(({ name }) => name.replace(/\..*/, '')))],
    drawn,
    groups: groups.slice(0, ROWS),
    pageNumber,
    isMore: groups.length > ROWS,
    open:
      call === undefined || request.headers['hx-request'] === 'true'
        ? null
        : await openMoveOf(context, moves, request, visit, { call, names }),
    past: await pastMoves(context, visit),
    done: query['done'] ?? '',
  })
  return sendPage(reply, html)
}

type RunningNames = readonly { readonly name: string; readonly count: number }[]

/** A preview applies the move to every project: about a second for a thousand. More are asked for. */
const PREVIEWED = 300

async function openMoveOf(
  context: WebContext,
  moves: DeadlineMoves,
  request: FastifyRequest,
  visit: CallVisit,
  { call, names }: { readonly call: Instance; readonly names: RunningNames },
): Promise<OpenMove | null> {
  const { engine } = context
  const { deadlineMove } = call.snapshot.context as CallContext
  if (deadlineMove === null) return null
  const { id, deadline, to, projects, proposedBy } = deadlineMove
  const [proposal] = await engine.history(call.id, { after: id - 1, limit: 1 })
  const texts = await engine.texts(call.id)
  const called = await peopleOfLog(context, [proposedBy])
  const count = projects?.length ?? names.find(({ name }) => name === deadline)?.count ?? 0
  const { preview } = request.query as { readonly preview?: string }
  const isAsked = preview === 'yes' || count <= PREVIEWED
  return {
    id,
    deadline,
    to,
    limitedTo: projects?.length ?? null,
    reason: texts.find(({ revision }) => revision === id)?.text ?? '',
    proposedBy: called.get(proposedBy) ?? '',
    proposedMs: proposal?.at ?? 0,
    isOwn: proposedBy === (await engine.log.personId(visit.caller.person)),
    result: isAsked
      ? await resultOf(moves, request, visit, id)
      : { askedAt: deadlinesPath(call.id, { preview: 'yes' }) },
    keys: { approve: randomUUID(), end: randomUUID() },
    revision: call.revision,
  }
}

async function resultOf(
  moves: DeadlineMoves,
  request: FastifyRequest,
  visit: CallVisit,
  proposal: number,
): Promise<OpenMove['result']> {
  const result = await moves.previewOpen(moveBy(request, visit), proposal)
  return result.accepted
    ? { preview: result.preview }
    : { refused: refusalText(visit.locale, visit.call.id, result) }
}

const PAST = 5

/** The latest moves that were approved, newest first. */
async function pastMoves(context: WebContext, { call }: CallVisit): Promise<readonly PastMove[]> {
  const { engine } = context
  const approvals = await engine.history(call.id, { type: 'deadlineMove.approve' })
  const latest = approvals.slice(-PAST).toReversed()
  if (latest.length === 0) return []
  const proposals = await engine.history(call.id, { type: 'deadlineMove.propose' })
  const names = await peopleOfLog(
    context,
    latest.flatMap(({ person }) => person ?? []),
  )
  return latest.flatMap(({ revision, at, person }) => {
    const proposal = proposals.findLast((each) => each.revision < revision)
    if (proposal === undefined) return []
    const { deadline, to } = proposal.data as { readonly deadline: string; readonly to: string }
    return [{ revision, deadline, to, approvedMs: at, approvedBy: names.get(person ?? '') ?? '' }]
  })
}
