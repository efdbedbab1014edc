import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { ImportError } from './errors.ts'
import { fileError } from './errors.ts'

const mebibyte = 1024 * 1024
const lineFeed = 0x0a
const markLength = 3

/** Opens a file of at most `limitBytes`, or says in a sentence why that cannot be. */
export async function openFile(
  path: string,
  file: string,
  limitBytes: number,
): Promise<FileHandle | ImportError> {
  const handle = await open(path, 'r').catch(codeOf)
  if (typeof handle === 'string') return fileError(file, unreadable(handle))
  const stat = await handle.stat()
  if (stat.isFile() && stat.size <= limitBytes) return handle
  await handle.close()
  return fileError(
    file,
    stat.isFile()
      ? tooLong(stat.size, limitBytes)
      : 'This must be a file, not a folder or a device.',
  )
}

/** The bytes of a file of at most `limitBytes`, or what is wrong with it. */
export async function readBytes(
  path: string,
  file: string,
  limitBytes: number,
): Promise<Buffer | ImportError> {
  const opened = await openFile(path, file, limitBytes)
  if ('message' in opened) return opened
  await using handle = opened
  const bytes = await handle.readFile().catch(codeOf)
  return typeof bytes === 'string' ? fileError(file, unreadable(bytes)) : bytes
}

export function tooLong(bytes: number, limitBytes: number): string {
  return `A file of at most ${limitBytes / mebibyte} MiB is allowed; this has ${bytes} bytes.`
}

export interface TextOptions {
  /** Whether a byte-order mark of UTF-8 may stand before the text; default not. */
  readonly mayHaveMark?: boolean
  /** What to say of other bytes than UTF-8. */
  readonly otherwise?: string
}

/** The text that bytes are, or what is wrong with them: their encoding, or that there are none. */
export function textOf(
  file: string,
  bytes: Buffer,
  { mayHaveMark = false, otherwise = notUtf8 }: TextOptions = {},
): { readonly text: string } | ImportError {
  const hasMark = mayHaveMark && bytes.subarray(0, markLength).toString('hex') === 'efbbbf'
  const body = hasMark ? bytes.subarray(markLength) : bytes
  const mark = byteOrderMark(body)
  if (mark !== null) return fileError(file, mark, 1)
  if (!isUtf8(body)) return fileError(file, otherwise, firstLineNotUtf8(body))
  const text = body.toString('utf8')
  return text.trim() === '' ? fileError(file, 'The file must not be empty.') : { text }
}

export const notUtf8 = 'The text must be encoded as UTF-8, which these bytes are not.'

/** Why the first bytes of a file are refused; null when they are no byte-order mark. */
export function byteOrderMark(bytes: Buffer): string | null {
  const start = bytes.subarray(0, markLength).toString('hex')
  if (start === 'efbbbf') return 'The text must begin without a byte-order mark: save it as UTF-8.'
  if (start.startsWith('fffe') || start.startsWith('feff')) {
    return 'The text must be encoded as UTF-8; this is UTF-16.'
  }
  return null
}

function firstLineNotUtf8(bytes: Buffer): number {
  let row = 1
  for (let start = 0; start < bytes.length; row += 1) {
    const next = bytes.indexOf(lineFeed, start)
    const end = next === -1 ? bytes.length : next
    if (!isUtf8(bytes.subarray(start, end))) return row
    start = end + 1
  }
  return 1
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}

function unreadable(code: string): string {
  if (code === 'ENOENT') return 'This file is missing; a call folder must hold it.'
  if (code === 'ENOTDIR') return 'A call folder must be a folder.'
  if (code === 'EISDIR') return 'This must be a file, not a folder or a device.'
  return `This file must be readable; reading it failed with ${code}.`
}
