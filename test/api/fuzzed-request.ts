import type { InjectOptions } from 'fastify'

export interface FuzzedRequest {
  readonly name: string
  readonly options: InjectOptions
  /** Whether an accepted one may write. */
  readonly mayChange: boolean
  readonly hasKey: boolean
  /** Attempts to sign in are counted and recorded, refused ones too. */
  readonly isSignIn: boolean
  readonly isHead: boolean
}

/** Texts that have broken programs before. */
export const nasty = [
  '',
  ' ',
  '0',
  '-1',
  '1e309',
  'null',
  'true',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "' or 1=1 --",
  '%',
  '%_\\',
  '${7*7}',
  '<script>alert(1)</script>',
  '\u0000',
  '\ud83d',
  '\u202e\u200b\ufeff',
  'é'.repeat(300),
  'x'.repeat(5000),
  'voorbeeld',
  'voorbeeld/gent/',
  'voorbeeld%2Fgent',
  '2024-02-30',
  '9999-12-31T23:59:59.999Z',
  '99999999999999999999',
  '💶'.repeat(50),
]

/** What cannot be encoded goes as it is written. */
export function encoded(text: string): string {
  return /\p{Surrogate}/u.test(text) ? '%ED%A0%BD' : encodeURIComponent(text)
}
