import { createHash } from 'node:crypto'
import { isValidIBAN } from 'ibantools'

/** A KBO (enterprise) number: ten digits, the last two being 97 less the first eight mod 97. */
export function isKbo(text: string): boolean {
  return /^[01]\d{9}$/.test(text) && 97 - (Number(text.slice(0, 8)) % 97) === Number(text.slice(8))
}

/** A NIS code: the five digits by which Statbel names a municipality. */
export function isNis(text: string): boolean {
  return /^\d{5}$/.test(text)
}

/** An IBAN in electronic format: capitals and digits, no spaces, right in country and checks. */
export function isIban(text: string): boolean {
  return /^[A-Z0-9]+$/.test(text) && isValidIBAN(text)
}

/**
 * The structured reference (BBA/OGM) on a base of at most ten digits: twelve digits, the last two
 * being the first ten mod 97, or 97 where that is 0.
 * Errors: RangeError if the base is negative or not one to ten digits.
 * Source: domain §5
 */
export function bbaReference(base: string | bigint): string {
  const digits = String(base)
  if (!/^\d{1,10}$/.test(digits)) throw new RangeError(`no base of one to ten digits: ${digits}`)
  const first = digits.padStart(10, '0')
  return first + checkDigits(first)
}

/** A structured reference of twelve digits, unformatted, whose check digits are right. */
export function isBbaReference(text: string): boolean {
  return /^\d{12}$/.test(text) && checkDigits(text.slice(0, 10)) === text.slice(10)
}

/**
 * A structured reference as people write it: "+++123/4567/89002+++".
 * Errors: RangeError if `reference` is not one.
 */
export function formatBba(reference: string): string {
  if (!isBbaReference(reference)) throw new RangeError(`no structured reference: ${reference}`)
  return `+++${reference.slice(0, 3)}/${reference.slice(3, 7)}/${reference.slice(7)}+++`
}

/**
 * Ten digits that always stand for the same text: its SHA-256, mod 10¹⁰. Two texts may share them,
 * so whoever issues a reference still has to see that it is free.
 */
export function bbaBase(text: string): string {
  const hash = BigInt(`0x${createHash('sha256').update(text, 'utf8').digest('hex')}`)
  return String(hash % 10_000_000_000n).padStart(10, '0')
}

function checkDigits(firstTen: string): string {
  const rest = Number(firstTen) % 97
  return String(rest === 0 ? 97 : rest).padStart(2, '0')
}
