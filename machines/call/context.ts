import type { CallParameters } from '../../src/domain/call.ts'
import type { Deadlines } from '../deadlines.ts'
import type { Start } from '../event-table.ts'

export interface CallStart {
  readonly parameters: CallParameters
  /** How many projects the call has; it is settled when all of them have ended. */
  readonly projects: number
}

export type CallInput = Start<CallStart>

/** The review by the Inspectie van Financiën, counted in working days. */
export interface Review {
  /** The day that the term counts from: of the request, or of the last resumption. */
  readonly from: string
  readonly workingDays: number
  /** The day it was suspended; null while it runs. */
  readonly suspendedOn: string | null
}

export interface DeadlineMoveProposal {
  readonly id: number
  readonly proposedBy: string
  readonly deadline: string
  readonly to: string
  /** The projects it was limited to; null for all. */
  readonly projects: readonly string[] | null
  /** The projects that it was shown to hit. */
  readonly hit: readonly string[]
}

export interface PaymentBatch {
  readonly id: number
  readonly proposedBy: string
  readonly orders: readonly string[]
  readonly executionDate: string
}

/** A batch that was approved; what it pays stands in the facts of the event that approved it. */
export interface ApprovedBatch extends PaymentBatch {
  /** The revision of the call that approved it. */
  readonly approval: number
}

export interface CallContext {
  readonly id: string
  readonly parameters: CallParameters
  readonly projects: number
  readonly ended: number
  /** The projects before the Inspectie, and later before the Government; ended ones leave it. */
  readonly presented: readonly string[]
  readonly deadlines: Deadlines
  readonly review: Review | null
  readonly decision: { readonly date: string; readonly reference: string } | null
  readonly committedCents: number
  readonly deadlineMove: DeadlineMoveProposal | null
  readonly paymentBatch: PaymentBatch | null
  readonly approvedBatches: readonly ApprovedBatch[]
  readonly unmatchedCents: number
  readonly reached: Readonly<Record<string, number>>
  /** What the timer of reminders is armed for; null when none is. */
  readonly armedReminder: number | null
}
