import { errorLine, firstErrors } from '../programme/import/errors.ts'
import { readCallFolder, type CallFolder, type ReadOptions } from '../programme/import/folder.ts'
import { CommandError } from './output.ts'

/** Reads a call folder, with its events or without; the errors in it are told at once. */
export async function readFolder(path: string, options: ReadOptions): Promise<CallFolder> {
  const read = await readCallFolder(path, options)
  if ('folder' in read) return read.folder
  const count = read.errors.length
  const { told, more } = firstErrors(read.errors)
  throw new CommandError(
    `${path} has ${count} ${count === 1 ? 'error' : 'errors'}; nothing was written.`,
    [...told.map(errorLine), ...(more === 0 ? [] : [`and ${more} more`])],
  )
}
