import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { senderOf } from '../../api/access.ts'
import { Problem } from '../../api/problem.ts'
import { dateOf, endOfDay, parseInstant } from '../../domain/calendar.ts'
import type { MoveBy, MoveTerms } from '../../programme/deadline-moves.ts'
import { agencyVisit, type CallVisit } from '../agency-visit.ts'
import type { WebContext } from '../context.ts'
import type { Filled } from '../forms/body.ts'
import { timeZone } from '../format.ts'

/** What a person filled in to move a deadline of many projects. */
export interface MoveRequest {
  readonly deadline: string
  /** Whether it is for all projects, or for those that are ticked. */
  readonly scope: 'all' | 'some'
  readonly projects: readonly string[]
  readonly date: string
  /** Empty for the end of the day. */
  readonly time: string
  readonly reason: string
  /** Only projects in which it is due on this date are listed; empty for all. */
  readonly on: string
  readonly q: string
  readonly key: string
}

/** Reads a form, or an address that fills one in. */
export function moveRequestOf(given: Filled): MoveRequest {
  const text = (name: string) => [given[name] ?? ''].flat()[0]?.trim() ?? ''
  const on = text('on')
  const projects = [given['projects'] ?? []].flat().filter((each) => each !== '')
  const isSome = text('scope') === 'some' || (text('scope') === '' && projects.length > 0)
  return {
    deadline: text('deadline'),
    scope: isSome ? 'some' : 'all',
    projects,
    date: text('to'),
    time: text('to@time'),
    reason: text('reason').replaceAll('\r\n', '\n'),
    on: /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : '',
    q: text('q').slice(0, 100),
    key: text('key') || randomUUID(),
  }
}

/** As the programme takes it. */
export function termsOf({ deadline, scope, projects, date, time }: MoveRequest): MoveTerms {
  const seconds = /^\d{2}:\d{2}$/.test(time) ? ':00' : ''
  return {
    deadline,
    to: time === '' ? date : `${date}T${time}${seconds}`,
    ...(scope === 'all' ? {} : { projects }),
  }
}

/** A moment as date and time of a form; without a time where it ends with its day. */
export function asTyped(instant: string): { readonly date: string; readonly time: string } {
  const ms = parseInstant(instant, timeZone) ?? 0
  const date = dateOf(ms, timeZone)
  if (endOfDay(date, timeZone) === ms) return { date, time: '' }
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'medium' }).format(ms)
  return { date, time: local }
}

/** Errors: Problem `not-authorised` for all but managers, `not-found`. */
export async function managerVisit(
  context: WebContext,
  request: FastifyRequest,
): Promise<CallVisit> {
  const visit = await agencyVisit(context, request)
  if (visit.roles.includes('manager')) return visit
  throw new Problem('not-authorised', 'deadlineMove.propose may be sent by manager only')
}

export function moveBy(request: FastifyRequest, visit: CallVisit, key?: string): MoveBy {
  return {
    call: visit.call.id,
    sender: senderOf(visit.caller, visit.call.id),
    requestId: request.id,
    ...(key === undefined ? {} : { key: `form-${key}` }),
  }
}
