import Type, { type Static } from 'typebox'
import { workbookKinds, languages } from '../programme/workbooks/kinds.ts'
import { fileBody } from './file-body.ts'
import { acceptedRef, consequencesRef, idParams, nullable, object } from './schemas.ts'

/** What the routes of workbooks take and give. */

const optional = Type.Optional
const text = Type.String()

export const workbookParams = Type.Object({
  ...idParams.properties,
  kind: Type.Enum([...workbookKinds]),
})

export const workbookQuery = Type.Object({
  language: optional(Type.Enum([...languages], { default: 'nl' })),
  year: optional(
    Type.Integer({
      minimum: 1900,
      maximum: 2099,
      description: 'Of accounts only; default: the first year that is missing.',
    }),
  ),
})

/** Enough for any two people's day; each file is small. */
const FILES_MAX = 100

export const bulkBody = object({
  files: Type.Array(fileBody, { minItems: 1, maxItems: FILES_MAX }),
})

const notes = Type.Array(object({ cell: nullable(text), message: text }))

const read = {
  name: text,
  project: nullable(text),
  kind: nullable(text),
  language: Type.Enum([...languages]),
  event: nullable(object({ type: text, data: Type.Unknown() })),
  problems: notes,
  notes,
}

export const sentWorkbook = object({
  ...read,
  outcome: acceptedRef,
  consequences: nullable(consequencesRef),
})

export const bulkAnswer = object({
  items: Type.Array(
    object({
      ...read,
      accepted: Type.Boolean(),
      code: nullable(Type.String({ description: 'Of the refusal; null when it was accepted.' })),
      outcome: nullable(acceptedRef),
    }),
  ),
})

export type BulkItem = Static<typeof bulkAnswer>['items'][number]
