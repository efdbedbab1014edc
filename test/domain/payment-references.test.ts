import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  endToEndId,
  messageId,
  paymentInformationId,
  readStructuredReference,
  structuredReferencesIn,
} from '../../src/domain/payment-references.ts'
import { bbaReference, formatBba } from '../../src/domain/references.ts'

const bba = fc.bigInt({ min: 0n, max: 9_999_999_999n }).map(bbaReference)

/** ISO 11649 on a reference of digits, computed otherwise than the code does. */
function isoReference(digits: string): string {
  const all = Array.from(`${digits}271500`, Number)
  const rest = all.reduce((sum, digit) => (sum * 10 + digit) % 97, 0)
  return `RF${String(98 - rest).padStart(2, '0')}${digits}`
}

describe('references of payments', () => {
  test('have 35 capitals and digits, stay the same, and change with the attempt', () => {
    expect(endToEndId('oproep/gent/advance', 1)).toBe('MPE7V4XDJRQZJDWND2ITGBPCWMTACMLNIV3')
    fc.assert(
      fc.property(fc.string(), fc.nat(), (order, attempt) => {
        const id = endToEndId(order, attempt)
        return /^[A-Z2-7]{35}$/.test(id) && id !== endToEndId(order, attempt + 1)
      }),
    )
  })

  test('of a message, its block and a payment never meet', () => {
    const ids = [messageId('oproep', 7), paymentInformationId('oproep', 7), endToEndId('oproep', 7)]
    expect(ids.map((id) => id.slice(0, 3))).toEqual(['MPM', 'MPP', 'MPE'])
    expect(messageId('oproep', 8)).not.toBe(ids[0])
  })
})

describe('readStructuredReference', () => {
  test('reads twelve digits, as people write them, and within ISO 11649', () => {
    fc.assert(
      fc.property(bba, (reference) => {
        const written = formatBba(reference)
        for (const text of [
          reference,
          written,
          written.replaceAll('+', '*'),
          written.replaceAll(/[+/]/g, ' '),
          isoReference(reference),
        ]) {
          expect(readStructuredReference(text)).toBe(reference)
        }
      }),
    )
  })

  test('reads nothing whose check is wrong, nor anything else', () => {
    for (const text of ['+++123/4567/89003+++', '123456789003', '', 'RF00123456789002', 'x']) {
      expect(readStructuredReference(text)).toBeNull()
    }
    expect(readStructuredReference('+++123/4567/89002+++')).toBe('123456789002')
  })
})

describe('structuredReferencesIn', () => {
  test('finds each reference once, wherever it stands', () => {
    const iso = isoReference('123456789002').replaceAll(/(.{4})/g, '$1 ')
    const text = `Terugbetaling +++123/4567/89002+++ (${iso.trim()}) en 000000000097.`
    expect(structuredReferencesIn(text)).toEqual(['123456789002', '000000000097'])
    expect(structuredReferencesIn('Factuur 1234567890021 van 12/2025, BE15091000000130')).toEqual(
      [],
    )
  })

  test('passes over digits that look like a reference and fail its check', () => {
    const wrong = '123/4567/89003'
    expect(readStructuredReference(wrong)).toBeNull()
    expect(structuredReferencesIn(`betaling ${wrong}, niets anders`)).toEqual([])
  })
})
