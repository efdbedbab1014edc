import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { nodesOf } from './xstate-adapter.ts'

/** What the lint reads of a machine, without XState's ways of writing it. */
export interface Parts {
  readonly states: readonly StatePart[]
  readonly root: StatePart
  /** Names in `setup`. */
  readonly actions: ReadonlyMap<string, ActionPart>
  readonly guards: ReadonlyMap<string, GuardPart>
  readonly delays: ReadonlySet<string>
  readonly spawnsInContext: boolean
}

export interface StatePart {
  readonly id: string
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  readonly tags: readonly string[]
  readonly parent: StatePart | null
  readonly children: readonly StatePart[]
  /** Where entering it leads by itself: the initial child, or all children of a parallel state. */
  readonly initial: readonly StatePart[]
  readonly actions: readonly ActionPart[]
  readonly transitions: readonly TransitionPart[]
  readonly hasInvoke: boolean
  readonly hasRoute: boolean
}

export interface TransitionPart {
  /** Null for `always`. */
  readonly event: string | null
  readonly guard: GuardPart | null
  readonly targets: readonly StatePart[]
}

/** `custom` is a plain function; what has no name stands inline. */
export interface ActionPart {
  readonly kind: 'named' | 'custom' | 'assign' | 'enqueue' | 'raise' | 'cancel' | 'talk' | 'actor'
  readonly name: string | null
  /** Whether a raise or cancel is computed by an inline function. */
  readonly isComputed: boolean
  readonly delay: string | number | null
}

export interface GuardPart {
  readonly kind: 'named' | 'function' | 'combined'
  readonly name: string | null
  readonly inner: readonly GuardPart[]
}

/** Event types that XState makes itself. */
export const isInternalEvent = (type: string): boolean =>
  type.startsWith('xstate.') && !type.startsWith('xstate.route')

export const partsOf = (machine: AnyStateMachine): Parts => {
  const states = new Map<AnyStateNode, StatePart>()
  const nodes = nodesOf(machine)
  for (const node of nodes) states.set(node, statePart(node, states))
  // Parents first, so that parents are there; the rest is filled in when all are.
  for (const node of nodes) complete(node, states)
  const { actions, guards, delays } = machine.implementations as Implementations
  const { context } = machine.config as { readonly context?: unknown }
  return {
    states: [...states.values()],
    root: states.get(machine.root) as StatePart,
    actions: new Map(Object.entries(actions).map(([name, action]) => [name, actionPart(action)])),
    guards: new Map(Object.entries(guards).map(([name, guard]) => [name, guardPart(guard)])),
    delays: new Set(Object.keys(delays)),
    spawnsInContext: typeof context === 'function' && /\bspawn\b/.test(String(context)),
  }
}

interface Implementations {
  readonly actions: Readonly<Record<string, unknown>>
  readonly guards: Readonly<Record<string, unknown>>
  readonly delays: Readonly<Record<string, unknown>>
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const statePart = (
  node: AnyStateNode,
  states: ReadonlyMap<AnyStateNode, StatePart>,
): StatePart => ({
  id: node.path.length === 0 ? node.id : node.path.join('.'),
  kind: node.type,
  tags: node.tags,
  parent: (node.parent && states.get(node.parent)) ?? null,
  children: [],
  initial: [],
  actions: [...node.entry, ...node.exit].map(actionPart),
  transitions: [],
  hasInvoke: node.invoke.length > 0,
  hasRoute: 'route' in node.config,
})

const complete = (node: AnyStateNode, states: ReadonlyMap<AnyStateNode, StatePart>): void => {
  const part = states.get(node) as Writable<StatePart>
  const partOf = (other: AnyStateNode): StatePart => states.get(other) as StatePart
  part.children = Object.values(node.states).map((child) => partOf(child as AnyStateNode))
  if (part.kind === 'parallel') {
    part.initial = part.children.filter(({ kind }) => kind !== 'history')
  }
  if (part.kind === 'compound') part.initial = (node.initial.target ?? []).map(partOf)
  const own = [...node.transitions.values()].flat() as readonly AnyTransitionDefinition[]
  const always = (node.always ?? []) as readonly AnyTransitionDefinition[]
  part.transitions = [
    ...own.map((transition) => transitionPart(String(transition.eventType), transition, partOf)),
    ...always.map((transition) => transitionPart(null, transition, partOf)),
  ]
  const fromInitial = part.kind === 'compound' ? node.initial.actions : []
  part.actions = [
    ...part.actions,
    ...[...own, ...always].flatMap(({ actions }) => [...actions]).map(actionPart),
    ...fromInitial.map(actionPart),
  ]
}

const transitionPart = (
  event: string | null,
  { guard, target }: AnyTransitionDefinition,
  partOf: (node: AnyStateNode) => StatePart,
): TransitionPart => ({
  event,
  guard: guard === undefined ? null : guardPart(guard),
  targets: (target ?? []).map((node) => partOf(node as AnyStateNode)),
})

interface BuiltIn {
  readonly type?: string
  readonly resolve?: unknown
  readonly event?: unknown
  readonly sendId?: unknown
  readonly delay?: unknown
}

const builtIns: Readonly<Record<string, ActionPart['kind']>> = {
  'xstate.assign': 'assign',
  'xstate.enqueueActions': 'enqueue',
  'xstate.raise': 'raise',
  'xstate.cancel': 'cancel',
  'xstate.emit': 'talk',
  'xstate.log': 'talk',
}

const actionPart = (action: unknown): ActionPart => {
  const plain = { isComputed: false, delay: null }
  if (typeof action === 'string') return { ...plain, kind: 'named', name: action }
  if (typeof action === 'object' && action !== null && 'type' in action) {
    return { ...plain, kind: 'named', name: String(action.type) }
  }
  const { type, resolve, event, sendId, delay } = action as BuiltIn
  if (resolve === undefined) return { ...plain, kind: 'custom', name: null }
  const isComputed = [event, sendId, delay].some((part) => typeof part === 'function')
  const isFixed = typeof delay === 'string' || typeof delay === 'number'
  return {
    // What is not in the table speaks to actors: sendTo, spawnChild, stopChild.
    kind: builtIns[type ?? 'xstate.cancel'] ?? 'actor',
    name: null,
    isComputed,
    delay: isFixed ? delay : null,
  }
}

const guardPart = (guard: unknown): GuardPart => {
  if (typeof guard === 'string') return { kind: 'named', name: guard, inner: [] }
  if (typeof guard === 'object' && guard !== null && 'type' in guard) {
    return { kind: 'named', name: String(guard.type), inner: [] }
  }
  const { check, guards = [] } = guard as {
    readonly check?: unknown
    readonly guards?: readonly unknown[]
  }
  if (check === undefined) return { kind: 'function', name: null, inner: [] }
  return { kind: 'combined', name: null, inner: guards.map(guardPart) }
}
