import type { Texts } from '../../../domain/call.ts'
import { placeOf, type Base, type Edition } from '../edition.ts'
import { csvDocument } from './csv.ts'
import { linkedDocument } from './linked.ts'
import { grantsDocument } from './three-sixty.ts'

/** A document with the data of a version. */
export interface DataDocument {
  /** The last part of its address. */
  readonly name: 'lines.csv' | 'grants.json' | 'data.jsonld'
  readonly title: string
  readonly description: Texts
  readonly mediaType: string
  /** By which the European list of file types knows it. */
  readonly fileType: string
  readonly render: (edition: Edition, base: Base) => string
}

export interface Rendered {
  readonly document: DataDocument
  readonly url: string
  readonly text: string
}

/** All of them say the same of every version. */
export const documents: readonly DataDocument[] = [
  {
    name: 'lines.csv',
    title: 'CSV',
    description: {
      nl: 'Een tabel met een rij per actie en lokaal bestuur.',
      en: 'A table with a row for each action and local authority.',
    },
    mediaType: 'text/csv',
    fileType: 'CSV',
    render: csvDocument,
  },
  {
    name: 'grants.json',
    title: 'JSON (360Giving)',
    description: {
      nl: 'Een toekenning per lokaal bestuur, met de veldnamen van 360Giving.',
      en: 'One grant for each local authority, under the field names of 360Giving.',
    },
    mediaType: 'application/json',
    fileType: 'JSON',
    render: grantsDocument,
  },
  {
    name: 'data.jsonld',
    title: 'JSON-LD',
    description: {
      nl: 'Gelinkte data, volgens het Vlaamse vocabularium voor subsidies.',
      en: 'Linked data, by the Flemish subsidy vocabulary.',
    },
    mediaType: 'application/ld+json',
    fileType: 'JSON_LD',
    render: linkedDocument,
  },
]

export function dataDocuments(edition: Edition, base: Base): readonly Rendered[] {
  return documents.map((document) => ({
    document,
    url: `${placeOf(edition, base)}/${document.name}`,
    text: document.render(edition, base),
  }))
}
