import { canonicalJson } from './canonical.ts'
import { deliver } from './deliver.ts'
import type { Delivery } from './delivery.ts'
import { Draft, type Timer } from './draft.ts'
import { MachineCrash } from './errors.ts'
import type { Group, Workspace } from './workspace.ts'

/** Who takes due timers, and how. */
export interface Firing {
  /** Written into the log, outside the hash. */
  readonly firedBy: string
  readonly firedAtMs: number
  /** Deadlines due after this are left for later, with all that is due after them. */
  readonly deadlinesUntilMs: number
}

/**
 * I4: applies the timers of a group that are due at or before `untilMs`, in order, each at its due
 * time. Stops early when `isFull` says so, by default when the batch is. Returns whether everything
 * due was applied.
 */
export const fireDue = async (
  work: Workspace,
  group: Group,
  untilMs: number,
  firing: Firing,
  isFull = () => work.isFull,
): Promise<boolean> => {
  for (;;) {
    const timer = group.timers.first
    if (timer === undefined || timer.due_ms > untilMs) return true
    if (timer.deadline === 1 && timer.due_ms > firing.deadlinesUntilMs) return true
    if (isFull()) return false
    if (!work.isHere(timer.instance_id)) await work.loadAhead(group)
    group.timers.pop()
    if (work.isArmed(timer)) await fireOne(work, group, timer, firing)
  }
}

const fireOne = async (
  work: Workspace,
  group: Group,
  timer: Timer,
  firing: Firing,
): Promise<void> => {
  const target = work.base.instance(timer.instance_id)
  if (target === undefined) return
  if (target.needsAttention) {
    group.held.push(timer)
    return
  }
  const draft = new Draft(work.base)
  draft.disarm(timer.instance_id, timer.timer_id)
  const delivery = timerDelivery(group, timer, firing)
  work.current = delivery
  try {
    await deliver(work, draft, delivery, { recipients: 0, isOptional: true })
    work.accept(draft, delivery.atMs)
    work.fired += 1
  } catch (error) {
    if (!(error instanceof MachineCrash)) throw error
    work.base.fail(target, canonicalJson(delivery), error.message)
    group.held.push(timer)
  }
  work.steps += 1
}

const timerDelivery = (group: Group, timer: Timer, firing: Firing): Delivery => {
  const event = JSON.parse(timer.event) as { readonly type: string; readonly data?: unknown }
  const isOvertaken = timer.due_ms < group.atMs
  return {
    to: timer.instance_id,
    type: event.type,
    data: event.data ?? null,
    dataText: event.data === undefined ? 'null' : null,
    person: null,
    atMs: isOvertaken ? group.atMs : timer.due_ms,
    receivedAtMs: isOvertaken ? timer.due_ms : null,
    cause: 'timer',
    causeRef: `${timer.arming} ${timer.timer_id}`,
    key: null,
    texts: [],
    firedAtMs: firing.firedAtMs,
    firedBy: firing.firedBy,
    requestId: null,
  }
}
