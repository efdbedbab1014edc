/** What became of one payment, as a bank or a person says. */
export interface StatusLine {
  /** Counts from 1: the line of a CSV file, the place in any other. */
  readonly line: number
  /** EndToEndId, or the id of the order; null when it only belongs to a message. */
  readonly reference: string | null
  /** MsgId of the batch whose payments are all meant; null when the reference says which. */
  readonly message: string | null
  readonly status: 'executed' | 'rejected' | 'returned' | 'pending' | 'unknown'
  /** Null when the file does not repeat it. */
  readonly cents: number | null
  readonly currency: string
  readonly date: string | null
  readonly code: string | null
  /** What else was said of the reason. */
  readonly note: string | null
}
