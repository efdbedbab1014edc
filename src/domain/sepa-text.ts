/**
 * A text in the characters that every SEPA bank takes: unaccented letters, digits, space and
 * / - ? : ( ) . , ' +. Accents are left out ("Liège" becomes "Liege"), letters of their own are
 * written with others ("ß" becomes "ss"), what has no likeness becomes a full stop. At most
 * `length` characters; never empty.
 * Source: EPC217-08, SEPA conversion table; EPC132-08, §1.4
 */
export function sepaText(text: string, length: number): string {
  const plain = text
    .replaceAll(/[^\p{ASCII}]|[&@_"`]/gu, (character) => SPELT[character] ?? character)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\p{Pd}/gu, '-')
    .replaceAll(/[^A-Za-z0-9/\-?:().,'+ ]/gu, (character) => (/\s/.test(character) ? ' ' : '.'))
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, length)
    .trimEnd()
  return plain === '' ? '.' : plain
}

const SPELT: Readonly<Record<string, string>> = {
  '&': '+',
  '@': '(at)',
  _: '-',
  '"': "'",
  '`': "'",
  '‘': "'",
  '’': "'",
  '“': "'",
  '”': "'",
  '€': 'EUR',
  ß: 'ss',
  ẞ: 'SS',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'TH',
  ı: 'i',
}
