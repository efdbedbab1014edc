import { canonicalJson } from './canonical.ts'
import { deliver, missing } from './deliver.ts'
import { Draft } from './draft.ts'
import { MachineCrash, refuse } from './errors.ts'
import { fireDue, type Firing } from './fire.ts'
import {
  outcomeOf,
  refused,
  type Accepted,
  type Answer,
  type Refused,
  type TogetherAnswer,
} from './outcome.ts'
import type { RegisteredEvent } from './registry.ts'
import type { Runtime } from './runtime.ts'
import {
  allowedOf,
  deliveryOf,
  earlyRefusal,
  postponed,
  recall,
  remember,
  revisionRefusal,
  type SendRequest,
} from './send.ts'
import type { Workspace } from './workspace.ts'

/** Events of one group that are applied together, or not at all. */
export interface TogetherRequest {
  readonly kind: 'together'
  readonly requests: readonly SendRequest[]
  readonly stampMs: number
}

/** All were applied, or none; `index` says which of them was refused first. */
export type TogetherOutcome =
  | { readonly accepted: true; readonly outcomes: readonly Accepted[] }
  | (Refused & { readonly index: number })

/**
 * Applies events of one group one after the other in one step, after the timers that were due
 * before them. What a key has done before is not done again, and counts as accepted. A refusal
 * changes nothing and is not remembered: the same events may be accepted another time.
 */
export const handleTogether = async (
  runtime: Runtime,
  work: Workspace,
  { requests, stampMs }: TogetherRequest,
  firing: Firing,
): Promise<TogetherAnswer | typeof postponed> => {
  const groupIds = new Set<string>()
  for (const [index, { options }] of requests.entries()) {
    const known = work.base.instance(options.to)
    if (known === undefined) return refusedAt(index, refused(missing(work, options.to)))
    groupIds.add(known.groupId)
  }
  const [groupId = '', ...others] = groupIds
  if (others.length > 0) {
    const message = 'I4: events that are applied together must be of one group'
    return refusedAt(0, refused(refuse('invalid-payload', message)))
  }
  const group = work.group(groupId)
  const atMs = Math.max(stampMs, group.atMs)
  const isCaughtUp = await fireDue(work, group, atMs, { ...firing, deadlinesUntilMs: Infinity })
  if (!isCaughtUp || work.isFull) return postponed
  return applyAll(runtime, work, requests, atMs)
}

const applyAll = async (
  runtime: Runtime,
  work: Workspace,
  requests: readonly SendRequest[],
  atMs: number,
): Promise<TogetherAnswer> => {
  const draft = new Draft(work.base)
  const together: Answer[] = []
  for (const [index, request] of requests.entries()) {
    const answer = await applyOne(runtime, work, draft, request, atMs)
    if ('outcome' in answer && !answer.outcome.accepted) return refusedAt(index, answer)
    together.push(answer)
  }
  work.accept(draft, atMs)
  work.steps += requests.length
  for (const [index, request] of requests.entries()) {
    const answer = together[index]
    if (answer !== undefined) remember(runtime, work, request, answer)
  }
  return { together, refusedAt: null }
}

const applyOne = async (
  runtime: Runtime,
  work: Workspace,
  all: Draft,
  request: SendRequest,
  atMs: number,
): Promise<Answer> => {
  const { options, dataText } = request
  const target = all.instance(options.to)
  if (target === undefined) return refused(missing(work, options.to))
  const data: unknown = typeof dataText === 'string' ? JSON.parse(dataText) : null
  const early = earlyRefusal(runtime, target, request, data)
  if (early) return refused(early, allowedOf(target))
  const earlier = recall(work, request)
  if (earlier) return 'code' in earlier ? refused(earlier, allowedOf(target)) : earlier
  const draft = new Draft(all)
  const event = target.machine.events.get(options.type) as RegisteredEvent
  const delivery = await deliveryOf(runtime, work, draft, request, target, event, atMs, data)
  work.current = delivery
  try {
    const refusal =
      (await deliver(work, draft, delivery, { recipients: 0, isOptional: false })) ??
      revisionRefusal(target, options.expectedRevision)
    if (refusal) return refused(refusal, allowedOf(target))
    const [first] = draft.events
    if (first === undefined) throw new Error('I1: an accepted event left no row')
    draft.mergeInto(all)
    return { event: first }
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    // What the others did is dropped with the draft: the failure is kept as of before them.
    const crashed = work.base.instance(error.instanceId)
    if (crashed) work.base.fail(crashed, canonicalJson(delivery), error.message)
    const message = `The event failed in the code of ${error.instanceId}: ${error.message}`
    return refused(refuse('needs-attention', message))
  }
}

const refusedAt = (index: number, answer: Answer): TogetherAnswer => ({
  together: [answer],
  refusedAt: index,
})

export const togetherOutcome = ({
  together,
  refusedAt: index,
}: TogetherAnswer): TogetherOutcome => {
  const outcomes = together.map(outcomeOf)
  const accepted = outcomes.filter((outcome) => outcome.accepted)
  const refusal = outcomes.find((outcome) => !outcome.accepted)
  if (refusal === undefined) return { accepted: true, outcomes: accepted }
  return { ...refusal, index: index ?? 0 }
}
