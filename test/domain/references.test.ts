import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bbaBase,
  bbaReference,
  formatBba,
  isBbaReference,
  isIban,
  isKbo,
  isNis,
} from '../../src/domain/references.ts'

/** Ten Flemish municipalities of every province, and two whose first eight digits divide by 97. */
const KBO_NUMBERS = [
  ['Aartselaar', '0207508932'],
  ['Berlaar', '0207537339'],
  ['Oud-Turnhout', '0207503982'],
  ['Steenokkerzeel', '0206561993'],
  ['Kortenberg', '0207520810'],
  ['Mesen', '0207430441'],
  ['Lichtervelde', '0207435785'],
  ['Dendermonde', '0207445584'],
  ['Lievegem', '0697609152'],
  ['Tessenderlo', '0207470330'],
  ['Genk', '0207201797'],
  ['Hulshout', '0207502497'],
] as const

const kboNumber = fc.constantFrom(...KBO_NUMBERS.map(([, kbo]) => kbo))
const baseNumber = fc.bigInt({ min: 0n, max: 9_999_999_999n })

describe('isKbo', () => {
  test.each(KBO_NUMBERS)('knows %s', (_, kbo) => {
    expect(isKbo(kbo)).toBe(true)
  })

  test('knows a number that starts with 1', () => {
    expect(isKbo('1000000021')).toBe(true)
    expect(isKbo('1000000022')).toBe(false)
  })

  test('sees one wrong digit', () => {
    const digit = fc.integer({ min: 0, max: 9 })
    fc.assert(
      fc.property(kboNumber, digit, digit, (kbo, place, wrong) => {
        const text = kbo.slice(0, place) + String(wrong) + kbo.slice(place + 1)
        expect(isKbo(text)).toBe(text === kbo)
      }),
    )
  })

  test('sees two digits that changed places', () => {
    fc.assert(
      fc.property(kboNumber, fc.integer({ min: 0, max: 8 }), (kbo, place) => {
        const [first = '', second = ''] = kbo.slice(place, place + 2)
        const text = kbo.slice(0, place) + second + first + kbo.slice(place + 2)
        expect(isKbo(text)).toBe(text === kbo)
      }),
    )
  })

  test.each([
    '',
    '207451227',
    '02074512270',
    '0207.451.227',
    'BE0207451227',
    '2207451227',
    '0207451227\n',
  ])('takes no other writing: %j', (text) => {
    expect(isKbo(text)).toBe(false)
  })
})

describe('isNis', () => {
  test('is five digits', () => {
    expect(isNis('44021')).toBe(true)
    for (const text of ['', '4402', '440210', '4402A', ' 44021', '44021\n']) {
      expect(isNis(text)).toBe(false)
    }
  })
})

describe('isIban', () => {
  test.each(['BE71096123456769', 'BE15091000000130', 'NL91ABNA0417164300'])('takes %s', (iban) => {
    expect(isIban(iban)).toBe(true)
  })

  test.each([
    ['a wrong check', 'BE71096123456768'],
    ['spaces', 'BE71 0961 2345 6769'],
    ['small letters', 'be71096123456769'],
    ['a missing digit', 'BE7109612345676'],
    ['no such country', 'ZZ71096123456769'],
    ['nothing', ''],
  ])('refuses %s', (_, iban) => {
    expect(isIban(iban)).toBe(false)
  })
})

describe('bbaReference', () => {
  test.each([
    ['1234567890', '123456789002'],
    ['1', '000000000101'],
    [96n, '000000009696'],
    [97n, '000000009797'],
    ['0', '000000000097'],
    [9_999_999_999n, '999999999948'],
  ])('on %s is %s', (base, reference) => {
    expect(bbaReference(base)).toBe(reference)
  })

  test('always passes its own check, whose last two digits are 01 to 97', () => {
    fc.assert(
      fc.property(baseNumber, (base) => {
        const reference = bbaReference(base)
        expect(isBbaReference(reference)).toBe(true)
        expect(BigInt(reference.slice(0, 10))).toBe(base)
        const check = BigInt(reference.slice(10))
        expect(check >= 1n && check <= 97n && (base - check) % 97n === 0n).toBe(true)
      }),
    )
  })

  test.each(['', '12345678901', '12a', '-1', '1.5', -1n, 10_000_000_000n])('refuses %s', (base) => {
    expect(() => bbaReference(base)).toThrow(RangeError)
  })
})

describe('isBbaReference', () => {
  test('takes twelve digits with the right check, and nothing else', () => {
    expect(isBbaReference('123456789002')).toBe(true)
    for (const text of [
      '123456789003',
      '000000000000',
      '12345678900',
      '+++123/4567/89002+++',
      '',
    ]) {
      expect(isBbaReference(text)).toBe(false)
    }
  })
})

describe('formatBba', () => {
  test('writes a reference as banks print it', () => {
    expect(formatBba('123456789002')).toBe('+++123/4567/89002+++')
    expect(() => formatBba('123456789012')).toThrow('no structured reference: 123456789012')
  })
})

describe('bbaBase', () => {
  test('is ten digits, the same for the same text for ever', () => {
    expect(bbaBase('plan-samenleven-3/gent/advance')).toBe('1845135914')
    expect(bbaBase('')).toBe('5665086549')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(bbaBase(text)).toMatch(/^\d{10}$/)
        expect(isBbaReference(bbaReference(bbaBase(text)))).toBe(true)
      }),
    )
  })
})
