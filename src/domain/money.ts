/** At most thirteen digits before the point: every amount it takes is a safe integer of cents. */
const EURO = /^(0|[1-9]\d{0,12})\.\d{2}$/

/** Integer cents of a decimal string in EUR ("13526.40"); null for anything else. */
export function parseEuro(text: string): number | null {
  return EURO.test(text) ? Number(text.replace('.', '')) : null
}

/**
 * A decimal string in EUR: 1352640 is "13526.40", -100 is "-1.00".
 * Errors: RangeError if `cents` is not a safe integer.
 */
export function formatEuro(cents: number): string {
  requireInteger(cents, 'cents')
  const digits = String(Math.abs(cents)).padStart(3, '0')
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * floor(cents × percent / 100), exact: the product is taken in arbitrary precision.
 * Errors: RangeError if `cents` is negative or `percent` not an integer of 0 to 100.
 */
export function percentFloor(cents: number, percent: number): number {
  requireCount(cents, 'cents')
  requireCount(percent, 'percent')
  if (percent > 100) throw new RangeError(`percent is above 100: ${percent}`)
  return Number((BigInt(cents) * BigInt(percent)) / 100n)
}

/**
 * numerator ÷ denominator to the nearest integer, a half going up (nota §2.4 is silent; domain §5).
 * Errors: RangeError if the numerator is negative, the denominator not above 0, or the quotient
 * not a safe integer.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): number {
  if (numerator < 0n || denominator <= 0n) {
    throw new RangeError(`cannot divide ${numerator} by ${denominator}`)
  }
  const quotient = Number((2n * numerator + denominator) / (2n * denominator))
  return requireInteger(quotient, 'quotient')
}

/** Sum of integer cents. Errors: RangeError if a value or the running sum is not a safe integer. */
export function sumCents(values: Iterable<number>): number {
  let sum = 0
  for (const value of values) {
    sum = requireInteger(sum + requireInteger(value, 'cents'), 'sum')
  }
  return sum
}

/** The value itself. Errors: RangeError if it is not a safe integer of at least 0. */
export function requireCount(value: number, what: string): number {
  if (requireInteger(value, what) < 0) throw new RangeError(`${what} is negative: ${value}`)
  return value
}

function requireInteger(value: number, what: string): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${what} is no safe integer: ${value}`)
  return value
}
