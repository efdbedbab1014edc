/** Where a value of a domain is drawn, in units of the drawing. */
export type Scale = (value: number) => number

/** A straight line from a domain to a range; a domain of one value is drawn at the start. */
export function linear(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  const span = to - from
  return (value) => start + (span === 0 ? 0 : ((value - from) / span) * (end - start))
}

/** Round values from 0 to at least `most`, in about four steps of 1, 2 or 5 with zeroes. */
export function niceTicks(most: number): readonly number[] {
  if (most <= 0) return [0]
  const magnitude = 10 ** Math.floor(Math.log10(most / 4))
  const step = [1, 2, 5, 10].map((each) => each * magnitude).find((each) => each * 4 >= most)
  const chosen = Math.max(1, step ?? 10 * magnitude)
  return Array.from({ length: Math.ceil(most / chosen) + 1 }, (_, index) => index * chosen)
}

/** To a tenth: drawings need no more. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
