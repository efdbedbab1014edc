/**
 * A piece of the bench: how fast (or large) we are beside a reference that does the same work in
 * the same minute on the same machine. Mostly only the ratio means anything elsewhere.
 */
export interface Target {
  /** `T3`, or `T3-sequential` for more of the same; `--only T3` takes both. */
  readonly id: string
  readonly rounds: number
  /** What a measurement finds, a line of the table each. */
  readonly figures: readonly Figure[]
  /** Makes what is made once for all rounds: a server, a large database. */
  readonly prepare?: () => Promise<Prepared>
  readonly ours: Measurement
  /** Null where nothing stands beside it: then every bound is on our own value. */
  readonly reference: Measurement | null
}

export interface Figure {
  readonly name: string
  readonly what: string
  readonly unit: string
  /** Null: for information. */
  readonly bound: Bound | null
}

/**
 * Holds when the ratio of our median to the reference's is at least, or at most, this; or our
 * median itself.
 */
export type Bound =
  { readonly atLeast: number } | { readonly atMost: number } | { readonly valueAtMost: number }

export interface Prepared extends AsyncDisposable {
  /** Tells a measurement where it is: a URL, a folder. */
  readonly place: string
}

/** Sets up, warms up, measures once, and cleans up; runs in a process of its own. */
export type Measurement = (place: string) => Promise<Figures>

/** Values by the name of their figure. */
export type Figures = Readonly<Record<string, number>>

/** What one figure of one target gave. */
export interface Line {
  readonly id: string
  readonly what: string
  /** Median of our rounds. */
  readonly value: number
  /** Median of the reference's rounds; null without a reference. */
  readonly reference: number | null
  /** `value / reference`. */
  readonly ratio: number | null
  /** Empty when it is for information; then it always holds. */
  readonly target: string
  readonly holds: boolean
}

/** Both measurements of one round. */
export interface Round {
  readonly ours: Figures
  readonly reference: Figures | null
}

/** The lines of a target, in the order of its figures. */
export const linesOf = ({ id, figures }: Target, rounds: readonly Round[]): readonly Line[] =>
  figures.map(({ name, what, unit, bound }) => {
    const value = median(rounds.map(({ ours }) => ours[name] ?? NaN))
    const beside = rounds.flatMap(({ reference }) => (reference ? [reference[name] ?? NaN] : []))
    const reference = beside.length === 0 ? null : median(beside)
    const ratio = reference === null ? null : value / reference
    return {
      id,
      what: `${what} (${unit})`,
      value: rounded(value),
      reference: reference === null ? null : rounded(reference),
      ratio: ratio === null ? null : Math.round(ratio * 1000) / 1000,
      target: bound === null ? '' : textOf(bound, unit),
      holds: bound === null || holds(bound, value, ratio ?? NaN),
    }
  })

const holds = (bound: Bound, value: number, ratio: number): boolean => {
  if ('valueAtMost' in bound) return value <= bound.valueAtMost
  return 'atLeast' in bound ? ratio >= bound.atLeast : ratio <= bound.atMost
}

const textOf = (bound: Bound, unit: string): string => {
  if ('valueAtMost' in bound) return `<= ${bound.valueAtMost} ${unit}`
  return 'atLeast' in bound ? `>= ${bound.atLeast} x` : `<= ${bound.atMost} x`
}

/** Whole numbers, but a tenth where that says something. */
export const rounded = (value: number): number =>
  value < 100 ? Math.round(value * 10) / 10 : Math.round(value)

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1] ?? NaN
  const lower = sorted[(sorted.length - 1) >> 1] ?? NaN
  return (lower + upper) / 2
}

/** Targets by the ids that are asked for: `T3` means `T3-sequential` too. */
export const chosen = (targets: readonly Target[], ids: readonly string[]): readonly Target[] =>
  targets.filter(({ id }) =>
    ids.some((each) => `${id.toUpperCase()}-`.startsWith(`${each.toUpperCase()}-`)),
  )
