import { canonicalJson } from './canonical.ts'
import type { Refusal, Sender } from './definition.ts'
import { deliver, missing, note } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import { Draft, type InstanceState } from './draft.ts'
import { MachineCrash, refuse } from './errors.ts'
import { fireDue, type Firing } from './fire.ts'
import { sealOf } from './hash.ts'
import { refused, type Answer } from './outcome.ts'
import { payloadGuard } from './payload.ts'
import type { Runtime } from './runtime.ts'
import { attemptId, postponed } from './send.ts'
import type { FailureRow } from '../store/engine/tables.ts'
import type { Workspace } from './workspace.ts'
import { Type } from 'typebox'

/** Tries the event that failed again, after its cause was mended. */
export interface RetryOptions {
  readonly instance: string
  readonly sender: Sender
}

/** Gives up on the event that failed; a deadline's timer takes a second person. */
export interface SkipOptions {
  readonly instance: string
  readonly reason: string
  readonly sender: Sender
  readonly approvedBy?: Sender
}

/** Removes one text for ever; the log keeps its digest. */
export interface RedactOptions {
  readonly instance: string
  /** Of the event that brought the text. */
  readonly revision: number
  /** As `reason` or `kpis.0.motivation`. */
  readonly path: string
  readonly reason: string
  readonly sender: Sender
  /** Another person. */
  readonly approvedBy: Sender
}

/** What operators do is logged like an event, in types that machines never see. */
export type OperatorRequest =
  | { readonly kind: 'retry'; readonly options: RetryOptions; readonly stampMs: number }
  | { readonly kind: 'skip'; readonly options: SkipOptions; readonly stampMs: number }
  | { readonly kind: 'redact'; readonly options: RedactOptions; readonly stampMs: number }

/** The reasons that operators give are free text. */
const reasons = payloadGuard({ schema: Type.Object({}), text: ['reason'] })

export const handleOperator = async (
  runtime: Runtime,
  work: Workspace,
  request: OperatorRequest,
  firing: Firing,
): Promise<Answer | typeof postponed> => {
  const { instance, sender } = request.options
  const target = work.base.instance(instance)
  if (target === undefined) return refused(missing(work, instance))
  await runtime.people.load(
    work.executor,
    peopleOf(request).map(({ person }) => person),
  )
  switch (request.kind) {
    case 'redact':
      return redact(runtime, work, target, request)
    case 'skip':
    case 'retry': {
      const failure = await runtime.store.failure.open(work.trx, instance)
      if (!target.needsAttention || failure === undefined) {
        return refused(refuse('event-not-allowed', `${instance} needs no attention`))
      }
      return request.kind === 'skip'
        ? skip(runtime, work, target, request, failure)
        : retry(runtime, work, target, failure, { sender, firing, stampMs: request.stampMs })
    }
    default:
      return request satisfies never
  }
}

const peopleOf = ({ options }: OperatorRequest): readonly Sender[] =>
  'approvedBy' in options && options.approvedBy
    ? [options.sender, options.approvedBy]
    : [options.sender]

const skip = async (
  runtime: Runtime,
  work: Workspace,
  target: InstanceState,
  { options, stampMs }: OperatorRequest & { readonly kind: 'skip' },
  failure: FailureRow,
): Promise<Answer> => {
  const failed = JSON.parse(failure.delivery) as Delivery | null
  const timerId = failed?.cause === 'timer' ? timerIdOf(failed) : null
  const timer =
    timerId === null
      ? undefined
      : await runtime.store.timer.named(work.executor, {
          instance_id: target.id,
          timer_id: timerId,
        })
  const { sender, approvedBy, reason } = options
  if (timer?.deadline === 1) {
    const refusal = fourEyes('skips a deadline', sender, approvedBy)
    if (refusal) return refused(refusal)
  }
  const draft = new Draft(work.base)
  const approver = approvedBy ? runtime.people.idOf(draft, approvedBy.person) : null
  if (timerId !== null) draft.disarm(target.id, timerId)
  log(runtime, work, draft, target, 'engine.skip', sender, {
    approvedBy: approver,
    failure: failure.id,
    reason,
    time: stampMs,
    timer: timerId,
  })
  draft.add('resolved', resolve(failure, 'skipped'))
  return finish(work, draft)
}

/** `arming timerId` of a timer's delivery. */
const timerIdOf = ({ causeRef }: Delivery): string =>
  (causeRef ?? '').slice((causeRef ?? '').indexOf(' ') + 1)

const retry = async (
  runtime: Runtime,
  work: Workspace,
  target: InstanceState,
  failure: FailureRow,
  by: { readonly sender: Sender; readonly firing: Firing; readonly stampMs: number },
): Promise<Answer | typeof postponed> => {
  const group = work.group(target.groupId)
  const failed = JSON.parse(failure.delivery) as Delivery | null
  const atMs = Math.max(failed?.receivedAtMs ?? failed?.atMs ?? 0, group.atMs)
  const firing = { ...by.firing, deadlinesUntilMs: Infinity }
  // What failed here may have been sent to another, by whose message it came.
  if (failed !== null) await work.load([failed.to])
  const isCaughtUp = await fireDue(work, group, atMs, firing)
  if (!isCaughtUp || work.isFull) return postponed
  const draft = new Draft(work.base)
  log(runtime, work, draft, target, 'engine.retry', by.sender, {
    failure: failure.id,
    time: by.stampMs,
  })
  draft.add('resolved', resolve(failure, 'retried'))
  const answer = finish(work, draft)
  work.release(group.id, target.id)
  // A failed timer is still armed: it fires with the group's other due timers.
  if (failed === null || failed.cause === 'timer') return answer
  // All of it, or the event would overtake what was due before it.
  await fireDue(work, group, atMs, firing, () => false)
  const receivedAtMs = atMs > failed.atMs ? failed.atMs : failed.receivedAtMs
  return again(work, { ...failed, dataText: null, atMs, receivedAtMs })
}

/** Delivers the event that failed once more. */
const again = async (work: Workspace, delivery: Delivery): Promise<Answer> => {
  const draft = new Draft(work.base)
  work.current = delivery
  const target = work.base.instance(delivery.to)
  if (target === undefined) return refused(refuse('not-found', `${delivery.to} is gone`))
  try {
    const refusal = await deliver(work, draft, delivery, { recipients: 0, isOptional: false })
    if (refusal) return refused(refusal)
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    const crashed = work.base.instance(error.instanceId) ?? target
    work.base.fail(crashed, canonicalJson(delivery), error.message)
    return refused(refuse('needs-attention', `The event failed again: ${error.message}`))
  }
  return finish(work, draft)
}

const redact = async (
  runtime: Runtime,
  work: Workspace,
  target: InstanceState,
  { options, stampMs }: OperatorRequest & { readonly kind: 'redact' },
): Promise<Answer> => {
  const { revision, path, reason, sender, approvedBy } = options
  const refusal = fourEyes('redacts', sender, approvedBy)
  if (refusal) return refused(refusal)
  const texts = await runtime.store.text.ofInstance(work.trx, target.id)
  const found = texts.find((row) => row.revision === revision && row.path === path)
  if (found === undefined) {
    const message = `${target.id} has no text at ${path} of revision ${revision}`
    return refused(refuse('not-found', message, 'path'))
  }
  if (found.text === null) {
    return refused(refuse('event-not-allowed', `${path} of revision ${revision} is gone already`))
  }
  const keyed = keyedInstance(target, revision)
  const event = await runtime.store.event.find(work.trx, keyed, revision)
  const draft = new Draft(work.base)
  log(runtime, work, draft, target, 'engine.redact', sender, {
    approvedBy: runtime.people.idOf(draft, approvedBy.person),
    path,
    reason,
    revision,
    time: stampMs,
  })
  draft.add('redactions', {
    instanceId: target.id,
    revision,
    path,
    attemptId: event?.key ? attemptId(keyed, event.key) : null,
  })
  return finish(work, draft)
}

/** A group starts under one key, its root's; every other event has its own. */
const keyedInstance = (target: InstanceState, revision: number): string =>
  revision === 1 ? target.groupId : target.id

const fourEyes = (does: string, sender: Sender, approvedBy: Sender | undefined): Refusal | null =>
  approvedBy !== undefined && approvedBy.person !== sender.person
    ? null
    : refuse('four-eyes', `Another person than who ${does} must approve it`)

/** At the group's time: what an operator does never overtakes a timer that is held. */
const log = (
  runtime: Runtime,
  work: Workspace,
  draft: Draft,
  target: InstanceState,
  type: string,
  sender: Sender,
  data: Record<string, unknown>,
): void => {
  const revision = target.revision + 1
  const texts = reasons.takeTexts(data, (path) =>
    runtime.random.token(`text ${target.id} ${revision} ${path}`),
  )
  const group = work.group(target.groupId)
  note(draft, target, {
    to: target.id,
    type,
    data,
    dataText: null,
    person: runtime.people.idOf(draft, sender.person),
    atMs: group.atMs,
    receivedAtMs: null,
    cause: 'operator',
    causeRef: null,
    key: null,
    texts,
    firedAtMs: null,
    firedBy: null,
    requestId: null,
  })
  if (type !== 'engine.redact' || !target.needsAttention) return
  const noted = draft.instance(target.id)
  if (noted) draft.put({ ...noted, needsAttention: true })
}

const finish = (work: Workspace, draft: Draft): Answer => {
  const [event] = draft.events
  if (event === undefined) throw new Error('I9: an operator action left no row')
  work.accept(draft, event.step.at)
  work.steps += 1
  return { event }
}

/** The failed event is dealt with; the texts that it carried do not stay behind in it. */
const resolve = (failure: FailureRow, status: 'retried' | 'skipped'): FailureRow => {
  const delivery = JSON.parse(failure.delivery) as Delivery | null
  const row = {
    ...failure,
    status,
    delivery: canonicalJson(delivery && { ...delivery, texts: [] }),
  }
  return { ...row, seal: sealOf(row) }
}
