import type writeExcelFile from 'write-excel-file/node'
import type { CellObject } from 'write-excel-file/node'
import { addressOf } from '../import/xlsx-file.ts'
import { codesOf } from './make-form.ts'
import type { ProjectContext } from '../../../machines/project/context.ts'
import {
  FIRST_ROW,
  FORMAT,
  TITLES_ROW,
  digestOf,
  idsOf,
  type Column,
  type Form,
  type FormSheet,
  type FormValue,
} from './form.ts'
import type { WorkbookTexts } from './wording.ts'
import { texts } from './texts.ts'

const YELLOW = '#FFF2CC'
const GREY = '#F2F2F2'
const LINE = '#BFBFBF'

type Cell = CellObject | null
type Write = typeof writeExcelFile
type Sheet = Parameters<Write>[0][number]
type Feature = NonNullable<NonNullable<Parameters<Write>[1]>['features']>[number]

/** The .xlsx of a form. No macros, no formulas, nothing hidden. */
export async function writeWorkbook(form: Form, project: ProjectContext): Promise<Buffer> {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const words = texts[form.language]
  const sheets: Sheet[] = [
    instructionsSheet(form, words, codesOf(project)),
    ...form.sheets.map((sheet) => formSheet(form, sheet, words)),
    technicalSheet(form, words),
  ].map(({ name, rows, widths, sticky = 0 }) => ({
    sheet: name,
    data: rows.map((row) => [...row]),
    columns: widths.map((width) => ({ width })),
    ...(sticky === 0 ? {} : { stickyRowsCount: sticky }),
  }))
  const choices = choicesFeature(form, words, codesOf(project))
  return writeXlsx(sheets, { features: [choices] }).toBuffer()
}

/** Name of the file, as people find it in their downloads. */
export function fileNameOf({ kind, project, year }: Form): string {
  const name = project.replaceAll(/[^\w-]+/g, '-')
  return `${name}-${kind}${year === null ? '' : `-${year}`}.xlsx`
}

interface Page {
  readonly name: string
  readonly rows: readonly (readonly Cell[])[]
  readonly widths: readonly number[]
  readonly sticky?: number
}

function instructionsSheet(form: Form, words: WorkbookTexts, codes: readonly string[]): Page {
  const { kind, year, callTitle, applicant, synthetic } = form
  const lines = words.instructions({ kind, year, codes })
  return {
    name: words.sheets.instructions,
    widths: [100],
    rows: [
      [text(`${titleOf(form, words)}: ${applicant}`, { fontWeight: 'bold', fontSize: 14 })],
      [text(callTitle)],
      ...(synthetic === null ? [] : [[text(words.synthetic(synthetic), WARNING)]]),
      [null],
      ...lines.map((line, index) => [text(`${index + 1}. ${line}`, { wrap: true })]),
    ],
  }
}

const WARNING = { fontWeight: 'bold', wrap: true, textColor: '#9C0006' } as const

function formSheet(form: Form, { name, columns, rows }: FormSheet, words: WorkbookTexts): Page {
  const { applicant, synthetic } = form
  const warning = synthetic === null ? '' : ` ${words.synthetic(synthetic)}`
  return {
    name,
    widths: columns.map(({ width }) => width),
    sticky: TITLES_ROW,
    rows: [
      [text(`${titleOf(form, words)}: ${applicant}`, { fontWeight: 'bold', fontSize: 14 })],
      [text(words.hint + warning, { fontStyle: 'italic' })],
      columns.map(({ title }) =>
        text(title, { fontWeight: 'bold', wrap: true, backgroundColor: GREY, ...BORDER }),
      ),
      ...rows.map(({ values }) =>
        columns.map((column, index) => formCell(column, values[index] ?? null)),
      ),
    ],
  }
}

const BORDER = { borderColor: LINE, borderStyle: 'thin' } as const

function formCell({ key, input }: Column, value: FormValue): Cell {
  const style = {
    alignVertical: 'top',
    wrap: true,
    ...BORDER,
    ...(input === null ? {} : { backgroundColor: YELLOW }),
  } as const
  if (typeof value === 'string') return text(value, style)
  const isMoney = input === 'amount' || (input === null && key.endsWith('Amount'))
  const isNumber = typeof value === 'number' || input === 'amount' || input === 'count'
  // An empty cell keeps the format of what is to come; a text cell lets Excel turn nothing round.
  const format = isMoney ? '#,##0.00' : isNumber ? '0' : '@'
  return value === null
    ? { type: isNumber ? Number : String, format, ...style }
    : { value, type: Number, format, ...style }
}

function technicalSheet(form: Form, words: WorkbookTexts): Page {
  const { kind, call, project, revision, year } = form
  const ids = idsOf(form)
  const digest = digestOf({ format: FORMAT, kind, call, project, revision, year }, ids)
  const pairs: readonly (readonly [string, string])[] = [
    ['format', String(FORMAT)],
    ['kind', kind],
    ['call', call],
    ['project', project],
    ['revision', String(revision)],
    ['year', year === null ? '' : String(year)],
    ['digest', digest],
    ...ids.map((id) => ['row', id] as const),
  ]
  return {
    name: words.sheets.technical,
    widths: [14, 80],
    rows: [
      [text(words.technicalHint, { fontWeight: 'bold' })],
      ...pairs.map(([key, value]) => [text(key), value === '' ? null : text(value)]),
    ],
  }
}

function titleOf({ kind, year }: Form, words: WorkbookTexts): string {
  return words.titles[kind] + (year === null ? '' : ` ${year}`)
}

function text(value: string, style: Omit<CellObject, 'value' | 'type'> = {}): CellObject {
  // What looks like an escape of the format is escaped itself; the writer leaves that to us.
  const escaped = value.replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  return { value: escaped, type: String, format: '@', ...style }
}

/** Cells with a few possible answers offer them in a list. */
function choicesFeature(form: Form, words: WorkbookTexts, codes: readonly string[]): Feature {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          insert: ({ sheet: name }) => {
            const sheet = form.sheets.find((each) => each.name === name)
            const lists = sheet === undefined ? [] : listsOf(sheet, words, codes)
            if (lists.length === 0) return undefined
            return `<dataValidations count="${lists.length}">${lists.join('')}</dataValidations>`
          },
        },
      },
    },
  }
}

function listsOf(
  { columns, rows }: FormSheet,
  { decisions }: WorkbookTexts,
  codes: readonly string[],
): readonly string[] {
  return columns.flatMap(({ input }, index) => {
    const choices =
      input === 'lineDecision'
        ? [decisions.continue, decisions.reduce, decisions.stop]
        : input === 'stimulusDecision'
          ? [decisions.continue, decisions.stop]
          : input === 'code'
            ? codes
            : []
    const list = choices.join(',')
    // A list in a formula has a length of its own, and no way to write these characters in an item.
    if (choices.length === 0 || list.length > 250 || /[",<>&]/.test(choices.join(''))) return []
    const place = (row: number) => addressOf(row, index + 1)
    const range = `${place(FIRST_ROW)}:${place(FIRST_ROW + Math.max(1, rows.length) - 1)}`
    return [
      `<dataValidation type="list" allowBlank="1" sqref="${range}">` +
        `<formula1>"${list}"</formula1></dataValidation>`,
    ]
  })
}
