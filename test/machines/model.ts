import { createHash } from 'node:crypto'
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  initialTransition,
  transition,
} from 'xstate'
import type { Check, Delivered, EventEntry, Member, Refusal } from '../../machines/event-table.ts'

/** A machine as the catalogue lists it. */
export interface ModelMachine {
  readonly name: string
  readonly machine: AnyStateMachine
  readonly events: Readonly<Record<string, EventEntry>>
}

export interface ModelEvent {
  readonly to: string
  readonly type: string
  readonly at: number
  readonly person: string
  readonly data?: unknown
}

interface Instance {
  readonly id: string
  readonly definition: ModelMachine
  snapshot: AnyMachineSnapshot
  revision: number
  timers: Map<string, { readonly dueMs: number; readonly arming: number; readonly event: object }>
}

interface Emitted {
  readonly instance: string
  readonly type: string
  readonly params: unknown
}

/**
 * A call and its projects in memory: the order of time, timers and messages in the plainest form
 * that can be read at once. The machines are tested on it, and the runtime is held against it.
 */
export class Model {
  readonly emitted: Emitted[] = []
  readonly #instances = new Map<string, Instance>()
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  start(definition: ModelMachine, id: string, data: unknown, at: number): void {
    const input = { at, revision: 1, id, data }
    const [snapshot, actions] = initialTransition(definition.machine, input as never)
    const instance: Instance = { id, definition, snapshot, revision: 1, timers: new Map() }
    this.#instances.set(id, instance)
    this.#perform(instance, actions, at, null)
  }

  /** The refusal, or null when it was taken. */
  send(event: ModelEvent): Refusal | null {
    this.advanceTo(event.at)
    const instance = this.#instances.get(event.to)
    if (instance === undefined) return { code: 'not-found', message: event.to }
    const entry = instance.definition.events[event.type]
    if (entry === undefined) return { code: 'event-not-allowed', message: event.type }
    const delivered = this.#delivered(instance, entry, event)
    const refusal = judge(instance.snapshot, entry, delivered)
    if (refusal === null) this.#step(instance, delivered)
    return refusal
  }

  advanceTo(at: number): void {
    for (;;) {
      const next = this.#nextTimer()
      if (next === null || next.timer.dueMs > at) return
      next.instance.timers.delete(next.id)
      this.#step(next.instance, {
        ...(next.timer.event as { type: string }),
        at: next.timer.dueMs,
        revision: next.instance.revision + 1,
        person: null,
        data: null,
        facts: null,
      })
    }
  }

  snapshot(id: string): AnyMachineSnapshot {
    const instance = this.#instances.get(id)
    if (instance === undefined) throw new Error(`no instance ${id}`)
    return instance.snapshot
  }

  revision(id: string): number {
    return this.#instances.get(id)?.revision ?? 0
  }

  ids(): readonly string[] {
    return [...this.#instances.keys()]
  }

  /** Due times of everything armed, earliest first; but for the weekly digest, which moves nothing. */
  due(): readonly number[] {
    const all = [...this.#instances.values()].flatMap((each) => [...each.timers])
    return all
      .filter(([id]) => !id.includes('nextDigest'))
      .map(([, { dueMs }]) => dueMs)
      .toSorted((a, b) => a - b)
  }

  #delivered(instance: Instance, entry: EventEntry, event: ModelEvent): Delivered {
    const data = withDigests(event.data ?? {}, [...(entry.text ?? []), ...(entry.personal ?? [])])
    const { type, at, person } = event
    const delivered = { type, at, revision: instance.revision + 1, person, data, facts: null }
    const facts = entry.facts?.(this.#members(), delivered) ?? null
    return { ...delivered, facts }
  }

  #members(): readonly Member[] {
    return [...this.#instances.values()].map(({ id, definition, snapshot }) => ({
      id,
      machine: definition.name,
      snapshot,
    }))
  }

  #step(instance: Instance, event: Delivered): void {
    const [snapshot, actions] = transition(instance.definition.machine, instance.snapshot, event)
    const persisted = JSON.stringify(instance.definition.machine.getPersistedSnapshot(snapshot))
    instance.snapshot = instance.definition.machine.restoreSnapshot(
      JSON.parse(persisted) as never,
      {} as never,
    ) as AnyMachineSnapshot
    instance.revision += 1
    this.#perform(instance, actions, event.at, event.person)
  }

  #perform(
    instance: Instance,
    actions: readonly { readonly type: string; readonly params?: unknown }[],
    at: number,
    person: string | null,
  ): void {
    const messages: { to: string; type: string; data: unknown }[] = []
    for (const { type, params } of actions) {
      if (type === 'xstate.raise') {
        const { id, delay, event } = params as { id: string; delay?: number; event: object }
        if (delay === undefined) continue
        instance.timers.set(id, { dueMs: at + delay, arming: instance.revision, event })
      } else if (type === 'xstate.cancel') {
        instance.timers.delete((params as { sendId: string }).sendId)
      } else {
        this.emitted.push({ instance: instance.id, type, params })
        if (type === 'message') messages.push(params as (typeof messages)[number])
      }
    }
    for (const { to, type, data } of messages) {
      const target = this.#instances.get(to)
      if (target === undefined) continue
      this.#step(target, { type, at, revision: target.revision + 1, person, data, facts: null })
    }
  }

  #nextTimer() {
    const all = [...this.#instances.values()].flatMap((instance) =>
      [...instance.timers].map(([id, timer]) => ({ instance, id, timer })),
    )
    const root = (id: string) => (id === this.#root ? 0 : 1)
    all.sort(
      (a, b) =>
        a.timer.dueMs - b.timer.dueMs ||
        root(a.instance.id) - root(b.instance.id) ||
        compare(a.instance.id, b.instance.id) ||
        a.timer.arming - b.timer.arming ||
        compare(a.id, b.id),
    )
    return all[0] ?? null
  }
}

function judge(snapshot: AnyMachineSnapshot, entry: EventEntry, event: Delivered): Refusal | null {
  const first = (checks: readonly Check[] = []) => {
    for (const check of checks) {
      const refusal = check(snapshot, event)
      if (refusal !== null) return refusal
    }
    return null
  }
  return (
    first(entry.before) ??
    (snapshot.can(event) ? null : { code: 'event-not-allowed', message: event.type }) ??
    first(entry.after)
  )
}

/** Replaces text at each path (`kpis.*.motivation`) by a digest, '' when it is blank. */
function withDigests(data: unknown, paths: readonly string[]): unknown {
  return paths.reduce((all, path) => digestAt(all, path.split('.')), data)
}

function digestAt(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path
  if (key === undefined) return typeof value === 'string' ? digest(value) : value
  if (key === '*' && Array.isArray(value)) return value.map((each) => digestAt(each, rest))
  if (typeof value !== 'object' || value === null || !(key in value)) return value
  return { ...value, [key]: digestAt((value as Record<string, unknown>)[key], rest) }
}

function digest(text: string): string {
  return text.trim() === '' ? '' : createHash('sha256').update(text).digest('hex')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
