import type { FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import type { Instance, Refused } from '../engine/index.ts'
import { DeadlineMoves, type MoveBy } from '../programme/deadline-moves.ts'
import type { MovePreview } from '../programme/move-preview.ts'
import type { Undo } from '../programme/move-undo.ts'
import { rolesIn, senderOf } from './access.ts'
import { callerOf, maySee, type ApiContext, type ApiServer } from './context.ts'
import { acceptedBy } from './events.ts'
import { moveBody, moved } from './move-schemas.ts'
import { notFound, Problem, refusal } from './problem.ts'
import * as schema from './schemas.ts'

type Body = Static<typeof moveBody>
type Field = Exclude<keyof Body, 'step' | 'call'>

interface Answer {
  readonly proposal?: number
  readonly outcome?: ReturnType<typeof acceptedBy>
  readonly preview?: MovePreview
  readonly undo?: Undo
}

/** `POST /deadlines/move`: one deadline of many projects, by two persons. */
export async function deadlineMoves(server: ApiServer, context: ApiContext): Promise<void> {
  const { engine, queries, tail } = context
  const moves = new DeadlineMoves(engine, queries)
  server.post(
    '/deadlines/move',
    {
      schema: {
        tags: ['acting'],
        headers: schema.sendHeaders,
        body: moveBody,
        response: { 200: moved, ...schema.refusals },
      },
    },
    async (request) => {
      const { body } = request
      const call = await engine.instance(body.call)
      const caller = callerOf(request)
      if (call?.machine !== 'call' || !maySee(caller, call)) throw notFound('call', body.call)
      if (!rolesIn(caller, call.id).includes('manager')) {
        throw new Problem('not-authorised', 'A manager of the call moves its deadlines.')
      }
      requireFields(body)
      const answer = await perform(moves, call, body, requestBy(request, call))
      tail.nudge()
      const { proposal = null, outcome = null, preview = null, undo = null } = answer
      return { step: body.step, proposal, outcome, preview, undo }
    },
  )
}

async function perform(
  moves: DeadlineMoves,
  call: Instance,
  body: Body,
  by: MoveBy,
): Promise<Answer> {
  const { step, deadline = '', to = '', reason, projects, proposal = 0, move = 0 } = body
  const terms = { deadline, to, ...(projects === undefined ? {} : { projects }) }
  switch (step) {
    case 'preview': {
      if (body.proposal !== undefined) {
        const { preview } = accepted(call, await moves.previewOpen(by, proposal))
        return { proposal, preview }
      }
      const { preview } = accepted(call, await moves.preview(by, terms))
      return { preview }
    }
    case 'propose': {
      const sent = await moves.propose(by, { ...terms, reason: reason ?? '' })
      const outcome = acceptedBy(call, sent)
      // A repeated request may come when the proposal is decided already.
      const shown = await moves.previewOpen(by, outcome.revision)
      const preview = shown.accepted ? { preview: shown.preview } : {}
      return { proposal: outcome.revision, outcome, ...preview }
    }
    case 'approve':
      return { proposal, outcome: acceptedBy(call, await moves.approve(by, proposal)) }
    case 'refuse':
      return { proposal, outcome: acceptedBy(call, await moves.refuse(by, proposal, reason)) }
    case 'withdraw':
      return { proposal, outcome: acceptedBy(call, await moves.withdraw(by, proposal, reason)) }
    case 'undo': {
      const { moves: back, left } = accepted(call, await moves.undo(call.id, move))
      return { undo: { moves: back, left } }
    }
    default:
      return step satisfies never
  }
}

/** Errors: the Problem that a refusal is. */
function accepted<T extends { readonly accepted: true }>(call: Instance, result: Refused | T): T {
  if (!result.accepted) throw refusal(call.id, result)
  return result
}

interface StepFields {
  readonly needs: readonly Field[]
  readonly takes?: readonly Field[]
}

const fieldsOf: Readonly<Record<Body['step'], StepFields>> = {
  preview: { needs: ['deadline', 'to'], takes: ['projects'] },
  propose: { needs: ['deadline', 'to', 'reason'], takes: ['projects'] },
  approve: { needs: ['proposal'] },
  refuse: { needs: ['proposal'], takes: ['reason'] },
  withdraw: { needs: ['proposal'], takes: ['reason'] },
  undo: { needs: ['move'] },
}

/** Each step takes its own fields. Errors: Problem `invalid-payload`, with the field. */
function requireFields({ step, call: _, ...given }: Body): void {
  const ofOpen = step === 'preview' && given.proposal !== undefined
  const { needs, takes = [] }: StepFields = ofOpen ? { needs: ['proposal'] } : fieldsOf[step]
  const missing = needs.find((field) => given[field] === undefined)
  if (missing !== undefined) {
    const detail = `The step ${step} needs ${needs.join(', ')}; ${missing} is missing.`
    throw new Problem('invalid-payload', detail, { field: missing })
  }
  const known: readonly string[] = [...needs, ...takes]
  const strange = Object.keys(given).find((field) => !known.includes(field))
  if (strange !== undefined) {
    const detail = `The step ${step} takes ${known.join(', ')}, and no ${strange}.`
    throw new Problem('invalid-payload', detail, { field: strange })
  }
}

function requestBy(
  request: FastifyRequest<{
    Headers: { readonly 'idempotency-key'?: string; readonly 'if-match'?: string }
  }>,
  call: Instance,
): MoveBy {
  const { 'idempotency-key': key, 'if-match': match = '*' } = request.headers
  return {
    call: call.id,
    sender: senderOf(callerOf(request), call.groupId),
    requestId: request.id,
    ...(match === '*' ? {} : { expectedRevision: Number(match.slice(1, -1)) }),
    ...(key === undefined ? {} : { key }),
  }
}
