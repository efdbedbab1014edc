import type { ApplicantEntry, ApplicantsFile } from '../schemas.ts'
import { columns, type Column } from './columns.ts'
import { exampleId } from './rows.ts'

/** What stands in a cell that is written. */
export type Written = string | number | boolean | null

/** Which header the columns get. */
export type HeaderLanguage = 'en' | 'nl'

/**
 * Applicants as rows under a header: the applicant's own facts in its first row, one line, stimulus
 * and partner a row. Amounts are decimal texts in EUR, as in applicants.json.
 */
export function rowsOf(
  { applicants, synthetic, source }: ApplicantsFile,
  language: HeaderLanguage = 'en',
): readonly (readonly Written[])[] {
  const header = columns.map(({ headers }) => headers[language === 'en' ? 0 : 1])
  const file = { synthetic, source }
  const rows = applicants.flatMap((applicant, index) =>
    rowsOfApplicant(applicant, index === 0 ? file : {}),
  )
  return [header, ...rows]
}

/** CSV as spreadsheets in Dutch take it: semicolons, decimal commas, UTF-8 with its mark. */
export function csvOf(rows: readonly (readonly Written[])[]): string {
  const [header = [], ...others] = rows
  const lines = [
    header.map(quoted),
    ...others.map((row) =>
      row.map((cell, index) => {
        const isAmount = columns[index]?.key === 'amount' && typeof cell === 'string'
        return quoted(isAmount ? cell.replace('.', ',') : cell)
      }),
    ),
  ]
  return `\uFEFF${lines.map((cells) => `${cells.join(';')}\r\n`).join('')}`
}

/** A workbook (.xlsx) with one sheet; numbers are texts where zeros in front count. */
export async function xlsxOf(rows: readonly (readonly Written[])[]): Promise<Buffer> {
  // Loaded only by who writes a workbook.
  const { default: writeXlsxFile } = await import('write-excel-file/node')
  const [header = [], ...others] = rows
  const data = [
    header.map((title) => ({ value: String(title), fontWeight: 'bold' as const })),
    ...others.map((row) => row.map((cell, index) => workbookCell(cell, columns[index]))),
  ]
  const widths = columns.map(({ headers }) => ({
    width: Math.max(...headers.map((h) => h.length), 12),
  }))
  const sheet = { sheet: 'applicants', columns: widths, stickyRowsCount: 1 }
  return writeXlsxFile(data, sheet).toBuffer()
}

/** One applicant that is made up and says so; who imports it is told to remove it. */
export const example: ApplicantsFile = {
  synthetic: 'VOORBEELD / EXAMPLE: invented; remove this row, and this text.',
  applicants: [
    {
      id: exampleId,
      name: 'Voorbeeldgemeente (verzonnen / invented)',
      kind: 'municipality',
      kbo: '0000000196',
      nis: '99999',
      iban: 'BE15091000000130',
      email: 'samenleven@voorbeeld.example',
      contact: 'Voornaam Naam',
      inhabitantsNonEu14: 7500,
      partners: [],
      lines: [
        {
          line: 'voorbeeld-1',
          action: 'a-code-of-call-yaml',
          currentReach: 10,
          kpi: 25,
          amount: '3000.00',
        },
      ],
      stimuli: [],
    },
  ],
}

function rowsOfApplicant(applicant: ApplicantEntry, file: object): readonly (readonly Written[])[] {
  const { lines, stimuli, partners } = applicant
  const count = Math.max(1, lines.length, stimuli.length, partners.length)
  return Array.from({ length: count }, (_, index) => {
    const owners: Readonly<Record<Column['part'], object | undefined>> = {
      file: index === 0 ? file : undefined,
      applicant: index === 0 ? applicant : { id: applicant.id },
      lines: lines[index],
      stimuli: stimuli[index],
      partners: partners[index],
    }
    return columns.map(({ part, key }): Written => {
      const owner = owners[part]
      const value: unknown = owner === undefined ? undefined : Reflect.get(owner, key)
      return value === undefined ? null : (value as Written)
    })
  })
}

function workbookCell(cell: Written, column: Column | undefined) {
  if (cell === null || cell === '') return null
  if (column?.key === 'amount') return { value: Number(cell), type: Number, format: '0.00' }
  if (typeof cell === 'number') return { value: cell, type: Number, format: '0' }
  if (typeof cell === 'boolean') return { value: cell, type: Boolean }
  return { value: escaped(cell), type: String, format: '@' }
}

/** Workbooks write what XML may not hold as `_x000D_`; what looks like that is written so too. */
function escaped(text: string): string {
  return text.replaceAll(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_').replaceAll('\r', '_x000D_')
}

function quoted(cell: Written | undefined): string {
  const text = cell == null ? '' : String(cell)
  return /[";,\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
