import type { FastifyInstance, FastifyReply } from 'fastify'
import { visibilityOf } from '../../api/access.ts'
import { readCursor, writeCursor } from '../../api/cursor.ts'
import { endOfDay, startOfDay } from '../../domain/calendar.ts'
import { Problem } from '../../api/problem.ts'
import {
  searchText,
  type ListFilter,
  type ListPage,
  type ListSort,
} from '../../programme/queries.ts'
import type { WebContext } from '../context.ts'
import { ownProjectsPage } from '../applicant/own-projects.tsx'
import { onlyRunsTheSystem } from '../shell.tsx'
import { sendPage, visitOf, type Visit } from '../visit.ts'
import { boardPage, type Column } from './board.tsx'
import { timeZone } from '../format.ts'
import { csvOf } from './csv.ts'
import { questionOf, type Question } from './question.ts'
import { tablePage } from './table.tsx'

/** `GET /`: all projects of a call, as a board or as a table; an applicant's people see their own. */
export async function portfolio(server: FastifyInstance, context: WebContext): Promise<void> {
  server.get('/', async (request, reply) => {
    const visit = await visitOf(context, request)
    if (onlyRunsTheSystem(visit)) return reply.redirect('/operations', 303)
    if (!visit.isAgency) return ownProjectsPage(context, visit, reply)
    const question = questionOf(request)
    return question.view === 'table'
      ? sendTable(context, visit, question, reply)
      : sendBoard(context, visit, reply)
  })
  server.get('/projects.csv', async (request, reply) => {
    const visit = await visitOf(context, request)
    const page = pageOf(visit, questionOf(request))
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="projects.csv"')
      .send(csvOf(context.queries, visit, page))
  })
}

function filterOf(visit: Visit, question: Question): ListFilter {
  const { phase, due, only, money, deadline, on, q } = question
  return {
    ...(visit.call === null ? {} : { call: visit.call.id }),
    ...(phase === '' ? {} : { phase }),
    ...(due === '' ? {} : { dueMs: endOfDay(due, timeZone) }),
    ...(only === 'overdue' ? { overdue: true } : {}),
    ...(only === 'attention' ? { needsAttention: true } : {}),
    ...(money === '' ? {} : { money }),
    ...(deadline === '' ? {} : { deadline: { name: deadline, between: dayOf(on) } }),
    ...(q.trim() === '' ? {} : { search: searchText(q) }),
  }
}

/** A date as the moments from its start until its end; null without one. */
function dayOf(date: string) {
  if (date === '') return null
  return { fromMs: startOfDay(date, timeZone), toMs: endOfDay(date, timeZone) + 1 }
}

const ROWS = 50

function pageOf(visit: Visit, question: Question): ListPage {
  const { sort, cursor } = question
  return {
    filter: filterOf(visit, question),
    visibility: visibilityOf(visit.caller),
    sort: sort.replace('-', '') as ListSort,
    descending: sort.startsWith('-'),
    after: cursor === '' ? null : readCursor(askedBy(visit, question), cursor),
    limit: ROWS,
  }
}

function askedBy(visit: Visit, { cursor: _, ...question }: Question) {
  return { ...question, call: visit.call?.id ?? '' }
}

async function sendTable(
  { queries }: WebContext,
  visit: Visit,
  question: Question,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { rows, next } = await queries.rowPage(pageOf(visit, question))
  const cursor = next === null ? null : writeCursor(askedBy(visit, question), next)
  return sendPage(reply, tablePage(visit, question, rows, cursor))
}

/** Cards of one column; the rest is a link away. */
const CARDS = 8

async function sendBoard(
  { queries }: WebContext,
  visit: Visit,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { call } = visit
  if (call === null) throw new Problem('not-found', 'There is nothing at this address.')
  const phases = await queries.byPhase(call.id)
  const totals = await queries.totals(call.id)
  const columns = await Promise.all(
    phases.map(async (each): Promise<Column> => {
      const { rows } = await queries.rowPage({
        filter: { call: call.id, phase: each.phase },
        visibility: visibilityOf(visit.caller),
        sort: 'due',
        descending: false,
        after: null,
        limit: CARDS,
      })
      return { phase: each.phase, count: each.count, cents: centsOf(each), rows }
    }),
  )
  return sendPage(reply, boardPage(visit, { columns, totals }))
}

/** What was awarded; before the award, what is asked. */
function centsOf(row: {
  readonly awarded_cents: number
  readonly requested_cents: number
}): number {
  return row.awarded_cents === 0 ? row.requested_cents : row.awarded_cents
}
