import type { ProjectContext } from '../../../machines/project/context.ts'
import type { Instance } from '../../engine/index.ts'
import { livingOf } from '../../programme/inbox.ts'
import type { WebContext } from '../context.ts'
import type { Visit } from '../visit.ts'
import { callPlan } from './call-plans.ts'
import { plainPlan, type Plan } from './plan.ts'
import { projectPlan } from './project-plans.ts'

/** How an event is asked of a call or project as it stands. */
export async function planOf(
  context: WebContext,
  visit: Visit,
  target: Instance,
  type: string,
): Promise<Plan> {
  const { engine, queries } = context
  if (target.machine === 'call') {
    const projects: Instance[] = []
    for await (const each of livingOf(engine, target.id)) {
      if (each.machine === 'project') projects.push(each)
    }
    return callPlan(type, { locale: visit.locale, instance: target, projects })
  }
  const [shape, parameters] = await Promise.all([
    queries.project(target.id),
    queries.parameters(target.groupId),
  ])
  if (shape === undefined || parameters === undefined) return plainPlan
  return projectPlan(type, {
    locale: visit.locale,
    instance: target,
    shape,
    parameters,
    reportTexts: await reportTexts(context, target),
    handlers: await context.people.handlersOf(target.groupId),
  })
}

/** What the final report says in words, by line or stimulus. */
async function reportTexts(
  { engine }: WebContext,
  { id, snapshot }: Instance,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { final } = snapshot.context as ProjectContext
  if (final === null) return new Map()
  const entries = await engine.history(id)
  const report = entries.findLast(({ type }) => type === 'finalReport.submit')
  if (report === undefined) return new Map()
  const { kpis = [], stimuli = [] } = report.data as {
    readonly kpis?: readonly { readonly line: string }[]
    readonly stimuli?: readonly { readonly stimulus: string }[]
  }
  const found = new Map<string, string[]>()
  const texts = (await engine.texts(id)).filter(({ revision }) => revision === report.revision)
  for (const { path, text } of texts) {
    const [list, index] = path.split('.')
    const place = Number(index)
    const key = list === 'kpis' ? kpis[place]?.line : stimuli[place]?.stimulus
    if (key !== undefined && text !== null) found.set(key, [...(found.get(key) ?? []), text])
  }
  return found
}
