import { canonicalJson } from './canonical.ts'
import type { Message, Refusal, Sender } from './definition.ts'
import { begin, maxRecipients, send } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import { Draft } from './draft.ts'
import { EngineError, MachineCrash, refuse } from './errors.ts'
import { sha256 } from './hash.ts'
import { refused, type Answer } from './outcome.ts'
import { attemptId } from './send.ts'
import type { Runtime } from './runtime.ts'
import type { Workspace } from './workspace.ts'

/** An instance to start. */
export interface NewInstance {
  readonly id: string
  /** Name of a registered machine; it starts on its latest version. */
  readonly machine: string
  readonly data?: unknown
}

export interface StartOptions {
  /** The group's root; its id is the group's. */
  readonly root: NewInstance
  /** The other members, at most 10,000. */
  readonly members?: readonly NewInstance[]
  readonly sender: Sender
  readonly key?: string
  /** Logical time (ms); on a virtual database only. */
  readonly at?: number
  readonly requestId?: string
}

export interface StartRequest {
  readonly kind: 'start'
  readonly options: StartOptions
  /** Canonical JSON per instance, the root first, or why there is none. */
  readonly dataTexts: readonly (string | Refusal)[]
  readonly stampMs: number
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._~:/@-]{0,199}$/

/** Starts a whole group in one step: all of its members, or none. */
export const handleStart = async (
  runtime: Runtime,
  work: Workspace,
  request: StartRequest,
): Promise<Answer> => {
  const { options } = request
  const instances = [options.root, ...(options.members ?? [])]
  const earlier = recall(work, request)
  if (earlier) return earlier
  const refusal = refusalOf(runtime, work, instances, request)
  if (refusal) return remember(runtime, work, request, refused(refusal))
  await runtime.people.load(work.executor, [options.sender.person])
  const draft = new Draft(work.base)
  const answer = await startAll(runtime, work, draft, instances, request)
  work.steps += instances.length
  return remember(runtime, work, request, answer)
}

const startAll = async (
  runtime: Runtime,
  work: Workspace,
  draft: Draft,
  instances: readonly NewInstance[],
  request: StartRequest,
): Promise<Answer> => {
  const { options, stampMs } = request
  const groupId = options.root.id
  const waiting: { readonly messages: readonly Message[]; readonly delivery: Delivery }[] = []
  try {
    for (const [index, { id, machine }] of instances.entries()) {
      const registered = runtime.registry.latest(machine)
      const delivery = deliveryOf(runtime, draft, request, index, id, registered.start)
      const messages = begin(draft, { id, groupId, machine: registered }, delivery)
      if (messages.length > 0) waiting.push({ messages, delivery })
    }
    work.addGroup(groupId, stampMs)
    for (const { messages, delivery } of waiting) {
      const refusal = await send(work, draft, messages, delivery, {
        recipients: 0,
        isOptional: false,
      })
      if (refusal) {
        work.groups.delete(groupId)
        return refused(refusal)
      }
    }
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    // Nothing exists yet that could need attention: a start that crashes is refused.
    work.groups.delete(groupId)
    return refused(
      refuse('invalid-payload', `The start of ${error.instanceId} failed: ${error.message}`),
    )
  }
  work.accept(draft, stampMs)
  const [event] = draft.events
  if (event === undefined) throw new Error('I1: a start left no row')
  return { event }
}

const deliveryOf = (
  runtime: Runtime,
  draft: Draft,
  { options, dataTexts, stampMs }: StartRequest,
  index: number,
  id: string,
  guard: { takeTexts: (data: unknown, saltOf: (path: string) => string) => Delivery['texts'] },
): Delivery => {
  const text = dataTexts[index]
  const data: unknown = typeof text === 'string' ? JSON.parse(text) : null
  const texts = guard.takeTexts(data, (path) => runtime.random.token(`text ${id} 1 ${path}`))
  return {
    to: id,
    type: 'engine.start',
    data,
    dataText: typeof text === 'string' && texts.length === 0 ? text : null,
    person: runtime.people.idOf(draft, options.sender.person),
    atMs: stampMs,
    receivedAtMs: null,
    cause: 'start',
    causeRef: options.root.id,
    key: index === 0 ? (options.key ?? null) : null,
    texts,
    firedAtMs: null,
    firedBy: null,
    requestId: options.requestId ?? null,
  }
}

const refusalOf = (
  runtime: Runtime,
  work: Workspace,
  instances: readonly NewInstance[],
  { dataTexts }: StartRequest,
): Refusal | null => {
  if (instances.length > maxRecipients + 1) {
    return refuse('invalid-payload', `A group has at most ${maxRecipients} members`, 'members')
  }
  const ids = new Set<string>()
  for (const [index, { id, machine }] of instances.entries()) {
    const place = index === 0 ? 'root' : `members.${index - 1}`
    if (!idPattern.test(id)) {
      return refuse('invalid-payload', `${JSON.stringify(id)} cannot be an id`, `${place}.id`)
    }
    if (ids.has(id)) return refuse('invalid-payload', `${id} stands here twice`, `${place}.id`)
    ids.add(id)
    if (work.base.instance(id)) return refuse('event-not-allowed', `${id} was started before`)
    const refusal = payloadRefusal(runtime, machine, dataTexts[index], place)
    if (refusal) return refusal
  }
  return null
}

const payloadRefusal = (
  runtime: Runtime,
  machine: string,
  text: string | Refusal | undefined,
  place: string,
): Refusal | null => {
  try {
    const { start } = runtime.registry.latest(machine)
    if (typeof text !== 'string') return text ?? null
    const refusal = start.check(JSON.parse(text))
    if (refusal === null) return null
    return refuse('invalid-payload', refusal.message, `${place}.data.${refusal.field ?? ''}`)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return refuse('invalid-payload', error.message, `${place}.machine`)
  }
}

const recall = (work: Workspace, request: StartRequest): Answer | null => {
  const { options } = request
  if (options.key === undefined) return null
  const earlier = work.attempts.get(attemptId(options.root.id, options.key))
  if (earlier === undefined) return null
  if (earlier.salt === null || earlier.digest === digestOf(earlier.salt, request)) {
    return earlier.answer
  }
  const message = `Key ${options.key} was used for another event of ${options.root.id}`
  return refused(refuse('idempotency-conflict', message))
}

const remember = (
  runtime: Runtime,
  work: Workspace,
  request: StartRequest,
  answer: Answer,
): Answer => {
  const { options } = request
  if (options.key === undefined) return answer
  const id = attemptId(options.root.id, options.key)
  if (work.attempts.has(id)) return answer
  const salt = runtime.random.token(`attempt ${id}`)
  work.attempts.set(id, { salt, digest: digestOf(salt, request), answer, isNew: true })
  return answer
}

const digestOf = (salt: string, { options, dataTexts }: StartRequest): string => {
  const members = (options.members ?? []).map(({ id, machine }) => [id, machine])
  const texts = dataTexts.map((text) => (typeof text === 'string' ? text : text.message))
  return sha256(`${salt}\nengine.start\n${canonicalJson([options.root.machine, members, texts])}`)
}
