/** What is wrong with a call folder, for the person who wrote it. */
export interface ImportError {
  /** Name of the file in the folder, or the folder itself. */
  readonly file: string
  /** Line of the file, counted from 1; absent when no line is to blame. */
  readonly row?: number
  /** Dotted path, places in lists counted from 0: `applicants.2.kbo`; '' for the whole file. */
  readonly field: string
  /** One sentence that says what is allowed. */
  readonly message: string
}

export interface ImportErrors {
  /** Every error of the folder, by file and line; never empty. */
  readonly errors: readonly ImportError[]
}

/** Keys and places in lists that lead to a value. */
export type Path = readonly (string | number)[]

/** An error whose line is not known yet. */
export interface Fault {
  readonly path: Path
  readonly message: string
}

/** A file that could be read, with the line on which each of its values stands. */
export interface Parsed {
  readonly data: unknown
  /** Lines of the keys (or, in lists, values) that paths lead to, or of their nearest owner. */
  readonly linesOf: (paths: readonly Path[]) => readonly number[]
}

/** One error about a whole file. */
export function fileError(file: string, message: string, row?: number): ImportError {
  return { file, ...(row === undefined ? {} : { row }), field: '', message }
}

/** Faults as errors, in the order of the file. */
export function errorsOf(file: string, parsed: Parsed, faults: readonly Fault[]): ImportError[] {
  const rows = parsed.linesOf(faults.map(({ path }) => path))
  return faults
    .map(({ path, message }, index) => ({
      file,
      row: rows[index] ?? 1,
      field: path.join('.'),
      message,
    }))
    .toSorted((one, other) => one.row - other.row)
}
