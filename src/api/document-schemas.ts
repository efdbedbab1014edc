import Type from 'typebox'
import { fileKinds } from '../programme/documents/kinds.ts'
import { takenTypes } from '../programme/documents/media-type.ts'
import { fileBody } from './file-body.ts'
import {
  attachmentHeader,
  bytes,
  etagHeader,
  fileAnswer,
  idParams,
  nullable,
  object,
} from './schemas.ts'

/** What the routes of letters and files take and give. */

const text = Type.String()
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const digest = Type.String({ description: 'SHA-256 of the bytes, hex.' })

const file = object({
  id: Type.Integer(),
  kind: Type.Enum([...fileKinds]),
  name: text,
  mediaType: text,
  sizeBytes: Type.Integer(),
  digest,
  at: instant,
  person: Type.String({ description: 'Who attached it; empty for applicants.' }),
})

export const fileList = object({ items: Type.Array(file) })

export const fileAttached = object({ file, isNew: Type.Boolean() })

export const newFile = object({
  kind: Type.Enum([...fileKinds]),
  ...fileBody.properties,
})

export const fileParams = Type.Object({
  ...idParams.properties,
  file: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
})

const download = { ...attachmentHeader, ...etagHeader }

export const fileAsItCame = fileAnswer(
  'The file as it came.',
  Object.fromEntries(takenTypes.map((type) => [type, bytes])),
  download,
)

export const letterList = object({
  items: Type.Array(
    object({
      id: text,
      kind: Type.Enum([
        'receipt',
        'award',
        'refusal',
        'reportDue',
        'settlement',
        'hearing',
        'demand',
        'closure',
      ]),
      name: text,
      revision: Type.Integer({ description: 'Of the event that caused it.' }),
      at: instant,
      deadline: nullable(text),
      digests: object({
        nl: nullable(digest),
        en: nullable(digest),
      }),
    }),
  ),
})

export const letterParams = Type.Object({
  ...idParams.properties,
  letter: Type.String({ pattern: '^\\d{1,9}-[A-Za-z.]{1,60}$' }),
})

export const letterQuery = Type.Object({
  language: Type.Optional(Type.Enum(['nl', 'en'], { default: 'nl' })),
})

export const letterAsPdf = fileAnswer('The letter.', { 'application/pdf': bytes }, download)
