import { readXml, XmlError } from './xml.ts'
import { openZip, ZipError } from './zip.ts'

/**
 * Reads an .xlsx file that anybody may have sent: as a table of values, or not at all. Sizes are
 * bounded by what the archive says before anything is unpacked, and by what comes out while it is.
 */

export type CellValue = string | number | boolean | Date | null

export interface SheetCells {
  readonly name: string
  /** Rows from the first one; missing cells are null. */
  readonly rows: readonly (readonly CellValue[])[]
  /** Addresses of cells that hold a formula: their value is not read as one. */
  readonly formulas: readonly string[]
  /** Addresses of cells that show an error, as #REF!. */
  readonly errors: readonly string[]
  /** Ranges of merged cells, as `B2:C2`. */
  readonly merged: readonly string[]
}

export type XlsxErrorCode = 'xlsx-damaged' | 'xlsx-too-large' | 'xlsx-not-plain'

/** Why a file is not read: one sentence. */
export class XlsxError extends Error {
  override readonly name = 'XlsxError'
  readonly code: XlsxErrorCode
  readonly retryable = false

  constructor(code: XlsxErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.code = code
  }
}

export interface XlsxLimits {
  /** Bytes as sent, and unpacked, all parts together. */
  readonly fileBytes: number
  readonly unpackedBytes: number
  readonly parts: number
  readonly rows: number
  readonly columns: number
  /** Rows times columns, all sheets together: what a table of them takes. */
  readonly cells: number
}

const xlsxLimits: XlsxLimits = {
  fileBytes: 1_000_000,
  unpackedBytes: 10 * 1024 * 1024,
  parts: 200,
  rows: 20_000,
  columns: 200,
  cells: 500_000,
}

/**
 * The sheets of a workbook, in its order.
 * Errors: XlsxError.
 */
export async function readSheets(
  bytes: Uint8Array,
  limits: XlsxLimits = xlsxLimits,
): Promise<readonly SheetCells[]> {
  const parts = plainParts(await unpacked(bytes, limits))
  const { zipSync } = await import('fflate')
  const { default: readXlsx } = await import('read-excel-file/node')
  const scans = scanSheets(parts, limits)
  // The library gets what was checked, packed anew: it sees no other file than we do.
  const packed = Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }))
  const sheets = await damagedUnless(() => readXlsx(packed, { trim: false }))
  return scans.map(({ name, formulas, errors, merged }, index) => {
    const rows = sheets[index]?.sheet === name ? sheets[index].data : null
    if (rows === null) throw damaged(`its sheet ${name} cannot be found in it`)
    return { name, rows: rows as readonly CellValue[][], formulas, errors, merged }
  })
}

const ONLY_XLSX = 'Save it as an Excel workbook (.xlsx), without a password.'

/** Every part of the archive that is XML, unpacked; pictures and printer settings are left out. */
async function unpacked(
  bytes: Uint8Array,
  limits: XlsxLimits,
): Promise<ReadonlyMap<string, Buffer>> {
  if (bytes.length > limits.fileBytes) {
    throw tooLarge(`It has ${bytes.length} bytes, of at most ${limits.fileBytes}.`)
  }
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (file.length > 4 && file.readUInt32BE(0) === OLE) {
    throw notPlain(`The file is an old .xls or has a password. ${ONLY_XLSX}`)
  }
  try {
    const zip = await openZip(file, { entries: limits.parts, bytes: limits.unpackedBytes })
    const parts = new Map<string, Buffer>()
    for (const name of zip.names) {
      if (ACTIVE.test(name)) throw notPlain(`The file holds macros or other files (${name}).`)
      if (/\.(?:xml|rels)$/i.test(name)) parts.set(name, await zip.read(name))
    }
    return parts
  } catch (error) {
    if (!(error instanceof ZipError)) throw error
    const code = error.isTooLarge ? 'xlsx-too-large' : 'xlsx-damaged'
    throw new XlsxError(code, error.message, { cause: error })
  }
}

const OLE = 0xd0cf11e0

/** What runs, or brings another file along. */
const ACTIVE =
  /vbaProject|^xl\/(?:macro|dialog)sheets|^xl\/(?:externalL|embedd|activeX|ctrlP|connect)|^customUI/i

/** The same parts, once none of them is more than plain XML. */
function plainParts(parts: ReadonlyMap<string, Buffer>): ReadonlyMap<string, Buffer> {
  for (const [name, data] of parts) {
    const text = textOf(data, name)
    if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw notPlain(`Its part ${name} declares entities.`)
    const [, encoding = 'utf-8'] = /^\s*<\?xml[^>]*\sencoding=["']([^"']*)/.exec(text) ?? []
    if (!/^utf-8$/i.test(encoding)) throw damaged(`its part ${name} is not in UTF-8`)
  }
  const types = parts.get('[Content_Types].xml')
  if (types === undefined || !parts.has(WORKBOOK) || !parts.has(RELATIONS)) {
    throw damaged('it holds no workbook')
  }
  if (/macroEnabled|vbaProject/i.test(types.toString())) {
    throw notPlain(`The file may hold macros. ${ONLY_XLSX}`)
  }
  return parts
}

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'

interface Scan {
  readonly name: string
  readonly formulas: string[]
  readonly errors: string[]
  readonly merged: string[]
}

type Tag = (name: string, attributes: Readonly<Record<string, string>>) => void

/** What the values do not tell, and how large the tables are that they come in. */
function scanSheets(parts: ReadonlyMap<string, Buffer>, limits: XlsxLimits): readonly Scan[] {
  const parse = (part: string, onTag: Tag): void => {
    try {
      readXml(parts.get(part)?.toString() ?? '', {
        open: (name, attributes) => onTag(name, Object.fromEntries(attributes)),
      })
    } catch (error) {
      throw error instanceof XmlError ? damaged(`its part ${part} is no XML`, error) : error
    }
  }
  const sheets: { readonly name: string; readonly relation: string }[] = []
  parse(WORKBOOK, (tag, { name = '', id = '' }) => {
    if (tag === 'sheet') sheets.push({ name, relation: id })
  })
  const targets = new Map<string, string>()
  parse(RELATIONS, (tag, { Id = '', Target = '' }) => {
    if (tag === 'Relationship') targets.set(Id, Target.replace(/^(?!\/)/, 'xl/').replace(/^\//, ''))
  })
  const total = { cells: 0 }
  return sheets.map(({ name, relation }) => {
    const part = targets.get(relation) ?? ''
    if (!parts.has(part)) throw damaged(`its sheet ${name} cannot be found in it`)
    const scan: Scan = { name, formulas: [], errors: [], merged: [] }
    parse(part, scanning(scan, limits, total))
    return scan
  })
}

/** Follows a sheet tag by tag; a cell without an address stands right of the one before. */
function scanning(scan: Scan, limits: XlsxLimits, total: { cells: number }): Tag {
  const others = total.cells
  let [row, column, width, last] = [0, 0, 0, 0]
  return (tag, attributes) => {
    if (tag === 'row') {
      row = attributes['r'] === undefined ? row + 1 : Number(attributes['r'])
      column = 0
    } else if (tag === 'c') {
      const address = placeOf(attributes['r'] ?? '')
      if (attributes['r'] !== undefined && address === null) throw damaged('a cell has no place')
      row = address?.row ?? row
      column = address?.column ?? column + 1
      if (attributes['t'] === 'e') scan.errors.push(addressOf(row, column))
    } else if (tag === 'f') scan.formulas.push(addressOf(row, column))
    else if (tag === 'mergeCell') scan.merged.push(attributes['ref'] ?? '')
    if (tag !== 'row' && tag !== 'c') return
    if (!(row <= limits.rows && column <= limits.columns)) {
      throw tooLarge(`A sheet has at most ${limits.rows} rows and ${limits.columns} columns.`)
    }
    width = Math.max(width, column)
    last = Math.max(last, row)
    total.cells = others + width * last
    if (total.cells > limits.cells) throw tooLarge(`It has more than ${limits.cells} cells.`)
  }
}

/** A place counted from 1 as Excel writes it: row 7, column 4 is `D7`. */
export function addressOf(row: number, column: number): string {
  let letters = ''
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  }
  return `${letters}${row}`
}

function placeOf(address: string): { readonly row: number; readonly column: number } | null {
  const [, letters, digits] = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(address) ?? []
  if (letters === undefined) return null
  const column = Array.from(letters).reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  )
  return { row: Number(digits), column }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function textOf(data: Uint8Array, what: string): string {
  try {
    return utf8.decode(data)
  } catch (error) {
    throw damaged(`${what} is not in UTF-8`, error)
  }
}

async function damagedUnless<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw damaged('its cells cannot be read', error)
  }
}

function damaged(why: string, cause?: unknown): XlsxError {
  return new XlsxError('xlsx-damaged', `The file is damaged: ${why}.`, { cause })
}

function tooLarge(message: string): XlsxError {
  return new XlsxError('xlsx-too-large', message)
}

function notPlain(message: string): XlsxError {
  return new XlsxError('xlsx-not-plain', message)
}
