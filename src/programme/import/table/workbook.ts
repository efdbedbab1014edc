import type { ImportError } from '../errors.ts'
import { fileError } from '../errors.ts'
import { foreignFile } from './foreign.ts'
import { lookThrough, type Sheet } from './sheet.ts'
import { placeOfCell, type Cell, type Table } from './table.ts'
import { readXml, XmlError, xmlText } from '../xml.ts'
import { openZip, ZipError, type Zip } from '../zip.ts'

const workbookPath = 'xl/workbook.xml'
const relationsPath = 'xl/_rels/workbook.xml.rels'

/** The sheet of applicants in a workbook (.xlsx), or what is wrong with it. */
export async function readWorkbook(
  file: string,
  bytes: Buffer,
): Promise<Table | readonly ImportError[]> {
  if (bytes.subarray(0, 4).toString('latin1') !== 'PK\u0003\u0004') {
    const foreign = foreignFile(bytes) ?? 'Save the table as .xlsx.'
    return [fileError(file, `This must be a workbook of the format .xlsx. ${foreign}`)]
  }
  try {
    const zip = await openZip(bytes, { entries: 1000, bytes: 50 * 1024 * 1024 })
    const kind = otherKind(zip.names)
    if (kind !== null) return [fileError(file, kind)]
    return await readSheet(zip)
  } catch (error) {
    if (!(error instanceof ZipError) && !(error instanceof XmlError)) throw error
    return [fileError(file, error.message)]
  }
}

/** Why a zip is no workbook that is taken; null when it may be one. */
function otherKind(names: readonly string[]): string | null {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/vbaProject|macrosheets\//i)) {
    return 'The workbook must hold no macros: save it as .xlsx.'
  }
  if (names.includes(workbookPath)) return null
  const what = has(/^word\//)
    ? 'a text document'
    : has(/^xl\/workbook\.bin$/)
      ? 'a binary workbook (.xlsb)'
      : names.includes('mimetype')
        ? 'an OpenDocument file'
        : 'a zip of something else'
  return `This must be a workbook of the format .xlsx; it is ${what}. Save the table as .xlsx.`
}

interface SheetEntry {
  /** Among the sheets of the workbook, counted from 1. */
  readonly number: number
  readonly name: string
  readonly path: string
}

async function readSheet(zip: Zip): Promise<Table> {
  const book = new Map<string, Buffer>()
  const textOf = async (path: string) => {
    const bytes = await zip.read(path)
    book.set(path, bytes)
    return xmlText(bytes)
  }
  if (/macroEnabled/i.test(await textOf('[Content_Types].xml'))) {
    throw new XmlError('The workbook must hold no macros: save it as .xlsx.')
  }
  const parts = partsOf(await textOf(workbookPath), await textOf(relationsPath))
  for (const path of parts.besides) if (zip.names.includes(path)) await textOf(path)
  const looked: { readonly entry: SheetEntry; readonly sheet: Sheet }[] = []
  for (const entry of parts.sheets) {
    looked.push({ entry, sheet: lookThrough(await textOf(entry.path)) })
  }
  const chosen = chosenOf(looked)
  // The library is given what was looked at, and no other sheet.
  for (const { path } of parts.sheets) if (path !== chosen.entry.path) book.delete(path)
  return { rows: await rowsOf(book, chosen) }
}

/** The sheets of a workbook, and the paths of what belongs to all of them. */
function partsOf(workbook: string, relations: string) {
  const targets = new Map<string, string>()
  const besides = ['xl/sharedStrings.xml', 'xl/styles.xml']
  readXml(relations, {
    open: (name, attributes) => {
      const target = attributes.get('Target') ?? ''
      const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
      const type = (attributes.get('Type') ?? '').replace(/^.*\//, '')
      if (name !== 'Relationship') return
      if (type === 'worksheet') targets.set(attributes.get('Id') ?? '', path)
      if (type === 'sharedStrings' || type === 'styles') besides.push(path)
    },
  })
  const sheets: SheetEntry[] = []
  let number = 0
  readXml(workbook, {
    open: (name, attributes) => {
      const sheet = attributes.get('name') ?? ''
      if (name !== 'sheet' || sheet === '') return
      number += 1
      const path = targets.get(attributes.get('id') ?? '')
      if (path !== undefined) sheets.push({ number, name: sheet, path })
    },
  })
  return { sheets, besides: [...new Set(besides)] }
}

/** The only sheet that holds anything, or the one that is called as the file is. */
function chosenOf<T extends { readonly entry: SheetEntry; readonly sheet: Sheet }>(
  looked: readonly T[],
): T {
  const filled = looked.filter(({ sheet }) => !sheet.isEmpty)
  const named = filled.filter(({ entry }) => /^(?:applicants|aanvragers)$/i.test(entry.name))
  const [only, ...others] = filled.length > 1 ? named : filled
  if (only !== undefined && others.length === 0) return only
  if (filled.length === 0) throw new XmlError('The workbook must hold a table; it is empty.')
  const names = filled.map(({ entry }) => entry.name.slice(0, 40)).join(', ')
  throw new XmlError(
    `The workbook must have one sheet that is filled, or one called applicants; it has ${names}.`,
  )
}

/** Reads the values of a sheet, from a zip that holds just what was looked at. */
async function rowsOf(
  book: ReadonlyMap<string, Uint8Array>,
  { entry, sheet }: { readonly entry: SheetEntry; readonly sheet: Sheet },
): Promise<readonly (readonly Cell[])[]> {
  // Loaded only by who reads a workbook.
  const { zipSync } = await import('fflate')
  const { readSheet: readValues } = await import('read-excel-file/universal')
  const zipped = zipSync(Object.fromEntries(book), { level: 0 })
  const options = { trim: false, parseNumber: (number: string) => ({ number }) }
  const read = readValues(Uint8Array.from(zipped).buffer, entry.number, options)
  const values: readonly (readonly unknown[])[] = await read.catch(() => {
    throw new XmlError('The workbook is damaged: save it anew from a spreadsheet program.')
  })
  const rows = values.map((row) => row.map(cellOf))
  for (const [address, sentence] of sheet.refused) {
    const { row, column } = placeOfCell(address)
    const cells = (rows[row] ??= [])
    while (cells.length <= column) cells.push(null)
    cells[column] = { refused: sentence }
  }
  return Array.from(rows, (row) => row ?? [])
}

function cellOf(value: unknown): Cell {
  if (value == null) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value instanceof Date) {
    return { refused: 'Must not be a date or a time: give the cell the format Text or Number.' }
  }
  const { number = '' } = value as { readonly number?: string }
  return /^[+-]?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i.test(number)
    ? { number }
    : { refused: 'Must be a text or a number.' }
}
