import { readCallFolder, type CallFolder } from '../programme/import/folder.ts'
import { CommandError } from './output.ts'

/** Reads a call folder, with its events or without; every error in it is told at once. */
export async function readFolder(
  path: string,
  events: 'required' | 'ignored',
): Promise<CallFolder> {
  const read = await readCallFolder(path, { events })
  if ('folder' in read) return read.folder
  const count = read.errors.length
  throw new CommandError(
    `${path} has ${count} ${count === 1 ? 'error' : 'errors'}; nothing was written.`,
    read.errors.map(({ file, row, field, message }) =>
      [file, row === undefined ? '' : `row ${row}`, field, message]
        .filter((part) => part !== '' && part !== undefined)
        .join(': '),
    ),
  )
}
