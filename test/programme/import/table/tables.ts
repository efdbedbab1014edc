import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import type { ImportError } from '../../../../src/programme/import/errors.ts'
import { readApplicants } from '../../../../src/programme/import/applicants-file.ts'
import type { ApplicantsFile } from '../../../../src/programme/import/schemas.ts'
import { csvOf, rowsOf, xlsxOf } from '../../../../src/programme/import/table/write.ts'
import { applicantsText, errorsIn, sample } from '../sample.ts'

/** The applicants of the sample, as the file has them. */
export const applicants = { applicants: JSON.parse(applicantsText) as ApplicantsFile['applicants'] }

/** The sample's folder with a table in place of its applicants.json. */
export function folderWith(name: string, content: string | Buffer) {
  const { 'applicants.json': _, ...others } = sample
  return { ...others, [name]: content }
}

/** What is wrong with a CSV of applicants, place and sentence. */
export async function csvErrors(content: string | Buffer): Promise<readonly string[]> {
  return told(await errorsIn(folderWith('applicants.csv', content), { events: 'ignored' }))
}

export async function xlsxErrors(content: Buffer): Promise<readonly string[]> {
  return told(await errorsIn(folderWith('applicants.xlsx', content), { events: 'ignored' }))
}

function told(errors: readonly ImportError[]): readonly string[] {
  return errors.map(({ row, cell, message }) => `${cell ?? row ?? 'file'} ${message}`)
}

/** The data that bytes are read as. Errors: what is wrong with them. */
export async function dataOf(format: 'csv' | 'xlsx', bytes: Buffer): Promise<unknown> {
  const read = await readApplicants(`applicants.${format}`, format, bytes)
  if (!('data' in read)) throw new Error(JSON.stringify(read))
  if ((read.refused?.errors ?? []).length > 0) throw new Error(JSON.stringify(read.refused))
  return read.data
}

export function sampleXlsx(): Promise<Buffer> {
  return xlsxOf(rowsOf(applicants))
}

export function sampleCsv(): string {
  return csvOf(rowsOf(applicants))
}

/** A workbook with some of its files changed, added, or (null) left out. */
export async function xlsxWith(
  edits: Readonly<Record<string, string | null | ((text: string) => string)>>,
  base?: Buffer,
): Promise<Buffer> {
  const files = unzipSync(base ?? (await sampleXlsx()))
  for (const [name, edit] of Object.entries(edits)) {
    const before = files[name]
    if (edit === null) delete files[name]
    else {
      const text = typeof edit === 'string' ? edit : edit(strFromU8(before ?? new Uint8Array()))
      if (before !== undefined && text === strFromU8(before)) throw new Error(`${name} is the same`)
      files[name] = strToU8(text)
    }
  }
  return Buffer.from(zipSync(files))
}

export const sheetPath = 'xl/worksheets/sheet1.xml'
