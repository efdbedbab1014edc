import { CsvError, parse } from 'csv-parse/sync'
import type { ImportError } from '../errors.ts'
import { fileError } from '../errors.ts'
import { columnOf } from './columns.ts'
import { mostColumns, mostRows, type Table } from './table.ts'

const separators = [';', ',', '\t'] as const
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/

/** Columns separated by semicolons, commas or tabs (RFC 4180): whichever gives the header. */
export function parseCsv(file: string, text: string): Table | readonly ImportError[] {
  const strange = control.exec(text)
  if (strange !== null) {
    const row = text.slice(0, strange.index).split('\n').length
    return [fileError(file, 'The text must not hold control characters.', row)]
  }
  try {
    const rows = parse(text, { ...options, delimiter: separatorOf(text), to: mostRows + 1 })
    if (rows.length > mostRows) return [fileError(file, `At most ${mostRows} rows are allowed.`)]
    const wide = rows.findIndex((row) => row.length > mostColumns)
    if (wide !== -1) {
      return [fileError(file, `At most ${mostColumns} columns are allowed.`, wide + 1)]
    }
    return { rows }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = Number(error['records'] ?? 0) + 1
    return [fileError(file, sentences[error.code] ?? 'The row must be columns of text.', row)]
  }
}

const options = { bom: true, relax_column_count: true, skip_empty_lines: false } as const

const sentences: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quote that opens in or after this row must be closed.',
  CSV_INVALID_CLOSING_QUOTE: 'After a quote that closes, a separator or the next row must come.',
  INVALID_OPENING_QUOTE: 'A quote inside a cell must stand twice, and the cell in quotes.',
}

/** The separator by which the first row that is not blank names most of our columns. */
function separatorOf(text: string): string {
  const known = separators.map((delimiter) => {
    try {
      const [header = []] = parse(text, {
        ...options,
        delimiter,
        to: 1,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      })
      return header.filter((each) => columnOf(each) !== undefined).length
    } catch {
      return 0
    }
  })
  return separators[known.indexOf(Math.max(...known))] ?? separators[0]
}
