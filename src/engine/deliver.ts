import type { AppliedStep, CustomAction, DraftEvent, InstanceState, Timer } from './draft.ts'
import { canonicalJson } from './canonical.ts'
import type { DeliveredEvent, Member, Message, Refusal } from './definition.ts'
import type { Chain, Delivery } from './delivery.ts'
import { Draft } from './draft.ts'
import { MachineCrash, refuse } from './errors.ts'
import { eventHash } from './hash.ts'
import type { Workspace } from './workspace.ts'
import { stateOf, type Operation, type Stepped } from './xstate-adapter.ts'

/** I13: more recipients than this are refused. */
export const maxRecipients = 10_000

/** The longest that a timer may wait: 100 years. */
const maxDelayMs = 100 * 366 * 86_400_000

/**
 * Applies one event to one instance in `draft`, and depth-first every message that follows from it.
 * Returns the refusal when it is not taken; the caller then drops the draft. Throws MachineCrash.
 */
export const deliver = async (
  work: Workspace,
  draft: Draft,
  delivery: Delivery,
  chain: Chain,
): Promise<Refusal | null> => {
  const target = draft.instance(delivery.to)
  if (target === undefined) return missing(work, delivery.to)
  if (target.needsAttention) return needsAttention(target.id)
  const event = await eventFor(work, draft, target, delivery)
  const isTimer = delivery.cause === 'timer'
  const refusal = isTimer ? null : refusalOf(target, event)
  if (refusal) return refusal
  const stepped = guarded(target.id, () => target.machine.stepper.next(target.snapshot, event))
  if (!isTimer && !stepped.hasEffect && !isAllowed(target, event)) {
    return notAllowed(target, event.type)
  }
  const messages = apply(draft, target, delivery, event, stepped)
  return messages.length === 0 ? null : send(work, draft, messages, delivery, chain)
}

/** Applies the start of an instance; `delivery.to` must be free. Messages are returned unsent. */
export const begin = (
  draft: Draft,
  unborn: Pick<InstanceState, 'id' | 'groupId' | 'machine'>,
  delivery: Delivery,
): readonly Message[] => {
  const { id } = unborn
  const input = { at: delivery.atMs, revision: 1, id, data: delivery.data } as const
  const stepped = guarded(id, () => unborn.machine.stepper.initial(input))
  const nothing = {
    ...unborn,
    revision: 0,
    snapshot: stepped.snapshot,
    text: '',
    state: '',
    atMs: delivery.atMs,
    groupAtMs: delivery.atMs,
    hash: '',
    needsAttention: false,
  }
  const event = { ...delivery, at: delivery.atMs, revision: 1, facts: null }
  return apply(draft, nothing, delivery, event, stepped)
}

/** Applies a logged event again, facts from the log; messages are returned unsent. For verify. */
export const reapply = (
  draft: Draft,
  target: InstanceState,
  delivery: Delivery,
  facts: unknown,
): readonly Message[] => {
  const event = { ...bareEvent(target, delivery), facts }
  const stepped = guarded(target.id, () => target.machine.stepper.next(target.snapshot, event))
  return apply(draft, target, delivery, event, stepped)
}

/** Logs what an operator did: an event that the machine never sees. */
export const note = (draft: Draft, target: InstanceState, delivery: Delivery): void => {
  const stepped = { snapshot: target.snapshot, hasEffect: false, operations: [] }
  apply(draft, target, delivery, bareEvent(target, delivery), stepped)
}

const needsAttention = (id: string): Refusal =>
  refuse('needs-attention', `${id} needs the attention of an operator before it takes events`)

/** Why there is no instance to deliver to. */
export const missing = (work: Workspace, id: string): Refusal =>
  work.unusable.has(id) ? needsAttention(id) : refuse('not-found', `There is no instance ${id}`)

/** Sends messages one after the other, each with all that follows from it before the next. */
export const send = async (
  work: Workspace,
  draft: Draft,
  messages: readonly Message[],
  sent: Delivery,
  chain: Chain,
): Promise<Refusal | null> => {
  const sender = draft.instance(sent.to) as InstanceState
  const causeRef = `${sender.id}:${sender.revision}`
  chain.recipients += messages.length
  if (chain.recipients > maxRecipients) {
    return refuse('invalid-payload', `I13: one event may reach ${maxRecipients} recipients`)
  }
  await work.load(messages.map(({ to }) => to))
  for (const [index, message] of messages.entries()) {
    const isOptional = chain.isOptional || message.optional === true
    const recipient = draft.instance(message.to)
    const isElsewhere =
      recipient === undefined ? work.isElsewhere(message.to) : recipient.groupId !== sender.groupId
    if (isElsewhere) {
      // Another group has its own time and lock: what goes there goes after the commit.
      const id = `${causeRef}:message-${index}`
      draft.add('effects', { id, kind: relayKind, params: { ...message } })
      continue
    }
    const delivery: Delivery = {
      to: message.to,
      type: message.type,
      data: message.data ?? null,
      dataText: null,
      person: sent.person,
      atMs: sent.atMs,
      receivedAtMs: null,
      cause: 'message',
      causeRef,
      key: null,
      texts: [],
      firedAtMs: null,
      firedBy: null,
      requestId: sent.requestId,
    }
    const refusal = isOptional
      ? await attempt(work, draft, delivery, chain)
      : await deliver(work, draft, delivery, chain)
    if (refusal) return refusal
  }
  return null
}

/** Outbox kind of a message to another group. */
export const relayKind = 'engine.message'

/** An optional message: what comes of it is kept, or all of it is dropped. */
const attempt = async (
  work: Workspace,
  draft: Draft,
  delivery: Delivery,
  chain: Chain,
): Promise<null> => {
  const inner = new Draft(draft)
  try {
    const refusal = await deliver(work, inner, delivery, chain)
    if (refusal === null) inner.mergeInto(draft)
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    const crashed = draft.instance(error.instanceId)
    if (crashed) draft.fail(crashed, canonicalJson(delivery), error.message)
  }
  return null
}

const eventFor = async (
  work: Workspace,
  draft: Draft,
  target: InstanceState,
  delivery: Delivery,
): Promise<DeliveredEvent> => {
  const event = bareEvent(target, delivery)
  const facts = target.machine.events.get(delivery.type)?.definition.facts
  if (facts === undefined || delivery.cause === 'timer') return event
  const members = (await work.members(draft, target.groupId)).map(memberOf)
  return { ...event, facts: guarded(target.id, () => facts(members, event)) ?? null }
}

const bareEvent = (target: InstanceState, delivery: Delivery): DeliveredEvent => ({
  type: delivery.type,
  at: delivery.atMs,
  revision: target.revision + 1,
  person: delivery.person,
  data: delivery.data,
  facts: null,
})

const memberOf = ({ id, machine, snapshot }: InstanceState): Member => ({
  id,
  machine: machine.name,
  snapshot,
})

/**
 * The machine's own say, in order: checks before, the state itself, checks after. Without checks
 * after, a step that has an effect shows that the state takes the event: guards run once then.
 */
const refusalOf = (target: InstanceState, event: DeliveredEvent): Refusal | null =>
  guarded(target.id, () => {
    const { snapshot, machine } = target
    const definition = machine.events.get(event.type)?.definition
    for (const check of definition?.before ?? []) {
      const refusal = check(snapshot, event)
      if (refusal) return refusal
    }
    const after = definition?.after ?? []
    if (after.length > 0 && !isAllowed(target, event)) return notAllowed(target, event.type)
    for (const check of after) {
      const refusal = check(snapshot, event)
      if (refusal) return refusal
    }
    return null
  })

const isAllowed = ({ id, machine, snapshot }: InstanceState, event: DeliveredEvent): boolean =>
  guarded(id, () => machine.stepper.can(snapshot, event))

/** Says what the state takes instead, and which guards said no. */
const notAllowed = (target: InstanceState, type: string): Refusal => {
  const { machine, snapshot, state } = target
  const guards = machine.stepper.guards(snapshot, type)
  const said = guards.length === 0 ? '' : ` (${guards.join(', ')} said no)`
  const allowed = machine.allowed(snapshot).join(', ') || 'nothing'
  return refuse(
    'event-not-allowed',
    `${target.id} does not take ${type} in ${state}${said}; allowed: ${allowed}`,
  )
}

/** Puts a computed step into the draft; returns the messages that it sends. */
const apply = (
  draft: Draft,
  target: InstanceState,
  delivery: Delivery,
  event: DeliveredEvent,
  { snapshot, operations }: Stepped,
): readonly Message[] => {
  const { id, groupId, machine } = target
  const revision = target.revision + 1
  const { text, state, dataText, factsText } = guarded(id, () => ({
    text: machine.stepper.persist(snapshot),
    state: stateOf(snapshot),
    dataText: delivery.dataText ?? canonicalJson(delivery.data),
    factsText: event.facts === null ? null : canonicalJson(event.facts),
  }))
  const row = rowOf(target, delivery, dataText, factsText)
  const outcome = sort(draft, target, delivery.atMs, operations)
  draft.put({
    id,
    groupId,
    machine,
    revision,
    snapshot,
    text,
    state,
    atMs: delivery.atMs,
    groupAtMs: target.groupAtMs,
    hash: row.hash,
    needsAttention: false,
  })
  const { records } = outcome
  draft.log({ row, step: stepOf(target, delivery, event, { revision, snapshot, records }) })
  for (const taken of delivery.texts) {
    draft.add('texts', { instance_id: id, revision, ...taken })
  }
  return outcome.messages
}

/** The event as participants see it. */
const stepOf = (
  { id, groupId, machine }: InstanceState,
  delivery: Delivery,
  { facts }: DeliveredEvent,
  { revision, snapshot, records }: Pick<AppliedStep, 'revision' | 'snapshot' | 'records'>,
): AppliedStep => ({
  instanceId: id,
  groupId,
  machine: machine.name,
  version: machine.version,
  revision,
  at: delivery.atMs,
  event: {
    type: delivery.type,
    cause: delivery.cause,
    person: delivery.person,
    data: delivery.data,
    facts,
  },
  snapshot,
  allowed: () => machine.allowed(snapshot),
  records,
})

/** The step's row in the log; its position is given at the write. */
const rowOf = (
  { id, machine, revision, hash }: InstanceState,
  delivery: Delivery,
  data: string,
  facts: string | null,
): DraftEvent['row'] => {
  const row = {
    position: 0,
    instance_id: id,
    revision: revision + 1,
    type: delivery.type,
    at_ms: delivery.atMs,
    received_at_ms: delivery.receivedAtMs,
    person: delivery.person,
    cause: delivery.cause,
    cause_ref: delivery.causeRef,
    data,
    facts,
    key: delivery.key,
    version: machine.version,
    previous_hash: hash,
    hash: '',
    fired_at_ms: delivery.firedAtMs,
    fired_by: delivery.firedBy,
    request_id: delivery.requestId,
  }
  row.hash = eventHash(machine.name, row)
  return row
}

/** Sets and cancels timers in order, and sorts the custom actions by what they mean. */
const sort = (
  draft: Draft,
  target: InstanceState,
  atMs: number,
  operations: readonly Operation[],
): { readonly messages: readonly Message[]; readonly records: readonly CustomAction[] } => {
  const messages: Message[] = []
  const records: CustomAction[] = []
  let effects = 0
  for (const operation of operations) {
    if (operation.kind === 'arm') {
      draft.arm(timerOf(target, atMs, operation))
      continue
    }
    if (operation.kind === 'cancel') {
      draft.disarm(target.id, operation.timerId)
      continue
    }
    const { type, params } = operation
    const kind = target.machine.actions[type]
    if (kind === 'message') messages.push(params as Message)
    else if (kind === 'record') records.push({ type, params })
    else if (kind === 'effect') {
      const id = `${target.id}:${target.revision + 1}:${effects}`
      effects += 1
      draft.add('effects', { id, kind: type, params })
    } else {
      throw new MachineCrash(target.id, new Error(`Action ${type} has no kind in the table`))
    }
  }
  return { messages, records }
}

const timerOf = (
  target: InstanceState,
  atMs: number,
  { timerId, event, delayMs }: Operation & { readonly kind: 'arm' },
): Timer => {
  if (!(Number.isFinite(delayMs) && delayMs >= 0 && delayMs <= maxDelayMs)) {
    const reason = `Timer ${timerId} has the delay ${delayMs}; it must be 0 ms to 100 years`
    throw new MachineCrash(target.id, new RangeError(reason))
  }
  return {
    id: null,
    instance_id: target.id,
    group_id: target.groupId,
    timer_id: timerId,
    event: guarded(target.id, () => canonicalJson(event)),
    due_ms: Math.ceil(atMs + delayMs),
    arming: target.revision + 1,
    deadline: target.machine.isDeadline(timerId) ? 1 : 0,
  }
}

/** Runs code of a machine; whatever it throws is a crash of that instance. */
const guarded = <T>(instanceId: string, code: () => T): T => {
  try {
    return code()
  } catch (error) {
    if (error instanceof MachineCrash) throw error
    throw new MachineCrash(instanceId, error)
  }
}
