import { readFile, stat, writeFile } from 'node:fs/promises'
import { CommandError } from './output.ts'

/** The bytes of a file of at most `most` bytes. Errors: CommandError. */
export async function readBytes(path: string, most: number): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > most) throw new CommandError(`${path} has ${size} bytes; at most ${most} are taken.`)
    return await readFile(path)
  } catch (error) {
    if (error instanceof CommandError) throw error
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const why = isGone ? 'there is no such file' : (error as Error).message
    throw new CommandError(`${path} cannot be read: ${why}.`)
  }
}

/** Writes a new file; one that is there stays as it is. Errors: CommandError. */
export async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' })
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const why = isThere ? 'it exists already; name another' : (error as Error).message
    throw new CommandError(`${path} cannot be written: ${why}.`)
  }
}
