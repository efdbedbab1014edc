import type { CallContext } from '../../machines/call/context.ts'
import { callShape, type CallShape } from '../../machines/call/shape.ts'
import { projectPhases } from '../../machines/project/phase.ts'
import {
  projectShape,
  type ProjectAmounts,
  type ProjectShape,
} from '../../machines/project/shape.ts'
import type { Engine, Instance } from '../engine/index.ts'
import type { ProjectFilter } from '../store/programme/project-table.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { LedgerEntryRow, ProjectRow } from '../store/programme/tables.ts'

/** Everything that people and programs read: one shape for a call, one for a project. */
export class Queries {
  readonly #engine: Engine
  readonly #store: ProgrammeStore

  constructor(engine: Engine, store: ProgrammeStore) {
    this.#engine = engine
    this.#store = store
  }

  /** Undefined when there is no such call. */
  async call(id: string): Promise<CallShape | undefined> {
    const instance = await this.#engine.instance(id)
    if (instance?.machine !== 'call') return undefined
    const rows = await this.#store.project.list(this.#store.reader, { call: id })
    return callShape(instance.snapshot, rows.map(amountsOfRow))
  }

  /** Ids of all calls, in order. */
  async calls(): Promise<readonly string[]> {
    const instances = await this.#engine.instances({ machine: 'call' })
    return instances.map(({ id }) => id)
  }

  /** What must be said wherever a call's data is shown, when they are invented; null otherwise. */
  async synthetic(call: string): Promise<string | null> {
    const instance = await this.#engine.instance(call)
    if (instance?.machine !== 'call') return null
    return (instance.snapshot.context as CallContext).parameters.synthetic
  }

  /** Undefined when there is no such project. */
  async project(id: string): Promise<ProjectShape | undefined> {
    const instance = await this.#engine.instance(id)
    return instance?.machine === 'project' ? shapeOf(instance) : undefined
  }

  /** All projects of a call in full, by id. */
  async projects(call: string): Promise<readonly ProjectShape[]> {
    const shapes: ProjectShape[] = []
    for (let after: string | undefined = ''; after !== undefined;) {
      const page = await this.#engine.instances({ groupId: call, machine: 'project', after })
      shapes.push(...page.map(shapeOf))
      after = page.at(-1)?.id
    }
    return shapes
  }

  /** Projects as a list needs them, by id. */
  list(filter: ProjectFilter): Promise<readonly ProjectRow[]> {
    return this.#store.project.list(this.#store.reader, filter)
  }

  /** How many projects stand in each phase, and for how much; in the order of a project's life. */
  async byPhase(call: string) {
    const rows = await this.#store.project.byPhase(this.#store.reader, call)
    return projectPhases.flatMap((phase) => rows.filter((row) => row.phase === phase))
  }

  /** The deadlines of a call that still wait for someone, earliest first. */
  nextDeadlines(call: string, limit: number) {
    return this.#store.project.nextDue(this.#store.reader, call, limit)
  }

  /** The postings of an instance, in order. */
  ledger(id: string): Promise<readonly LedgerEntryRow[]> {
    return this.#store.ledger.ofInstance(this.#store.reader, id)
  }
}

function shapeOf({ snapshot, state, allowed, revision }: Instance): ProjectShape {
  return projectShape(snapshot, { state, allowedEvents: allowed, revision })
}

function amountsOfRow(row: ProjectRow): ProjectAmounts {
  return {
    requestedCents: row.requested_cents,
    awardedCents: row.awarded_cents,
    advancePaidCents: row.advance_paid_cents,
    balancePaidCents: row.balance_paid_cents,
    releasedCents: row.released_cents,
    clawbackDemandedCents: row.clawback_demanded_cents,
    recoveredCents: row.recovered_cents,
    writtenOffCents: row.written_off_cents,
  }
}
