import Type from 'typebox'
import { isDate, parseInstant } from '../src/domain/calendar.ts'
import { parseEuro } from '../src/domain/money.ts'
import { isIban, isKbo, isNis } from '../src/domain/references.ts'

/**
 * The building blocks of the event schemas: one sentence says what each one takes. `x-kind` tells a
 * form what to ask with; it checks nothing.
 */

const ids = { minLength: 1, maxLength: 200 }
const texts = { maxLength: 20_000, 'x-kind': 'text' }

export const id = Type.String(ids)
export const name = Type.String({ minLength: 1, maxLength: 300 })
export const reference = Type.String({ minLength: 1, maxLength: 300 })
export const freeText = Type.String(texts)
export const requiredText = Type.Refine(
  Type.String(texts),
  (text) => text.trim() !== '',
  () => 'must not be blank',
)

/** Decimal string in EUR with two decimals: "13526.40". */
export const amount = Type.Refine(
  Type.String({ maxLength: 16, 'x-kind': 'amount' }),
  (text) => parseEuro(text) !== null,
  () => 'must be an amount in EUR with two decimals, as "13526.40"',
)

/** More than nothing. */
export const positiveAmount = Type.Refine(
  Type.String({ maxLength: 16, 'x-kind': 'amount' }),
  (text) => !/^0\.00$/.test(text) && parseEuro(text) !== null,
  () => 'must be an amount in EUR above 0.00 with two decimals, as "13526.40"',
)

/** What is booked and added up without a limit of its own: below ten billion EUR, so that sums stay exact. */
const booked = { maxLength: 13, 'x-kind': 'amount' }

export const bookedAmount = Type.Refine(
  Type.String(booked),
  (text) => parseEuro(text) !== null,
  () => 'must be an amount in EUR with two decimals, as "13526.40"',
)

export const bookedReceipt = Type.Refine(
  Type.String(booked),
  (text) => !/^0\.00$/.test(text) && parseEuro(text) !== null,
  () => 'must be an amount in EUR above 0.00 with two decimals, as "13526.40"',
)

export const count = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
export const year = Type.Integer({ minimum: 1900, maximum: 2099 })
export const revision = Type.Integer({ minimum: 1, 'x-kind': 'revision' })

/** No timer waits longer than a century. */
const inReach = (text: string) => text >= '1900' && text < '2100'

export const date = Type.Refine(
  Type.String({ maxLength: 10, 'x-kind': 'date' }),
  (text) => isDate(text) && inReach(text),
  () => 'must be an existing date of 1900 to 2099, as "2024-07-05"',
)

/** A date (its end is meant), or a moment with or without offset. */
export const dueMoment = Type.Refine(
  Type.String({ maxLength: 40, 'x-kind': 'moment' }),
  (text) => inReach(text) && (isDate(text) || parseInstant(text, 'Europe/Brussels') !== null),
  () => 'must be a date or a moment of 1900 to 2099, as "2024-05-06" or "2024-05-06T12:00:00"',
)

export const iban = Type.Refine(
  Type.String({ maxLength: 34 }),
  isIban,
  () => 'must be a valid IBAN without spaces',
)

export const kbo = Type.Refine(
  Type.String({ maxLength: 10 }),
  isKbo,
  () => 'must be a KBO number of ten digits with a correct check',
)

export const nis = Type.Refine(
  Type.String({ maxLength: 5 }),
  isNis,
  () => 'must be a NIS code of five digits',
)

export const email = Type.Refine(
  Type.String({ maxLength: 254, 'x-kind': 'email' }),
  (text) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
  () => 'must be an e-mail address',
)

/** An object that takes no other keys than these. */
export function closed<T extends Type.TProperties>(properties: T) {
  return Type.Object(properties, { additionalProperties: false })
}

export function list<T extends Type.TSchema>(item: T, maxItems = 10_000) {
  return Type.Array(item, { maxItems })
}

export function oneOf<const T extends readonly string[]>(...values: T) {
  return Type.Enum(values) as Type.TEnum<[...T]>
}

export const nothing = closed({})
