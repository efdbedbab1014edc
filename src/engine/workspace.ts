import type { InstanceHead } from '../store/engine/instance-table.ts'
import type { EngineTransaction, Store } from '../store/engine/store.ts'
import type { TimerRow } from '../store/engine/tables.ts'
import type { Executor } from '../store/statement.ts'
import type { Delivery } from './delivery.ts'
import { Draft, timerName, type InstanceState, type Timer } from './draft.ts'
import { DueTimers } from './due-timers.ts'
import { MachineCrash } from './errors.ts'
import type { Answer } from './outcome.ts'
import type { Registry } from './registry.ts'
import { stateOf } from './xstate-adapter.ts'

/** A group while a batch works on it. */
export interface Group {
  readonly id: string
  /** Its time: `at` of its last event. Never goes back (I3). */
  atMs: number
  /** As it stands in the database. */
  readonly storedAtMs: number
  readonly timers: DueTimers
  /** Due timers of instances that need attention: passed over, still armed. */
  readonly held: Timer[]
}

export interface Attempt {
  /** Null once a text of the payload was redacted: then any payload counts as the same. */
  readonly salt: string | null
  readonly digest: string
  readonly answer: Answer
  readonly isNew: boolean
}

export interface WorkspaceParts {
  readonly store: Store
  readonly registry: Registry
  readonly cache: Pick<SnapshotCache, 'get' | 'groupOf' | 'add'>
  readonly isFull: (steps: number) => boolean
  /** Nothing will be written: nothing is locked. */
  readonly isPreview: boolean
}

/** What a batch has read, and the draft of what it will write. */
export class Workspace {
  /** The transaction, for participants and what is rare; `executor` is the same one, faster. */
  readonly trx: EngineTransaction
  /** Timers due after this are of no interest to the batch. */
  readonly horizonMs: number
  readonly groups = new Map<string, Group>()
  /** Null: there is no such instance. */
  readonly loaded = new Map<string, InstanceState | null>()
  readonly base: Draft
  /** Ids of instances that need attention and whose rows cannot be understood. */
  readonly unusable = new Set<string>()
  /** Keyed attempts by id: those that the requests of this batch may repeat, and new ones. */
  readonly attempts = new Map<string, Attempt>()
  /** Events and timers applied so far. */
  steps = 0
  /** The event or timer that is being applied: if the write fails, it may be the culprit. */
  current: Delivery | undefined
  /** The timers that were written as armed. */
  armed: readonly TimerRow[] = []
  /** Timers among them that fired. */
  fired = 0
  readonly #isFull: (steps: number) => boolean
  readonly #store: Store
  readonly #registry: Registry
  readonly #cache: WorkspaceParts['cache']
  readonly #isPreview: boolean
  /** Roots of groups, as they were when they were locked. */
  readonly #roots = new Map<string, InstanceHead>()
  readonly #members = new Map<string, readonly string[]>()
  #executor: Executor
  #isDetached = false

  constructor(
    parts: WorkspaceParts,
    trx: EngineTransaction,
    executor: Executor,
    horizonMs: number,
  ) {
    this.#executor = executor
    this.#isFull = parts.isFull
    this.#store = parts.store
    this.#registry = parts.registry
    this.#cache = parts.cache
    this.#isPreview = parts.isPreview
    this.trx = trx
    this.horizonMs = horizonMs
    this.base = new Draft({
      instance: (id) => this.loaded.get(id) ?? undefined,
      timer: () => undefined,
    })
  }

  get executor(): Executor {
    return this.#executor
  }

  /** Lets go of the database: from now on there is only what was read, and what comes of it. */
  detach(): void {
    this.#executor = nowhere
    this.#isDetached = true
  }

  /** Whether an instance of that id may stand where this workspace does not look any more. */
  isElsewhere(id: string): boolean {
    return this.#isDetached && !this.unusable.has(id)
  }

  /** I14: whether the batch has had its share; one step is always granted. */
  get isFull(): boolean {
    return this.steps > 0 && this.#isFull(this.steps)
  }

  /**
   * Reads the instances that are not yet here, with their groups and those groups' due timers. What
   * `claim` cannot lock at once, it takes to be not there.
   */
  async load(ids: readonly string[], locking: 'wait' | 'claim' = 'wait'): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.isHere(id))
    if (missing.length === 0) return
    const heads = await this.#hold(missing, locking)
    for (const id of missing) this.loaded.set(id, null)
    await this.#take(heads)
    await this.#loadGroups(heads)
  }

  /** Whether it was read, or started in this batch. */
  isHere(id: string): boolean {
    return this.loaded.has(id) || this.base.instances.has(id)
  }

  /**
   * Reads the instances of the timers that a group fires next. Not of all that are due: a batch
   * fires its share of them only.
   */
  async loadAhead(group: Group): Promise<void> {
    await this.load(group.timers.ahead(lookAhead).map((timer) => timer.instance_id))
  }

  /** Reads instances with their own timers, as if nobody else were in their groups. */
  async loadAlone(ids: readonly string[]): Promise<void> {
    const { instance, timer } = this.#store
    for (const id of ids) this.loaded.set(id, null)
    const heads = await instance.heads(this.executor, ids)
    await this.#take(heads)
    const groupIds = [...new Set(heads.map(({ group_id }) => group_id))]
    for (const { id, group_at_ms } of await instance.heads(this.executor, groupIds)) {
      this.addGroup(id, group_at_ms)
      const members = heads.filter((head) => head.group_id === id).map((head) => head.id)
      this.#members.set(id, members.toSorted())
    }
    for (const { id, group_id } of heads) {
      const group = this.group(group_id)
      for (const each of await timer.ofInstance(this.trx, id)) {
        if (each.due_ms <= Math.max(this.horizonMs, group.atMs)) group.timers.push(each)
      }
    }
  }

  /**
   * Reads instances and locks their groups (I4): the rows of the roots, in the order of their ids.
   * An instance never changes its group, so a group that the cache knows need not be asked for.
   */
  async #hold(ids: readonly string[], locking: 'wait' | 'claim'): Promise<readonly InstanceHead[]> {
    const { instance, database } = this.#store
    if (!database.dialect.isConcurrent || this.#isPreview) return instance.heads(this.executor, ids)
    const groupOf = new Map<string, string>()
    for (const id of ids) {
      const groupId = this.#cache.groupOf(id)
      if (groupId !== undefined) groupOf.set(id, groupId)
    }
    const unknown = ids.filter((id) => !groupOf.has(id))
    if (unknown.length > 0) {
      const heads = await instance.heads(this.executor, unknown)
      for (const { id, group_id } of heads) groupOf.set(id, group_id)
    }
    const groupIds = new Set([...groupOf.values()].filter((id) => !this.groups.has(id)))
    const lock = locking === 'wait' ? instance.lock : instance.claim
    const roots = groupIds.size === 0 ? [] : await lock(this.executor, [...groupIds])
    for (const root of roots) this.#roots.set(root.id, root)
    const isHeld = (groupId: string) => this.groups.has(groupId) || this.#roots.has(groupId)
    const members = ids.filter((id) => !groupIds.has(id) && isHeld(groupOf.get(id) ?? ''))
    const others = members.length === 0 ? [] : await instance.heads(this.executor, members)
    const wanted = new Set(ids)
    return [...roots.filter(({ id }) => wanted.has(id)), ...others]
  }

  /** Reads every member of a group; the root first, then by id. */
  async members(draft: Draft, groupId: string): Promise<readonly InstanceState[]> {
    let ids = this.#members.get(groupId)
    if (ids === undefined) {
      const heads = await this.#store.instance.members(this.executor, groupId)
      await this.#take(heads.filter(({ id }) => !this.loaded.get(id)))
      const stored = heads.map(({ id }) => id).filter((id) => id !== groupId)
      ids = [groupId, ...stored.sort()]
      this.#members.set(groupId, ids)
    }
    return ids.flatMap((id) => draft.instance(id) ?? [])
  }

  group(id: string): Group {
    const group = this.groups.get(id)
    if (group === undefined) throw new Error(`I4: group ${id} was not loaded`)
    return group
  }

  /** A group whose root starts now. */
  addGroup(id: string, atMs: number): void {
    this.groups.set(id, { id, atMs, storedAtMs: atMs, timers: new DueTimers(id), held: [] })
  }

  /** Takes an accepted draft over, moves its group's time, and queues what it armed. */
  accept(draft: Draft, atMs: number): void {
    draft.mergeInto(this.base)
    for (const { step } of draft.events) {
      const group = this.groups.get(step.groupId)
      if (group !== undefined && atMs > group.atMs) group.atMs = atMs
    }
    for (const timer of draft.timers.values()) {
      const group = timer && this.groups.get(timer.group_id)
      // The time of the group may have overtaken every request of the batch.
      if (group && timer.due_ms <= Math.max(this.horizonMs, group.atMs)) group.timers.push(timer)
    }
  }

  /** An instance no longer needs attention: its held timers stand in line again. */
  release(groupId: string, instanceId: string): void {
    const group = this.group(groupId)
    for (const timer of group.held.splice(0)) {
      const line = timer.instance_id === instanceId ? group.timers : group.held
      line.push(timer)
    }
  }

  /** The timer if it is still armed as it was when it was queued (I6). */
  isArmed(timer: Timer): boolean {
    const current = this.base.timer(timerName(timer.instance_id, timer.timer_id))
    return current === undefined || current === timer
  }

  async #take(heads: readonly InstanceHead[]): Promise<void> {
    const unknown: InstanceHead[] = []
    for (const head of heads) {
      const cached = this.#cache.get(head)
      if (cached) this.loaded.set(head.id, cached)
      else unknown.push(head)
    }
    if (unknown.length === 0) return
    const rows = await this.#store.instance.snapshots(
      this.executor,
      unknown.map(({ id }) => id),
    )
    const texts = new Map(rows.map(({ id, snapshot }) => [id, snapshot]))
    for (const head of unknown) {
      this.#restore(head, texts.get(head.id) ?? '')
    }
  }

  /** A row that nobody understands is a crash once; then it needs attention and is passed over. */
  #restore(head: InstanceHead, text: string): void {
    try {
      const state = restore(this.#registry, head, text)
      this.#cache.add(state)
      this.loaded.set(head.id, state)
    } catch (error) {
      if (head.needs_attention === 0) throw error
      this.unusable.add(head.id)
    }
  }

  async #loadGroups(heads: readonly InstanceHead[]): Promise<void> {
    const times = new Map(
      [...this.#roots.values(), ...heads].map((head) => [head.id, head.group_at_ms]),
    )
    const groupIds = new Set<string>()
    for (const { group_id } of heads) if (!this.groups.has(group_id)) groupIds.add(group_id)
    if (groupIds.size === 0) return
    const unknown = [...groupIds].filter((id) => !times.has(id))
    if (unknown.length > 0) {
      for (const root of await this.#store.instance.heads(this.executor, unknown)) {
        times.set(root.id, root.group_at_ms)
      }
    }
    let horizonMs = this.horizonMs
    for (const id of groupIds) {
      const atMs = times.get(id) ?? 0
      horizonMs = Math.max(horizonMs, atMs)
      this.groups.set(id, { id, atMs, storedAtMs: atMs, timers: new DueTimers(id), held: [] })
    }
    const timers = await this.#store.timer.dueOfGroups(this.executor, [...groupIds], horizonMs)
    if (timers.length === 0) return
    for (const timer of timers) this.group(timer.group_id).timers.push(timer)
    const next = [...groupIds].flatMap((id) => this.group(id).timers.ahead(lookAhead))
    await this.load(next.map((timer) => timer.instance_id))
  }
}

/** Timers whose instances are read at once: about what a batch fires. */
const lookAhead = 256

/** A database in which nothing is. */
const nowhere: Executor = { executeQuery: async () => ({ rows: [] }) }

/** Brings a stored instance to life. Throws MachineCrash when its row cannot be understood. */
export const restore = (registry: Registry, head: InstanceHead, text: string): InstanceState => {
  try {
    const machine = registry.get(head.machine, head.version)
    const snapshot = machine.stepper.restore(text)
    return {
      id: head.id,
      groupId: head.group_id,
      machine,
      revision: head.revision,
      snapshot,
      text,
      state: stateOf(snapshot),
      atMs: head.at_ms,
      groupAtMs: head.group_at_ms,
      hash: head.hash,
      needsAttention: head.needs_attention === 1,
    }
  } catch (error) {
    throw new MachineCrash(head.id, error)
  }
}

/** Live snapshots of instances that were used last, checked against the row at every use. */
export class SnapshotCache {
  readonly #limit: number
  readonly #states = new Map<string, InstanceState>()
  /**
   * Walks the ids in the order of their last use. All before it have left, so it finds the oldest
   * at once; a walk from the start would step over the places of those.
   */
  readonly #oldest: Iterator<string, undefined> = this.#states.keys()

  constructor(limit: number) {
    this.#limit = limit
  }

  get(head: InstanceHead): InstanceState | undefined {
    const state = this.#states.get(head.id)
    if (state === undefined) return undefined
    if (state.revision !== head.revision || state.hash !== head.hash) return undefined
    const needsAttention = head.needs_attention === 1
    return state.needsAttention === needsAttention ? state : { ...state, needsAttention }
  }

  /** The group of an instance; undefined when the instance is not here. */
  groupOf(id: string): string | undefined {
    return this.#states.get(id)?.groupId
  }

  add(state: InstanceState): void {
    this.#states.delete(state.id)
    this.#states.set(state.id, state)
    if (this.#states.size <= this.#limit) return
    const { value: oldest } = this.#oldest.next()
    if (oldest !== undefined) this.#states.delete(oldest)
  }
}
