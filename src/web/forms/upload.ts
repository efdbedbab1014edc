import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../api/problem.ts'

/** A file as a form of a browser sends it; its name is what its owner calls it, and no path. */
export interface UploadedFile {
  readonly name: string
  readonly bytes: Buffer
}

export interface UploadedForm {
  /** The last value of each field. */
  readonly fields: Readonly<Record<string, string>>
  /** Those that were chosen; none for an input that was left blank. */
  readonly files: readonly UploadedFile[]
}

/** What a form may hold at most: bytes of a field, files, and bytes of all files together. */
export interface UploadLimits {
  readonly fieldBytes?: number
  readonly files: number
  readonly bytes: number
}

/**
 * Lets the pages that `register` adds take forms with files, and no others: those would find no
 * body in such a form.
 */
export async function withUploads(
  server: FastifyInstance,
  register: (pages: FastifyInstance) => Promise<void>,
): Promise<void> {
  await server.register(async (pages) => {
    await pages.register(multipart)
    await register(pages)
  })
}

const FIELD_BYTES = 100_000
const FIELDS_MAX = 100

/**
 * Reads a form with files into memory. Errors: Problem `too-large` for more than the limits,
 * `invalid-payload` for what is no such form.
 */
export async function readUpload(
  request: FastifyRequest,
  { fieldBytes = FIELD_BYTES, files: most, bytes }: UploadLimits,
): Promise<UploadedForm> {
  if (!request.isMultipart()) {
    throw new Problem('invalid-payload', 'The form is no form with files (multipart/form-data).')
  }
  const fields: Record<string, string> = {}
  const files: UploadedFile[] = []
  let left = bytes
  const limits = { fieldSize: fieldBytes, fields: FIELDS_MAX, files: most, fileSize: bytes }
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') {
        if (part.valueTruncated) throw tooLarge(bytes)
        fields[part.fieldname] = String(part.value)
        continue
      }
      const content = await part.toBuffer()
      left -= content.byteLength
      if (left < 0) throw tooLarge(bytes)
      if (part.filename !== '') files.push({ name: nameOf(part.filename), bytes: content })
    }
  } catch (error) {
    const { statusCode } = error as { readonly statusCode?: number }
    if (error instanceof Problem) throw error
    if (statusCode === 413) throw tooLarge(bytes)
    throw new Problem('invalid-payload', 'The form is cut off or damaged; send it again.')
  }
  return { fields, files }
}

const NAME_LENGTH = 200

function nameOf(given: string): string {
  return given
    .replace(/^.*[/\\]/, '')
    .replaceAll(/\p{Cc}/gu, '')
    .slice(-NAME_LENGTH)
}

function tooLarge(bytes: number): Problem {
  return new Problem('too-large', `Files of at most ${bytes} bytes together are taken.`)
}
