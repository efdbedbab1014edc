import type { ImportError } from '../errors.ts'
import type { Column, Part } from './columns.ts'
import { columnOf, columns } from './columns.ts'
import { cellName, isBlank, type Cell } from './table.ts'

/** A column that is understood, with the header that the file gives it. */
export interface HeaderColumn {
  readonly column: Column
  /** Counted from 0. */
  readonly index: number
  readonly header: string
}

export interface Header {
  /** Counted from 0. */
  readonly row: number
  readonly columns: readonly HeaderColumn[]
  /** Columns with a header, understood or not. */
  readonly headed: ReadonlySet<number>
  readonly errors: readonly ImportError[]
}

/** Reads the row that names the columns, in any order and in Dutch or English. */
export function readHeader(file: string, cells: readonly Cell[], row: number): Header {
  const found: HeaderColumn[] = []
  const headed = new Set<number>()
  const errors: ImportError[] = []
  for (const [index, cell] of cells.entries()) {
    if (cell === null || isBlank(cell)) continue
    headed.add(index)
    const header = typeof cell === 'string' ? cell.trim() : ''
    const refuse = (message: string) =>
      errors.push({
        file,
        row: row + 1,
        ...(header === '' ? {} : { column: shortened(header) }),
        cell: cellName(row, index),
        field: '',
        message,
      })
    const column = columnOf(header)
    const twin = found.find((each) => each.column === column)
    if (typeof cell === 'object' && 'refused' in cell) refuse(cell.refused)
    else if (column === undefined) refuse(`This column is unknown; ${known}.`)
    else if (twin !== undefined) {
      refuse(`The column must stand once; ${cellName(row, twin.index)} names it too.`)
    } else found.push({ column, index, header })
  }
  const missing = missingOf(found).map((each): ImportError => {
    const [english, dutch] = each.headers
    const message = `The column ${english} (${dutch}) is missing and must be there.`
    return { file, row: row + 1, field: '', message }
  })
  return { row, columns: found, headed, errors: [...errors, ...missing] }
}

const known = `known are ${columns.map(({ headers }) => headers[0]).join(', ')}`

/** A list's columns are needed where the table has any of them; those of lines where it has none. */
function missingOf(found: readonly HeaderColumn[]): readonly Column[] {
  const has = (part: Part) => found.some(({ column }) => column.part === part)
  const isAsked = (part: Part) =>
    part === 'applicant' || has(part) || (part === 'lines' && !has('stimuli'))
  return columns.filter(
    (column) =>
      column.isNeeded && isAsked(column.part) && !found.some((each) => each.column === column),
  )
}

function shortened(header: string): string {
  return header.length <= 60 ? header : `${header.slice(0, 59)}…`
}
