import { parseEuro } from '../src/domain/money.ts'

/**
 * The value itself, which schema, guards and states have seen to be there.
 * Errors: Error when it is not, for then an invariant of the machine is broken.
 */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value === null || value === undefined) throw new Error(`there is no ${what}`)
  return value
}

/** Integer cents of an amount that a schema let through. */
export function centsOf(text: string): number {
  return present(parseEuro(text), `amount in ${text}`)
}
