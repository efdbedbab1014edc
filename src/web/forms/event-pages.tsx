import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { maySee } from '../../api/context.ts'
import { notFound, Problem } from '../../api/problem.ts'
import type { Instance, Refusal, SendOptions } from '../../engine/index.ts'
import { consequencesOf } from '../../programme/consequences.ts'
import { eventTypes } from '../../programme/event-types.ts'
import type { WebContext } from '../context.ts'
import { pathOf } from '../paths.ts'
import { sendPage, visitOf } from '../visit.ts'
import { refusalText } from '../words/refusals.ts'
import { readForm, type Filled, type ReadForm } from './body.ts'
import { confirmPage, fasterPage, formPage, impossiblePage } from './event-views.tsx'
import { overtaken } from './faster.tsx'
import { fieldsOf } from './fields.ts'
import { missingIn } from './missing.ts'
import { planOf } from './planning.ts'
import type { FilledForm, Sending } from './sending.ts'

/**
 * The pages of every event of calls and projects: a form made from its schema, what would come of
 * it, and the sending. Each step is a plain form; the last is safe to repeat.
 */
export async function eventPages(server: FastifyInstance, context: WebContext): Promise<void> {
  for (const path of ['/calls/:call/events/:type', '/projects/:call/:applicant/events/:type']) {
    server.get(path, async (request, reply) => {
      const sending = await sendingOf(context, request)
      const why = await impossible(context, request, sending)
      if (why !== null) return sendPage(reply, impossiblePage(sending, why), 409)
      const filled = { ...sending.plan.filled, ...(request.query as Filled) }
      const opened = openedNow(sending.target)
      if (!asksNothing(sending)) return sendPage(reply, formPage(sending, { filled, opened }))
      return check(context, request, reply, sending, { filled, opened })
    })
    server.post(path, async (request, reply) => {
      const sending = await sendingOf(context, request)
      const { csrf = '', step, revision, key, ...filled } = request.body as Filled
      const opened = { revision: String(revision ?? ''), key: String(key ?? '') || randomUUID() }
      const form = { filled, opened }
      if (!context.people.isFromOwnPage(request, String(csrf))) {
        return sendPage(reply, formPage(sending, { ...form, isRenewed: true }), 403)
      }
      if (step === 'change') return sendPage(reply, formPage(sending, form))
      if (step === 'send') return send(context, request, reply, sending, form)
      return check(context, request, reply, sending, form)
    })
  }
}

function openedNow({ revision }: Instance): FilledForm['opened'] {
  return { revision: String(revision), key: randomUUID() }
}

/** Errors: Problem `not-found` for what is not there or not to be seen, `not-authorised`. */
async function sendingOf(context: WebContext, request: FastifyRequest): Promise<Sending> {
  const { call, applicant, type } = request.params as {
    readonly call: string
    readonly applicant?: string
    readonly type: string
  }
  const id = applicant === undefined ? call : `${call}/${applicant}`
  const visit = await visitOf(context, request, call)
  const target = await context.engine.instance(id)
  if (target === undefined || !maySee(visit.caller, target)) {
    throw notFound(applicant === undefined ? 'call' : 'project', id)
  }
  const types = eventTypes(target.machine, target.version)
  const entry = Object.hasOwn(types, type) ? types[type] : undefined
  if (entry === undefined) throw new Problem('not-found', 'There is nothing at this address.')
  if (!entry.roles.some((role) => visit.roles.includes(role))) {
    throw new Problem('not-authorised', `${type} may be sent by ${entry.roles.join(' or ')} only`)
  }
  const plan = await planOf(context, visit, target, type)
  return { visit, target, type, entry, plan, fields: fieldsOf(entry.schema, plan.variant) }
}

function asksNothing({ fields, plan }: Sending): boolean {
  return fields.every(({ name }) => plan.left.has(name) || name in plan.hidden)
}

/** Why the state does not take the event, whatever it says; null when it may. */
async function impossible(
  { engine }: WebContext,
  request: FastifyRequest,
  sending: Sending,
): Promise<string | null> {
  const { target, type, visit } = sending
  if (target.allowed.includes(type) && !target.needsAttention) return null
  const refusal = await engine.whyNot(optionsOf(request, sending, {}))
  return refusal === null ? null : refusalText(visit.locale, target.id, refusal)
}

function optionsOf(
  request: FastifyRequest,
  { visit, target, type }: Sending,
  data: object,
): SendOptions {
  const sender = senderOf(visit.caller, target.groupId)
  return { to: target.id, type, data, sender, requestId: request.id }
}

function readOf(sending: Sending, filled: Filled): ReadForm {
  const { fields, plan } = sending
  return readForm(fields, { ...filled, ...plan.hidden }, plan.whole)
}

async function check(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  sending: Sending,
  form: FilledForm,
): Promise<FastifyReply> {
  const { engine } = context
  const { visit, fields, plan } = sending
  const read = readOf(sending, form.filled)
  const missing = missingIn(fields, read, plan, visit.locale)
  if (missing.size > 0) return sendPage(reply, formPage(sending, { ...form, errors: missing }), 400)
  const preview = await engine.preview(optionsOf(request, sending, read.payload))
  if (!preview.outcome.accepted) return refused(context, reply, sending, form, preview.outcome)
  const consequences = await consequencesOf(engine, preview, async (id) => {
    const instance = await engine.instance(id)
    return instance !== undefined && maySee(visit.caller, instance)
  })
  return sendPage(reply, confirmPage(sending, form, consequences))
}

async function send(
  context: WebContext,
  request: FastifyRequest,
  reply: FastifyReply,
  sending: Sending,
  form: FilledForm,
): Promise<FastifyReply> {
  const options = optionsOf(request, sending, readOf(sending, form.filled).payload)
  const outcome = await context.engine.send({ ...options, key: `form-${form.opened.key}` })
  if (!outcome.accepted) return refused(context, reply, sending, form, outcome)
  return reply.redirect(`${pathOf(sending.target.id)}?done=${outcome.revision}`, 303)
}

async function refused(
  { engine }: WebContext,
  reply: FastifyReply,
  sending: Sending,
  form: FilledForm,
  refusal: Refusal,
): Promise<FastifyReply> {
  const { visit, target } = sending
  const text = refusalText(visit.locale, target.id, refusal)
  const since = Number(form.opened.revision)
  if (overtaken.has(refusal.code) && since > 0 && since < target.revision) {
    const entries = await engine.history(target.id, { after: since, limit: 20 })
    return sendPage(reply, fasterPage(sending, text, entries), 409)
  }
  const input = readOf(sending, form.filled).inputOf(refusal.field ?? '')
  const errors = new Map([[input, text]])
  const status = new Problem(refusal.code, text).statusCode
  // The key stands for what was refused; what is sent next is something else.
  const opened = { ...form.opened, key: randomUUID() }
  return sendPage(reply, formPage(sending, { ...form, opened, errors }), status)
}
