import { canonicalJson, NotJsonError } from './canonical.ts'
import type { Message, Refusal, Sender } from './definition.ts'
import { deliver, missing } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import { Draft, type InstanceState } from './draft.ts'
import { MachineCrash, refuse } from './errors.ts'
import { fireDue, type Firing } from './fire.ts'
import { sha256 } from './hash.ts'
import { refused, type Answer } from './outcome.ts'
import { authorisation } from './payload.ts'
import type { RegisteredEvent } from './registry.ts'
import type { Runtime } from './runtime.ts'
import type { Workspace } from './workspace.ts'
import { isReservedType } from './xstate-adapter.ts'

/** An event as a sender gives it. */
export interface SendOptions {
  /** Id of the instance. */
  readonly to: string
  readonly type: string
  readonly data?: unknown
  readonly sender: Sender
  /**
   * Idempotency key, scoped by the instance: the same event of the same person under the same key
   * again returns the same outcome; any other is an `idempotency-conflict`.
   */
  readonly key?: string
  /** Logical time (ms); on a virtual database only. */
  readonly at?: number
  /** Refuses with `version-conflict` when the instance is not at this revision. */
  readonly expectedRevision?: number
  /** For tracing; logged outside the hash. */
  readonly requestId?: string
}

/** A request whose payload has been turned into text, at the moment it came in. */
export interface SendRequest {
  readonly kind: 'send'
  readonly options: SendOptions
  /** Canonical JSON, or why there is none. */
  readonly dataText: string | Refusal
  readonly stampMs: number
}

/** The batch is full: the request waits for the next one. */
export const postponed = 'postponed'

/** A message of an instance in another group, brought by the outbox; keyed by the effect's id. */
export interface RelayRequest {
  readonly kind: 'relay'
  readonly effectId: string
  readonly message: Message
  readonly stampMs: number
}

/** Applies a message from another group. It comes once, however often the outbox brings it. */
export const handleRelay = async (
  runtime: Runtime,
  work: Workspace,
  { effectId, message, stampMs }: RelayRequest,
  firing: Firing,
): Promise<Answer | typeof postponed> => {
  const known = work.base.instance(message.to)
  if (known === undefined) return refused(missing(work, message.to))
  const id = attemptId(message.to, effectId)
  const earlier = work.attempts.get(id)
  if (earlier) return earlier.answer
  const group = work.group(known.groupId)
  const atMs = Math.max(stampMs, group.atMs)
  const isCaughtUp = await fireDue(work, group, atMs, { ...firing, deadlinesUntilMs: Infinity })
  if (!isCaughtUp || work.isFull) return postponed
  const delivery: Delivery = {
    to: message.to,
    type: message.type,
    data: message.data ?? null,
    dataText: null,
    person: null,
    atMs,
    receivedAtMs: stampMs < atMs ? stampMs : null,
    cause: 'message',
    causeRef: effectId,
    key: effectId,
    texts: [],
    firedAtMs: null,
    firedBy: null,
    requestId: null,
  }
  const answer = await applyEvent(work, new Draft(work.base), delivery, undefined)
  work.steps += 1
  // Who needs attention now may take it later: only what was decided is kept.
  if (
    'outcome' in answer &&
    !answer.outcome.accepted &&
    answer.outcome.code === 'needs-attention'
  ) {
    return answer
  }
  const salt = runtime.random.token(`attempt ${id}`)
  const digest = attemptDigest(salt, message.type, canonicalJson(message.data ?? null), '')
  work.attempts.set(id, { salt, digest, answer, isNew: true })
  return answer
}

/** JSON writes one as an escape; a database would store another character in its place. */
const HALF_CHARACTER = /(?<!\\)(?:\\\\)*\\ud[89a-f]/

export const payloadText = (data: unknown, limit: number): string | Refusal => {
  try {
    const text = canonicalJson(data ?? {})
    if (HALF_CHARACTER.test(text)) {
      return refuse('invalid-payload', 'The payload holds half a character (a lone surrogate)')
    }
    if (text.length <= limit) return text
    return refuse('invalid-payload', `The payload has ${text.length} characters, at most ${limit}`)
  } catch (error) {
    if (error instanceof NotJsonError) return refuse('invalid-payload', error.message, error.path)
    throw error
  }
}

/**
 * Applies an event from outside, after the timers that were due before it. The first refusal wins:
 * not-found, invalid-payload, not-authorised, the key, needs-attention, the machine's own checks
 * and state, those of the recipients of its messages, version-conflict.
 */
export const handleSend = async (
  runtime: Runtime,
  work: Workspace,
  request: SendRequest,
  firing: Firing,
): Promise<Answer | typeof postponed> => {
  const { options, dataText } = request
  const known = work.base.instance(options.to)
  if (known === undefined) {
    return remember(runtime, work, request, refused(missing(work, options.to)))
  }
  const group = work.group(known.groupId)
  const atMs = Math.max(request.stampMs, group.atMs)
  const isCaughtUp = await fireDue(work, group, atMs, { ...firing, deadlinesUntilMs: Infinity })
  if (!isCaughtUp || work.isFull) return postponed
  const target = work.base.instance(options.to) as InstanceState
  const data: unknown = typeof dataText === 'string' ? JSON.parse(dataText) : null
  const early = earlyRefusal(runtime, target, request, data)
  const earlier = recall(work, request)
  if (early) {
    // I5: a refusal that is repeated says again what was allowed then, not what is now.
    if (earlier && 'outcome' in earlier && !earlier.outcome.accepted) return earlier
    return remember(runtime, work, request, refused(early, allowedOf(target)))
  }
  if (earlier) return 'code' in earlier ? refused(earlier, allowedOf(target)) : earlier
  const draft = new Draft(work.base)
  const event = target.machine.events.get(options.type) as RegisteredEvent
  const delivery = await deliveryOf(runtime, work, draft, request, target, event, atMs, data)
  const answer = await applyEvent(work, draft, delivery, options.expectedRevision)
  work.steps += 1
  return remember(runtime, work, request, answer)
}

const applyEvent = async (
  work: Workspace,
  draft: Draft,
  delivery: Delivery,
  expectedRevision: number | undefined,
): Promise<Answer> => {
  const target = draft.instance(delivery.to) as InstanceState
  work.current = delivery
  try {
    const refusal =
      (await deliver(work, draft, delivery, { recipients: 0, isOptional: false })) ??
      revisionRefusal(target, expectedRevision)
    if (refusal) return refused(refusal, allowedOf(target))
    work.accept(draft, delivery.atMs)
    const [event] = draft.events
    if (event === undefined) throw new Error('I1: an accepted event left no row')
    return { event }
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    const crashed = work.base.instance(error.instanceId) ?? target
    work.base.fail(crashed, canonicalJson(delivery), error.message)
    return refused(
      refuse('needs-attention', `The event failed in the code of ${crashed.id}: ${error.message}`),
    )
  }
}

export const revisionRefusal = (
  target: InstanceState,
  expected: number | undefined,
): Refusal | null =>
  expected === undefined || expected === target.revision
    ? null
    : refuse('version-conflict', `${target.id} is at revision ${target.revision}, not ${expected}`)

export const earlyRefusal = (
  runtime: Runtime,
  target: InstanceState,
  { options, dataText }: SendRequest,
  data: unknown,
): Refusal | null => {
  const { type, sender } = options
  const event = target.machine.events.get(type)
  if (event === undefined) return foreignType(runtime, target, type, sender)
  if (typeof dataText !== 'string') return dataText
  return (
    event.payload.check(data) ??
    authorisation(type, event.definition.roles, sender) ??
    // A copy of its own: what it does to it, must not reach the machine.
    event.definition.authorise?.(sender, target.id, JSON.parse(dataText), target.snapshot) ??
    null
  )
}

/** A type that this machine does not have from outside. */
const foreignType = (
  runtime: Runtime,
  target: InstanceState,
  type: string,
  sender: Sender,
): Refusal => {
  const roles = isReservedType(type) ? undefined : runtime.registry.rolesOf(type)
  if (roles === undefined) {
    return refuse('invalid-payload', `${type} is not a type of event that can be sent`, 'type')
  }
  const allowed = allowedOf(target).join(', ') || 'nothing'
  return (
    authorisation(type, roles, sender) ??
    refuse('event-not-allowed', `${target.id} never takes ${type}; allowed: ${allowed}`)
  )
}

export const allowedOf = ({ machine, snapshot }: InstanceState): readonly string[] =>
  machine.allowed(snapshot)

/** The outcome that the key had before, or a conflict; null when the key is new. */
export const recall = (
  work: Workspace,
  { options, dataText }: SendRequest,
): Answer | Refusal | null => {
  if (options.key === undefined) return null
  const earlier = work.attempts.get(attemptId(options.to, options.key))
  if (earlier === undefined) return null
  const digest = attemptDigest(earlier.salt ?? '', options.type, dataText, options.sender.person)
  if (earlier.salt === null || digest === earlier.digest) return earlier.answer
  return refuse(
    'idempotency-conflict',
    `Key ${options.key} was used for another event of ${options.to}, or by another; use a new key`,
  )
}

/** I5: keeps the outcome of a keyed attempt, unless its key has one already. */
export const remember = (
  runtime: Runtime,
  work: Workspace,
  { options, dataText }: SendRequest,
  answer: Answer,
): Answer => {
  if (options.key === undefined) return answer
  const id = attemptId(options.to, options.key)
  if (work.attempts.has(id)) return answer
  const salt = runtime.random.token(`attempt ${id}`)
  const digest = attemptDigest(salt, options.type, dataText, options.sender.person)
  work.attempts.set(id, { salt, digest, answer, isNew: true })
  return answer
}

export const attemptId = (instanceId: string, key: string): string => `${instanceId}#${key}`

/** The person too: who uses another's key must not be told that the event is theirs. */
const attemptDigest = (
  salt: string,
  type: string,
  dataText: string | Refusal,
  person: string,
): string => {
  const text = typeof dataText === 'string' ? dataText : dataText.message
  return sha256(`${salt}\n${type}\n${text}\n${person}`)
}

export const deliveryOf = async (
  runtime: Runtime,
  work: Workspace,
  draft: Draft,
  { options, dataText, stampMs }: SendRequest,
  target: InstanceState,
  { payload }: RegisteredEvent,
  atMs: number,
  data: unknown,
): Promise<Delivery> => {
  const { people, random } = runtime
  await people.load(work.executor, [options.sender.person, ...payload.persons(data)])
  payload.replacePersons(data, (subject) => people.idOf(draft, subject))
  const revision = target.revision + 1
  const texts = payload.takeTexts(data, (path) =>
    random.token(`text ${target.id} ${revision} ${path}`),
  )
  return {
    to: target.id,
    type: options.type,
    data,
    dataText: payload.isPlain && typeof dataText === 'string' ? dataText : null,
    person: people.idOf(draft, options.sender.person),
    atMs,
    receivedAtMs: stampMs < atMs ? stampMs : null,
    cause: 'external',
    causeRef: null,
    key: options.key ?? null,
    texts,
    firedAtMs: null,
    firedBy: null,
    requestId: options.requestId ?? null,
  }
}
