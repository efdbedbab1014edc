import type { CompletenessRow, DocumentState } from './completeness.ts'
import { xlsxType } from './documents/media-type.ts'
import type { Language } from './workbooks/kinds.ts'

/** The matrix as a file: a row per project, two columns per document (state and date). */
export const exportFormats = ['csv', 'xlsx'] as const

export type ExportFormat = (typeof exportFormats)[number]

export const exportTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv',
  xlsx: xlsxType,
}

export interface ExportedFile {
  readonly contentType: string
  readonly bytes: Buffer
}

/** `note` stands below the table: what of the data is made up. */
export async function exportCompleteness(
  rows: readonly CompletenessRow[],
  format: ExportFormat,
  language: Language,
  note: string | null,
): Promise<ExportedFile> {
  const table = tableOf(rows, language)
  const below = note === null ? [] : [[], [`${words[language].synthetic}: ${note}`]]
  return format === 'csv' ? csv([...table, ...below]) : xlsx([...table, ...below], language)
}

interface Words {
  readonly sheet: string
  readonly project: string
  readonly applicant: string
  readonly due: string
  readonly late: string
  readonly synthetic: string
  readonly documents: Readonly<Record<string, string>>
  readonly states: Readonly<Record<DocumentState, string>>
}

const words: Readonly<Record<Language, Words>> = {
  nl: {
    sheet: 'Volledigheid',
    project: 'Project',
    applicant: 'Aanvrager',
    due: 'termijn',
    late: 'te laat',
    synthetic: 'VERZONNEN GEGEVENS',
    documents: {
      application: 'Aanvraag',
      interimReport: 'Tussentijds rapport',
      finalReport: 'Eindrapport',
      accounts: 'Jaarrekening',
    },
    states: {
      notAsked: 'nog niet gevraagd',
      open: 'verwacht',
      overdue: 'over tijd',
      handedIn: 'ingediend',
      late: 'te laat ingediend',
      accepted: 'aanvaard',
      returned: 'teruggestuurd',
      rejected: 'niet ontvankelijk',
      missed: 'gemist',
      cancelled: 'vervallen',
    },
  },
  en: {
    sheet: 'Completeness',
    project: 'Project',
    applicant: 'Applicant',
    due: 'due',
    late: 'late',
    synthetic: 'SYNTHETIC DATA',
    documents: {
      application: 'Application',
      interimReport: 'Interim report',
      finalReport: 'Final report',
      accounts: 'Accounts',
    },
    states: {
      notAsked: 'not asked yet',
      open: 'expected',
      overdue: 'overdue',
      handedIn: 'handed in',
      late: 'handed in late',
      accepted: 'accepted',
      returned: 'returned',
      rejected: 'rejected',
      missed: 'missed',
      cancelled: 'no longer asked',
    },
  },
}

/** `accounts.2024` as people read it. */
export function documentName(name: string, language: Language): string {
  const [kind = '', year = ''] = name.split('.')
  return `${words[language].documents[kind] ?? kind} ${year}`.trim()
}

export function stateName(state: DocumentState, language: Language): string {
  return words[language].states[state]
}

/** Titles and rows, all as texts; every document that any project has is a column. */
function tableOf(rows: readonly CompletenessRow[], language: Language): string[][] {
  const { project, applicant, due, late } = words[language]
  const names = documentNames(rows)
  const titles = names.flatMap((name) => [
    documentName(name, language),
    `${documentName(name, language)}: ${due}`,
  ])
  return [
    [project, applicant, ...titles],
    ...rows.map(({ id, name, documents }) => [
      id,
      name,
      ...names.flatMap((each) => {
        const found = documents.find((document) => document.name === each)
        if (found === undefined) return [stateName('notAsked', language), '']
        const suffix = found.isLate && found.state !== 'late' ? ` (${late})` : ''
        return [stateName(found.state, language) + suffix, found.due ?? '']
      }),
    ]),
  ]
}

/** In the order in which they are asked for. */
export function documentNames(rows: readonly CompletenessRow[]): readonly string[] {
  const all = new Set(rows.flatMap(({ documents }) => documents.map(({ name }) => name)))
  const years = [...all].filter((name) => name.startsWith('accounts.'))
  return ['application', 'interimReport', 'finalReport', ...years.toSorted()]
}

/** With a byte-order mark and semicolons, as Excel in Flanders opens it; formulas are disarmed. */
async function csv(table: readonly string[][]): Promise<ExportedFile> {
  const { stringify } = await import('csv-stringify/sync')
  const text = stringify([...table], { bom: true, delimiter: ';', escape_formulas: true })
  return { contentType: `${exportTypes.csv}; charset=utf-8`, bytes: Buffer.from(text) }
}

const TITLE = { fontWeight: 'bold', backgroundColor: '#F2F2F2', wrap: true } as const

async function xlsx(table: readonly string[][], language: Language): Promise<ExportedFile> {
  const { default: writeXlsx } = await import('write-excel-file/node')
  const [titles = [], ...rows] = table
  const bytes = await writeXlsx(
    [
      titles.map((value) => ({ value, type: String, ...TITLE })),
      ...rows.map((row) => row.map((value) => ({ value, type: String, format: '@' }))),
    ],
    {
      sheet: words[language].sheet,
      columns: titles.map((_, index) => ({ width: index < 2 ? 30 : 24 })),
      stickyRowsCount: 1,
    },
  ).toBuffer()
  return {
    contentType: exportTypes.xlsx,
    bytes,
  }
}
