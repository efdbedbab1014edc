import type { AnyMachineSnapshot } from 'xstate'
import { Compile } from 'typebox/compile'
import type { TSchema } from 'typebox'
import { catalog } from '../../machines/catalog.ts'
import type { CallContext } from '../../machines/call/context.ts'
import type { EventEntry, Refusal } from '../../machines/event-table.ts'
import type { ProjectContext } from '../../machines/project/context.ts'
import { phaseOf } from '../../machines/project/phase.ts'
import { amountsOf } from '../../machines/project/shape.ts'
import { parseInstant } from '../../src/domain/calendar.ts'
import { Model, type ModelMachine } from '../machines/model.ts'
import type { LoadedCall } from './load.ts'

/** A line of events.jsonl. */
export interface EventLine {
  readonly at: string
  readonly to: string
  readonly type: string
  readonly actor: string
  readonly roles: readonly string[]
  readonly applicant?: string
  readonly data?: Record<string, unknown>
}

export interface Refused {
  readonly line: number
  readonly type: string
  readonly code: string
  readonly message: string
}

/** Replays lines on the model, with the checks of schema and role that the model leaves out. */
export class Replay {
  readonly refused: Refused[] = []
  readonly taken: EventLine[] = []
  readonly model: Model
  readonly #call: LoadedCall
  #line = 0

  constructor(call: LoadedCall, startMs: number) {
    this.#call = call
    this.model = new Model(call.id)
    this.model.start(machineNamed('call'), call.id, call.callStart, startMs)
    for (const [id, data] of call.projectStarts) {
      this.model.start(machineNamed('project'), id, data, startMs)
    }
  }

  send(line: EventLine): void {
    this.#line += 1
    const refusal = this.#judge(line)
    if (refusal === null) this.taken.push(line)
    else this.refused.push({ line: this.#line, type: line.type, ...refusal })
  }

  /** Every project's phase, by id. */
  phases(): ReadonlyMap<string, string> {
    return new Map(this.#projects().map((id) => [id, phaseOf(this.model.snapshot(id))]))
  }

  /** Projects per phase. */
  tally(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {}
    for (const phase of this.phases().values()) counts[phase] = (counts[phase] ?? 0) + 1
    return counts
  }

  context(applicant: string): ProjectContext {
    return this.model.snapshot(`${this.#call.id}/${applicant}`).context as ProjectContext
  }

  /** Where a project stands, as dotted paths. */
  state(applicant: string): string {
    return pathsOf(this.model.snapshot(`${this.#call.id}/${applicant}`).value).join(', ')
  }

  /** Money that no claim takes. */
  unmatchedCents(): number {
    return (this.model.snapshot(this.#call.id).context as CallContext).unmatchedCents
  }

  amounts() {
    return this.#projects().map((id) => ({
      id,
      ...amountsOf(this.model.snapshot(id).context as ProjectContext),
    }))
  }

  #projects(): readonly string[] {
    return [...this.#call.projectStarts.keys()]
  }

  #judge(line: EventLine): Refusal | null {
    const { at, to, type, actor, data } = line
    const atMs = parseInstant(at, 'Europe/Brussels')
    if (atMs === null) return { code: 'invalid-payload', message: at }
    const entry = machineNamed(to === this.#call.id ? 'call' : 'project').events[type]
    if (entry === undefined) return { code: 'invalid-payload', message: type }
    const payload = data ?? {}
    if (!checked(entry.schema, payload)) return { code: 'invalid-payload', message: 'schema' }
    const stranger = authorised(entry, line, payload, this.model.snapshot(to))
    return stranger ?? this.model.send({ to, type, at: atMs, person: actor, data: payload })
  }
}

function pathsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return Object.entries(value as object).flatMap(([key, inner]) => {
    const below = pathsOf(inner)
    return below.length === 0 ? [key] : below.map((each) => `${key}.${each}`)
  })
}

function authorised(
  entry: EventEntry,
  { to, actor, roles, applicant }: EventLine,
  data: unknown,
  snapshot: AnyMachineSnapshot,
): Refusal | null {
  if (!roles.some((role) => entry.roles.some((each) => each === role))) {
    return { code: 'not-authorised', message: roles.join(', ') }
  }
  const claims: Record<string, string> = applicant === undefined ? {} : { applicant }
  return entry.authorise?.({ person: actor, roles, claims }, to, data, snapshot) ?? null
}

function machineNamed(name: 'call' | 'project'): ModelMachine {
  const found = catalog.find((each) => each.name === name)
  if (found === undefined) throw new Error(`the catalogue has no ${name}`)
  return found
}

const validators = new Map<TSchema, { Check(value: unknown): boolean }>()

function checked(schema: TSchema, value: unknown): boolean {
  const known = validators.get(schema) ?? Compile(schema)
  validators.set(schema, known)
  return known.Check(value)
}
