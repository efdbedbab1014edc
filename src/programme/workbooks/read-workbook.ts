import { XlsxError, addressOf, readSheets, type SheetCells } from '../import/xlsx-file.ts'
import { workbookKinds, languages, type Language } from './kinds.ts'
import {
  FIRST_ROW,
  FORMAT,
  TITLES_ROW,
  digestOf,
  idsOf,
  type Form,
  type FormKey,
  type FormSheet,
  type FormValue,
} from './form.ts'
import { readCell } from './read-cell.ts'
import type { WorkbookTexts } from './wording.ts'
import { texts } from './texts.ts'

/** What is wrong with a workbook, or worth to know: where, and one sentence in its language. */
export interface CellNote {
  /** As `Rapport!D7`, or a sheet alone; null for the workbook as a whole. */
  readonly cell: string | null
  readonly message: string
}

/** What a workbook says of itself. */
export interface Claim extends FormKey {
  readonly language: Language
  readonly revision: number
  readonly ids: readonly string[]
}

/** An item of the payload, with the cells that its fields come from. */
export interface ReadItem {
  readonly list: FormSheet['list']
  /** Field of the payload and what was filled in; empty cells are not among them. */
  readonly fields: Readonly<Record<string, string | number>>
  readonly cells: Readonly<Record<string, string>>
}

/** A workbook as far as it tells what it is for; null with the reason where it does not. */
export type Opened =
  | { readonly claim: Claim; readonly sheets: readonly SheetCells[] }
  | { readonly claim: null; readonly problem: CellNote }

/** Reads the file and its technical sheet. Nothing else of it is trusted, or looked at, yet. */
export async function openWorkbook(bytes: Uint8Array): Promise<Opened> {
  let sheets: readonly SheetCells[]
  try {
    sheets = await readSheets(bytes)
  } catch (error) {
    if (!(error instanceof XlsxError)) throw error
    return { claim: null, problem: { cell: null, message: error.message } }
  }
  for (const language of languages) {
    const words = texts[language]
    const technical = sheets.find(({ name }) => name === words.sheets.technical)
    if (technical === undefined) continue
    const claim = claimOf(technical, language, words)
    return 'message' in claim ? { claim: null, problem: claim } : { claim, sheets }
  }
  return { claim: null, problem: { cell: null, message: texts.nl.problems.notOurs } }
}

function claimOf(sheet: SheetCells, language: Language, words: WorkbookTexts): Claim | CellNote {
  const { problems } = words
  const complain = (message: string): CellNote => ({ cell: sheet.name, message })
  const pairs = sheet.rows.slice(1).map(([key, value]) => [key, value ?? ''] as const)
  const said = new Map(pairs.filter(([key]) => key !== 'row'))
  const format = said.get('format')
  if (typeof format !== 'string' || !/^\d{1,4}$/.test(format)) return complain(problems.notOurs)
  if (Number(format) !== FORMAT) return complain(problems.oldFormat(format, FORMAT))
  const [call, project, revision, year] = ['call', 'project', 'revision', 'year'].map((key) =>
    String(said.get(key) ?? ''),
  ) as [string, string, string, string]
  const kind = workbookKinds.find((each) => each === said.get('kind'))
  if (kind === undefined || !/^[1-9]\d{0,14}$/.test(revision) || !/^(?:\d{4})?$/.test(year)) {
    return complain(problems.technicalChanged)
  }
  const ids = pairs.filter(([key]) => key === 'row').map(([, value]) => String(value))
  const claim: Claim = {
    kind,
    call,
    project,
    year: year === '' ? null : Number(year),
    language,
    revision: Number(revision),
    ids,
  }
  return said.get('digest') === digestOf({ ...claim, format: FORMAT }, ids)
    ? claim
    : complain(problems.technicalChanged)
}

interface Filled {
  readonly items: readonly ReadItem[]
  readonly problems: readonly CellNote[]
  readonly notes: readonly CellNote[]
}

/**
 * What was filled in, by the form as it would be made now, in the language of the workbook.
 * Every error is told, not the first one only.
 */
export function readForm(form: Form, claim: Claim, sheets: readonly SheetCells[]): Filled {
  const words = texts[form.language]
  const { problems } = words
  if (idsOf(form).join('\n') !== claim.ids.join('\n')) {
    const message = problems.linesChanged(claim.revision, form.revision)
    return { items: [], problems: [{ cell: null, message }], notes: [] }
  }
  const expected = [
    words.sheets.instructions,
    ...form.sheets.map(({ name }) => name),
    words.sheets.technical,
  ]
  const given = sheets.map(({ name }) => name)
  const wrongSheets = [
    ...expected
      .filter((name) => !given.includes(name))
      .map((name) => ({ cell: name, message: problems.sheetMissing(name) })),
    ...given
      .filter((name, index) => !expected.includes(name) || given.indexOf(name) !== index)
      .map((name) => ({ cell: name, message: problems.sheetUnknown(name) })),
  ]
  // Only a workbook of this very revision shows exactly what we would show.
  const isSame = claim.revision === form.revision
  const filled = form.sheets.flatMap((sheet) => {
    const cells = sheets.find(({ name }) => name === sheet.name)
    return cells === undefined ? [] : [readSheet(sheet, cells, words, isSame)]
  })
  return {
    items: filled.flatMap((each) => each.items),
    problems: [...wrongSheets, ...filled.flatMap((each) => each.problems)],
    notes: filled.flatMap((each) => each.notes),
  }
}

function readSheet(
  sheet: FormSheet,
  cells: SheetCells,
  words: WorkbookTexts,
  isSame: boolean,
): Filled {
  const at = (address: string) => `${sheet.name}!${address}`
  const problems: CellNote[] = [
    ...cells.merged.map((range) => ({ cell: at(range), message: words.problems.merged })),
    ...cells.formulas.map((place) => ({ cell: at(place), message: words.problems.formula })),
    ...cells.errors
      .filter((place) => !cells.formulas.includes(place))
      .map((place) => ({ cell: at(place), message: words.problems.errorValue })),
    ...wrongTitles(sheet, cells, words),
  ]
  const notes: CellNote[] = []
  const items: ReadItem[] = []
  // What was told already is not told again as a value of a wrong kind.
  const told = new Set([...cells.formulas, ...cells.errors])
  const seen = new Set<string>()
  const byId = new Map(sheet.rows.map((row) => [row.id, row.values]))
  for (const [index, values] of cells.rows.entries()) {
    const row = index + 1
    const place = (column: number) => addressOf(row, column + 1)
    for (const [column, value] of values.entries()) {
      const isOutside = column >= sheet.columns.length
      if (isOutside && value !== null && !told.has(place(column))) {
        problems.push({ cell: at(place(column)), message: words.problems.outside })
      }
    }
    if (row < FIRST_ROW || isEmpty(sheet, values, told, place)) continue
    if (sheet.idKey !== null) {
      const wrong = wrongId(values[0] ?? null, byId, seen, words)
      if (wrong !== null) {
        problems.push({ cell: at(place(0)), message: wrong })
        continue
      }
    }
    const shown = sheet.idKey === null ? null : (byId.get(String(values[0])) ?? null)
    const item = readRow({ sheet, values, words, told, place, shown: isSame ? shown : null })
    items.push(item.item)
    problems.push(...item.problems)
    notes.push(...item.notes)
  }
  const missing = sheet.rows.flatMap(({ id }) => (id === null || seen.has(id) ? [] : [id]))
  problems.push(
    ...missing.map((id) => ({ cell: sheet.name, message: words.problems.idMissing(id) })),
  )
  return { items, problems, notes }
}

function wrongTitles(
  { name, columns }: FormSheet,
  { rows }: SheetCells,
  { problems }: WorkbookTexts,
): readonly CellNote[] {
  const given = rows[TITLES_ROW - 1] ?? []
  return columns.flatMap(({ title }, column) =>
    given[column] === title
      ? []
      : [
          {
            cell: `${name}!${addressOf(TITLES_ROW, column + 1)}`,
            message: problems.titleChanged(title),
          },
        ],
  )
}

/** A row in which nothing stands that would be read. */
function isEmpty(
  { columns }: FormSheet,
  values: SheetCells['rows'][number],
  told: ReadonlySet<string>,
  place: (column: number) => string,
): boolean {
  return columns.every((_, column) => (values[column] ?? null) === null && !told.has(place(column)))
}

function wrongId(
  value: SheetCells['rows'][number][number],
  known: ReadonlyMap<string | null, unknown>,
  seen: Set<string>,
  { problems }: WorkbookTexts,
): string | null {
  const id = value === null ? '' : String(value)
  if (!known.has(id)) return problems.idUnknown(id)
  if (seen.has(id)) return problems.idDouble(id)
  seen.add(id)
  return null
}

interface RowToRead {
  readonly sheet: FormSheet
  readonly values: SheetCells['rows'][number]
  readonly words: WorkbookTexts
  readonly told: ReadonlySet<string>
  readonly place: (column: number) => string
  /** What the form shows in this row; null when that may differ. */
  readonly shown: readonly FormValue[] | null
}

function readRow({ sheet, values, words, told, place, shown }: RowToRead) {
  const fields: Record<string, string | number> = {}
  const cells: Record<string, string> = {}
  const problems: CellNote[] = []
  const notes: CellNote[] = []
  for (const [column, { key, input, required }] of sheet.columns.entries()) {
    const value = values[column] ?? null
    const cell = `${sheet.name}!${place(column)}`
    if (input === null) {
      if (key === sheet.idKey) fields[key] = String(value)
      if (key === sheet.idKey) cells[key] = cell
      else if (shown !== null && value !== shown[column]) {
        notes.push({ cell, message: words.notes.fixedChanged })
      }
      continue
    }
    cells[key] = cell
    if (told.has(place(column))) continue
    const read = readCell(value, input, words)
    if ('problem' in read) problems.push({ cell, message: read.problem })
    else if (read.value !== null) fields[key] = read.value
    else if (required) problems.push({ cell, message: words.problems.required })
  }
  return { item: { list: sheet.list, fields, cells }, problems, notes }
}
