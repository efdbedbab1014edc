import type { ImportError } from '../errors.ts'
import { fileError } from '../errors.ts'
import { textOf } from '../text-file.ts'
import { foreignFile } from './foreign.ts'

/** The text of a table, which spreadsheets write with a byte-order mark and many in Windows-1252. */
export function tableText(file: string, bytes: Buffer): { readonly text: string } | ImportError {
  const foreign = foreignFile(bytes)
  if (foreign !== null) return fileError(file, `This must be a text of columns. ${foreign}`)
  return textOf(file, bytes, { mayHaveMark: true, otherwise })
}

const otherwise =
  'The text must be encoded as UTF-8, which these bytes are not; they may be Windows-1252: save ' +
  'the table as "CSV UTF-8".'
