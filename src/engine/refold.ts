import type { InstanceHead } from '../store/engine/instance-table.ts'
import type { EventRow } from '../store/engine/tables.ts'
import type { Message } from './definition.ts'
import { begin, note, reapply, relayKind } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import {
  Draft,
  timerName,
  type AppliedStep,
  type DraftEffect,
  type InstanceState,
  type Timer,
} from './draft.ts'
import { eventHash, roll } from './hash.ts'
import type { PayloadGuard } from './payload.ts'
import type { RegisteredMachine } from './registry.ts'
import { attemptId } from './send.ts'
import type { Verification } from './verification.ts'

/**
 * Runs the log again, in its order, through the machine versions that wrote it, and keeps what must
 * have come of it. What does not agree on the way is reported; an instance whose log does not agree
 * is not followed further.
 */
export class Refold {
  readonly states = new Map<string, InstanceState>()
  readonly timers = new Map<string, Timer>()
  readonly effects = new Map<string, DraftEffect>()
  /** Digest by `instance revision path` of every text that the log knows. */
  readonly texts = new Map<string, string>()
  /** The same keys: texts that were redacted, by the log. */
  readonly redacted = new Set<string>()
  /** Attempts that lost their salt with a redacted text. */
  readonly saltless = new Set<string>()
  /** Person ids that the log names. */
  readonly persons = new Set<string>()
  /** Failure ids that operators dealt with, by the log. */
  readonly resolved = new Map<number, 'retried' | 'skipped'>()
  readonly groupTimes = new Map<string, number>()
  readonly startTimes = new Map<string, number>()
  readonly broken = new Set<string>()
  position = 0
  rollingHash = ''
  readonly #verification: Verification
  readonly #heads: ReadonlyMap<string, InstanceHead>

  private constructor(verification: Verification, heads: ReadonlyMap<string, InstanceHead>) {
    this.#verification = verification
    this.#heads = heads
  }

  static async open(verification: Verification): Promise<Refold> {
    const { runtime, trx } = verification
    const heads = new Map<string, InstanceHead>()
    let after = ''
    for (;;) {
      const page = await runtime.store.instance.list(trx, { after, limit: pageRows })
      for (const row of page) heads.set(row.id, row)
      after = page.at(-1)?.id ?? after
      if (page.length < pageRows) return new Refold(verification, heads)
    }
  }

  /** Every step that can be run again, in the order of the log. */
  async *steps(
    atPosition: (position: number, rollingHash: string) => void,
  ): AsyncGenerator<AppliedStep> {
    const { runtime, trx } = this.#verification
    for (;;) {
      const rows = await runtime.store.event.after(trx, this.position, pageRows)
      for (const row of rows) {
        this.#follow(row)
        atPosition(this.position, this.rollingHash)
        const step = this.#apply(row)
        if (step) yield step
      }
      if (rows.length < pageRows) return
    }
  }

  #follow(row: EventRow): void {
    if (row.position !== this.position + 1) {
      this.#report(row, `Events ${this.position + 1} to ${row.position - 1} are gone`)
    }
    this.position = row.position
    this.rollingHash = roll(this.rollingHash, row.hash)
  }

  #apply(row: EventRow): AppliedStep | undefined {
    const id = row.instance_id
    if (this.broken.has(id)) return undefined
    try {
      const step = this.#run(row)
      if (step) return step
    } catch (error) {
      this.#report(row, `It cannot be run again: ${(error as Error).message}`)
    }
    this.broken.add(id)
    return undefined
  }

  #run(row: EventRow): AppliedStep | undefined {
    const head = this.#heads.get(row.instance_id)
    if (head === undefined) {
      this.#report(row, 'Its instance is gone')
      return undefined
    }
    const machine = this.#verification.runtime.registry.get(head.machine, row.version)
    const state = this.states.get(row.instance_id)
    const draft = new Draft({
      instance: (id) => this.states.get(id),
      timer: (name) => this.timers.get(name),
    })
    if (!this.#isNext(row, state, machine)) return undefined
    const messages = this.#step(draft, row, state, machine)
    const [event] = draft.events
    if (event === undefined || event.row.hash !== row.hash) {
      this.#report(row, 'Run again, it gives another hash')
      return undefined
    }
    this.#keep(draft, row, event.step, messages)
    return event.step
  }

  /** The row follows on the one before, and its hash is that of what it says. */
  #isNext(row: EventRow, state: InstanceState | undefined, machine: RegisteredMachine): boolean {
    const previous = state?.hash ?? ''
    if (row.revision !== (state?.revision ?? 0) + 1) {
      this.#report(row, `Revision ${(state?.revision ?? 0) + 1} should come here`)
      return false
    }
    if (row.previous_hash !== previous || eventHash(machine.name, row) !== row.hash) {
      this.#report(row, 'Its hash is not that of what it says')
      return false
    }
    return true
  }

  #step(
    draft: Draft,
    row: EventRow,
    state: InstanceState | undefined,
    machine: RegisteredMachine,
  ): readonly Message[] {
    const delivery = deliveryOf(row)
    if (row.cause === 'start') {
      const groupId = row.cause_ref ?? row.instance_id
      return begin(draft, { id: row.instance_id, groupId, machine }, delivery)
    }
    if (state === undefined) throw new Error('it has no start')
    if (row.cause === 'operator') {
      this.#operate(row, draft)
      note(draft, state, delivery)
      return []
    }
    if (row.cause === 'timer') this.#consume(row)
    const facts: unknown = row.facts === null ? null : JSON.parse(row.facts)
    return reapply(draft, state, delivery, facts)
  }

  /** I6: a timer fires only if it was armed in that arming, and not before it was due. */
  #consume(row: EventRow): void {
    const reference = row.cause_ref ?? ''
    const space = reference.indexOf(' ')
    const name = timerName(row.instance_id, reference.slice(space + 1))
    const timer = this.timers.get(name)
    if (timer === undefined || String(timer.arming) !== reference.slice(0, space)) {
      this.#report(row, 'I6: it fired a timer that was not armed')
    } else if (timer.due_ms !== (row.received_at_ms ?? row.at_ms)) {
      this.#report(row, 'I6: it fired a timer at another time than its due time')
    }
    this.timers.delete(name)
  }

  #operate(row: EventRow, draft: Draft): void {
    const data = JSON.parse(row.data) as OperatorData
    switch (row.type) {
      case 'engine.retry':
        if (data.failure !== undefined) this.resolved.set(data.failure, 'retried')
        return
      case 'engine.skip':
        if (data.failure !== undefined) this.resolved.set(data.failure, 'skipped')
        if (data.timer) draft.disarm(row.instance_id, data.timer)
        return
      default:
        this.#redact(row.instance_id, data)
    }
  }

  #redact(instanceId: string, { revision = 0, path = '' }: OperatorData): void {
    this.redacted.add(textKey(instanceId, revision, path))
    // A group starts under one key, its root's.
    const keyed = revision === 1 ? this.states.get(instanceId)?.groupId : instanceId
    const key = this.#keys.get(`${keyed} ${revision}`)
    if (key !== undefined) this.saltless.add(key)
  }

  readonly #keys = new Map<string, string>()

  #keep(draft: Draft, row: EventRow, step: AppliedStep, messages: readonly Message[]): void {
    for (const [id, state] of draft.instances) this.states.set(id, state)
    for (const [name, timer] of draft.timers) {
      if (timer === null) this.timers.delete(name)
      else this.timers.set(name, timer)
    }
    for (const effect of [...draft.extras.effects, ...this.#relays(row, step, messages)]) {
      this.effects.set(effect.id, effect)
    }
    const { groupId } = step
    if (row.revision === 1) this.startTimes.set(row.instance_id, row.at_ms)
    if (row.at_ms < (this.groupTimes.get(groupId) ?? row.at_ms)) {
      this.#report(row, "I3: the group's time went back")
    }
    this.groupTimes.set(groupId, Math.max(row.at_ms, this.groupTimes.get(groupId) ?? row.at_ms))
    this.#keepPrivate(row, groupId)
  }

  /** Texts and people that the row knows by digest and id only. */
  #keepPrivate(row: EventRow, groupId: string): void {
    if (row.person !== null) this.persons.add(row.person)
    if (row.cause === 'timer' || (row.cause === 'message' && row.key === null)) return
    const data: unknown = JSON.parse(row.data)
    const guard = this.#guardOf(row)
    for (const { path, digest } of guard?.digests(data) ?? operatorDigests(row, data)) {
      if (digest !== '') this.texts.set(textKey(row.instance_id, row.revision, path), digest)
    }
    for (const person of guard?.persons(data) ?? []) this.persons.add(person)
    if (row.cause === 'operator') {
      const { approvedBy } = data as OperatorData
      if (approvedBy) this.persons.add(approvedBy)
    }
    if (row.key === null) return
    const scope = row.cause === 'start' ? groupId : row.instance_id
    this.#keys.set(`${row.instance_id} ${row.revision}`, attemptId(scope, row.key))
  }

  #guardOf(row: EventRow): PayloadGuard | undefined {
    const { machine } = this.states.get(row.instance_id) as InstanceState
    if (row.cause === 'start') return machine.start
    return row.cause === 'external' ? machine.events.get(row.type)?.payload : undefined
  }

  /** Messages to other groups went through the outbox. */
  #relays(
    row: EventRow,
    { groupId }: AppliedStep,
    messages: readonly Message[],
  ): readonly DraftEffect[] {
    return messages.flatMap((message, index) => {
      const recipient = this.#heads.get(message.to)
      if (recipient === undefined || recipient.group_id === groupId) return []
      const id = `${row.instance_id}:${row.revision}:message-${index}`
      return [{ id, kind: relayKind, params: { ...message } }]
    })
  }

  #report(row: EventRow, message: string): void {
    this.#verification.report('event', `${row.instance_id} ${row.revision}`, message)
  }
}

interface OperatorData {
  readonly failure?: number
  readonly timer?: string | null
  readonly revision?: number
  readonly path?: string
  readonly reason?: string
  readonly approvedBy?: string | null
}

const pageRows = 1000

export const textKey = (instanceId: string, revision: number, path: string): string =>
  `${instanceId} ${revision} ${path}`

const operatorDigests = (row: EventRow, data: unknown) => {
  if (row.cause !== 'operator') return []
  const { reason = '' } = data as OperatorData
  return [{ path: 'reason', digest: reason }]
}

const deliveryOf = (row: EventRow): Delivery => ({
  to: row.instance_id,
  type: row.type,
  data: JSON.parse(row.data) as unknown,
  dataText: null,
  person: row.person,
  atMs: row.at_ms,
  receivedAtMs: row.received_at_ms,
  cause: row.cause,
  causeRef: row.cause_ref,
  key: row.key,
  texts: [],
  firedAtMs: null,
  firedBy: null,
  requestId: null,
})
