/**
 * A cell: text, a number as the file writes it, true or false, nothing, or something that no column
 * takes, with the sentence that says so.
 */
export type Cell = string | boolean | null | { readonly number: string } | Refused

export interface Refused {
  readonly refused: string
}

/** The rows of a spreadsheet from its first on, so that places are those that it shows. */
export interface Table {
  readonly rows: readonly (readonly Cell[])[]
}

/** Most rows and columns of a table: bounds for files that are no list of applicants. */
export const mostRows = 50_000
export const mostColumns = 64

/** The name of a cell, its row and column counted from 0: `B7`. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`
}

export function isBlank(cell: Cell | undefined): boolean {
  return cell == null || (typeof cell === 'string' && cell.trim() === '')
}

function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

/** Row and column of a cell, counted from 0. Errors: RangeError where it names none. */
export function placeOfCell(address: string): { readonly row: number; readonly column: number } {
  const [, letters, digits] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(address) ?? []
  if (letters === undefined) throw new RangeError(`no cell: ${address}`)
  const column = Array.from(letters).reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  )
  return { row: Number(digits) - 1, column: column - 1 }
}
