import type { DeadlineFacts } from './ports.ts'

/** What is known when a reminder is about to leave. */
export interface ReminderState {
  readonly step: string
  /** Due time of the deadline when the reminder was asked for (ms). */
  readonly dueMs: number | null
  readonly nowMs: number
  readonly deadline: DeadlineFacts | undefined
  /** The latest step for this reader that has come by now; null when there is none. */
  readonly latestStep: string | null
}

export type Choice = 'send' | 'wait' | { readonly skip: string }

const ended: Readonly<Record<string, string>> = {
  met: 'What it asks for has come.',
  late: 'What it asks for has come, late.',
  missed: 'The deadline counts as missed; nothing can be handed in any more.',
  cancelled: 'The deadline was cancelled.',
}

/**
 * Whether a reminder still has a point. After an outage every step of the ladder stands in the
 * outbox at once: the latest leaves, the others do not, and none does when what it asks for has
 * come, or can no longer come. Source: domain §4, §9.
 */
export function choose({ step, dueMs, nowMs, deadline, latestStep }: ReminderState): Choice {
  if (deadline === undefined) return { skip: 'There is no such deadline any more.' }
  const reason = ended[deadline.status]
  if (reason !== undefined) return { skip: reason }
  if (deadline.dueMs === null) return { skip: 'The term is suspended.' }
  if (deadline.dueMs !== dueMs) return { skip: 'The deadline was moved.' }
  if (latestStep !== null && latestStep !== step) {
    return { skip: `A later reminder has come meanwhile (${latestStep}).` }
  }
  // Its own timer is about to say what has become of it.
  return deadline.status === 'open' && deadline.dueMs < nowMs ? 'wait' : 'send'
}
