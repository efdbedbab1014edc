import Type, { type TSchema } from 'typebox'
import type { OpenDocumentName } from '../programme/publication/open-data.ts'
import { etagHeader, nullable, object, problemAnswer, refer, refusals } from './schemas.ts'

/** Shapes of what is asked without signing in: what is published, and feeds of calendars. */

const text = Type.String()
const instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds.' })
const date = Type.String({ format: 'date' })
const euro = Type.Number({ minimum: 0, description: 'In EUR.' })
const count = Type.Integer({ minimum: 0 })
const labels = object({ nl: text, en: text })
const kpi = Type.Enum(['count', 'plan'])
const organisation = object({ id: text, name: text })
const digest = Type.String({ description: 'SHA-256 of the version, hex.' })
const synthetic = nullable(
  Type.String({ description: 'What of the data is made up; null when nothing is.' }),
)
/** A count as a number, null when it is hidden or not known, and as people read it. */
const figure = {
  target: nullable(count),
  targetLabel: nullable(text),
  reached: nullable(count),
  reachedLabel: nullable(text),
}
const sum = object({
  shown: count,
  notShown: Type.Integer({ minimum: 0, description: 'How many figures are too small to add.' }),
})

const grant = object({
  id: text,
  title: text,
  description: text,
  currency: Type.Literal('EUR'),
  amountAwarded: euro,
  awardDate: date,
  plannedDates: Type.Array(object({ startDate: date, endDate: date })),
  recipientOrganization: Type.Array(object({ id: text, name: text, companyNumber: text })),
  fundingOrganization: Type.Array(organisation),
  grantProgramme: Type.Array(object({ code: text, title: text })),
  classifications: Type.Array(object({ vocabulary: text, code: text, title: text })),
  beneficiaryLocation: Type.Array(
    object({ name: text, countryCode: text, geoCode: text, geoCodeType: text }),
  ),
  dataSource: text,
  dateModified: instant,
  results: object({
    project: text,
    reference: text,
    kind: text,
    partners: Type.Array(organisation),
    endedEarly: Type.Boolean(),
    report: Type.Enum(['expected', 'accepted', 'missing', 'notAccepted']),
    actions: Type.Array(
      object({
        line: text,
        code: text,
        title: labels,
        kpi,
        unit: labels,
        amountAwarded: euro,
        ...figure,
      }),
    ),
    stimuli: Type.Array(object({ code: text, amountAwarded: euro })),
  }),
})

const grants = Type.Object(
  {
    call: text,
    title: labels,
    version: Type.Integer({ minimum: 1 }),
    digest,
    modified: instant,
    url: text,
    publisher: organisation,
    license: text,
    synthetic,
    grants: Type.Array(grant),
    totals: Type.Array(
      object({
        code: text,
        title: labels,
        unit: labels,
        kpi,
        authorities: count,
        accepted: count,
        amountAwarded: euro,
        target: sum,
        reached: sum,
      }),
    ),
  },
  { $id: 'Grants', additionalProperties: false },
)

const versions = Type.Object(
  {
    call: text,
    synthetic,
    url: text,
    versions: Type.Array(
      object({ version: Type.Integer({ minimum: 1 }), modified: instant, digest, url: text }),
    ),
  },
  { $id: 'PublishedVersions', additionalProperties: false },
)

/** What linked data means is said by the context that it brings, not by a schema. */
const node = Type.Object({ '@id': text, '@type': text })
const linked = { '@context': Type.Object({}), ...node.properties }

const linkedGrants = Type.Object(
  { ...linked, version: text, modified: instant, license: text, member: Type.Array(node) },
  { $id: 'LinkedGrants' },
)

const dataCatalogue = Type.Object(
  { ...linked, dataset: Type.Array(node) },
  { $id: 'DataCatalogue' },
)

/** The shapes that have a name in OpenAPI. */
export const namedOpen = [grants, versions, linkedGrants, dataCatalogue]

export const versionsRef = refer('PublishedVersions')
export const catalogueRef = refer('DataCatalogue')

/** The shape of each document of a call. */
export const documentShapes: Readonly<Record<OpenDocumentName, TSchema>> = {
  'lines.csv': Type.String({ description: 'Comma, UTF-8 with a byte-order mark.' }),
  'grants.json': refer('Grants'),
  'data.jsonld': refer('LinkedGrants'),
  'dcat.jsonld': catalogueRef,
}

const call = Type.String({ description: 'Id of the call.' })

/** One address for each version. */
export const version = Type.String({
  pattern: '^[1-9]\\d{0,8}$',
  description: 'Counts from 1; what is here never changes.',
})

export const callParams = Type.Object({ call })
export const versionParams = Type.Object({ call, version })
export const secretParams = Type.Object({
  secret: Type.String({ description: 'Made by POST /api/calendars, and told once.' }),
})

export const conditionHeaders = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ description: 'ETags of what one has: 304 where that is what is here.' }),
  ),
})

/** A text of one kind, that nothing changed, or why there is none. */
export function answers(description: string, mediaType: string, schema: TSchema) {
  return {
    200: { description, headers: etagHeader, content: { [mediaType]: { schema } } },
    304: Type.Null({
      description: 'What If-None-Match names is what is here.',
      headers: etagHeader,
    }),
    404: problemAnswer('Nothing is at this address.'),
    429: problemAnswer('One address asked too often; Retry-After says when to ask again.'),
    ...refusals,
  }
}
