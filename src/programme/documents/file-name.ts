import type { Wrong } from './media-type.ts'

const NAME_MAX = 150

/** Control characters, and marks that turn the order of what follows: names read as they are. */
const HIDDEN = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

/**
 * The name of a file as it is kept: its last part, where a browser sent a path, composed and
 * without doubled spaces; or what is wrong with it, as a sentence.
 */
export function fileNameOf(given: string): { readonly name: string } | Wrong {
  if (HIDDEN.test(given))
    return { why: 'hidden', wrong: 'The name of the file holds characters that hide' }
  const last = given.split(/[/\\]/).at(-1) ?? ''
  const name = last.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  if (name.replace(/\.[^.]*$/, '').replaceAll(/[.\s]/g, '') === '') {
    return { why: 'nameless', wrong: 'The file has no name' }
  }
  if (name.length > NAME_MAX) {
    return { why: 'longName', wrong: `The name of the file is longer than ${NAME_MAX} characters` }
  }
  return { name }
}
