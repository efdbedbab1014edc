import type { ApplicantKind, CallParameters } from '../../src/domain/call.ts'
import type { Deadlines } from '../deadlines.ts'
import type { Start } from '../event-table.ts'

/** What the terms of the call mean to one project; the call's own parameters less what only it needs. */
export type ProjectTerms = Pick<
  CallParameters,
  'timeZone' | 'timeline' | 'roll' | 'advance' | 'reports' | 'terms' | 'reminders' | 'payments'
> & {
  readonly extraClosingDays: readonly string[]
  readonly accounts: Pick<CallParameters['accounts'], 'ownShare' | 'codes' | 'due'>
}

export interface ProjectStart {
  readonly call: string
  readonly terms: ProjectTerms
  readonly applicant: {
    readonly id: string
    readonly name: string
    readonly kind: ApplicantKind
    readonly kbo: string
    readonly nis: string | null
    /** Digest of the IBAN, '' when none is known. */
    readonly iban: string
    readonly email: string
    readonly contact: string
    readonly partners: readonly Partner[]
  }
  readonly lines: readonly Line[]
  readonly stimuli: readonly Stimulus[]
}

export type ProjectInput = Start<ProjectStart>

export interface Partner {
  readonly id: string
  readonly name: string
  readonly kbo: string
  readonly nis: string | null
}

/** A line of year 2: the most that can be continued. */
export interface Line {
  readonly line: string
  readonly action: string
  readonly kpiType: 'count' | 'plan'
  readonly unitPriceCents: number
  readonly currentReach: number
  readonly kpi: number
  readonly amountCents: number
}

export interface Stimulus {
  readonly stimulus: string
  readonly amountCents: number
}

/** A line as applied for and as awarded; a stopped line is not among them. */
export interface FundedLine {
  readonly line: string
  readonly kpi: number
  readonly amountCents: number
}

export interface Application {
  readonly atMs: number
  readonly lines: readonly FundedLine[]
  readonly stimuli: readonly Stimulus[]
  readonly requestedCents: number
}

export interface Award {
  readonly date: string
  readonly reference: string
  readonly lines: readonly FundedLine[]
  readonly stimuli: readonly Stimulus[]
  readonly totalCents: number
}

export interface Order {
  readonly id: string
  readonly cents: number
  /** Counts from 1; a retry is a new attempt of the same order. */
  readonly attempt: number
  readonly paidMs: number | null
}

export interface Report<Kpi> {
  readonly submittedMs: number
  readonly acceptedMs: number | null
  readonly kpis: readonly Kpi[]
}

export interface Achieved {
  readonly line: string
  readonly achieved: number
}

export interface Judgement {
  readonly lines: readonly JudgedLine[]
  readonly stimuli: readonly { readonly stimulus: string; readonly unearnedCents: number }[]
}

export interface JudgedLine {
  readonly line: string
  readonly achieved: number
  readonly unearnedCents: number
}

export interface Proposal {
  /** Revision of the event that proposed it. */
  readonly id: number
  readonly proposedBy: string
  readonly payCents: number
  readonly clawbackCents: number
  readonly continuation: 'justified' | 'notJustified' | null
}

export type ClaimName = 'balance' | 'endControl'

export interface Claim {
  readonly announcedMs: number
  readonly announcedCents: number
  /** What the applicant must repay; null until it is decided. */
  readonly decidedCents: number | null
  /** True once the applicant was heard or the term for it has passed. */
  readonly hearingOver: boolean
  readonly recoveredCents: number
  readonly writtenOffCents: number
  readonly writeOff: {
    readonly id: number
    readonly proposedBy: string
    readonly cents: number
  } | null
}

export interface Accounts {
  readonly entries: readonly AccountEntry[]
  /** De Rand's chapter counts once a reviewer confirmed it; all else at once. */
  readonly confirmed: boolean
}

export interface AccountEntry {
  /** The code of the digital reporting, or the chapter of De Rand's annual accounts. */
  readonly code: string
  readonly action: string | null
  readonly cents: number
}

export interface Succession {
  /** The partner that is succeeded; null when it is the applicant itself. */
  readonly partner: string | null
  readonly name: string
  readonly kbo: string
  readonly nis: string | null
  readonly iban: string
  readonly startMs: number
  readonly person: string
}

/** Marks that people must see at a decision: what happened by silence rather than by a person. */
export type Flag =
  | 'all-lines-stopped'
  | 'resubmission-missed'
  | 'if-unfavourable'
  | 'if-silent'
  | 'interim-return-unanswered'
  | 'final-return-unanswered'
  | 'clarification-unanswered'

export interface ProjectContext {
  readonly id: string
  readonly call: string
  readonly terms: ProjectTerms
  readonly applicant: ProjectStart['applicant']
  readonly yearTwo: { readonly lines: readonly Line[]; readonly stimuli: readonly Stimulus[] }
  readonly application: Application | null
  readonly award: Award | null
  readonly deadlines: Deadlines
  readonly orders: { readonly advance: Order | null; readonly balance: Order | null }
  readonly interim: Report<Achieved> | null
  readonly final: Report<Achieved> | null
  readonly judgement: Judgement | null
  readonly periodEnd: string
  readonly accounts: Readonly<Record<string, Accounts>>
  readonly proposal: Proposal | null
  readonly releasedCents: number
  readonly claims: { readonly balance: Claim | null; readonly endControl: Claim | null }
  /** End of the term of the report that was returned last. */
  readonly returnTerms: { readonly interim: number | null; readonly final: number | null }
  readonly clarificationAsked: boolean
  readonly successions: readonly Succession[]
  readonly assignee: string | null
  /** Digest of the IBAN at the award; '' before it, and when none was known then. */
  readonly ibanAtAward: string
  /** Persons who changed the IBAN since the award. */
  readonly ibanChangedBy: readonly string[]
  readonly attendance: readonly { readonly network: string; readonly date: string }[]
  readonly notes: number
  readonly flags: readonly Flag[]
  readonly terminatedMs: number | null
  /** When each milestone was finished, by its name. */
  readonly reached: Readonly<Record<string, number>>
  /** What the timers of reminders, accounts and successions are armed for; null when none is. */
  readonly armed: {
    readonly reminder: number | null
    readonly accounts: number | null
    readonly succession: number | null
  }
}
