import { createHash } from 'node:crypto'
import { isBbaReference } from './references.ts'

/**
 * What a payment is called between us and the bank: at most 35 capitals and digits, always the same
 * for the same attempt of an order, and another for the next attempt.
 * Source: domain §5; ISO 20022 Max35Text
 */
export function endToEndId(order: string, attempt: number): string {
  return named('MPE', `${order}#${attempt}`)
}

/** What the message of a batch is called; `batch` is the revision of the call that proposed it. */
export function messageId(call: string, batch: number): string {
  return named('MPM', `${call}#${batch}`)
}

/** What the one block of payments in the message of a batch is called. */
export function paymentInformationId(call: string, batch: number): string {
  return named('MPP', `${call}#${batch}`)
}

/**
 * The structured reference that a text is: twelve digits with the right check, plain, as
 * "+++123/4567/89002+++" or with asterisks, or within an ISO 11649 reference (RF). Null when it is
 * none.
 */
export function readStructuredReference(text: string): string | null {
  const bare = text.replaceAll(/[\s+*/.]/g, '').toUpperCase()
  const inner = /^RF\d{14}$/.test(bare) && hasIsoCheck(bare) ? bare.slice(4) : bare
  return isBbaReference(inner) ? inner : null
}

/** The structured references that stand anywhere in a text; each once. */
export function structuredReferencesIn(text: string): readonly string[] {
  const found = [...text.matchAll(CANDIDATE)].flatMap(
    ([candidate]) => readStructuredReference(candidate) ?? [],
  )
  return [...new Set(found)]
}

const CANDIDATE =
  /(?<![A-Za-z\d])(?:RF\d{2}(?: ?\d{4}){3}|\d{3}[ /]?\d{4}[ /]?\d{5})(?![A-Za-z\d])/gi

/** ISO 11649: R is 27 and F is 15, the first four characters go last, and it is 1 mod 97. */
function hasIsoCheck(reference: string): boolean {
  const digits = (reference.slice(4) + reference.slice(0, 4)).replace('R', '27').replace('F', '15')
  return BigInt(digits) % 97n === 1n
}

/** RFC 4648 without what it pads with: 20 bytes are 32 characters. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function named(prefix: string, text: string): string {
  const bytes = createHash('sha256').update(text, 'utf8').digest().subarray(0, 20)
  const bits = BigInt(`0x${bytes.toString('hex')}`)
    .toString(2)
    .padStart(160, '0')
  const characters = Array.from({ length: 32 }, (_, index) => {
    const five = bits.slice(5 * index, 5 * index + 5)
    return ALPHABET.charAt(Number.parseInt(five, 2))
  })
  return prefix + characters.join('')
}
