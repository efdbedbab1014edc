import type { Filled } from './body.ts'

/** A row of a list that is there from the start: what it is about, and what is asked of it. */
export interface Row {
  /** What the row is about, by field: not asked, and not to be changed. */
  readonly keys: Readonly<Record<string, string>>
  readonly title: string
  /** What helps to answer; null for nothing. */
  readonly about: string | null
  /** Rows of the lists inside it. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>
  /** Asks one thing only, in one line under its title. */
  readonly isShort?: boolean
  /** Shown closed, for what is seldom changed. */
  readonly isFolded?: boolean
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** How an event is asked of one call or project as it stands. */
export interface Plan {
  /** By list. */
  readonly rows: Readonly<Record<string, readonly Row[]>>
  /** How many blank rows a list begins with. */
  readonly blankRows: Readonly<Record<string, number>>
  /** What a field may be, by its name. */
  readonly choices: Readonly<Record<string, readonly Choice[]>>
  /** What the form is filled in with to begin. */
  readonly filled: Filled
  /** What is sent along and not asked. */
  readonly hidden: Readonly<Record<string, string>>
  /** Fields that are not asked here. */
  readonly left: ReadonlySet<string>
  /** Lists of which every row must be answered. */
  readonly whole: ReadonlySet<string>
  /** Lists whose rows are asked inside the rows of another, at the same place in it. */
  readonly inside: Readonly<Record<string, string>>
  /** What helps to fill in the form as a whole, in sentences. */
  readonly intro: readonly string[]
  /** What a field is called here, by its name, where its usual name says less. */
  readonly labels: Readonly<Record<string, string>>
  /** See {@link fieldsOf}. */
  readonly variant: string
}

/** Asks what the schema asks, and knows nothing better. */
export const plainPlan: Plan = {
  rows: {},
  blankRows: {},
  choices: {},
  filled: {},
  hidden: {},
  left: new Set(),
  whole: new Set(),
  inside: {},
  intro: [],
  labels: {},
  variant: '',
}

export function plan(parts: Partial<Plan>): Plan {
  return { ...plainPlan, ...parts }
}
