import type { FastifyRequest } from 'fastify'
import { projectPhases } from '../../../machines/project/phase.ts'
import { isDate } from '../../domain/calendar.ts'
import { moneyKinds, type MoneyKind } from '../../programme/queries.ts'

/** What the filters in the address ask for. */
export interface Question {
  readonly view: string
  readonly phase: string
  /** A date: only with a next deadline until its end. */
  readonly due: string
  /** `overdue` or `attention`: only what needs somebody. */
  readonly only: string
  /** Only with any of this amount. */
  readonly money: MoneyKind | ''
  /** Only where this deadline runs, and is due on the date `on`. */
  readonly deadline: string
  readonly on: string
  readonly q: string
  readonly sort: string
  readonly cursor: string
}

const sorts = ['due', 'name', '-awarded', 'id'] as const

/** Reads the filters; what is none, asks nothing. */
export function questionOf(request: FastifyRequest): Question {
  const query = request.query as Readonly<Record<string, unknown>>
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 300) : '')
  return {
    view: text('view'),
    phase: projectPhases.find((phase) => phase === text('phase')) ?? '',
    due: isDate(text('due')) ? text('due') : '',
    only: ['overdue', 'attention'].find((each) => each === text('only')) ?? '',
    money: moneyKinds.find((kind) => kind === text('money')) ?? '',
    deadline: /^[\w.-]{1,60}$/.test(text('deadline')) ? text('deadline') : '',
    on: isDate(text('on')) ? text('on') : '',
    q: text('q'),
    sort: sorts.find((sort) => sort === text('sort')) ?? 'due',
    cursor: text('cursor'),
  }
}
