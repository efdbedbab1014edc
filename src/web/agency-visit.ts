import type { FastifyRequest } from 'fastify'
import { notFound } from '../api/problem.ts'
import type { CallInFull } from '../programme/queries.ts'
import type { WebContext } from './context.ts'
import { visitOf, type Visit } from './visit.ts'

/** A visit of somebody who sees the deadlines and the money of a call. */
export type CallVisit = Visit & { readonly call: CallInFull }

/** Errors: Problem `not-found` for who does not read the whole call. */
export async function agencyVisit(
  context: WebContext,
  request: FastifyRequest,
): Promise<CallVisit> {
  const { call: posted } = (request.body ?? {}) as { readonly call?: string }
  const visit = await visitOf(context, request, posted)
  const { call } = visit
  if (call === null || !visit.isAgency) throw notFound('call', posted ?? '')
  if (posted !== undefined && posted !== call.id) throw notFound('call', posted)
  return { ...visit, call }
}
