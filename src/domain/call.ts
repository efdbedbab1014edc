/**
 * The facts of a call and its applicants as the rules see them: parsed, in integer cents, dates as
 * `YYYY-MM-DD`, instants as milliseconds since the epoch (UTC), periods as ISO 8601 durations.
 */
export interface CallParameters {
  readonly id: string
  readonly title: Texts
  readonly timeZone: string
  readonly budget: { readonly article: string; readonly ceilingCents: number }
  readonly timeline: {
    /** First instant of the launch. */
    readonly launchMs: number
    /** Last millisecond that is on time. */
    readonly submissionDeadlineMs: number
    readonly projectStart: string
    readonly projectEnd: string
  }
  readonly roll: 'none' | 'nextWorkingDay'
  readonly ifReview: {
    readonly workingDays: number
    readonly urgentWorkingDays: number
    readonly silence: 'favourable' | 'unfavourable' | 'wait'
    readonly extraClosingDays: readonly string[]
  }
  readonly advance: { readonly percent: number; readonly notBefore: string }
  readonly reports: {
    readonly anchor: 'award' | 'projectStart'
    readonly interim: string
    readonly final: string
    readonly finalGrace: string
    readonly extensionMovesFinal: boolean
  }
  readonly accounts: {
    readonly ownShare: 0 | 1
    readonly codes: readonly string[]
    /** Financial year (`"2024"`) to the last day on which its accounts are on time. */
    readonly due: Readonly<Record<string, string>>
  }
  readonly terms: {
    readonly clarification: string
    readonly hearing: string
    readonly repayment: string
  }
  readonly reminders: {
    /** Signed ISO periods around a due time: `-P30D` … `P14D`, ascending. */
    readonly ladder: readonly string[]
    /** The step of the ladder that goes to the manager too. */
    readonly escalateAt: string
  }
  readonly actions: readonly Action[]
  readonly stimuli: readonly string[]
  readonly payments: 'external' | 'batch'
  readonly eligibility: { readonly minimum: number; readonly exempt: readonly string[] } | null
  readonly retention: string
  readonly notes: readonly string[]
  /** What of the call is made up, as a sentence for people; null when nothing is. */
  readonly synthetic: string | null
  /** Where its facts come from, as a sentence for people. */
  readonly source: string | null
}

export interface Texts {
  readonly nl: string
  readonly en: string
}

export interface Action {
  readonly code: string
  readonly title: Texts
  readonly kpi: { readonly type: 'count' | 'plan'; readonly unit: Texts }
  /** Full unit price ("trajectprijs"), both shares. */
  readonly unitPriceCents: number
}

export type ApplicantKind = 'municipality' | 'partnership' | 'vgc' | 'de-rand'

/** An applicant with what it was granted in year 2: facts, never recomputed. */
export interface Applicant {
  readonly id: string
  readonly name: string
  readonly kind: ApplicantKind
  /** Ten digits. */
  readonly kbo: string
  readonly nis: string | null
  /** Electronic format without spaces; null when not known yet. */
  readonly iban: string | null
  readonly email: string | null
  readonly contact: string | null
  readonly inhabitantsNonEu14: number | null
  readonly partners: readonly Partner[]
  readonly lines: readonly YearTwoLine[]
  readonly stimuli: readonly { readonly stimulus: string; readonly amountCents: number }[]
}

export interface Partner {
  readonly id: string
  readonly name: string
  readonly kbo: string
  readonly nis: string | null
}

export interface YearTwoLine {
  readonly line: string
  readonly action: string
  readonly currentReach: number
  readonly kpi: number
  readonly amountCents: number
}
