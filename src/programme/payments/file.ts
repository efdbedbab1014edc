import { createHash } from 'node:crypto'
import { isUtf8 } from 'node:buffer'

/** A file of a bank, or of a person who tells what a bank did. */
export interface PaymentFile {
  readonly format: string
  /** Bytes as they were read, or text that came as text. */
  readonly content: Uint8Array | string
}

/** Nothing of the file was taken; the message is one sentence with the remedy. */
export class PaymentFileError extends Error {
  override readonly name = 'PaymentFileError'
}

/** Bytes that a file may have; a statement of 10,000 payments has about half of it. */
export const BANK_FILE_BYTES_MAX = 16 * 1024 * 1024

/** The text of a file. Errors: PaymentFileError when it is too large, no UTF-8, or empty. */
export function textOf({ content }: PaymentFile): string {
  const bytes = bytesOf(content)
  if (bytes.byteLength > BANK_FILE_BYTES_MAX) {
    throw new PaymentFileError(
      `The file has ${bytes.byteLength} bytes, at most ${BANK_FILE_BYTES_MAX} are taken; split it.`,
    )
  }
  if (!isUtf8(bytes)) {
    throw new PaymentFileError('The file is not encoded as UTF-8; save it as UTF-8.')
  }
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  if (text.includes('\0')) {
    throw new PaymentFileError('The file holds characters that no text has; save it as UTF-8.')
  }
  if (text.trim() === '') throw new PaymentFileError('The file is empty.')
  return text
}

/** What makes a file the same file: SHA-256 of its bytes, in hexadecimal. */
export function digestOf({ content }: PaymentFile): string {
  return createHash('sha256').update(bytesOf(content)).digest('hex')
}

function bytesOf(content: Uint8Array | string): Uint8Array {
  return typeof content === 'string' ? Buffer.from(content, 'utf8') : content
}
