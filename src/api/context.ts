import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Engine, Instance } from '../engine/index.ts'
import type { Diagrams } from '../programme/diagram.ts'
import type { Papers } from '../programme/documents/papers.ts'
import type { Forecasts } from '../programme/forecast/forecasts.ts'
import type { Queries } from '../programme/queries.ts'
import { readsCall, readsProject } from './access.ts'
import type { Access } from '../access/access.ts'
import type { Caller } from '../access/caller.ts'
import type { LogTail } from './log-tail.ts'
import { notFound, Problem } from './problem.ts'
import type { Cost } from './rate-limits.ts'

/** What the routes work with. */
export interface ApiContext {
  readonly engine: Engine
  readonly queries: Queries
  readonly access: Access
  readonly papers: Papers
  readonly diagrams: Diagrams
  readonly forecasts: Forecasts
  readonly tail: LogTail
  /** Open streams that one person may have. */
  readonly streamsPerCaller: number
  readonly heartbeatMs: number
}

/** A server whose handlers get their types from the schemas of their routes. */
export type ApiServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null before it is known, and on routes that are open to all. */
    caller: Caller | null
    /** The call or project that the path names, once it was found and the caller may see it. */
    target: Instance | null
  }
  interface FastifyContextConfig {
    /** What one request costs, for the rate limit; default `write` where it may change something. */
    readonly cost?: Cost
    /** Answers everybody. */
    readonly isOpen?: boolean
  }
}

/** The caller of a route that is not open to all. */
export function callerOf({ caller }: Pick<FastifyRequest, 'caller'>): Caller {
  if (caller === null) throw new Problem('not-authenticated', 'Sign in, or send a token.')
  return caller
}

/** The instance that {@link findTarget} found. */
export function targetOf({ target }: Pick<FastifyRequest, 'target'>): Instance {
  if (target === null) throw new Error('The route has no target; give it findTarget.')
  return target
}

/**
 * Finds what the path names, before the body is looked at: who may not see it learns nothing.
 * Errors: Problem `not-found`.
 */
export function findTarget({ engine }: ApiContext, machine: 'call' | 'project') {
  return async (request: FastifyRequest): Promise<void> => {
    const { id } = request.params as { readonly id: string }
    const instance = await engine.instance(id)
    const caller = callerOf(request)
    if (instance?.machine !== machine || !maySee(caller, instance)) throw notFound(machine, id)
    request.target = instance
  }
}

/** Whether a person may see a call or project as it stands. */
export function maySee(caller: Caller, { machine, groupId, snapshot }: Instance): boolean {
  if (machine === 'call') return readsCall(caller, groupId)
  const { applicant } = snapshot.context as { readonly applicant: { readonly kbo: string } }
  return readsProject(caller, { call: groupId, kbo: applicant.kbo })
}
