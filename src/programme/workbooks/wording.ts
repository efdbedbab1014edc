import type { WorkbookKind } from './kinds.ts'

type Names<Key extends string> = Readonly<Record<Key, string>>

/** Everything that workbooks say in one language. */
export interface WorkbookTexts {
  readonly sheets: Names<'instructions' | 'technical' | 'stimuli' | WorkbookKind>
  readonly titles: Names<WorkbookKind>
  readonly columns: Names<
    | 'line'
    | 'stimulus'
    | 'action'
    | 'unit'
    | 'currentReach'
    | 'yearTwoKpi'
    | 'yearTwoAmount'
    | 'decision'
    | 'kpi'
    | 'grantedKpi'
    | 'grantedAmount'
    | 'interim'
    | 'achieved'
    | 'actionsTaken'
    | 'motivation'
    | 'account'
    | 'code'
    | 'chapter'
    | 'entryAction'
    | 'amount'
  >
  readonly decisions: Names<'continue' | 'reduce' | 'stop'>
  /** Above the columns. */
  readonly hint: string
  readonly yesNo: string
  readonly instructions: (about: {
    readonly kind: WorkbookKind
    readonly year: number | null
    readonly codes: readonly string[]
  }) => readonly string[]
  readonly synthetic: (sentence: string) => string
  readonly technicalHint: string
  readonly problems: ProblemTexts
  readonly notes: {
    readonly newer: (made: number, now: number) => string
    readonly fixedChanged: string
  }
  /** What the rules refuse, by code; the rest is told as the runtime says it. */
  readonly refusals: Readonly<Record<string, string>>
}

export interface ProblemTexts {
  readonly notOurs: string
  readonly oldFormat: (format: string, now: number) => string
  readonly technicalChanged: string
  readonly otherProject: (made: string, now: string) => string
  readonly otherCall: (made: string, now: string) => string
  readonly linesChanged: (made: number, now: number) => string
  readonly notYet: string
  readonly sheetMissing: (name: string) => string
  readonly sheetUnknown: (name: string) => string
  readonly merged: string
  readonly formula: string
  readonly errorValue: string
  readonly titleChanged: (title: string) => string
  readonly outside: string
  readonly idUnknown: (id: string) => string
  readonly idDouble: (id: string) => string
  readonly idMissing: (id: string) => string
  readonly required: string
  readonly decision: (choices: readonly string[]) => string
  readonly count: string
  readonly amount: string
  readonly text: string
  readonly textTooLong: (most: number) => string
  readonly strangeText: string
  readonly kpiAbove: (most: number) => string
  readonly kpiNotReduced: (most: number) => string
  readonly kpiNeeded: string
  readonly onlyStop: string
  readonly yesNo: string
  readonly motivation: (kpi: number) => string
  readonly code: (codes: readonly string[]) => string
  readonly noEntries: string
  readonly tooManyEntries: (most: number) => string
}
