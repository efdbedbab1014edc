/** What is wrong with a call folder, for the person who wrote it. */
export interface ImportError extends Partial<Place> {
  /** Name of the file in the folder, or the folder itself. */
  readonly file: string
  /** Dotted path, places in lists counted from 0: `applicants.2.kbo`; '' for the whole file. */
  readonly field: string
  /** One sentence that says what is allowed. */
  readonly message: string
}

/** Where something stands in a file. */
export interface Place {
  /** Line of a text, row of a table, counted from 1; absent when none is to blame. */
  readonly row: number
  /** Of a table, the header over it as the file writes it. */
  readonly column?: string
  /** Of a table, the cell as spreadsheets name it: `B7`. */
  readonly cell?: string
}

export interface ImportErrors {
  /** Every error of the folder, by file and place; never empty. */
  readonly errors: readonly ImportError[]
}

/** Keys and places in lists that lead to a value. */
export type Path = readonly (string | number)[]

/** An error whose place is not known yet. */
export interface Fault {
  readonly path: Path
  readonly message: string
}

/** A file that could be read, with the place at which each of its values stands. */
export interface Parsed {
  readonly data: unknown
  /** Places of the keys (or, in lists, values) that paths lead to, or of their nearest owner. */
  readonly placesOf: (paths: readonly Path[]) => readonly Place[]
  /** What reading already said of single values; there is nothing to add about those. */
  readonly refused?: { readonly errors: readonly ImportError[]; readonly paths: readonly Path[] }
}

/** What came of reading a file. */
export type Read = Parsed | readonly ImportError[]

/** Errors that are told; of more, only the number is. */
const mostTold = 200

/** One error about a whole file. */
export function fileError(file: string, message: string, row?: number): ImportError {
  return { file, ...(row === undefined ? {} : { row }), field: '', message }
}

/** Faults as errors, with what reading the file already refused, in the order of the file. */
export function errorsOf(file: string, parsed: Parsed, faults: readonly Fault[]): ImportError[] {
  const places = parsed.placesOf(faults.map(({ path }) => path))
  const found = faults.map(({ path, message }, index) => ({
    file,
    ...(places[index] ?? { row: 1 }),
    field: path.join('.'),
    message,
  }))
  return [...(parsed.refused?.errors ?? []), ...found].toSorted(
    (one, other) => (one.row ?? 0) - (other.row ?? 0) || columnOrder(one, other),
  )
}

/** The first errors, and how many there are beside them. */
export function firstErrors(errors: readonly ImportError[]): {
  readonly told: readonly ImportError[]
  readonly more: number
} {
  return { told: errors.slice(0, mostTold), more: Math.max(0, errors.length - mostTold) }
}

/** An error as one line for people. */
export function errorLine({ file, row, column, cell, field, message }: ImportError): string {
  const place = cell ?? (row === undefined ? '' : `row ${row}`)
  return [file, place, column ?? field, message].filter((part) => part !== '').join(': ')
}

/** `AA7` comes after `B7`. */
function columnOrder({ cell: one = '' }: ImportError, { cell: other = '' }: ImportError): number {
  return one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
}
