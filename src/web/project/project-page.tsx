import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { senderOf } from '../../api/access.ts'
import { maySee } from '../../api/context.ts'
import { notFound } from '../../api/problem.ts'
import type { Instance } from '../../engine/index.ts'
import { allowedEvents } from '../../programme/allowed-events.ts'
import { nextSteps } from '../../programme/forecast/next-steps.ts'
import type { WebContext } from '../context.ts'
import { papersFor } from '../documents/documents.ts'
import { sendPage, visitOf } from '../visit.ts'
import { projectView } from './project-view.tsx'
import { doneOf, historyOf } from './shown-history.ts'

/** `GET /projects/:call/:applicant`: all of one project, and its drawing. */
export async function projectPage(server: FastifyInstance, context: WebContext): Promise<void> {
  const { engine, queries } = context
  server.get('/projects/:call/:applicant', async (request, reply) => {
    const { target, visit } = await targetOf(context, request)
    const [shape, parameters] = await Promise.all([
      queries.project(target.id),
      queries.parameters(target.groupId),
    ])
    if (shape === undefined || parameters === undefined) throw notFound('project', target.id)
    const history = await historyOf(context, request, visit, target)
    const html = projectView(visit, {
      instance: target,
      shape,
      parameters,
      events: await allowedEvents(engine, target, senderOf(visit.caller, target.groupId)),
      history,
      assignee: await assigneeOf(context, target),
      papers: await papersFor(context, visit, target),
      next: (await nextSteps(engine, target.id)) ?? [],
      done: doneOf(request, history.entries),
    })
    return sendPage(reply, html)
  })
  server.get('/projects/:call/:applicant/diagram.svg', async (request, reply) => {
    const { target } = await targetOf(context, request)
    const svg = await context.diagrams.svg(target.id)
    if (svg === undefined) throw notFound('project', target.id)
    return reply.type('image/svg+xml').send(svg)
  })
}

/** Errors: Problem `not-found`, also for what the visitor may not see. */
async function targetOf(context: WebContext, request: FastifyRequest) {
  const { call, applicant } = request.params as {
    readonly call: string
    readonly applicant: string
  }
  const id = `${call}/${applicant}`
  const visit = await visitOf(context, request, call)
  const target = await context.engine.instance(id)
  if (target?.machine !== 'project' || !maySee(visit.caller, target)) throw notFound('project', id)
  return { target, visit }
}

async function assigneeOf({ engine, people }: WebContext, { snapshot }: Instance) {
  const { assignee } = snapshot.context as ProjectContext
  if (assignee === null) return null
  const subject = (await engine.log.subjects([assignee])).get(assignee)
  if (subject === undefined) return null
  return (await people.namesOf([subject])).get(subject) ?? subject
}
