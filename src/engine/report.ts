import type { EventRow, TimerRow } from '../store/engine/tables.ts'
import { outcomeOf, type Answer, type TogetherAnswer } from './outcome.ts'
import type { Workspace } from './workspace.ts'

/** What a batch did, told after its commit: for couriers, metrics and logs. Never an outcome. */
export interface BatchReport {
  /** Requests that were answered. */
  readonly requests: number
  /** How long the transaction took (ms). */
  readonly durationMs: number
  /** Place of its last event in the log; null when it wrote none. */
  readonly position: number | null
  /** Events and timers that it applied, in the order of the log. */
  readonly steps: readonly ReportedStep[]
  /** Codes of the refusals among the answers. */
  readonly refusals: readonly string[]
  /** Timers that it armed and left armed. */
  readonly armed: readonly ArmedTimer[]
  /** Effects that wait to be performed since. */
  readonly effects: number
}

export interface ReportedStep {
  readonly instanceId: string
  readonly groupId: string
  readonly machine: string
  readonly revision: number
  readonly type: string
  readonly cause: EventRow['cause']
  readonly requestId: string | null
  /** The timer that it was, in the arming that fired; null when it was none. */
  readonly timer: { readonly timerId: string; readonly arming: number } | null
  /** Who brought the timer; null when it was none. */
  readonly firedBy: string | null
  /** How long after it was due the timer was taken (ms); null when it was none. */
  readonly lateMs: number | null
}

/** An armed timer as a courier needs it. */
export interface ArmedTimer {
  /** Never used twice: another arming of the same timer has another. */
  readonly row: number
  readonly instanceId: string
  readonly timerId: string
  /** Revision of the event that armed it. */
  readonly arming: number
  readonly dueMs: number
  /** On a live database a deadline may be taken some seconds after it is due (I3). */
  readonly isDeadline: boolean
}

export const armedTimer = (row: TimerRow): ArmedTimer => ({
  row: row.id,
  instanceId: row.instance_id,
  timerId: row.timer_id,
  arming: row.arming,
  dueMs: row.due_ms,
  isDeadline: row.deadline === 1,
})

export const reportOf = (
  work: Workspace,
  answers: readonly (Answer | TogetherAnswer | { readonly fired: number })[],
  durationMs: number,
): BatchReport => {
  const { events } = work.base
  return {
    requests: answers.length,
    durationMs,
    position: events.at(-1)?.row.position ?? null,
    steps: events.map(({ row, step }) => ({
      instanceId: row.instance_id,
      groupId: step.groupId,
      machine: step.machine,
      revision: row.revision,
      type: row.type,
      cause: row.cause,
      requestId: row.request_id,
      timer: row.cause === 'timer' ? timerNamed(row.cause_ref ?? '') : null,
      firedBy: row.fired_by,
      lateMs: row.fired_at_ms === null ? null : row.fired_at_ms - row.at_ms,
    })),
    refusals: answers.flatMap((answer) => {
      if ('fired' in answer) return []
      const outcomes = 'together' in answer ? answer.together.map(outcomeOf) : [outcomeOf(answer)]
      return outcomes.flatMap((outcome) => (outcome.accepted ? [] : [outcome.code]))
    }),
    armed: work.armed.map(armedTimer),
    effects: work.base.hasExtras ? work.base.extras.effects.length : 0,
  }
}

/** The log names a timer by its arming and its id. */
const timerNamed = (ref: string): ReportedStep['timer'] => {
  const space = ref.indexOf(' ')
  return { arming: Number(ref.slice(0, space)), timerId: ref.slice(space + 1) }
}
