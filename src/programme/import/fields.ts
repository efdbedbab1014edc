import Type from 'typebox'
import type { TSchema } from 'typebox'
import { isDate, isPeriod, parseInstant, startOfDay, yearOf } from '../../domain/calendar.ts'
import type { ApplicantKind } from '../../domain/call.ts'
import { parseEuro } from '../../domain/money.ts'
import { isIban, isKbo, isNis } from '../../domain/references.ts'

/**
 * The building blocks of a call folder. Each tests any value and has one sentence of what it takes,
 * so that a wrong value gives one error, whatever is wrong with it.
 */

const firstYear = 2000
const lastYear = 2200
const longestId = 60
const highestCount = 10_000_000
/** Highest prices and amounts in cents: their products and sums stay safe integers. */
const highestPriceCents = 999_999_999
export const highestAmountCents = 99_999_999_999

/** A value that passes `check`; `says` is the sentence for all others. */
function leaf<T>(says: string, check: (value: unknown) => boolean, fallback?: T) {
  const options = fallback === undefined ? {} : { default: fallback }
  return Type.Refine(Type.Unsafe<T>(Type.Unknown(options)), check, () => says)
}

function textLeaf<T extends string = string>(
  says: string,
  check: (value: string) => boolean,
  fallback?: T,
) {
  return leaf<T>(says, (value) => typeof value === 'string' && check(value), fallback)
}

/** An object that takes no other keys than these. */
export function closed<T extends Type.TProperties>(properties: T) {
  return Type.Object(properties, { additionalProperties: false })
}

/** A closed object that may be left out: every key has its default. */
export function section<T extends Type.TProperties>(properties: T) {
  return Type.Object(properties, { additionalProperties: false, default: {} })
}

export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema)

export function list<T extends TSchema>(item: T, minItems = 0) {
  return Type.Array(item, { minItems, maxItems: 10_000 })
}

export function oneOf<const T extends readonly string[]>(values: T, fallback?: T[number]) {
  return textLeaf<T[number]>(
    `Must be one of ${values.join(', ')}.`,
    (value) => values.includes(value),
    fallback,
  )
}

/** The key may be left out, or be null. */
export function orNull<T extends TSchema>(schema: T) {
  return Type.Optional(Type.Union([schema, Type.Null()]))
}

export const id = textLeaf(
  `Must be an id of at most ${longestId} lower-case letters, digits and hyphens, as "lier-2".`,
  (value) => value.length <= longestId && /^[a-z0-9][a-z0-9-]*$/.test(value),
)

export const lineId = textLeaf(
  'Must be an id of at most 100 letters, digits, points, hyphens and underscores, as "gent-1".',
  (value) => value.length <= 100 && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value),
)

export const text = textLeaf(
  'Must be a text of 1 to 300 characters, not blank; quote it if it looks like a number.',
  (value) => value.trim() !== '' && value.length <= 300,
)

export const remark = textLeaf(
  'Must be a text of 1 to 20000 characters, not blank.',
  (value) => value.trim() !== '' && value.length <= 20_000,
)

export const accountCode = textLeaf(
  'Must be a code of 1 to 50 characters without blanks, as "ABB-SLV".',
  (value) => value.length <= 50 && /^\S+$/.test(value),
)

/** `true`, or a sentence that says what is synthetic. */
export const synthetic = leaf<boolean | string>(
  'Must be true, false, or a sentence that says what is synthetic.',
  (value) =>
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.trim() !== '' && value.length <= 1000),
)

export const timeZone = textLeaf(
  'Must be a time zone of the IANA database, as "Europe/Brussels".',
  isTimeZone,
  'Europe/Brussels',
)

export const date = textLeaf(
  `Must be a date that exists, in the years ${firstYear} to ${lastYear}, as 2024-10-01.`,
  isDateInRange,
)

/** A date, or a date and time; local to the call's time zone where it has no offset. */
export const moment = textLeaf(
  `Must be a date or a date and time in the years ${firstYear} to ${lastYear}, as 2024-05-06 or ` +
    '2024-05-06T12:00:00.',
  (value) =>
    isDateInRange(value.slice(0, 10)) &&
    (value.length === 10 || parseInstant(value, 'UTC') !== null),
)

export const offsetMoment = textLeaf(
  'Must be a date and time with an offset, to the millisecond at most, as ' +
    '"2024-05-06T12:00:00+02:00".',
  (value) =>
    /(?:Z|[+-]\d{2}:\d{2})$/.test(value) &&
    isDateInRange(value.slice(0, 10)) &&
    parseInstant(value, 'UTC') !== null,
)

/** A term: P30D, P6M, P1Y, P2W, P1Y6M; P0D ends on the day it begins. */
export function period(fallback: string) {
  return textLeaf(
    'Must be an ISO 8601 period of days, weeks, months or years, up to 100 years, ' +
      'as P30D, P6M or P1Y.',
    (value) => !value.startsWith('-') && isShortPeriod(value),
    fallback,
  )
}

/** A step of the reminder ladder: -P30D, P0D, P14D. */
export const signedPeriod = textLeaf(
  'Must be an ISO 8601 period, with a minus for before the deadline, as -P30D or P7D.',
  isShortPeriod,
)

/** Decimal string in EUR; kept in cents by the parsed call. */
const euro = (says: string, lowestCents: number, highestCents: number) =>
  textLeaf(says, (value) => {
    const cents = parseEuro(value)
    return cents !== null && cents >= lowestCents && cents <= highestCents
  })

export const ceiling = euro(
  'Must be an amount in EUR above 0.00, in quotes and with two decimals, as "500000.00".',
  1,
  Number.MAX_SAFE_INTEGER,
)
export const price = euro(
  'Must be a price in EUR from "0.01" to "9999999.99", in quotes, with two decimals, as "120.00".',
  1,
  highestPriceCents,
)
export const amount = euro(
  'Must be an amount in EUR from "0.00" to "999999999.99", in quotes and with two decimals, as ' +
    '"30000.00".',
  0,
  highestAmountCents,
)

export function integer(lowest: number, highest: number, fallback?: number) {
  return leaf<number>(
    `Must be a whole number from ${lowest} to ${highest}.`,
    (value) => Number.isSafeInteger(value) && Number(value) >= lowest && Number(value) <= highest,
    fallback,
  )
}

export const count = integer(0, highestCount)

export const share = leaf<0 | 1>('Must be 0 or 1.', (value) => value === 0 || value === 1, 1)

export function flag(fallback: boolean) {
  return leaf<boolean>('Must be true or false.', (value) => typeof value === 'boolean', fallback)
}

export const kbo = textLeaf(
  'Must be a KBO number of ten digits in quotes whose check digits are right, as "0207451227".',
  isKbo,
)
export const nis = orNothing('Must be a NIS code of five digits in quotes, as "44021".', isNis)
export const iban = orNothing(
  'Must be an IBAN without spaces whose check digits are right, as "BE15091000000130".',
  isIban,
)
export const email = orNothing(
  'Must be an e-mail address, as "samenleven@gent.example".',
  (value) => value.length <= 254 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
)
export const contact = orNothing(
  'Must be a text of 1 to 300 characters, not blank.',
  (value) => value.trim() !== '' && value.length <= 300,
)
export const inhabitants = Type.Optional(
  leaf<number | null>(
    `Must be a whole number from 0 to ${highestCount}, or be left out.`,
    (value) =>
      value === null ||
      (Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= highestCount),
  ),
)

export const kinds = [
  'municipality',
  'partnership',
  'vgc',
  'de-rand',
] as const satisfies readonly ApplicantKind[]

/** What may be left out, or be null, where it is not known. */
function orNothing(says: string, check: (value: string) => boolean) {
  return Type.Optional(
    leaf<string | null>(
      says,
      (value) => value === null || (typeof value === 'string' && check(value)),
    ),
  )
}

function isDateInRange(value: string): boolean {
  return isDate(value) && yearOf(value) >= firstYear && yearOf(value) <= lastYear
}

/** At most a century either way: dates reckoned with it stay in the years 0 to 9999. */
function isShortPeriod(value: string): boolean {
  if (!isPeriod(value)) return false
  const [years = 0, months = 0, weeks = 0, days = 0] = ['Y', 'M', 'W', 'D'].map((unit) =>
    Number(new RegExp(`(\\d+)${unit}`).exec(value)?.[1] ?? 0),
  )
  return years + months / 12 + (weeks * 7 + days) / 365 <= 100
}

function isTimeZone(value: string): boolean {
  if (!/^[A-Za-z][\w+/-]*$/.test(value)) return false
  try {
    return Number.isSafeInteger(startOfDay('2024-01-01', value))
  } catch {
    return false
  }
}
