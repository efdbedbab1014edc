import { basename, extname } from 'node:path'
import type { ImportError, Read } from './errors.ts'
import { fileError } from './errors.ts'
import { parseJson } from './json-text.ts'
import { tableText } from './table/csv-text.ts'
import { parseCsv } from './table/csv.ts'
import { applicantsOf } from './table/rows.ts'
import { readWorkbook } from './table/workbook.ts'
import { textOf, tooLong } from './text-file.ts'

/** How applicants are written down. */
export type ApplicantsFormat = 'json' | 'csv' | 'xlsx'

const mebibyte = 1024 * 1024

/** Longest file of each kind, in bytes. */
export const longestApplicants: Readonly<Record<ApplicantsFormat, number>> = {
  json: 50 * mebibyte,
  csv: 5 * mebibyte,
  xlsx: 5 * mebibyte,
}

/** What a call folder may call its applicants; it holds one of them. */
export const applicantsNames = ['applicants.json', 'applicants.csv', 'applicants.xlsx'] as const

/** The format that the name of a file tells; null when it is none that is read. */
export function formatOf(path: string): ApplicantsFormat | null {
  const extension = extname(basename(path)).toLowerCase().slice(1)
  return extension === 'json' || extension === 'csv' || extension === 'xlsx' ? extension : null
}

/** Reads applicants as one list of the shape of applicants.json, whatever they are written in. */
export async function readApplicants(
  file: string,
  format: ApplicantsFormat,
  bytes: Buffer,
): Promise<Read> {
  const limitBytes = longestApplicants[format]
  if (bytes.length > limitBytes) return [fileError(file, tooLong(bytes.length, limitBytes))]
  switch (format) {
    case 'json':
      return parsed(textOf(file, bytes), (text) => parseJson(file, text))
    case 'csv':
      return parsed(tableText(file, bytes), (text) => {
        const table = parseCsv(file, text)
        return 'rows' in table ? applicantsOf(file, table) : table
      })
    case 'xlsx': {
      const table = await readWorkbook(file, bytes)
      return 'rows' in table ? applicantsOf(file, table) : table
    }
    default:
      return format satisfies never
  }
}

function parsed(
  read: { readonly text: string } | ImportError,
  parse: (text: string) => Read,
): Read {
  return 'text' in read ? parse(read.text) : [read]
}
