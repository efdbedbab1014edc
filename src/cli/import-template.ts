import { writeFile } from 'node:fs/promises'
import { formatOf } from '../programme/import/applicants-file.ts'
import { csvOf, example, rowsOf, xlsxOf } from '../programme/import/table/write.ts'
import { CommandError, print } from './output.ts'

/** Writes an empty table of applicants, with one example that says it is one. */
export async function writeTemplate(file: string): Promise<void> {
  const rows = rowsOf(example, 'nl')
  const format = formatOf(file)
  if (format !== 'csv' && format !== 'xlsx') {
    throw new CommandError(`A template is a .csv or .xlsx file; ${file} is neither.`)
  }
  const content = format === 'csv' ? csvOf(rows) : await xlsxOf(rows)
  await writeFile(file, content, { flag: 'wx' }).catch((error: unknown) => {
    const { code = String(error) } = error as { readonly code?: string }
    const why = code === 'EEXIST' ? 'it exists already' : code
    throw new CommandError(`${file} cannot be written: ${why}; name another file.`)
  })
  print(`${file} is written: replace its example by your applicants.`)
}
