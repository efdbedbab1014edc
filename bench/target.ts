/**
 * One line of the bench: how fast (or large) we are beside a reference that does the same work in
 * the same minute on the same machine. Only the ratio means anything elsewhere.
 */
export interface Target {
  readonly id: string
  readonly what: string
  readonly unit: string
  /** Holds when the ratio of our median to the reference's is at least, or at most, this. */
  readonly bound: { readonly atLeast: number } | { readonly atMost: number }
  readonly rounds: number
  readonly ours: Measurement
  readonly reference: Measurement
}

/** Sets up, warms up, measures once, and cleans up; runs in a process of its own. */
export type Measurement = () => Promise<number>

/** What one target gave. */
export interface Line {
  readonly id: string
  readonly what: string
  /** Median of our rounds. */
  readonly value: number
  /** Median of the reference's rounds. */
  readonly reference: number
  /** `value / reference`. */
  readonly ratio: number
  readonly target: string
  readonly holds: boolean
}

/** Both measurements of one round. */
export interface Round {
  readonly ours: number
  readonly reference: number
}

export const lineOf = ({ id, what, unit, bound }: Target, rounds: readonly Round[]): Line => {
  const value = median(rounds.map(({ ours }) => ours))
  const reference = median(rounds.map((round) => round.reference))
  const ratio = value / reference
  return {
    id,
    what: `${what} (${unit})`,
    value: Math.round(value),
    reference: Math.round(reference),
    ratio: Math.round(ratio * 1000) / 1000,
    target: 'atLeast' in bound ? `>= ${bound.atLeast}` : `<= ${bound.atMost}`,
    holds: 'atLeast' in bound ? ratio >= bound.atLeast : ratio <= bound.atMost,
  }
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[sorted.length >> 1] ?? NaN
  const lower = sorted[(sorted.length - 1) >> 1] ?? NaN
  return (lower + upper) / 2
}
