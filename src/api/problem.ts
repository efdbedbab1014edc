import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refused } from '../engine/index.ts'
import { readRefusal } from '../programme/refusals.ts'

/** What goes wrong with a request before, or beside, the event that it brings. */
type ApiErrorCode =
  | 'not-authenticated'
  | 'too-large'
  | 'workbook-refused'
  | 'extract-refused'
  | 'file-refused'
  | 'unsupported-media-type'
  | 'too-many-requests'
  | 'request-timeout'
  | 'unavailable'
  | 'internal-error'

/** One of several things that are wrong with what was sent, and where. */
export interface ProblemItem {
  readonly file: string
  readonly row: number | null
  readonly column: string | null
  readonly cell: string | null
  readonly field: string
  readonly message: string
}

/** A refusal as HTTP says it. Source: domain §6; RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  /** Of the answer; fastify writes here too. */
  statusCode: number
  readonly field: string | null
  /** The condition of the machine that does not hold, in words; null when it was none. */
  readonly guard: string | null
  readonly allowed: readonly string[]
  /** Everything that is wrong, where that is more than one thing; then how many are left out. */
  readonly items: { readonly errors: readonly ProblemItem[]; readonly moreErrors: number } | null
  /** When to try again (s); null where it does not depend on time. */
  readonly retryAfter: number | null

  constructor(
    code: string,
    detail: string,
    more: {
      readonly field?: string | undefined
      readonly guard?: string | null
      readonly allowed?: readonly string[]
      readonly items?: Problem['items']
      readonly retryAfter?: number | undefined
    } = {},
  ) {
    super(detail)
    this.code = code
    this.statusCode = statusOf(code)
    // The payload itself has no place in it.
    this.field = more.field === '' ? null : (more.field ?? null)
    this.guard = more.guard ?? null
    this.allowed = more.allowed ?? []
    this.items = more.items ?? null
    this.retryAfter = more.retryAfter ?? null
  }
}

const ownStatuses: Readonly<Record<ApiErrorCode, number>> = {
  'not-authenticated': 401,
  'request-timeout': 408,
  'too-large': 413,
  'workbook-refused': 400,
  'extract-refused': 400,
  'file-refused': 400,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'internal-error': 500,
  unavailable: 503,
}

const statuses: Readonly<Record<string, number>> = {
  ...ownStatuses,
  'invalid-payload': 400,
  'line-unknown': 400,
  'kpi-above-year-2': 400,
  'kpi-not-reduced': 400,
  'motivation-missing': 400,
  'not-authorised': 403,
  'four-eyes': 403,
  'sign-in-failed': 401,
  'link-invalid': 403,
  csrf: 403,
  'provider-unavailable': 503,
  'not-found': 404,
  'version-conflict': 412,
}

/** 409 for every refusal that says "not now". */
function statusOf(code: string): number {
  return statuses[code] ?? 409
}

const titles: Readonly<Record<string, string>> = {
  'invalid-payload': 'The request is not well formed',
  'line-unknown': 'There is no such line',
  'kpi-above-year-2': 'The KPI is above that of year 2',
  'kpi-not-reduced': 'The KPI is not lower',
  'motivation-missing': 'A motivation is missing',
  'not-authenticated': 'Nobody is signed in',
  'not-authorised': 'Not for this person',
  'four-eyes': 'Another person must approve',
  'not-found': 'Not found',
  'version-conflict': 'It has changed since it was read',
  'idempotency-conflict': 'The key was used before',
  'needs-attention': 'It waits for an operator',
  'deadline-passed': 'The deadline has passed',
  'event-not-allowed': 'Not possible now',
  'unknown-order': 'There is no such payment order',
  'amount-exceeds': 'The amount is too high',
  'budget-exceeded': 'The budget is exceeded',
  'sign-in-failed': 'Not signed in',
  'sign-in-off': 'This way of signing in is off',
  'link-invalid': 'The link cannot be used',
  'login-taken': 'The login name is taken',
  'provider-unavailable': 'The sign-in service does not answer',
  csrf: 'The request did not come from a page of this site',
  'virtual-only': 'Only on a virtual database',
  'too-large': 'The request is too large',
  'workbook-refused': 'The workbook is not right',
  'extract-refused': 'The extract is not right',
  'file-refused': 'The file is not taken',
  'unsupported-media-type': 'This kind of content is not taken',
  'too-many-requests': 'Too many requests',
  'request-timeout': 'The request came too slowly',
  unavailable: 'Not available now',
  'internal-error': 'The request failed',
}

/** A thing that is not there, or that the caller may not see: nobody can tell which. */
export function notFound(what: 'call' | 'project', id: string): Problem {
  return new Problem('not-found', `There is no ${what} ${id} that you may see.`)
}

/** What the runtime refused. Errors in a machine's code stay inside. */
export function refusal(
  to: string,
  { code, message, field, allowed }: Refused,
  items: Problem['items'] = null,
): Problem {
  const { sentence, guard } = readRefusal(to, { code, message })
  return new Problem(code, sentence, { field, guard, allowed, items })
}

/**
 * Answers with problem details; every field is always there, in this order, then what is wrong in
 * detail.
 */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
  /** Default the path that was asked for. */
  instance = request.originalUrl.split('?')[0],
) {
  const problem = problemOf(error, request.routeOptions.bodyLimit)
  const { code, field, guard, allowed, items, message } = problem
  const status = statusOf(code)
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  const again = problem.retryAfter ?? (status === 503 ? 1 : null)
  if (again !== null) reply.header('retry-after', String(again))
  return reply
    .code(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: `urn:mijlpaal:problem:${code}`,
        title: titles[code] ?? 'Refused',
        status,
        detail: message,
        instance,
        code,
        field,
        guard,
        allowed,
        requestId: request.id,
        ...items,
      }),
    )
}

interface Failure {
  readonly statusCode?: number
  readonly code?: string
  readonly retryable?: boolean
  readonly message?: string
}

const DEFAULT_BODY_MAX = 1e6

/** What fastify, its plugins, the runtime and the database throw, in our words. */
function problemOf(error: unknown, bodyLimit: number | undefined): Problem {
  if (error instanceof Problem) return error
  const { statusCode = 500, code = '', retryable = false } = (error ?? {}) as Failure
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) {
    const megabytes = (bodyLimit ?? DEFAULT_BODY_MAX) / 1e6
    return new Problem('too-large', `A request has at most ${megabytes} MB here.`)
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || statusCode === 415) {
    return new Problem('unsupported-media-type', 'Send JSON, as application/json in UTF-8.')
  }
  if (statusCode === 408) return new Problem('request-timeout', 'Send the request faster.')
  if (statusCode === 404) return new Problem('not-found', 'There is nothing at this address.')
  if (statusCode >= 400 && statusCode < 500) {
    return new Problem('invalid-payload', 'The request is not one that HTTP allows.')
  }
  return retryable || code === 'engine-closed'
    ? new Problem('unavailable', 'The database is busy or closing; try again.')
    : new Problem('internal-error', 'The request failed; the log of the server says more.')
}
