import type { ClaimName } from '../../../machines/project/context.ts'

/**
 * What a letter says, as it stood right after the event that caused it: whatever becomes of the
 * project or of the applicant later, the letter stays as it was. Amounts in cents, dates as
 * `YYYY-MM-DD`, moments in milliseconds.
 */
export type LetterFacts =
  | ReceiptFacts
  | AwardFacts
  | RefusalFacts
  | ReportDueFacts
  | SettlementFacts
  | HearingFacts
  | DemandFacts
  | ClosureFacts

export type LetterKind = LetterFacts['kind']

interface Addressed {
  readonly applicant: { readonly name: string; readonly kbo: string }
}

/** A line of year 2 with what came of it; null where it was stopped or not granted. */
export interface LetterLine {
  readonly line: string
  readonly action: string
  readonly kpiType: 'count' | 'plan'
  readonly unitPriceCents: number
  readonly currentReach: number
  readonly yearTwo: LineAmount
  readonly requested: LineAmount | null
  readonly granted: LineAmount | null
}

interface LineAmount {
  readonly kpi: number
  readonly cents: number
}

export interface LetterStimulus {
  readonly stimulus: string
  readonly yearTwoCents: number
  readonly requestedCents: number | null
  readonly grantedCents: number | null
}

export interface ReceiptFacts extends Addressed {
  readonly kind: 'receipt'
  readonly lines: readonly LetterLine[]
  readonly stimuli: readonly LetterStimulus[]
  readonly requestedCents: number
  /** Until when it may be replaced; null for one that came after a question. */
  readonly replaceableUntilMs: number | null
}

export interface AwardFacts extends Addressed {
  readonly kind: 'award'
  readonly date: string
  readonly reference: string
  readonly lines: readonly LetterLine[]
  readonly stimuli: readonly LetterStimulus[]
  readonly totalCents: number
  readonly percent: number
  readonly advanceCents: number
  readonly balanceCents: number
  readonly advanceNotBefore: string
  readonly interimDueMs: number | null
  readonly finalDueMs: number | null
  readonly periodEnd: string
}

export interface RefusalFacts extends Addressed {
  readonly kind: 'refusal'
  /** By the Government, or by the agency because it was not admissible. */
  readonly by: 'government' | 'agency'
  readonly requestedCents: number
}

export interface ReportDueFacts extends Addressed {
  readonly kind: 'reportDue'
  readonly report: 'interimReport' | 'finalReport'
  readonly dueMs: number
  readonly isOverdue: boolean
  readonly lines: readonly {
    readonly line: string
    readonly action: string
    readonly kpiType: 'count' | 'plan'
    readonly kpi: number
  }[]
  readonly stimuli: readonly string[]
}

export interface SettledLine {
  readonly line: string
  readonly action: string
  readonly kpiType: 'count' | 'plan'
  readonly currentReach: number
  readonly kpi: number
  readonly achieved: number
  readonly grantedCents: number
  readonly unearnedCents: number
}

export interface SettlementFacts extends Addressed {
  readonly kind: 'settlement'
  readonly awardDate: string
  readonly awardReference: string
  /** True when no final report was accepted: then every KPI counts 0. */
  readonly isWithoutReport: boolean
  readonly lines: readonly SettledLine[]
  readonly stimuli: readonly {
    readonly stimulus: string
    readonly grantedCents: number
    readonly unearnedCents: number
  }[]
  readonly totalCents: number
  readonly advanceCents: number
  readonly balanceCents: number
  readonly unearnedCents: number
  readonly payCents: number
  readonly releasedCents: number
  readonly clawbackCents: number
}

export interface HearingFacts extends Addressed {
  readonly kind: 'hearing'
  readonly claim: ClaimName
  readonly announcedCents: number
  readonly dueMs: number
  /** What the end control compared; null for the claim after the balance decision. */
  readonly endControl: {
    readonly spentCents: number
    readonly linesAwardCents: number
    readonly paidForLinesCents: number
    readonly claimedForLinesCents: number
  } | null
}

export interface DemandFacts extends Addressed {
  readonly kind: 'demand'
  readonly claim: ClaimName
  readonly announcedCents: number
  /** 0: nothing is asked back. */
  readonly decidedCents: number
  /** Twelve digits. */
  readonly reference: string
  /** Null when nothing is asked back. */
  readonly dueMs: number | null
}

export interface ClosureFacts extends Addressed {
  readonly kind: 'closure'
  readonly awardedCents: number
  readonly advancePaidCents: number
  readonly balancePaidCents: number
  readonly releasedCents: number
  readonly demandedCents: number
  readonly recoveredCents: number
  readonly writtenOffCents: number
}
