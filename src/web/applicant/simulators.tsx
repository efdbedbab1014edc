import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProjectContext } from '../../../machines/project/context.ts'
import { maySee } from '../../api/context.ts'
import { notFound } from '../../api/problem.ts'
import type { WebContext } from '../context.ts'
import { sendPage, visitOf } from '../visit.ts'
import { settlementView } from './settlement-view.tsx'
import { decisions, simulate, simulateSettlement } from './simulation.ts'
import { simulatorView } from './simulator-view.tsx'

/** `GET /simulator` and `GET /simulator/settlement`: amounts of a project, worked out, without sending. */
export async function simulators(server: FastifyInstance, context: WebContext): Promise<void> {
  server.get('/simulator', async (request, reply) => {
    const { visit, target, project, parameters } = await subjectOf(context, request)
    const answer = answers(request)
    const { yearTwo, application, terms } = project
    const isChosen = answer('chosen') !== ''
    const simulation = simulate(yearTwo, terms.advance.percent, {
      lineAt: (index, { line, kpi }) => {
        const typed = decisions.find((each) => each === answer(`lines.${index}.decision`))
        if (typed !== undefined) return { decision: typed, kpi: answer(`lines.${index}.kpi`) }
        const asked = application?.lines.find((each) => each.line === line)
        if (application === null) return { decision: 'continue', kpi: '' }
        if (asked === undefined) return { decision: 'stop', kpi: '' }
        return asked.kpi < kpi
          ? { decision: 'reduce', kpi: String(asked.kpi) }
          : { decision: 'continue', kpi: '' }
      },
      isContinued: (index, { stimulus }) => {
        const typed = answer(`stimuli.${index}.decision`)
        if (isChosen || typed !== '') return typed !== 'stop'
        return application?.stimuli.some((each) => each.stimulus === stimulus) ?? true
      },
    })
    const mayApply =
      visit.roles.includes('applicant') && target.allowed.includes('application.submit')
    return sendPage(reply, simulatorView(visit, { target, parameters, simulation, mayApply }))
  })
  server.get('/simulator/settlement', async (request, reply) => {
    const { visit, target, project, parameters } = await subjectOf(context, request)
    const answer = answers(request)
    const isChosen = answer('chosen') !== ''
    const { final, interim } = project
    const simulation = simulateSettlement(project, {
      resultAt: (index, line) => {
        const reported = (final ?? interim)?.kpis.find((each) => each.line === line)?.achieved
        const typed = answer(`kpis.${index}.achieved`)
        return {
          achieved: isChosen || reported === undefined ? typed : String(reported),
          isMotivated: answer(`kpis.${index}.motivated`) === 'yes',
        }
      },
      isUsed: (index) => !isChosen || answer(`stimuli.${index}.used`) === 'yes',
    })
    return sendPage(reply, settlementView(visit, { target, parameters, simulation }))
  })
}

/** Errors: Problem `not-found`, also for what the visitor may not see. */
async function subjectOf(context: WebContext, request: FastifyRequest) {
  const { project = '' } = request.query as { readonly project?: unknown }
  const id = typeof project === 'string' ? project : ''
  const call = id.split('/')[0] ?? ''
  const visit = await visitOf(context, request, call)
  const target = await context.engine.instance(id)
  const parameters = await context.queries.parameters(call)
  if (target?.machine !== 'project' || parameters === undefined || !maySee(visit.caller, target)) {
    throw notFound('project', id)
  }
  return { visit, target, parameters, project: target.snapshot.context as ProjectContext }
}

/** What was chosen, by the name of the input; '' for what was not. */
function answers(request: FastifyRequest): (name: string) => string {
  const query = request.query as Readonly<Record<string, unknown>>
  return (name) => {
    const given = Object.hasOwn(query, name) ? query[name] : ''
    return typeof given === 'string' ? given.slice(0, 40) : ''
  }
}
