import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { Problem } from '../../api/problem.ts'
import type { Outcome } from '../../engine/index.ts'
import type { WebContext } from '../context.ts'
import type { Choice } from '../forms/plan.ts'
import type { Visit } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'

/** What the form to hand files over begins with. */
export interface HandOver {
  /** Whose files may be handed over: one's own; a manager's choice is everybody's. */
  readonly from: readonly Choice[]
  readonly to: readonly Choice[]
  /** How many files the visitor handles, counted no further than {@link FILES}. */
  readonly own: number
  readonly key: string
}

export interface HandedOver {
  /** Why nothing was done; null when it was tried. */
  readonly problem: 'no-person' | 'same-person' | null
  /** Who handles the files now. */
  readonly to: string
  /** What became of each project. */
  readonly files: readonly {
    readonly id: string
    readonly name: string
    /** Why it was not handed over; null when it was. */
    readonly refusal: string | null
  }[]
  /** Whether files are left, because there were more than are taken at once. */
  readonly isPart: boolean
}

/** Files handed over at once: each is an event of its own. */
const FILES = 500
/** Sent together, so that the runtime writes many with one commit. */
const TOGETHER = 50

/** Null for who assigns no files. */
export async function handOverForm(context: WebContext, visit: Visit): Promise<HandOver | null> {
  const { call } = visit
  if (call === null || !mayAssign(visit)) return null
  const handlers = await context.people.handlersOf(call.id)
  const { personId } = visit.tasks
  const own = personId === undefined ? [] : await context.queries.filesOf(call.id, personId, FILES)
  const others = handlers.filter(({ value }) => value !== visit.caller.person)
  const self = { value: visit.caller.person, label: visit.caller.label }
  return {
    from: visit.roles.includes('manager') ? [self, ...others] : [self],
    to: handlers,
    own: own.length,
    key: randomUUID(),
  }
}

function mayAssign({ roles }: Visit): boolean {
  return roles.includes('reviewer') || roles.includes('manager')
}

/**
 * Assigns every file of one person to another. Safe to repeat: what was handed over is no longer
 * there to hand over, and the form's key makes the same event of two at once.
 * Errors: Problem `not-authorised`, and `not-found` for who sees no call.
 */
export async function handOver(
  context: WebContext,
  request: FastifyRequest,
  visit: Visit,
): Promise<HandedOver> {
  const { csrf, from, to, key } = (request.body ?? {}) as Readonly<Record<string, unknown>>
  const { call, caller } = visit
  if (call === null) throw new Problem('not-found', 'There is nothing at this address.')
  if (!context.people.isFromOwnPage(request, String(csrf))) {
    throw new Problem('not-authorised', 'The form is no longer valid; go back and try again.')
  }
  const giver = typeof from === 'string' && from !== '' ? from : caller.person
  const isOwn = giver === caller.person
  if (!mayAssign(visit) || !(isOwn || visit.roles.includes('manager'))) {
    throw new Problem('not-authorised', 'Only a manager hands over the files of others.')
  }
  const taker = (await context.people.handlersOf(call.id)).find(({ value }) => value === to)
  const nothing = { to: taker?.label ?? '', files: [], isPart: false }
  if (taker === undefined) return { ...nothing, problem: 'no-person' }
  if (taker.value === giver) return { ...nothing, problem: 'same-person' }
  const personId = await context.engine.log.personId(giver)
  const ids =
    personId === undefined ? [] : await context.queries.filesOf(call.id, personId, FILES + 1)
  const sent = { person: taker.value, key: `hand-over-${String(key)}` }
  const files = await assignAll(context, request, visit, ids.slice(0, FILES), sent)
  return { ...nothing, problem: null, files, isPart: ids.length > FILES }
}

async function assignAll(
  { engine, queries }: WebContext,
  request: FastifyRequest,
  { caller, locale }: Visit,
  ids: readonly string[],
  { person, key }: { readonly person: string; readonly key: string },
): Promise<HandedOver['files']> {
  const outcomes = new Map<string, Outcome>()
  for (let begin = 0; begin < ids.length; begin += TOGETHER) {
    await Promise.all(
      ids.slice(begin, begin + TOGETHER).map(async (id) => {
        const sender = senderOf(caller, id.split('/')[0] ?? '')
        const event = { to: id, type: 'project.assign', data: { person }, sender, key }
        outcomes.set(id, await engine.send({ ...event, requestId: request.id }))
      }),
    )
  }
  const names = new Map((await queries.named(ids)).map(({ id, name }) => [id, name]))
  return [...outcomes].map(([id, outcome]) => ({
    id,
    name: names.get(id) ?? id,
    refusal: outcome.accepted ? null : refusalText(locale, id, outcome),
  }))
}
