import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ApplicantsFile } from '../../src/programme/import/schemas.ts'
import { csvOf, rowsOf, xlsxOf } from '../../src/programme/import/table/write.ts'
import { voorbeeld } from '../programme/replayed.ts'

const call = readFileSync(join(voorbeeld, 'call.yaml'), 'utf8')
const json = readFileSync(join(voorbeeld, 'applicants.json'), 'utf8')

/** The rows of voorbeeld's applicants, as a table has them. */
export const rows = rowsOf({ applicants: JSON.parse(json) as ApplicantsFile['applicants'] })

const contents = {
  json,
  csv: csvOf(rows),
  xlsx: (await xlsxOf(rows)).toString('base64'),
} as const

/** What `POST /calls/import` takes: voorbeeld under another id. */
export function bodyOf(id: string, format: keyof typeof contents = 'json', content?: string) {
  return {
    call: call.replace(/^id: .*$/m, `id: ${id}`),
    applicants: { format, content: content ?? contents[format] },
  }
}
