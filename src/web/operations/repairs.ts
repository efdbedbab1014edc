import type { FastifyRequest } from 'fastify'
import { Problem, refusal } from '../../api/problem.ts'
import type { Outcome } from '../../engine/index.ts'
import type { WebContext } from '../context.ts'
import type { Visit } from '../visit.ts'
import type { SkipRequests } from './skip-requests.ts'

interface Repair {
  readonly context: WebContext
  readonly skips: SkipRequests
  readonly visit: Visit
  readonly request: FastifyRequest
}

/**
 * What an admin does to what is stuck; returns what was done, by its name. Errors: Problem, also
 * what the runtime refuses.
 */
export async function repair(by: Repair): Promise<string> {
  const { what } = by.request.params as { readonly what: string }
  switch (what) {
    case 'retry-effect':
      return retryEffect(by)
    case 'retry':
      return retry(by)
    case 'skip':
      return skip(by)
    case 'approve-skip':
      return approveSkip(by)
    default:
      throw new Problem('not-found', 'There is nothing at this address.')
  }
}

/** Gives a parked effect its attempts again; a dispatcher performs it. */
async function retryEffect({ context, request }: Repair): Promise<string> {
  if (await context.engine.retryEffect(field(request, 'effect'))) return 'effect-retried'
  throw new Problem('event-not-allowed', 'This effect is not parked any more.')
}

async function retry({ context, skips, visit, request }: Repair): Promise<string> {
  const instance = field(request, 'instance')
  const outcome = await context.engine.retry({ instance, sender: senderOf(visit) })
  requireAccepted(instance, outcome)
  skips.remove(instance)
  return 'retried'
}

/** A deadline takes a second person: then the runtime refuses, and the question is kept for one. */
async function skip({ context, skips, visit, request }: Repair): Promise<string> {
  const instance = field(request, 'instance')
  const reason = field(request, 'reason').trim()
  if (reason === '') {
    throw new Problem('invalid-payload', 'Say why the event is given up; go back to do so.')
  }
  const outcome = await context.engine.skip({ instance, reason, sender: senderOf(visit) })
  if (!outcome.accepted && outcome.code === 'four-eyes') {
    const failure = await failureOf(context, instance)
    const { person, label } = visit.caller
    skips.ask({ instance, failure, reason, person, label })
    return 'skip-asked'
  }
  requireAccepted(instance, outcome)
  skips.remove(instance)
  return 'skipped'
}

/** The second person; the first is named in the log as who did it. */
async function approveSkip({ context, skips, visit, request }: Repair): Promise<string> {
  const instance = field(request, 'instance')
  const asked = skips.open().get(instance)
  if (asked === undefined || asked.failure !== (await failureOf(context, instance))) {
    skips.remove(instance)
    throw new Problem('event-not-allowed', 'Nobody asks to skip this any more.')
  }
  const { reason, person } = asked
  const outcome = await context.engine.skip({
    instance,
    reason,
    sender: { person, roles: [] },
    approvedBy: senderOf(visit),
  })
  requireAccepted(instance, outcome)
  skips.remove(instance)
  return 'skipped'
}

/** Another failure since is another question. */
async function failureOf({ engine }: WebContext, instance: string): Promise<number> {
  const failures = await engine.failures()
  const open = failures.find((each) => each.instance === instance && each.status === 'open')
  return open?.id ?? 0
}

function senderOf({ caller }: Visit) {
  return { person: caller.person, roles: [] }
}

function requireAccepted(instance: string, outcome: Outcome): void {
  if (!outcome.accepted) throw refusal(instance, outcome)
}

function field(request: FastifyRequest, name: string): string {
  const { [name]: given } = (request.body ?? {}) as Readonly<Record<string, unknown>>
  return typeof given === 'string' ? given.slice(0, 2000) : ''
}
