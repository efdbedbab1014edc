import {
  initialTransition,
  transition,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate'
import type { MachineDefinition, Message } from '../../src/engine/index.ts'
import type { EventRow } from '../../src/store/engine/tables.ts'
import { hold, textOf } from './miss.ts'

export interface FoldedTimer {
  readonly instance: string
  readonly timer: string
  readonly dueMs: number
  readonly arming: number
  readonly event: string
}

export interface FoldedInstance {
  readonly id: string
  readonly group: string
  readonly definition: MachineDefinition
  snapshot: AnyMachineSnapshot
  revision: number
  atMs: number
  hash: string
  readonly timers: Map<string, FoldedTimer>
}

interface Expected {
  readonly from: string
  readonly message: Message
  readonly isOptional: boolean
}

type Action = { readonly type: string; readonly params?: unknown }

/**
 * What the log means, told by XState itself and by the plainest reading of the invariants: the
 * runtime's own code has no part in it. Every row that does not follow from the ones before is a
 * miss.
 */
export class Refold {
  readonly instances = new Map<string, FoldedInstance>()
  /** Time of each group. */
  readonly groups = new Map<string, number>()
  readonly effects = new Map<string, { readonly kind: string; readonly params: unknown }>()
  /** Params of every record action, by `instance:revision`. */
  readonly records: { readonly at: string; readonly type: string; readonly params: unknown }[] = []
  /** Ids of people that the log names. */
  readonly people = new Set<string>()
  position = 0
  /** Timers that fired. */
  fired = 0
  readonly #definitions: readonly MachineDefinition[]
  readonly #expected: Expected[] = []

  constructor(definitions: readonly MachineDefinition[]) {
    this.#definitions = definitions
  }

  /** Takes one more row; `machine` is that of its instance, `held` the ones that need attention. */
  take(row: EventRow, machine: string, held: ReadonlySet<string>): void {
    const name = `${row.instance_id}:${row.revision} ${row.type}`
    this.position += 1
    hold(row.position === this.position, 'I10', () => `${name} stands at ${row.position}`)
    if (row.cause === 'message') this.#expect(row, name, held)
    else if (row.cause !== 'start' || row.cause_ref === row.instance_id) this.settle(held)
    if (row.person !== null) this.people.add(row.person)
    if (row.cause === 'start') this.#start(row, machine, name)
    else this.#step(row, name, held)
  }

  /** No message is owed any more. */
  settle(held: ReadonlySet<string>): void {
    while (this.#expected.length > 0) this.#drop(held)
  }

  /** Armed timers of all instances, in the order of I4 within each group. */
  timers(): readonly FoldedTimer[] {
    return [...this.instances.values()].flatMap(({ timers }) => [...timers.values()])
  }

  #start(row: EventRow, machine: string, name: string): void {
    const { instance_id: id, at_ms: at } = row
    const group = row.cause_ref ?? id
    hold(!this.instances.has(id), 'I1', () => `${name} starts what had started`)
    hold(row.revision === 1, 'I1', () => `${name} is no first revision`)
    const definition = this.#definitions.find((each) => each.name === machine)!
    const input = { at, revision: 1, id, data: JSON.parse(row.data) as unknown }
    const [snapshot, actions] = initialTransition(definition.machine, input as never)
    const instance: FoldedInstance = {
      id,
      group,
      definition,
      revision: 0,
      atMs: at,
      hash: '',
      snapshot: snapshot as AnyMachineSnapshot,
      timers: new Map(),
    }
    this.instances.set(id, instance)
    this.groups.set(group, Math.max(this.groups.get(group) ?? 0, at))
    this.#apply(instance, row, snapshot as AnyMachineSnapshot, actions)
  }

  #step(row: EventRow, name: string, held: ReadonlySet<string>): void {
    const instance = this.instances.get(row.instance_id)
    hold(instance !== undefined, 'I1', () => `${name} came before its start`)
    hold(row.revision === instance.revision + 1, 'I1', () => `${name} follows a gap`)
    hold(row.previous_hash === instance.hash, 'I10', () => `${name} does not hold the last hash`)
    const groupMs = this.groups.get(instance.group) ?? 0
    hold(row.at_ms >= groupMs, 'I3', () => `${name} goes back from ${groupMs} to ${row.at_ms}`)
    if (row.received_at_ms !== null) {
      const isOvertaken = row.received_at_ms < row.at_ms && row.at_ms === groupMs
      hold(isOvertaken, 'I4', () => `${name} came at ${row.received_at_ms}, counts ${row.at_ms}`)
    }
    if (row.cause === 'timer') this.#fired(instance, row, name, held)
    if (row.cause === 'external') {
      const first = this.#firstTimer(instance.group, held)
      const isOrdered = first === undefined || first.dueMs > row.at_ms
      hold(isOrdered, 'I4', () => `${name} went before ${first?.timer} of ${first?.instance}`)
    }
    this.groups.set(instance.group, row.at_ms)
    const event = {
      type: row.type,
      at: row.at_ms,
      revision: row.revision,
      person: row.person,
      data: JSON.parse(row.data) as unknown,
      facts: row.facts === null ? null : (JSON.parse(row.facts) as unknown),
    }
    this.#namePeople(instance, event)
    const { machine } = instance.definition as { machine: AnyStateMachine }
    const [snapshot, actions] = transition(machine, instance.snapshot, event as never)
    this.#apply(instance, row, snapshot, actions)
  }

  /** I6 and I4: it was armed, in that arming, was the first of its group, and counts when due. */
  #fired(instance: FoldedInstance, row: EventRow, name: string, held: ReadonlySet<string>): void {
    const [, arming = '', timerId = ''] = /^(\d+) (.*)$/.exec(row.cause_ref ?? '') ?? []
    const timer = instance.timers.get(timerId)
    const isArmed = timer !== undefined && timer.arming === Number(arming)
    hold(isArmed, 'I6', () => `${name} fired as ${row.cause_ref}, which is not armed`)
    const dueMs = row.received_at_ms ?? row.at_ms
    hold(dueMs === timer.dueMs, 'I4', () => `${name} counts at ${dueMs}, due ${timer.dueMs}`)
    const first = this.#firstTimer(instance.group, held)
    hold(first === timer, 'I4', () => `${name} fired before ${first?.timer} of ${first?.instance}`)
    instance.timers.delete(timerId)
    this.fired += 1
  }

  #firstTimer(group: string, held: ReadonlySet<string>): FoldedTimer | undefined {
    let first: FoldedTimer | undefined
    for (const instance of this.instances.values()) {
      if (instance.group !== group || held.has(instance.id)) continue
      for (const timer of instance.timers.values()) {
        if (first === undefined || inOrder(timer, first, group) < 0) first = timer
      }
    }
    return first
  }

  #apply(
    instance: FoldedInstance,
    row: EventRow,
    snapshot: AnyMachineSnapshot,
    actions: readonly Action[],
  ): void {
    instance.snapshot = snapshot
    instance.revision = row.revision
    instance.atMs = row.at_ms
    instance.hash = row.hash
    const at = `${instance.id}:${row.revision}`
    const messages: Expected[] = []
    let effects = 0
    for (const { type, params } of actions) {
      if (type === 'xstate.raise') this.#arm(instance, row, params as TimerParams)
      else if (type === 'xstate.cancel') {
        instance.timers.delete((params as { sendId: string }).sendId)
      } else if (instance.definition.actions[type] === 'message') {
        const message = params as Message
        const isOptional = message.optional === true || this.#isOptionalChain(row)
        messages.push({ from: at, message, isOptional })
      } else if (instance.definition.actions[type] === 'record') {
        this.records.push({ at, type, params })
      } else {
        this.effects.set(`${at}:${effects}`, { kind: type, params })
        effects += 1
      }
    }
    // Members of a group speak once all of them have started, in the order of their starts.
    if (row.cause === 'start') this.#expected.unshift(...messages.toReversed())
    else this.#expected.push(...messages.toReversed())
    if (row.cause !== 'message') this.#optional = this.#isOptionalChain(row)
  }

  #optional = false

  /** Messages of timers are optional, and those that follow from them. */
  #isOptionalChain(row: EventRow): boolean {
    return row.cause === 'timer' || (row.cause === 'message' && this.#optional)
  }

  #arm(instance: FoldedInstance, row: EventRow, { event, id, delay }: TimerParams): void {
    if (delay === undefined) return
    const timer = id ?? event.type
    instance.timers.set(timer, {
      instance: instance.id,
      timer,
      dueMs: Math.ceil(row.at_ms + delay),
      arming: row.revision,
      event: textOf(event),
    })
  }

  #expect(row: EventRow, name: string, held: ReadonlySet<string>): void {
    for (;;) {
      const next = this.#expected.at(-1)
      hold(next !== undefined, 'I13', () => `${name} was sent by nobody`)
      const { from, message } = next
      const isIt =
        row.cause_ref === from &&
        row.instance_id === message.to &&
        row.type === message.type &&
        textOf(JSON.parse(row.data)) === textOf(message.data ?? null)
      if (isIt) {
        this.#expected.pop()
        return
      }
      this.#drop(held)
    }
  }

  /** A message that did not arrive must have been optional, and impossible for its recipient. */
  #drop(held: ReadonlySet<string>): void {
    const { from, message, isOptional } = this.#expected.pop()!
    const recipient = this.instances.get(message.to)
    const isRefused =
      recipient === undefined ||
      held.has(recipient.id) ||
      !recipient.snapshot.can({ type: message.type, data: message.data })
    const isLost = !isOptional || !isRefused
    hold(!isLost, 'I13', () => `${message.type} of ${from} never reached ${message.to}`)
  }

  #namePeople({ definition }: FoldedInstance, event: { type: string; data: unknown }): void {
    for (const path of definition.events[event.type]?.persons ?? []) {
      const person = (event.data as Record<string, unknown>)[path]
      if (typeof person === 'string') this.people.add(person)
    }
  }
}

interface TimerParams {
  readonly event: { readonly type: string }
  readonly id?: string
  readonly delay?: number
}

function inOrder(a: FoldedTimer, b: FoldedTimer, root: string): number {
  return (
    a.dueMs - b.dueMs ||
    Number(b.instance === root) - Number(a.instance === root) ||
    compare(a.instance, b.instance) ||
    a.arming - b.arming ||
    compare(a.timer, b.timer)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
