import type { MachineDefinition } from './definition.ts'
import { endlessStates, unreachableStates } from './lint-paths.ts'
import { isReservedType } from './xstate-adapter.ts'
import {
  isInternalEvent,
  partsOf,
  type ActionPart,
  type GuardPart,
  type Parts,
  type StatePart,
} from './xstate-parts.ts'

/**
 * What is wrong with a machine, one sentence per finding; empty when it may run. XState accepts
 * much that would fail years later, or silently do nothing: that is refused at registration.
 */
export const lintMachine = (definition: MachineDefinition): readonly string[] => {
  const parts = partsOf(definition.machine)
  const findings = [
    ...parts.states.flatMap((state) => [
      ...stateFindings(state),
      ...state.actions.flatMap((action) => actionFindings(parts, state, action)),
      ...state.transitions.flatMap(({ event, guard }) => [
        ...(event === null ? [] : eventFindings(definition, state, event)),
        ...(guard === null ? [] : guardFindings(parts, state, guard)),
      ]),
    ]),
    ...namedFindings(parts),
    ...tableFindings(definition, parts),
    ...unreachableStates(parts).map((id) => `State ${id} can never be reached.`),
    ...endlessStates(parts, definition.endTag).map(
      (id) => `From state ${id} no state tagged ${definition.endTag} can be reached.`,
    ),
  ]
  return [...new Set(findings)]
}

const stateFindings = ({ id, hasInvoke, hasRoute }: StatePart): readonly string[] => [
  ...(hasInvoke ? [`State ${id} invokes an actor; long work is an effect.`] : []),
  ...(hasRoute ? [`State ${id} has a route, by which anyone could enter it.`] : []),
]

const actionFindings = (parts: Parts, { id }: StatePart, action: ActionPart): readonly string[] => {
  if (action.kind === 'named') {
    const name = action.name ?? ''
    return parts.actions.has(name) ? [] : [`Action ${name} of state ${id} is not implemented.`]
  }
  if (action.kind === 'custom' || action.kind === 'assign' || action.kind === 'enqueue') {
    return [`State ${id} has an inline action; name it in setup.`]
  }
  if (action.isComputed) return [`State ${id} has an inline function; name it in setup.`]
  return builtInFindings(parts, `State ${id}`, action)
}

/** Holds for what stands in a state and for what is named in setup. */
const builtInFindings = (
  parts: Parts,
  place: string,
  { kind, delay }: ActionPart,
): readonly string[] => {
  if (kind === 'actor') return [`${place} speaks to an actor; send a message instead.`]
  if (typeof delay === 'number') {
    return [`${place} has the delay ${delay}; name it in setup, so that its timer keeps its name.`]
  }
  if (delay !== null && !parts.delays.has(delay)) {
    return [`${place} has the delay ${delay}, which is not implemented.`]
  }
  return []
}

const guardFindings = (parts: Parts, { id }: StatePart, guard: GuardPart): readonly string[] =>
  guard.kind === 'named'
    ? missingGuards(parts, `state ${id}`, guard)
    : [`State ${id} has an inline guard; name it in setup.`]

const missingGuards = (parts: Parts, place: string, guard: GuardPart): readonly string[] => {
  if (guard.kind === 'combined') {
    return guard.inner.flatMap((inner) => missingGuards(parts, place, inner))
  }
  if (guard.name === null || parts.guards.has(guard.name)) return []
  return [`Guard ${guard.name} of ${place} is not implemented.`]
}

const eventFindings = (
  { events, messages }: MachineDefinition,
  { id }: StatePart,
  type: string,
): readonly string[] => {
  if (isInternalEvent(type)) return []
  if (type === '*' || type.endsWith('.*')) {
    return [`State ${id} takes ${type}, which would take XState's own events too.`]
  }
  if (isReservedType(type)) return [`State ${id} takes ${type}, a name that is reserved.`]
  if (Object.hasOwn(events, type) || messages.includes(type)) return []
  return [`State ${id} takes ${type}, which is neither in the event table nor a message.`]
}

const namedFindings = (parts: Parts): readonly string[] => [
  ...[...parts.actions].flatMap(([name, action]) =>
    action.kind === 'named' ? [] : builtInFindings(parts, `Action ${name}`, action),
  ),
  ...[...parts.guards].flatMap(([name, guard]) => missingGuards(parts, `guard ${name}`, guard)),
  ...(parts.spawnsInContext ? ['The context spawns an actor; long work is an effect.'] : []),
]

const tableFindings = (definition: MachineDefinition, parts: Parts): readonly string[] => {
  const { actions, deadlines, endTag, events, messages } = definition
  const custom = [...parts.actions].filter(([, { kind }]) => kind === 'custom')
  const timers = new Set([...parts.delays, ...messages])
  return [
    ...custom
      .filter(([name]) => actions[name] === undefined)
      .map(([name]) => `Action ${name} has no kind: message, effect or record.`),
    ...Object.keys(actions)
      .filter((name) => parts.actions.get(name)?.kind !== 'custom')
      .map((name) => `Action ${name} has a kind, and is no custom action of the machine.`),
    ...deadlines
      .filter((name) => !timers.has(name))
      .map((name) => `Deadline ${name} is not a delay of the machine.`),
    ...[...Object.keys(events), ...messages]
      .filter(isReservedType)
      .map((type) => `Event ${type} has a name that is reserved.`),
    ...(parts.states.some(({ tags }) => tags.includes(endTag))
      ? []
      : [`No state is tagged ${endTag}.`]),
  ]
}
