import Type, { type Static } from 'typebox'
import * as field from '../fields.ts'

/** The payloads of a project's events: validation, types, forms and API come from these alone. */

const { closed, list, oneOf } = field
const optional = Type.Optional

const reason = field.requiredText
const claim = optional(oneOf('balance', 'endControl'))
const entries = list(
  Type.Union([
    closed({ code: field.id, action: optional(field.id), amount: field.bookedAmount }),
    closed({ chapter: field.name, amount: field.bookedAmount }),
  ]),
  1_000,
)

export const nothing = field.nothing
export const reasoned = closed({ reason })

export const applicationSubmit = closed({
  lines: list(
    closed({
      line: field.id,
      decision: oneOf('continue', 'reduce', 'stop'),
      kpi: optional(field.count),
    }),
  ),
  stimuli: list(closed({ stimulus: field.id, decision: oneOf('continue', 'stop') })),
})
export const applicationReturn = closed({ question: field.requiredText, until: field.dueMoment })
export const submissionReopen = closed({ until: field.dueMoment, reason })

export const paymentExecute = closed({ order: field.id, date: field.date })
export const paymentFail = closed({ order: field.id, reason })
export const paymentReturn = closed({ order: field.id, date: field.date, reason })
export const paymentRetry = closed({ order: field.id, iban: optional(field.iban) })

export const interimSubmit = closed({
  kpis: list(closed({ line: field.id, achieved: field.count })),
})
export const finalSubmit = closed({
  kpis: list(
    closed({
      line: field.id,
      achieved: field.count,
      actionsTaken: field.requiredText,
      motivation: optional(field.freeText),
    }),
  ),
  stimuli: optional(list(closed({ stimulus: field.id, account: field.freeText }))),
})
export const finalAccept = closed({
  lines: optional(
    list(
      closed({
        line: field.id,
        sufficient: optional(Type.Boolean()),
        unearned: optional(field.amount),
        reason: optional(field.freeText),
      }),
    ),
  ),
  stimuli: optional(
    list(
      closed({
        stimulus: field.id,
        used: Type.Boolean(),
        unearned: optional(field.amount),
        reason: optional(field.freeText),
      }),
    ),
  ),
})
export const reportReturn = closed({
  question: field.requiredText,
  until: optional(field.dueMoment),
})
export const networkAttend = closed({ network: field.name, date: field.date })
export const periodExtend = closed({ until: field.date, reason })

export const accountsSubmit = closed({ year: field.year, entries })
export const clarificationRequest = closed({ question: field.requiredText, until: field.dueMoment })
export const accountsClarify = closed({
  answer: field.requiredText,
  year: optional(field.year),
  entries: optional(entries),
})

export const proposalApprove = closed({ proposal: optional(field.revision) })
export const balancePropose = closed({
  pay: field.amount,
  clawback: field.amount,
  reason,
  continuation: optional(oneOf('justified', 'notJustified')),
})
export const endControlPropose = closed({ clawback: field.amount, reason })

export const clawbackHear = closed({ statement: field.requiredText, claim })
export const clawbackDecide = closed({ amount: field.amount, reason, claim })
export const clawbackRepay = closed({ amount: field.positiveAmount, date: field.date, claim })
export const clawbackWriteOff = closed({ amount: field.positiveAmount, reason, claim })
export const writeOffApprove = closed({ proposal: optional(field.revision), claim })

export const deadlineMove = closed({ deadline: field.id, to: field.dueMoment, reason })
export const applicantSucceed = closed({
  name: field.name,
  kbo: field.kbo,
  nis: optional(field.nis),
  iban: optional(field.iban),
  date: field.date,
  reference: field.reference,
  partner: optional(field.id),
})
export const applicantUpdate = closed({
  email: optional(field.email),
  iban: optional(field.iban),
  contact: optional(field.name),
})
export const projectAssign = closed({ person: field.id })
export const noteAdd = closed({ text: field.requiredText })

export type ApplicationSubmit = Static<typeof applicationSubmit>
export type ApplicationReturn = Static<typeof applicationReturn>
export type SubmissionReopen = Static<typeof submissionReopen>
export type PaymentExecute = Static<typeof paymentExecute>
export type PaymentRetry = Static<typeof paymentRetry>
export type InterimSubmit = Static<typeof interimSubmit>
export type FinalSubmit = Static<typeof finalSubmit>
export type FinalAccept = Static<typeof finalAccept>
export type ReportReturn = Static<typeof reportReturn>
export type NetworkAttend = Static<typeof networkAttend>
export type PeriodExtend = Static<typeof periodExtend>
export type AccountsSubmit = Static<typeof accountsSubmit>
export type ClarificationRequest = Static<typeof clarificationRequest>
export type AccountsClarify = Static<typeof accountsClarify>
export type ProposalApprove = Static<typeof proposalApprove>
export type BalancePropose = Static<typeof balancePropose>
export type EndControlPropose = Static<typeof endControlPropose>
export type ClawbackDecide = Static<typeof clawbackDecide>
export type ClawbackRepay = Static<typeof clawbackRepay>
export type ClawbackWriteOff = Static<typeof clawbackWriteOff>
export type WriteOffApprove = Static<typeof writeOffApprove>
export type DeadlineMove = Static<typeof deadlineMove>
export type ApplicantSucceed = Static<typeof applicantSucceed>
export type ApplicantUpdate = Static<typeof applicantUpdate>
export type ProjectAssign = Static<typeof projectAssign>
/** What any event on a claim may name. */
export type ClaimEvent = { readonly claim?: 'balance' | 'endControl' }

/** The IF review of the call as its projects hear of it; `dueMs` null while the term is suspended. */
export interface IfReviewTerm {
  readonly dueMs: number | null
}

export interface IfReviewAdvised {
  readonly outcome: 'favourable' | 'remarks' | 'unfavourable'
  /** True when the term passed without an answer. */
  readonly silent: boolean
}

export interface Awarded {
  readonly date: string
  readonly reference: string
  readonly lines?: readonly { readonly line: string; readonly amount: string }[]
  readonly stimuli?: readonly { readonly stimulus: string; readonly amount: string }[]
}

export interface OrderBatched {
  readonly order: string
  readonly batch: number
}
