import type { ImportError, Parsed, Path, Place } from '../errors.ts'
import { fileError } from '../errors.ts'
import type { Column, Part } from './columns.ts'
import { columns } from './columns.ts'
import { readHeader, type Header, type HeaderColumn } from './header.ts'
import { cellName, isBlank, type Cell, type Table } from './table.ts'

/** Id of the example in a template: an applicant that nobody may import. */
export const exampleId = 'example-remove-me'

/** More than anybody reads. */
const mostErrors = 10_000

type Fields = Record<string, unknown>
type ListPart = Exclude<Part, 'file' | 'applicant'>

const listParts: readonly ListPart[] = ['lines', 'stimuli', 'partners']

/**
 * The applicants of a table, in the shape of applicants.json, each value with its cell. A row holds
 * a line, a stimulus, a partner, or several of these; rows without an id go on with the applicant
 * above.
 */
export function applicantsOf(file: string, table: Table): Parsed | readonly ImportError[] {
  const first = table.rows.findIndex((row) => row.some((cell) => !isBlank(cell)))
  if (first === -1) return [fileError(file, 'The table must not be empty.')]
  const reading = new Reading(file, readHeader(file, table.rows[first] ?? [], first))
  for (const [row, cells] of table.rows.entries()) {
    if (row > first && cells.some((cell) => !isBlank(cell))) reading.take(row, cells)
    if (reading.errors.length >= mostErrors) break
  }
  return reading.result()
}

/** A cell that is not blank: what it means, or that it was refused. */
interface Given {
  readonly at: HeaderColumn
  readonly row: number
  readonly raw: Cell
  readonly read: { readonly value: unknown } | string
}

interface Open {
  readonly path: Path
  readonly fields: Fields
  /** What the first row of the applicant gave, for its other rows to be held against. */
  readonly given: Map<Column, Given>
  readonly row: number
}

class Reading {
  readonly errors: ImportError[]
  readonly #file: string
  readonly #header: Header
  readonly #refused: Path[] = []
  readonly #places = new Map<string, Place>()
  readonly #applicants: Fields[] = []
  readonly #top: Open
  #open: Open | null = null

  constructor(file: string, header: Header) {
    this.#file = file
    this.#header = header
    this.errors = [...header.errors]
    this.#top = { path: [], fields: {}, given: new Map(), row: header.row }
    this.#places.set('', { row: header.row + 1 })
  }

  take(row: number, cells: readonly Cell[]): void {
    const given = this.#givenIn(row, cells)
    const of = (part: Part) => given.filter(({ at }) => at.column.part === part)
    this.#repeat(this.#top, of('file'), this.#open === null)
    this.#openApplicant(row, of('applicant'))
    for (const part of listParts) {
      const fields = of(part)
      if (fields.length > 0 && this.#open !== null) this.#addItem(this.#open, part, row, fields)
    }
  }

  result(): Parsed {
    return {
      data: { ...this.#top.fields, applicants: this.#applicants },
      placesOf: (paths) => paths.map((path) => this.#placeOf(path)),
      refused: { errors: this.errors, paths: this.#refused },
    }
  }

  #givenIn(row: number, cells: readonly Cell[]): readonly Given[] {
    for (const [index, cell] of cells.entries()) {
      if (isBlank(cell) || this.#header.headed.has(index)) continue
      this.#refuse(row, index, '', [], 'Must stand under a header, or be empty.')
    }
    return this.#header.columns.flatMap((at) => {
      const raw = cells[at.index]
      return raw === undefined || raw === null || isBlank(raw)
        ? []
        : [{ at, row, raw, read: at.column.read(raw) }]
    })
  }

  /** Begins another applicant where the row has another id than the one above. */
  #openApplicant(row: number, given: readonly Given[]): void {
    const id = given.find(({ at }) => at.column.key === 'id')
    const isSame =
      this.#open !== null &&
      (id === undefined || sameAs(id, this.#givenTo(this.#open, id.at.column)))
    if (isSame && this.#open !== null) {
      this.#repeat(this.#open, given, false)
      return
    }
    const path = ['applicants', this.#applicants.length]
    const fields: Fields = { lines: [], stimuli: [], partners: [] }
    this.#applicants.push(fields)
    this.#open = { path, fields, given: new Map(), row }
    this.#places.set(keyOf(path), { row: row + 1 })
    this.#fill(path, fields, row, given, 'applicant')
    for (const each of given) this.#open.given.set(each.at.column, each)
    if (id !== undefined && typeof id.read !== 'string' && id.read.value === exampleId) {
      const message = 'Must be an applicant: this is the example of the template, to be removed.'
      this.#refuse(row, id.at.index, id.at.header, [...path, 'id'], message)
    }
  }

  #addItem(open: Open, part: ListPart, row: number, given: readonly Given[]): void {
    const list = open.fields[part] as Fields[]
    const path = [...open.path, part, list.length]
    const fields: Fields = {}
    list.push(fields)
    this.#places.set(keyOf(path), { row: row + 1 })
    this.#fill(path, fields, row, given, part)
  }

  /** Puts what was given into the fields; what is needed and blank is an error at its cell. */
  #fill(path: Path, fields: Fields, row: number, given: readonly Given[], part: Part): void {
    for (const each of given) this.#put(path, fields, each)
    for (const column of columns) {
      if (column.part !== part || !column.isNeeded) continue
      if (given.some(({ at }) => at.column === column)) continue
      const at = this.#header.columns.find((each) => each.column === column)
      const field = [...path, column.key]
      // That a column is not there at all, the header was told.
      if (at === undefined) this.#refused.push(field)
      else this.#refuse(row, at.index, at.header, field, 'Must not be empty.')
    }
  }

  #put(path: Path, fields: Fields, { at, row, read }: Given): void {
    const field = [...path, at.column.key]
    this.#places.set(keyOf(field), placeOf(row, at.index, at.header))
    if (typeof read === 'string') this.#refuse(row, at.index, at.header, field, read)
    else fields[at.column.key] = read.value
  }

  /** What stands once for all rows may be repeated, and may not be changed by that. */
  #repeat(open: Open, given: readonly Given[], isFirst: boolean): void {
    for (const each of given) {
      const before = this.#givenTo(open, each.at.column)
      if (before === undefined && isFirst) {
        open.given.set(each.at.column, each)
        this.#put(open.path, open.fields, each)
      } else if (!sameAs(each, before)) {
        const message =
          before === undefined
            ? `Must be empty, or stand in row ${firstRowOf(open) + 1} as well.`
            : `Must be empty, or the same as in row ${before.row + 1}.`
        this.#refuse(
          each.row,
          each.at.index,
          each.at.header,
          [...open.path, each.at.column.key],
          message,
        )
      }
    }
  }

  #givenTo(open: Open, column: Column): Given | undefined {
    return open.given.get(column)
  }

  #refuse(row: number, index: number, header: string, path: Path, message: string): void {
    const place = placeOf(row, index, header)
    this.errors.push({ file: this.#file, ...place, field: path.join('.'), message })
    if (path.length > 0) this.#refused.push(path)
  }

  #placeOf(path: Path): Place {
    for (let length = path.length; length > 0; length -= 1) {
      const place = this.#places.get(keyOf(path.slice(0, length)))
      if (place !== undefined) return place
    }
    return { row: this.#header.row + 1 }
  }
}

function firstRowOf({ path, row }: Open): number {
  return path.length === 0 ? row + 1 : row
}

function sameAs({ raw, read }: Given, other: Given | undefined): boolean {
  return (
    other !== undefined &&
    (JSON.stringify(raw) === JSON.stringify(other.raw) ||
      (typeof read !== 'string' && JSON.stringify(read) === JSON.stringify(other.read)))
  )
}

function placeOf(row: number, index: number, header: string): Place {
  return {
    row: row + 1,
    cell: cellName(row, index),
    ...(header === '' ? {} : { column: header }),
  }
}

function keyOf(path: Path): string {
  return path.join('/')
}
