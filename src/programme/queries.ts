import type { CallContext } from '../../machines/call/context.ts'
import { callShape, type CallShape } from '../../machines/call/shape.ts'
import { projectPhases } from '../../machines/project/phase.ts'
import {
  projectShape,
  type ProjectAmounts,
  type ProjectShape,
  type ShownDeadline,
} from '../../machines/project/shape.ts'
import { formatInstant } from '../domain/calendar.ts'
import type { CallParameters, Texts } from '../domain/call.ts'
import { budgetOf, monthlyAccounts, monthsOf, type Budget, type MoneyMonth } from './budget.ts'
import type { Engine, Instance } from '../engine/index.ts'
import type { AccountRow } from '../store/programme/account-table.ts'
import type { ListPage } from '../store/programme/project-list-table.ts'
import type { ProjectFilter } from '../store/programme/project-table.ts'
import { quarterMs } from '../store/programme/ledger-table.ts'
import type {
  RunningGroup,
  RunningIn,
  RunningPage,
} from '../store/programme/running-deadline-table.ts'
import type { ProgrammeStore } from '../store/programme/store.ts'
import type { LedgerEntryRow, ProjectRow } from '../store/programme/tables.ts'
import { countTasks, taskPage, type TaskQuestion, type TaskReader } from './task-list.ts'

export type {
  ListFilter,
  ListPage,
  ListPlace,
  ListSort,
  MoneyKind,
  Visibility,
} from '../store/programme/project-list-table.ts'
export type ProjectListRow = Awaited<ReturnType<Queries['rowPage']>>['rows'][number]
export type { ProjectShape } from '../../machines/project/shape.ts'
export { moneyKinds } from '../store/programme/project-list-table.ts'
export { searchText } from './projects.ts'
export type { Budget, MoneyMonth } from './budget.ts'

/** Whose a project is. */
export interface Owner {
  readonly call: string
  /** Of the applicant as of now. */
  readonly kbo: string
}

/** The one shape of a call, and what its people need besides. */
export interface CallInFull extends CallShape {
  readonly title: Texts
  /** What of it is made up, as a sentence; null when nothing is. */
  readonly synthetic: string | null
  readonly state: string
  readonly deadlines: readonly ShownDeadline[]
  /** What waits for a second person; null when nothing does. */
  readonly deadlineMove: {
    readonly id: number
    readonly deadline: string
    readonly to: string
    readonly projects: readonly string[] | null
  } | null
  readonly paymentBatch: {
    readonly id: number
    readonly orders: readonly string[]
    readonly executionDate: string
  } | null
  readonly allowedEvents: readonly string[]
  readonly revision: number
}

/** Projects of which the same deadline is due at the same moment. */
export interface ShownGroup extends Pick<RunningGroup, 'name' | 'status' | 'count'> {
  /** Last millisecond on time; null while its term is suspended. */
  readonly dueMs: number | null
  /** One of them: the only one when `count` is 1. */
  readonly first: { readonly id: string; readonly name: string }
}

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
    return callShape(instance.snapshot, [await this.totals(id)])
  }

  /** The amounts of all projects of a call together. */
  async totals(call: string): Promise<ProjectAmounts> {
    return amountsOfRow(await this.#store.project.totals(this.#store.reader, call))
  }

  /** What a call is called; undefined when there is no such call. */
  async title(id: string): Promise<Texts | undefined> {
    return (await this.parameters(id))?.title
  }

  /** The terms of a call; undefined when there is no such call. */
  async parameters(id: string): Promise<CallParameters | undefined> {
    const instance = await this.#engine.instance(id)
    if (instance?.machine !== 'call') return undefined
    return (instance.snapshot.context as CallContext).parameters
  }

  /** Ids of all calls, in order. */
  async calls(): Promise<readonly string[]> {
    const instances = await this.#engine.instances({ machine: 'call' })
    return instances.map(({ id }) => id)
  }

  /** What must be said wherever a call's data is shown, when they are invented; null otherwise. */
  async synthetic(call: string): Promise<string | null> {
    return (await this.parameters(call))?.synthetic ?? null
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

  /**
   * A page of projects in full, of those that the reader may see; `next` is the place to go on
   * from, null on the last page. What changes its place while pages are read, is told where it
   * stands then; everything else comes once.
   */
  async page(page: ListPage) {
    const places = await this.#store.projectList.page({ ...page, limit: page.limit + 1 })
    const shown = places.slice(0, page.limit)
    const shapes = await Promise.all(shown.map(({ id }) => this.project(id)))
    return {
      items: shapes.filter((shape) => shape !== undefined),
      next: places.length > page.limit ? (shown.at(-1) ?? null) : null,
    }
  }

  /** The same page as rows, without reading the projects in full. */
  async rowPage(page: ListPage) {
    const places = await this.#store.projectList.page({ ...page, limit: page.limit + 1 })
    const shown = places.slice(0, page.limit)
    const rows = await this.#store.projectList.rows(shown.map(({ id }) => id))
    const byId = new Map(rows.map((row) => [row.id, row]))
    return {
      rows: shown.flatMap(({ id }) => byId.get(id) ?? []),
      next: places.length > page.limit ? (shown.at(-1) ?? null) : null,
    }
  }

  /** A page of what waits for a person, nearest date first; see {@link taskPage}. */
  tasks(question: TaskQuestion) {
    return taskPage(this.#store, question)
  }

  /** How much waits for a person, counted no further than `limit`. */
  countTasks(reader: TaskReader, limit: number): Promise<number> {
    return countTasks(this.#store, reader, limit)
  }

  /** Ids of the projects of a call that a person handles, by the random id of the log; in order. */
  filesOf(call: string, personId: string, limit: number): Promise<readonly string[]> {
    return this.#store.project.assignedTo(this.#store.reader, call, personId, limit)
  }

  /** What the applicants of projects are called, in no order. */
  named(ids: readonly string[]) {
    return this.#store.projectList.rows(ids)
  }

  /** Call and current KBO number of projects, by id. */
  async owners(ids: readonly string[]): Promise<ReadonlyMap<string, Owner>> {
    const rows = await this.#store.projectList.owners(ids)
    return new Map(rows.map(({ id, call_id: call, kbo }) => [id, { call, kbo }]))
  }

  /** A call with what its people need to act on it; undefined when there is no such call. */
  async callInFull(id: string): Promise<CallInFull | undefined> {
    const [instance, shape] = await Promise.all([this.#engine.instance(id), this.call(id)])
    if (instance === undefined || shape === undefined) return undefined
    const { parameters, deadlines, deadlineMove, paymentBatch } = instance.snapshot
      .context as CallContext
    return {
      ...shape,
      title: parameters.title,
      synthetic: parameters.synthetic,
      state: instance.state,
      deadlines: Object.entries(deadlines).map(([name, { dueMs, status }]) => ({
        name,
        ...(dueMs === null ? {} : { due: formatInstant(dueMs) }),
        status,
      })),
      deadlineMove:
        deadlineMove === null
          ? null
          : {
              id: deadlineMove.id,
              deadline: deadlineMove.deadline,
              to: deadlineMove.to,
              projects: deadlineMove.projects,
            },
      paymentBatch:
        paymentBatch === null
          ? null
          : {
              id: paymentBatch.id,
              orders: paymentBatch.orders,
              executionDate: paymentBatch.executionDate,
            },
      allowedEvents: instance.allowed,
      revision: instance.revision,
    }
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

  /** A page of the deadlines that run in the projects of a call; see {@link RunningGroup}. */
  async runningDeadlines(page: RunningPage): Promise<readonly ShownGroup[]> {
    const groups = await this.#store.runningDeadline.groups(page)
    const rows = await this.#store.projectList.rows([
      ...new Set(groups.map((each) => each.first_id)),
    ])
    const names = new Map(rows.map(({ id, name }) => [id, name]))
    return groups.map(({ name, due_ms: dueMs, status, count, first_id: id }) => ({
      name,
      dueMs,
      status,
      count,
      first: { id, name: names.get(id) ?? id },
    }))
  }

  /** The names of the deadlines that run in projects of a call, with the number of projects. */
  runningNames(call: string) {
    return this.#store.runningDeadline.names({ call })
  }

  /** The projects in which a deadline runs, by name of the applicant. */
  async runningIn(filter: RunningIn) {
    const rows = await this.#store.runningDeadline.projects(filter)
    return rows.map(({ id, name, due_ms: dueMs, status }) => ({ id, name, dueMs, status }))
  }

  /** Where the money of a call stands; undefined when there is no such call. */
  async budget(call: string): Promise<Budget | undefined> {
    const parameters = await this.parameters(call)
    if (parameters === undefined) return undefined
    const { project, ledger, reader } = this.#store
    return budgetOf({
      ceilingCents: parameters.budget.ceilingCents,
      amounts: await this.totals(call),
      counts: await project.counts(reader, call),
      moved: await ledger.sums(reader, call),
    })
  }

  /** What was paid and repaid month by month, in the call's time zone. */
  async moneyByMonth(call: string): Promise<readonly MoneyMonth[]> {
    const parameters = await this.parameters(call)
    if (parameters === undefined) return []
    const { ledger, reader } = this.#store
    const rows = await ledger.sumsByQuarter(reader, call, monthlyAccounts)
    const moved = rows.map(({ quarter, ...row }) => ({ ...row, atMs: quarter * quarterMs }))
    return monthsOf(moved, parameters.timeZone)
  }

  /** Reminders of a deadline that applicants were sent, each as `<project> <step>`. */
  async remindersSent(call: string, deadline: string): Promise<readonly string[]> {
    const rows = await this.#store.mail.reminders(this.#store.reader, call, deadline)
    return rows.map(({ instance_id: id, step }) => `${id} ${String(step)}`)
  }

  /** How a deadline came to stand where it stands, oldest first; times in ms. */
  async deadlineChanges(id: string, name: string) {
    const { deadline, reader } = this.#store
    const rows = await deadline.history(reader, id, name, Number.MAX_SAFE_INTEGER)
    return rows.map(({ revision, due_ms: dueMs, status }) => ({ revision, dueMs, status }))
  }

  /** The IBANs that projects of a call ever had, those left out that were redacted. */
  accounts(call: string): Promise<readonly AccountRow[]> {
    return this.#store.account.ofGroup(call)
  }

  /** What payment orders are for together, in cents; an order's id begins with its project's. */
  orderedCents(orders: readonly string[]): Promise<number> {
    const { ledger, reader } = this.#store
    const ids = orders.map((order) => order.slice(0, order.lastIndexOf('/')))
    return ledger.ordered(reader, ids, orders)
  }

  /** The postings of an instance, in order. */
  ledger(id: string): Promise<readonly LedgerEntryRow[]> {
    return this.#store.ledger.ofInstance(this.#store.reader, id)
  }
}

function shapeOf({ snapshot, state, allowed, revision }: Instance): ProjectShape {
  return projectShape(snapshot, { state, allowedEvents: allowed, revision })
}

type AmountColumns = Extract<keyof ProjectRow, `${string}_cents`>

function amountsOfRow(row: Pick<ProjectRow, AmountColumns>): ProjectAmounts {
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
