import type { CallParameters } from '../../domain/call.ts'
import type { Block } from './document.ts'
import type { LetterFacts } from './facts.ts'
import type { LetterTexts } from './texts.ts'
import type { Writing } from './writing.ts'

export const letterLanguages = ['nl', 'en'] as const
export type LetterLanguage = (typeof letterLanguages)[number]

/** Who writes; kept with the letter when it is made first. */
export interface Letterhead {
  readonly name: string
  /** Where people reach them; null where none was given. */
  readonly contact: string | null
  /** Where money is paid back to; null where none was given. */
  readonly account: { readonly iban: string; readonly name: string } | null
}

/** A reason that stands beside the log. */
export interface Reason {
  /** The line or stimulus that it is about; null for all. */
  readonly about: string | null
  /** Null once it was redacted. */
  readonly text: string | null
}

/** All that a letter is made of, besides the texts. */
export interface LetterParts {
  readonly facts: LetterFacts
  /** Project, revision and time of the event that caused it. */
  readonly instance: string
  readonly revision: number
  readonly atMs: number
  readonly parameters: CallParameters
  readonly isVirtual: boolean
  readonly head: Letterhead
  readonly reasons: readonly Reason[]
  /** The decision of the Government, for a refusal. */
  readonly decision: { readonly date: string; readonly reference: string } | null
}

/** What the composing of each kind works with. */
export interface Composing {
  readonly parts: LetterParts
  readonly texts: LetterTexts
  readonly write: Writing
  /** Title of the call. */
  readonly call: string
  /** "Buddywerking (gent-1)", by line and action. */
  readonly actionName: (line: { readonly line: string; readonly action: string }) => string
  readonly stimulusName: (stimulus: string) => string
}

export interface Composed {
  readonly title: string
  readonly blocks: readonly Block[]
}

export function paragraph(text: string): Block {
  return { is: 'paragraph', text }
}

/** The reasons of a decision as they were written, under a heading; nothing without any. */
export function reasonBlocks({ parts, texts }: Composing): readonly Block[] {
  if (parts.reasons.length === 0) return []
  return [
    { is: 'heading', text: texts.reason },
    ...parts.reasons.map(({ text }): Block => ({ is: 'quote', text: text ?? texts.removed })),
  ]
}
