import {
  transition as runTransition,
  type ActorScope,
  type AnyEventObject,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  type AnyStateNode,
  type EventObject,
  type Snapshot,
} from 'xstate'
import { plainJson } from './canonical.ts'
import type { DeliveredEvent, StartInput } from './definition.ts'

/**
 * Everything the runtime asks of XState, and all of XState's own strings. XState computes; it never
 * runs: no actor is started, no action executed, no clock consulted.
 */
export interface Stepper {
  /** Throws what the machine's code throws. */
  initial(input: StartInput): Stepped
  /** Throws what the machine's code throws. */
  next(snapshot: AnyMachineSnapshot, event: TimerEvent | DeliveredEvent): Stepped
  /** Whether some transition takes the event, guards considered. */
  can(snapshot: AnyMachineSnapshot, event: DeliveredEvent): boolean
  /** JSON of the persisted snapshot. Throws NotJsonError with the path in the context. */
  persist(snapshot: AnyMachineSnapshot): string
  restore(text: string): AnyMachineSnapshot
  /** Event types that the active states handle, guards not considered; unsorted. */
  handled(snapshot: AnyMachineSnapshot): ReadonlySet<string>
  /** Names of the guards that stand before the event in the active states, in document order. */
  guards(snapshot: AnyMachineSnapshot, type: string): readonly string[]
  /** Send ids of `after` timers by the name of their delay. */
  readonly delays: ReadonlyMap<string, string>
  /** For those who draw it. */
  readonly machine: AnyStateMachine
}

export interface TimerEvent {
  readonly type: string
}

export interface Stepped {
  readonly snapshot: AnyMachineSnapshot
  /** Without, the event was not taken, or taken by a transition that changes nothing. */
  readonly hasEffect: boolean
  /** In the order in which they happened; a cancel may come before a set of the same id. */
  readonly operations: readonly Operation[]
}

export type Operation =
  | {
      readonly kind: 'arm'
      readonly timerId: string
      readonly event: EventObject
      readonly delayMs: number
    }
  | { readonly kind: 'cancel'; readonly timerId: string }
  | { readonly kind: 'action'; readonly type: string; readonly params: unknown }

/** Types that only XState itself may send. */
export const isReservedType = (type: string): boolean =>
  type.startsWith('xstate.') || type.startsWith('engine.')

/** Microsteps of one event before it counts as an endless loop (I14). */
const maxIterations = 1000

type Scope = ActorScope<AnyMachineSnapshot, AnyEventObject>

interface CollectedAction {
  readonly type: string
  readonly params: unknown
  readonly exec: unknown
}

interface TimerParams {
  readonly event: EventObject
  readonly id: string | undefined
  readonly delay: number | undefined
}

/** Prepares a machine for stepping. The machine given is not changed. */
export const createStepper = (given: AnyStateMachine): Stepper => {
  const machine = given.provide({})
  machine.options = { ...machine.options, maxIterations }
  const scope = inertScope()
  const collect = (from: AnyMachineSnapshot | null, step: () => AnyMachineSnapshot): Stepped => {
    const actions: CollectedAction[] = []
    scope.actionExecutor = (action) => actions.push(action)
    const snapshot = step()
    if (snapshot.status === 'error') throw snapshot.error as Error
    const hasEffect = snapshot !== from || actions.length > 0
    return { snapshot, hasEffect, operations: actions.flatMap(operationOf) }
  }
  return {
    initial: (input) => collect(null, () => machine.getInitialSnapshot(scope, input)),
    next: (snapshot, event) => collect(snapshot, () => machine.transition(snapshot, event, scope)),
    can: (snapshot, event) => snapshot.can(event),
    persist: (snapshot) => persist(machine.getPersistedSnapshot(snapshot)),
    restore: (text) => machine.restoreSnapshot(JSON.parse(text) as Snapshot<unknown>, scope),
    handled: (snapshot) => handledTypes(snapshot),
    guards: guardNames,
    delays: delayNames(machine),
    machine,
  }
}

/**
 * The scope in which XState steps purely. XState's `transition()` makes one for every call, and
 * with it an actor whose initial state it computes and throws away; here one serves for ever.
 */
const inertScope = (): Scope => {
  let scope: Scope | undefined
  const active: Snapshot<undefined> = {
    status: 'active',
    output: undefined,
    error: undefined,
  }
  runTransition(
    {
      transition: (state: Snapshot<undefined>, _event: EventObject, given) => {
        scope = given as unknown as Scope
        return state
      },
      getInitialSnapshot: () => active,
      getPersistedSnapshot: () => active,
    },
    active,
    { type: 'scope' },
  )
  if (scope === undefined) throw new Error('XState gave no scope')
  return { ...scope }
}

const operationOf = ({ type, params, exec }: CollectedAction): readonly Operation[] => {
  switch (type) {
    case 'xstate.raise':
      return armed(params as TimerParams)
    case 'xstate.cancel':
      return [{ kind: 'cancel', timerId: (params as { sendId: string }).sendId }]
    case 'xstate.log':
    case 'xstate.emit':
      return []
    default:
      if (type.startsWith('xstate.')) throw new Error(`${type} is not durable; see the lint`)
      if (typeof exec !== 'function') throw new Error(`Action ${type} is not implemented`)
      return [{ kind: 'action', type, params: params ?? null }]
  }
}

/** A raise without a delay was already applied; one with a delay is a timer. */
const armed = ({ event, id, delay }: TimerParams): readonly Operation[] =>
  delay === undefined ? [] : [{ kind: 'arm', timerId: id ?? event.type, event, delayMs: delay }]

const persist = (persisted: Snapshot<unknown>): string => {
  const { output, error: _, ...rest } = persisted
  return plainJson(output === undefined ? rest : { ...rest, output })
}

const handledTypes = (snapshot: AnyMachineSnapshot): ReadonlySet<string> => {
  const types = new Set<string>()
  for (const node of activeNodes(snapshot)) for (const type of node.ownEvents) types.add(type)
  return types
}

const guardNames = (snapshot: AnyMachineSnapshot, type: string): readonly string[] => {
  const names = new Set<string>()
  for (const node of activeNodes(snapshot).toSorted((a, b) => a.order - b.order)) {
    for (const { guard } of node.transitions.get(type) ?? []) {
      if (typeof guard === 'string') names.add(guard)
      else if (typeof guard === 'object' && 'type' in guard) names.add(guard.type)
    }
  }
  return [...names]
}

/** In an order that tells how they were reached: a restored snapshot has another. */
const activeNodes = (snapshot: AnyMachineSnapshot): readonly ActiveNode[] =>
  snapshot._nodes as unknown as readonly ActiveNode[]

type GuardLike = string | { readonly type: string } | (() => boolean)

/** What is read of a state node; XState's own type says `any` here and there. */
interface ActiveNode {
  /** Its place in the document. */
  readonly order: number
  readonly ownEvents: readonly string[]
  readonly after: readonly { readonly delay: unknown; readonly eventType: string }[]
  readonly transitions: ReadonlyMap<string, readonly { readonly guard?: GuardLike | undefined }[]>
}

const delayNames = (machine: AnyStateMachine): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const node of nodesOf(machine)) {
    const { after } = node as unknown as ActiveNode
    for (const { delay, eventType } of after) {
      if (typeof delay === 'string') names.set(eventType, delay)
    }
  }
  return names
}

/** Every state node of a machine, the root first, in document order. */
export const nodesOf = (machine: AnyStateMachine): readonly AnyStateNode[] => {
  const below = (node: AnyStateNode): AnyStateNode[] => [
    node,
    ...Object.values(node.states).flatMap((child) => below(child as AnyStateNode)),
  ]
  return below(machine.root)
}

/** Dotted leaf paths, sorted, comma-joined: `execution.advance.paid,execution.report.due`. */
export const stateOf = (snapshot: AnyMachineSnapshot): string =>
  leaves(snapshot.value as StateValue, '')
    .sort()
    .join(',')

type StateValue = string | { readonly [key: string]: StateValue | undefined }

const leaves = (value: StateValue, path: string): string[] => {
  if (typeof value === 'string') return [path + value]
  return Object.entries(value).flatMap(([key, inner]) => {
    if (inner === undefined) return []
    const isLeaf = typeof inner === 'object' && Object.keys(inner).length === 0
    return isLeaf ? [path + key] : leaves(inner, `${path}${key}.`)
  })
}
