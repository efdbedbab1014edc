import type { FastifyRequest } from 'fastify'
import type { Instance } from '../../engine/index.ts'
import { readHistory, type ReadableEntry } from '../../programme/readable-history.ts'
import type { WebContext } from '../context.ts'
import { pathOf } from '../paths.ts'
import { peopleOfLog } from '../people-of-log.ts'
import type { Visit } from '../visit.ts'
import type { ShownHistory } from './history.tsx'

const ENTRIES = 20

/** A page of the history of a call or project, the newest first. */
export async function historyOf(
  context: WebContext,
  request: FastifyRequest,
  visit: Visit,
  target: Instance,
): Promise<ShownHistory> {
  const { before } = request.query as { readonly before?: string }
  const last = Math.min(Number(before ?? Number.NaN) - 1 || target.revision, target.revision)
  const after = Math.max(0, last - ENTRIES)
  const page = { after, limit: last - after }
  const audience = visit.isAgency ? 'agency' : 'applicant'
  const entries = await readHistory(context.engine, target, page, audience)
  // An applicant hears what the agency does, not who of it does it.
  const persons = visit.isAgency ? entries.flatMap(({ person }) => person ?? []) : []
  return {
    entries: entries.toReversed(),
    names: await peopleOfLog(context, persons),
    older: after > 0 ? `${pathOf(target.id)}?before=${after + 1}#history` : null,
  }
}

/** The event that the visitor has just sent. */
export function doneOf(
  request: FastifyRequest,
  entries: readonly ReadableEntry[],
): ReadableEntry | null {
  const { done } = request.query as { readonly done?: string }
  return entries.find(({ revision }) => String(revision) === done) ?? null
}
