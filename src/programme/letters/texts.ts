/** Everything that letters say in one language; see compose.ts for where each stands. */
export interface LetterTexts {
  readonly particulars: Record<'date' | 'reference' | 'subject', string>
  readonly kbo: (number: string) => string
  readonly virtual: string
  readonly synthetic: string
  /** Above a translation; null in the language that counts. */
  readonly translation: string | null
  readonly salutation: string
  readonly closing: string
  readonly foot: (event: string) => string
  readonly page: (page: number, pages: number) => string
  readonly questions: (contact: string | null, reference: string) => string
  readonly reason: string
  readonly removed: string
  readonly total: string
  readonly column: Record<
    | 'action'
    | 'kpiYearTwo'
    | 'kpi'
    | 'requested'
    | 'granted'
    | 'calculation'
    | 'achieved'
    | 'unearned',
    string
  >
  readonly stimulus: (name: string) => string
  readonly stimulusName: Readonly<Record<string, string>>
  readonly line: {
    readonly continued: string
    readonly stopped: string
    readonly notGranted: (requested: string) => string
    readonly lowered: (requested: string) => string
    readonly atMost: string
    readonly planned: string
    readonly reached: string
    readonly notReached: string
    readonly fixed: string
  }
  readonly receipt: {
    readonly title: string
    readonly received: (name: string, call: string, at: string, number: string) => string
    readonly asks: (total: string) => string
    readonly table: string
    readonly replaceable: (due: string) => string
    readonly resubmitted: string
    readonly proves: string
  }
  readonly award: {
    readonly title: string
    readonly decided: (date: string, name: string, total: string, call: string) => string
    readonly decree: (reference: string) => string
    readonly calculation: string
    readonly formula: string
    readonly table: string
    readonly payment: string
    readonly advance: (percent: number) => string
    readonly balance: string
    readonly total: string
    readonly when: (notBefore: string) => string
    readonly expects: string
    readonly interim: (due: string) => string
    readonly final: (due: string) => string
    readonly accounts: string
    readonly period: (end: string) => string
  }
  readonly refusal: {
    readonly title: string
    readonly byGovernment: (date: string, reference: string, name: string, call: string) => string
    readonly byAgency: (name: string, call: string) => string
    readonly asked: (total: string) => string
  }
  readonly reportDue: {
    readonly title: Readonly<Record<'interimReport' | 'finalReport', string>>
    readonly asks: Readonly<Record<'interimReport' | 'finalReport', (due: string) => string>>
    readonly overdue: Readonly<Record<'interimReport' | 'finalReport', (due: string) => string>>
    readonly lines: string
    readonly table: string
    readonly stimuli: (names: string) => string
    readonly explain: string
    readonly ifNothing: Readonly<Record<'interimReport' | 'finalReport', string>>
    readonly plan: string
  }
  readonly settlement: {
    readonly title: string
    readonly decided: (name: string, date: string, reference: string) => string
    readonly withoutReport: string
    readonly calculation: string
    readonly table: string
    readonly formula: string
    readonly reasons: string
    readonly outcome: string
    readonly award: string
    readonly advance: string
    readonly balance: string
    readonly unearned: string
    readonly pay: string
    readonly released: string
    readonly clawback: string
    readonly paid: (amount: string) => string
    readonly notPaid: string
    readonly claimed: (amount: string) => string
  }
  readonly hearing: {
    readonly title: string
    readonly intends: (amount: string, name: string, call: string) => string
    readonly balance: string
    readonly endControl: string
    readonly table: string
    readonly spent: string
    readonly award: string
    readonly paid: string
    readonly claimed: string
    readonly announced: string
    readonly react: (due: string) => string
    readonly nothingYet: string
  }
  readonly demand: {
    readonly title: string
    readonly waivedTitle: string
    readonly decided: (amount: string, name: string, call: string) => string
    readonly waived: (announced: string, name: string, call: string) => string
    readonly lower: (announced: string) => string
    readonly how: string
    readonly amount: string
    readonly reference: string
    readonly due: string
    readonly account: string
    readonly accountOf: (iban: string, name: string) => string
    readonly accountUnknown: string
    readonly exactly: string
    readonly late: string
  }
  readonly closure: {
    readonly title: string
    readonly closed: (name: string, call: string, date: string) => string
    readonly table: string
    readonly award: string
    readonly advance: string
    readonly balance: string
    readonly released: string
    readonly demanded: string
    readonly recovered: string
    readonly writtenOff: string
    readonly nothing: string
  }
}
