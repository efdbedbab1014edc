/** A letter as it is to be set: what stands in it, in its order, and what each part is. */
export interface LetterDocument {
  readonly language: 'nl' | 'en'
  readonly title: string
  /** Whom it is from: a name, and lines below it. */
  readonly sender: { readonly name: string; readonly lines: readonly string[] }
  readonly addressee: readonly string[]
  /** Date, reference, subject. */
  readonly particulars: readonly Row[]
  /** What readers must know before they take it for a real letter; null for a real one. */
  readonly warning: string | null
  readonly blocks: readonly Block[]
  /** At the foot of each page, before its number. */
  readonly foot: string
  readonly page: (page: number, pages: number) => string
  /** Of the event that caused it (ms). */
  readonly atMs: number
}

export type Block =
  | { readonly is: 'heading'; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string }
  /** Words of somebody else, as the reason of a decision. */
  | { readonly is: 'quote'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | { readonly is: 'table'; readonly table: Table }
  | { readonly is: 'figures'; readonly label: string; readonly rows: readonly Row[] }

export type Row = readonly [label: string, value: string]

export interface Table {
  /** What it holds, for those who hear it. */
  readonly label: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
  /** The last row, set apart; null without. */
  readonly total: readonly string[] | null
}

interface Column {
  readonly title: string
  /** Share of the width. */
  readonly width: number
  readonly isNumber?: boolean
}
