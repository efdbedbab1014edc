import type { WorkbookKind } from '../../programme/workbooks/kinds.ts'
import type { Locale } from '../catalogue.ts'
import { pathOf } from '../paths.ts'

/** Who handed in what, of a call. */
export function reportsPath(call: string, query: Readonly<Record<string, string>> = {}): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '')
  return `/reports?${new URLSearchParams([['call', call], ...filled]).toString()}`
}

/** Where a manager hands in workbooks that came by mail. */
export function dropPath(call: string): string {
  return `/reports/drop?${new URLSearchParams({ call }).toString()}`
}

/** Where accounts are held against an extract, and co-financing is explained. */
export function accountsPath(call: string): string {
  return `/reports/accounts?${new URLSearchParams({ call }).toString()}`
}

/** Where a project is worked on in Excel. */
export function workbookPath(project: string): string {
  return `${pathOf(project)}/workbook`
}

/** The workbook of a document: `accounts.2024`, `finalReport`. */
export function workbookFilePath(project: string, document: string, language: Locale): string {
  const [kind = '', year = ''] = document.split('.')
  const query = new URLSearchParams({ language, ...(year === '' ? {} : { year }) })
  return `${pathOf(project)}/workbooks/${kind as WorkbookKind}.xlsx?${query.toString()}`
}

/** The matrix as a file. */
export function matrixFilePath(call: string, format: 'csv' | 'xlsx', language: Locale): string {
  const query = new URLSearchParams({ format, language }).toString()
  return `/api/calls/${encodeURIComponent(call)}/completeness?${query}`
}
