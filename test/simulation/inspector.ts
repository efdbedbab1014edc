import BetterSqlite3 from 'better-sqlite3'
import type { AnyMachineSnapshot } from 'xstate'
import type { MachineDefinition, TimerReference } from '../../src/engine/index.ts'
import type {
  DatabaseInfoRow,
  EventRow,
  InstanceRow,
  OutboxRow,
  StreamHeadRow,
  TimerRow,
} from '../../src/store/engine/tables.ts'
import { hold, textOf } from './miss.ts'
import type { OtherSide } from './other-side.ts'
import { Refold, type FoldedInstance } from './refold.ts'
import type { Requests } from './requests.ts'
import { effectAttempts } from './world.ts'

/** How late a worker takes deadlines on a live database (ms); before, they are not due. */
export const graceMs = 5000

export interface Moment {
  readonly file: string
  /** By the host's clock; a virtual database has its own. */
  readonly hostMs: number
  /** The latest time that an event of this step was stamped with. */
  readonly stampMs: number
}

/**
 * Looks at the database from outside, after every step, and compares every row of it with what the
 * log and the senders say.
 */
export class Inspector {
  readonly refold: Refold
  readonly requests: Requests
  /** Instances that need attention. */
  held: ReadonlySet<string> = new Set()
  /** Every timer that was ever seen armed, for couriers that bring the wrong one. */
  readonly seen = new Map<string, TimerReference & { readonly dueMs: number }>()
  isVirtual = false
  /** Now, by the database's clock. */
  nowMs = 0
  readonly #otherSide: OtherSide
  readonly #log: string[] = []
  readonly #effects = new Set<string>()
  readonly #compared = new Map<string, string>()
  #db: BetterSqlite3.Database | undefined
  #file = ''

  constructor(definitions: readonly MachineDefinition[], requests: Requests, otherSide: OtherSide) {
    this.#otherSide = otherSide
    this.refold = new Refold(definitions)
    this.requests = requests
  }

  /** Throws a Miss when anything does not agree. */
  check({ file, hostMs, stampMs }: Moment): void {
    const db = this.#open(file)
    const [info] = all<DatabaseInfoRow>(db, 'select * from database_info')
    this.isVirtual = info?.kind === 'virtual'
    this.nowMs = this.isVirtual ? (info?.clock_ms ?? 0) : hostMs
    const instances = all<InstanceRow>(db, 'select * from instance')
    this.#readLog(db, instances, Math.max(this.nowMs, stampMs))
    this.#checkInstances(instances)
    this.#checkTimers(all<TimerRow>(db, 'select * from timer'))
    this.#checkOutbox(db)
    this.#checkHeads(db)
    this.requests.check()
  }

  /** For queries of a program's own. */
  rows<Row>(sql: string): readonly Row[] {
    return all<Row>(this.#db!, sql)
  }

  /** Whether a worker may take the timer now. */
  isDue(timer: { readonly instance: string; readonly timer: string; readonly dueMs: number }) {
    return timer.dueMs + this.#graceOf(timer.instance, timer.timer) <= this.nowMs
  }

  isDeadline(instance: string, timer: string): boolean {
    const deadlines = this.refold.instances.get(instance)?.definition.deadlines ?? []
    return deadlines.some((name) => timer.startsWith(`xstate.after.${name}.`))
  }

  close(): void {
    this.#db?.close()
    this.#db = undefined
  }

  #open(file: string): BetterSqlite3.Database {
    if (this.#db !== undefined && this.#file === file) return this.#db
    this.close()
    this.#file = file
    this.#db = new BetterSqlite3(file, { readonly: true })
    this.#checkOldLog(this.#db)
    return this.#db
  }

  /** Nothing of what was seen in the log before a crash may be gone or changed after it. */
  #checkOldLog(db: BetterSqlite3.Database): void {
    const old = all<{ hash: string }>(
      db,
      `select hash from event where position <= ${this.#log.length} order by position`,
    )
    const isSame = textOf(old.map(({ hash }) => hash)) === textOf(this.#log)
    hold(isSame, 'I2', () => 'the log of before the crash is another one')
  }

  #readLog(db: BetterSqlite3.Database, instances: readonly InstanceRow[], latestMs: number): void {
    const machines = new Map(instances.map(({ id, machine }) => [id, machine]))
    const held = new Set(instances.flatMap((row) => (row.needs_attention === 1 ? [row.id] : [])))
    const rows = all<EventRow>(
      db,
      `select * from event where position > ${this.refold.position} order by position`,
    )
    for (const row of rows) {
      const group = this.refold.instances.get(row.instance_id)?.group ?? ''
      const limitMs = Math.max(latestMs, this.refold.groups.get(group) ?? 0)
      if (row.cause === 'timer') this.#checkDue(row, limitMs)
      this.refold.take(row, machines.get(row.instance_id) ?? '', held)
      this.#log.push(row.hash)
      const isAsked = row.cause === 'external' || row.instance_id === row.cause_ref
      if (isAsked) this.requests.seen(row)
    }
    this.refold.settle(held)
    this.held = held
    const [count] = all<{ rows: number }>(db, 'select count(*) as rows from event')
    hold(count?.rows === this.refold.position, 'I10', () => `the log has ${count?.rows} rows`)
  }

  /** I6: fired only when due by the database's clock. */
  #checkDue(row: EventRow, limitMs: number): void {
    const dueMs = row.received_at_ms ?? row.at_ms
    const name = `${row.instance_id}:${row.revision} ${row.type}`
    const timer = (row.cause_ref ?? '').replace(/^\d+ /, '')
    const isWorker = row.fired_by !== 'event'
    const waitMs = isWorker ? this.#graceOf(row.instance_id, timer) : 0
    const latestMs = isWorker ? this.nowMs : limitMs
    hold(dueMs + waitMs <= latestMs, 'I6', () => `${name} fired ${dueMs - latestMs} ms early`)
  }

  #graceOf(instance: string, timer: string): number {
    return !this.isVirtual && this.isDeadline(instance, timer) ? graceMs : 0
  }

  /** I1: the row of an instance is what its log says. */
  #checkInstances(rows: readonly InstanceRow[]): void {
    const { instances, groups } = this.refold
    hold(rows.length === instances.size, 'I1', () => `${rows.length} of ${instances.size} rows`)
    for (const row of rows) {
      const folded = instances.get(row.id)
      hold(folded !== undefined, 'I1', () => `${row.id} has no log`)
      const isCurrent =
        row.revision === folded.revision &&
        row.hash === folded.hash &&
        row.at_ms === folded.atMs &&
        row.group_id === folded.group
      hold(isCurrent, 'I1', () => `${row.id} is at ${row.revision}, not ${folded.revision}`)
      this.#checkSnapshot(row, folded)
      const groupMs = groups.get(row.id)
      const isTimed = groupMs === undefined || row.group_at_ms === groupMs
      hold(isTimed, 'I3', () => `group ${row.id} is at ${row.group_at_ms}, not ${groupMs}`)
    }
  }

  #checkSnapshot(row: InstanceRow, folded: FoldedInstance): void {
    if (this.#compared.get(row.id) === `${row.revision} ${row.snapshot}`) return
    const snapshot = persisted(folded.definition, folded.snapshot)
    const isEqual = textOf(JSON.parse(row.snapshot)) === snapshot
    hold(isEqual, 'I1', () => `${row.id} is ${row.snapshot}, its log says ${snapshot}`)
    this.#compared.set(row.id, `${row.revision} ${row.snapshot}`)
  }

  /** I1: armed is what the log says, neither more nor less. */
  #checkTimers(rows: readonly TimerRow[]): void {
    const stored = rows.map((row) => {
      const { instance_id: instance, timer_id: timer, due_ms: dueMs, arming } = row
      const reference = { instanceId: instance, timerId: timer, arming, dueMs }
      this.seen.set(`${instance} ${timer} ${arming}`, reference)
      const isDeadline = row.deadline === 1
      hold(this.isDeadline(instance, timer) === isDeadline, 'I4', () => `${timer}: ${isDeadline}`)
      return [instance, timer, dueMs, arming, row.event].join(' ')
    })
    const folded = this.refold
      .timers()
      .map(({ instance, timer, dueMs, arming, event }) =>
        [instance, timer, dueMs, arming, event].join(' '),
      )
    const isEqual = stored.toSorted().join('\n') === folded.toSorted().join('\n')
    hold(isEqual, 'I1', () => `armed are\n${stored.join('\n')}\nthe log says\n${folded.join('\n')}`)
  }

  #checkOutbox(db: BetterSqlite3.Database): void {
    const rows = all<OutboxRow>(db, 'select * from outbox')
    const { effects, people } = this.refold
    hold(rows.length === effects.size, 'I12', () => `${rows.length} of ${effects.size} effects`)
    this.#otherSide.check(rows, effectAttempts)
    for (const { id, kind, params } of rows) {
      const seen = `${id} ${kind} ${params}`
      if (this.#effects.has(seen)) continue
      this.#effects.add(seen)
      const effect = effects.get(id)
      const isIt =
        effect?.kind === kind && textOf(JSON.parse(params)) === textOf(effect.params ?? null)
      hold(isIt, 'I12', () => `effect ${id} is ${kind} ${params}`)
    }
    const known = all<{ id: string }>(db, 'select id from person').map(({ id }) => id)
    const isEqual = known.toSorted().join() === [...people].toSorted().join()
    hold(isEqual, 'I8', () => `known are ${known.join()}, the log names ${[...people].join()}`)
  }

  #checkHeads(db: BetterSqlite3.Database): void {
    const [head] = all<StreamHeadRow>(db, 'select * from stream_head')
    const [count] = all<{ rows: number }>(db, 'select count(*) as rows from attempt')
    const isRight = head?.position === this.refold.position && head.attempt_position === count?.rows
    hold(isRight, 'I10', () => `the head is ${textOf(head)}, there are ${count?.rows} attempts`)
  }
}

function persisted({ machine }: MachineDefinition, snapshot: AnyMachineSnapshot): string {
  const {
    output,
    error: _,
    ...rest
  } = machine.getPersistedSnapshot(snapshot) as {
    output?: unknown
    error?: unknown
  }
  return textOf(output === undefined ? rest : { ...rest, output })
}

function all<Row>(db: BetterSqlite3.Database, sql: string): readonly Row[] {
  return db.prepare(sql).all() as Row[]
}
