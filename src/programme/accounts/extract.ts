import { isKbo } from '../../domain/references.ts'
import { XlsxError, readSheets, type CellValue } from '../import/xlsx-file.ts'

/** One booking of the extract of annual accounts. */
export interface ExtractRow {
  /** Row of the file, counted from 1. */
  readonly row: number
  readonly kbo: string
  readonly year: number
  readonly code: string
  readonly action: string | null
  readonly cents: number
}

export interface ExtractError {
  /** Null when no row is to blame. */
  readonly row: number | null
  readonly message: string
}

/** Either all rows, or everything that is wrong: a file with an error is not used in part. */
export type Extract =
  { readonly rows: readonly ExtractRow[] } | { readonly errors: readonly ExtractError[] }

/** Rows and bytes of a file at most. */
const ROWS_MAX = 20_000
export const EXTRACT_BYTES_MAX = 1_000_000
const ERRORS_SHOWN = 200

const columns = {
  kbo: ['kbo', 'kbo-nummer', 'ondernemingsnummer'],
  year: ['year', 'jaar', 'boekjaar'],
  code: ['code', 'beleidscode'],
  action: ['action', 'actie'],
  amount: ['amount', 'bedrag'],
} as const

type ColumnName = keyof typeof columns

/**
 * Reads an extract: KBO number, year, code, action and amount of each booking, under Dutch or
 * English titles, in any order; .xlsx (its first sheet) or .csv in UTF-8 by `;` or `,`.
 */
export async function readExtract(name: string, bytes: Uint8Array): Promise<Extract> {
  const table = /\.xlsx$/i.test(name) ? await xlsxTable(bytes) : await csvTable(bytes)
  if ('errors' in table) return table
  const [titles = [], ...body] = table.rows
  const places = placesOf(titles)
  const missing = (Object.keys(columns) as ColumnName[]).filter(
    (column) => column !== 'action' && places[column] === undefined,
  )
  if (missing.length > 0) {
    const names = missing.map((column) => columns[column].join(' / ')).join('; ')
    return failed(1, `The first row must name the columns; missing: ${names}.`)
  }
  if (body.length > ROWS_MAX) return failed(null, `An extract has at most ${ROWS_MAX} rows.`)
  const rows: ExtractRow[] = []
  const errors: ExtractError[] = []
  for (const [index, cells] of body.entries()) {
    if (cells.every((cell) => cell === null || cell === '')) continue
    const row = index + 2
    const read = readRow(row, (column) => cells[places[column] ?? -1] ?? null)
    if ('errors' in read) errors.push(...read.errors)
    else rows.push(read)
  }
  if (errors.length > 0) return { errors: errors.slice(0, ERRORS_SHOWN) }
  return rows.length === 0 ? failed(null, 'The extract holds no rows.') : { rows }
}

type Table =
  | { readonly rows: readonly (readonly CellValue[])[] }
  | { readonly errors: readonly ExtractError[] }

async function xlsxTable(bytes: Uint8Array): Promise<Table> {
  try {
    const [sheet] = await readSheets(bytes)
    if (sheet === undefined) return failed(null, 'The file holds no sheet.')
    const wrong = [...sheet.formulas, ...sheet.errors, ...sheet.merged]
    return wrong.length === 0
      ? { rows: sheet.rows }
      : failed(null, `Put values; formulas, errors or merged cells stand at ${wrong[0]}.`)
  } catch (error) {
    if (error instanceof XlsxError) return failed(null, error.message)
    throw error
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

async function csvTable(bytes: Uint8Array): Promise<Table> {
  if (bytes.length > EXTRACT_BYTES_MAX) {
    return failed(null, `A file of at most ${EXTRACT_BYTES_MAX} bytes is taken.`)
  }
  const { parse } = await import('csv-parse/sync')
  try {
    const text = utf8.decode(bytes)
    const [titles = ''] = text.split(/\r?\n/, 1)
    const delimiter = titles.includes(';') ? ';' : ','
    const rows: string[][] = parse(text, { delimiter, trim: true, skip_empty_lines: false })
    return { rows }
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not in UTF-8' : (error as Error).message
    return failed(null, `The file is no .csv: ${why.replace(/\.$/, '')}.`)
  }
}

function placesOf(titles: readonly CellValue[]): Partial<Record<ColumnName, number>> {
  const places: Partial<Record<ColumnName, number>> = {}
  for (const [index, title] of titles.entries()) {
    const said = String(title ?? '')
      .trim()
      .toLowerCase()
    for (const column of Object.keys(columns) as ColumnName[]) {
      const names: readonly string[] = columns[column]
      if (names.includes(said)) places[column] ??= index
    }
  }
  return places
}

function readRow(
  row: number,
  cell: (column: ColumnName) => CellValue,
): ExtractRow | { readonly errors: readonly ExtractError[] } {
  const kbo = kboOf(cell('kbo'))
  const year = yearOf(cell('year'))
  const code = String(cell('code') ?? '').trim()
  const action = String(cell('action') ?? '').trim()
  const cents = centsOf(cell('amount'))
  if (kbo !== null && year !== null && code !== '' && cents !== null) {
    return { row, kbo, year, code, action: action === '' ? null : action, cents }
  }
  const errors = [
    ...(kbo === null ? ['The KBO number must have ten digits and a correct check.'] : []),
    ...(year === null ? ['The year must have four digits.'] : []),
    ...(code === '' ? ['The code is missing.'] : []),
    ...(cents === null ? ['The amount must be 0 or more, with at most two decimals.'] : []),
  ]
  return { errors: errors.map((message) => ({ row, message })) }
}

/** Ten digits; dots and spaces are dropped, and the zero in front that Excel drops is put back. */
function kboOf(cell: CellValue): string | null {
  const digits = String(cell ?? '').replaceAll(/[.\s]|^BE/gi, '')
  const kbo = /^\d{9}$/.test(digits) ? `0${digits}` : digits
  return isKbo(kbo) ? kbo : null
}

function yearOf(cell: CellValue): number | null {
  const text = String(cell ?? '').trim()
  return /^(?:19|20)\d{2}$/.test(text) ? Number(text) : null
}

/** `1234.50`, `1234,5` or a number; a mark between thousands could be read as two sums. */
function centsOf(cell: CellValue): number | null {
  const text = String(cell ?? '').trim()
  const [, euros, cents = ''] = /^(\d{1,10})(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  return euros === undefined ? null : Number(euros + cents.padEnd(2, '0'))
}

function failed(row: number | null, message: string) {
  return { errors: [{ row, message }] }
}
