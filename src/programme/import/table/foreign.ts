/** What a file begins with that is no .xlsx and no text, and what to do about it. */
const kinds: readonly (readonly [start: string, sentence: string])[] = [
  ['d0cf11e0a1b11ae1', 'It is an old .xls, or has a password: save it as .xlsx without one.'],
  ['504b0304', 'It is a workbook or a zip: name it .xlsx if that is what it is.'],
  ['504b0506', 'It is an empty zip.'],
  ['25504446', 'It is a PDF.'],
  ['1f8b', 'It is compressed by gzip.'],
]

/** What bytes are that some other program wrote, as a sentence; null when they do not say. */
export function foreignFile(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  return kinds.find(([begin]) => start.startsWith(begin))?.[1] ?? null
}
