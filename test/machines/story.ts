import { Compile, type Validator } from 'typebox/compile'
import type { AnyMachineSnapshot } from 'xstate'
import { callMachine } from '../../machines/call.machine.ts'
import { callEvents } from '../../machines/call/events.ts'
import { callShape } from '../../machines/call/shape.ts'
import type { EventEntry, Refusal } from '../../machines/event-table.ts'
import { projectMachine } from '../../machines/project.machine.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { projectEvents } from '../../machines/project/events.ts'
import { type ProjectShape, projectShape } from '../../machines/project/shape.ts'
import { isDate, parseInstant } from '../../src/domain/calendar.ts'
import type { Applicant, CallParameters } from '../../src/domain/call.ts'
import { authorisation } from '../../src/engine/payload.ts'
import { stateOf } from '../../src/engine/xstate-adapter.ts'
import { callStart, projectStart } from '../../src/programme/import/starts.ts'
import { Model } from './model.ts'

/** Who acts when a test does not say it: one person per role. */
const people = {
  applicant: 'els',
  reviewer: 'rik',
  manager: 'mia',
  inspector: 'ivo',
  paymaster: 'pol',
} as const

const machines = {
  call: { name: 'call', machine: callMachine, events: callEvents },
  project: { name: 'project', machine: projectMachine, events: projectEvents },
}
const validators = {
  call: validatorsOf(callEvents),
  project: validatorsOf(projectEvents),
}

export interface Sending {
  readonly to?: string
  readonly by?: string
  readonly roles?: readonly string[]
  readonly applicant?: string
}

/** A call that is told, event by event, on its own clock; the first applicant is the one meant. */
export class Story {
  readonly model: Model
  readonly call: string
  readonly applicants: readonly Applicant[]
  #nowMs: number

  constructor(parameters: CallParameters, applicants: readonly Applicant[], startMs: number) {
    this.call = parameters.id
    this.applicants = applicants
    this.model = new Model(parameters.id)
    this.#nowMs = startMs
    this.model.start(machines.call, this.call, callStart(parameters, applicants), startMs)
    for (const applicant of applicants) {
      const data = projectStart(parameters, applicant)
      this.model.start(machines.project, `${this.call}/${applicant.id}`, data, startMs)
    }
  }

  get nowMs(): number {
    return this.#nowMs
  }

  /** Goes on to a local moment, or to ten o'clock of a date; what is due by then has happened. */
  at(time: string): this {
    const atMs = parseInstant(isDate(time) ? `${time}T10:00:00` : time, 'Europe/Brussels')
    if (atMs === null) throw new Error(`no time: ${time}`)
    return this.atMs(atMs)
  }

  atMs(atMs: number): this {
    this.#nowMs = atMs
    this.model.advanceTo(atMs)
    return this
  }

  /** Sends an event to the project, or `to`; throws when it is refused. */
  does(type: string, data: unknown = {}, sending: Sending = {}): this {
    const refusal = this.send(type, data, sending)
    if (refusal !== null) throw new Error(`${type}: ${refusal.code}, ${refusal.message}`)
    return this
  }

  /** The code and field that an event is refused with; `accepted` when it is not. */
  refusal(type: string, data: unknown = {}, sending: Sending = {}): string {
    const refusal = this.send(type, data, sending)
    if (refusal === null) return 'accepted'
    return refusal.field === undefined ? refusal.code : `${refusal.code} ${refusal.field}`
  }

  send(type: string, data: unknown, sending: Sending): Refusal | null {
    const to = this.#address(sending.to, type)
    const kind = to === this.call ? 'call' : 'project'
    const entry: EventEntry | undefined = machines[kind].events[type]
    if (entry === undefined) throw new Error(`${type} is no event of a ${kind}`)
    const [role = 'manager'] = entry.roles
    const person = sending.by ?? people[role]
    const sender = {
      person,
      roles: sending.roles ?? entry.roles,
      claims: { applicant: sending.applicant ?? to.slice(this.call.length + 1) },
    }
    return (
      misshapen(validators[kind].get(type), data) ??
      authorisation(type, entry.roles, sender) ??
      entry.authorise?.(sender, to, data, this.model.snapshot(to)) ??
      this.model.send({ to, type, at: this.#nowMs, person, data })
    )
  }

  snapshot(applicant = this.#first()): AnyMachineSnapshot {
    return this.model.snapshot(`${this.call}/${applicant}`)
  }

  context(applicant = this.#first()): ProjectContext {
    return this.snapshot(applicant).context as ProjectContext
  }

  shape(applicant = this.#first()): ProjectShape {
    const id = `${this.call}/${applicant}`
    const snapshot = this.model.snapshot(id)
    const revision = this.model.revision(id)
    return projectShape(snapshot, { state: stateOf(snapshot), allowedEvents: [], revision })
  }

  callShape() {
    const amounts = this.applicants.map(({ id }) => this.shape(id).amounts)
    return callShape(this.model.snapshot(this.call), amounts)
  }

  phase(applicant = this.#first()): string {
    return this.shape(applicant).phase
  }

  /** `2025-01-05T22:59:59.999Z open`, or only the status of a suspended one. */
  deadline(name: string, applicant = this.#first()): string | undefined {
    const found = this.shape(applicant).deadlines.find((each) => each.name === name)
    return found && [found.due, found.status].filter((part) => part !== undefined).join(' ')
  }

  milestone(name: string, applicant = this.#first()): string | undefined {
    return this.shape(applicant).milestones.find((each) => each.name === name)?.status
  }

  /** Subjects and steps of the mails of a template so far, with who gets them. */
  mails(template: 'receipt' | 'letter' | 'reminder', applicant = this.#first()): readonly string[] {
    const from = applicant === '' ? this.call : `${this.call}/${applicant}`
    return this.model.emitted
      .filter((each) => each.type === 'mail' && each.instance === from)
      .map((each) => each.params as Record<string, string>)
      .filter((each) => each['template'] === template)
      .map(({ to, subject, step }) => [to, subject, step ?? ''].join(' ').trim())
  }

  #first(): string {
    return this.applicants[0]?.id ?? ''
  }

  #address(to: string | undefined, type: string): string {
    if (to === '') return this.call
    if (to !== undefined) return `${this.call}/${to}`
    return type in projectEvents ? `${this.call}/${this.#first()}` : this.call
  }
}

function validatorsOf(events: Readonly<Record<string, EventEntry>>) {
  return new Map(Object.entries(events).map(([type, { schema }]) => [type, Compile(schema)]))
}

function misshapen(validator: Validator | undefined, data: unknown): Refusal | null {
  const [error] = validator?.Check(data) === false ? validator.Errors(data) : []
  if (error === undefined) return null
  const field = error.instancePath.slice(1).replaceAll('/', '.')
  return { code: 'invalid-payload', message: error.message, field }
}
