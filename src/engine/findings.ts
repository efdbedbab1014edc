/** Something that `verify` found not to agree. */
export interface Finding {
  /** Table, or participant, that does not agree. */
  readonly table: string
  /** Row it is about, e.g. an instance id and revision. */
  readonly row: string
  /** One sentence. */
  readonly message: string
}
