import type { LetterBook } from '../letters/letter-book.ts'
import type { Files } from './files.ts'

/** The papers of calls and projects: letters that events cause, files that people attach. */
export interface Papers {
  readonly letters: LetterBook
  readonly files: Files
}
