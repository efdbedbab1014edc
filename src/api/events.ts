import { allowedEvents } from '../programme/allowed-events.ts'
import { consequencesOf } from '../programme/consequences.ts'
import { eventTypes, namesProposal } from '../programme/event-types.ts'
import { isoInstant } from '../programme/moments.ts'
import type { Accepted, Instance, Outcome, SendOptions } from '../engine/index.ts'
import { senderOf } from './access.ts'
import {
  callerOf,
  findTarget,
  maySee,
  targetOf,
  type ApiContext,
  type ApiServer,
} from './context.ts'
import { Problem, refusal } from './problem.ts'
import * as schema from './schemas.ts'

interface Kind {
  readonly machine: 'call' | 'project'
  /** Begin of the path, as `/calls`. */
  readonly path: string
}

/** `POST …/:id/events` and `GET …/:id/events/allowed`, of calls and of projects. */
export function events({ machine, path }: Kind) {
  return async (server: ApiServer, context: ApiContext): Promise<void> => {
    const { engine, tail } = context
    const preValidation = findTarget(context, machine)
    const params = schema.idParams
    server.post(
      `${path}/:id/events`,
      {
        schema: {
          tags: ['acting'],
          params,
          querystring: schema.sendQuery,
          headers: schema.sendHeaders,
          body: schema.event,
          response: { 200: schema.applied, ...schema.refusals },
        },
        preValidation,
      },
      async (request, reply) => {
        const target = targetOf(request)
        const { type, data = {} } = request.body
        requireProposal(target, type, data)
        const { 'idempotency-key': key, 'if-match': match = '*' } = request.headers
        const options: SendOptions = {
          to: target.id,
          type,
          data,
          sender: senderOf(callerOf(request), target.groupId),
          requestId: request.id,
          ...(match === '*' ? {} : { expectedRevision: Number(match.slice(1, -1)) }),
          ...(key === undefined || request.query.dryRun === true ? {} : { key }),
        }
        if (request.query.dryRun === true) {
          const preview = await engine.preview(options)
          const outcome = acceptedBy(target, preview.outcome)
          const isVisible = visibilityFor(context, request)
          return { outcome, consequences: await consequencesOf(engine, preview, isVisible) }
        }
        const outcome = acceptedBy(target, await engine.send(options))
        tail.nudge()
        reply.header('etag', `"${outcome.revision}"`)
        return outcome
      },
    )
    server.get(
      `${path}/:id/events/allowed`,
      {
        schema: {
          tags: ['acting'],
          params,
          response: { 200: schema.allowedList, ...schema.refusals },
        },
        preValidation,
      },
      async (request) => {
        const target = targetOf(request)
        const sender = senderOf(callerOf(request), target.groupId)
        return { items: [...(await allowedEvents(engine, target, sender))] }
      },
    )
  }
}

/** Errors: the Problem that a refusal is. */
export function acceptedBy(target: Pick<Instance, 'id'>, outcome: Outcome) {
  if (!outcome.accepted) throw refusal(target.id, outcome)
  const { accepted, instance: id, revision, at, position }: Accepted = outcome
  return { accepted, id, revision, at: isoInstant(at), position }
}

/** Over HTTP an approval says what it approves. Source: domain §2. */
function requireProposal({ machine, version }: Instance, type: string, data: unknown): void {
  const types = eventTypes(machine, version)
  const entry = Object.hasOwn(types, type) ? types[type] : undefined
  if (entry === undefined || !namesProposal(entry)) return
  // What is no object at all, the runtime refuses; null it takes for an empty one.
  if (typeof data !== 'object' || (data !== null && 'proposal' in data)) return
  throw new Problem(
    'invalid-payload',
    'proposal is missing: name the proposal that you approve, as the call or project shows it.',
    { field: 'proposal' },
  )
}

function visibilityFor({ engine }: ApiContext, request: Parameters<typeof callerOf>[0]) {
  return async (id: string): Promise<boolean> => {
    const instance = await engine.instance(id)
    return instance !== undefined && maySee(callerOf(request), instance)
  }
}
