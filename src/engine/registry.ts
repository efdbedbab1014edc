import type { AnyMachineSnapshot } from 'xstate'
import type { ActionKind, EventDefinition, MachineDefinition } from './definition.ts'
import { EngineError } from './errors.ts'
import { lintMachine } from './lint.ts'
import { payloadGuard, type PayloadGuard } from './payload.ts'
import { createStepper, type Stepper } from './xstate-adapter.ts'

/** An event type of a machine, ready to be checked. */
export interface RegisteredEvent {
  readonly definition: EventDefinition
  readonly payload: PayloadGuard
}

/** A machine of one version, linted and ready to step. */
export interface RegisteredMachine {
  readonly name: string
  readonly version: number
  readonly stepper: Stepper
  readonly start: PayloadGuard
  readonly events: ReadonlyMap<string, RegisteredEvent>
  readonly messages: ReadonlySet<string>
  readonly actions: Readonly<Record<string, ActionKind>>
  readonly isDeadline: (timerId: string) => boolean
  /** Types of the event table that the state takes, guards not considered; sorted. */
  readonly allowed: (snapshot: AnyMachineSnapshot) => readonly string[]
}

/** All machines of a runtime, by name and version (I11). */
export interface Registry {
  /** Throws EngineError `machine-unknown`; a version is never guessed. */
  get(name: string, version: number): RegisteredMachine
  /** The highest version of a name; throws EngineError `machine-unknown`. */
  latest(name: string): RegisteredMachine
  /** Roles that may send a type to some machine; undefined when none knows it. */
  rolesOf(type: string): readonly string[] | undefined
}

/** Lints and prepares machines. Throws EngineError `machine-refused` with every finding. */
export const createRegistry = (definitions: readonly MachineDefinition[]): Registry => {
  const findings = definitions.flatMap((definition) =>
    lintMachine(definition).map((finding) => `${definition.name}: ${finding}`),
  )
  if (findings.length > 0) {
    throw new EngineError('machine-refused', `Machines were refused:\n${findings.join('\n')}`)
  }
  const machines = new Map<string, Map<number, RegisteredMachine>>()
  const roles = new Map<string, Set<string>>()
  for (const definition of definitions) {
    const versions = machines.get(definition.name) ?? new Map<number, RegisteredMachine>()
    if (versions.has(definition.version)) {
      const twice = `${definition.name} has two definitions of version ${definition.version}`
      throw new EngineError('machine-refused', twice)
    }
    machines.set(definition.name, versions.set(definition.version, register(definition)))
    for (const [type, event] of Object.entries(definition.events)) {
      roles.set(type, new Set([...(roles.get(type) ?? []), ...event.roles]))
    }
  }
  const versionsOf = (name: string): ReadonlyMap<number, RegisteredMachine> => {
    const versions = machines.get(name)
    if (versions) return versions
    throw new EngineError(
      'machine-unknown',
      `Machine ${name} is not registered; there is ${[...machines.keys()].join(', ') || 'none'}`,
    )
  }
  return {
    get: (name, version) => {
      const machine = versionsOf(name).get(version)
      if (machine) return machine
      throw new EngineError(
        'machine-unknown',
        `I11: version ${version} of machine ${name} is not registered; start a release that has it`,
      )
    },
    latest: (name) => {
      const versions = versionsOf(name)
      return versions.get(Math.max(...versions.keys())) as RegisteredMachine
    },
    rolesOf: (type) => {
      const found = roles.get(type)
      return found && [...found]
    },
  }
}

const register = (definition: MachineDefinition): RegisteredMachine => {
  const stepper = createStepper(definition.machine)
  const events = new Map(
    Object.entries(definition.events).map(([type, event]) => [
      type,
      { definition: event, payload: payloadGuard(event) },
    ]),
  )
  const deadlines = new Set(definition.deadlines)
  return {
    name: definition.name,
    version: definition.version,
    stepper,
    start: payloadGuard(definition.start),
    events,
    messages: new Set(definition.messages),
    actions: definition.actions,
    isDeadline: (timerId) => deadlines.has(stepper.delays.get(timerId) ?? timerId),
    allowed: (snapshot) => [...stepper.handled(snapshot)].filter((type) => events.has(type)).sort(),
  }
}
