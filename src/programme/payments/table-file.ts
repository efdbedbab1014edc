import { CsvError } from 'csv-parse'
import { parse } from 'csv-parse/sync'
import { isDate } from '../../domain/calendar.ts'
import { PaymentFileError } from './file.ts'

/** A row, with the line of the file that it begins on. */
export interface TableRow {
  readonly line: number
  readonly cells: Readonly<Record<string, string>>
}

const ROWS_MAX = 20_000

/**
 * Rows of a CSV file with a line of names on top; semicolons between them, or else commas.
 * `columns` are those that it may have, `required` those that it must have.
 * Errors: PaymentFileError.
 */
export function readTable(
  text: string,
  columns: readonly string[],
  required: readonly string[],
): readonly TableRow[] {
  const [names, ...rows] = parsed(text)
  const head = names?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const strange = head.find(
    (name, index) => !columns.includes(name) || head.indexOf(name) !== index,
  )
  const missing = required.find((name) => !head.includes(name))
  if (strange !== undefined || missing !== undefined) {
    const what = missing === undefined ? `has no use for ${strange}` : `lacks ${missing}`
    throw new PaymentFileError(
      `The first line must name the columns and ${what}; they are ${columns.join(', ')}.`,
    )
  }
  if (rows.length === 0) throw new PaymentFileError('The file has no line under its columns.')
  return rows.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(head.map((name, index) => [name, (cells[index] ?? '').trim()])),
  }))
}

function parsed(text: string): readonly { readonly line: number; readonly cells: string[] }[] {
  // Who writes amounts with a comma puts semicolons between columns.
  const delimiter = text.slice(0, text.search(/\r|\n|$/)).includes(';') ? ';' : ','
  try {
    const records = parse(text, {
      delimiter,
      info: true,
      skip_empty_lines: true,
      to: ROWS_MAX + 2,
    }) as unknown as readonly { record: string[]; info: { lines: number } }[]
    if (records.length > ROWS_MAX + 1) {
      throw new PaymentFileError(`The file has more than ${ROWS_MAX} lines; split it.`)
    }
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new PaymentFileError(`The file is no CSV: ${error.message}.`)
  }
}

/** Cents of "1234.56", "1234,56" or "1234"; null for anything else. */
export function centsIn(text: string): number | null {
  const [, whole = '', part = ''] = /^(\d{1,13})(?:[.,](\d{1,2})0{0,3})?$/.exec(text.trim()) ?? []
  return whole === '' ? null : Number(whole + part.padEnd(2, '0'))
}

/** A date as "2024-10-10", or the date of a moment that begins so; null for anything else. */
export function dateIn(text: string | null): string | null {
  const date = text?.slice(0, 10) ?? ''
  return isDate(date) ? date : null
}
