/** Money that came in, or went out, as an account statement says. */
export interface ReceiptLine {
  /** Counts from 1: the line of a CSV file, the place in any other. */
  readonly line: number
  /** What the bank calls the entry: the same money in two files has the same; null for none. */
  readonly id: string | null
  readonly direction: 'in' | 'out' | 'pending'
  readonly cents: number
  readonly currency: string
  readonly date: string
  /** What the payer wrote: a structured reference, or any text. */
  readonly about: string
  /** Our own payment that came back; null when it is none. */
  readonly returned: { readonly endToEndId: string; readonly code: string | null } | null
}
