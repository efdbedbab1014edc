import { createHash } from 'node:crypto'
import { formatInstant } from '../../domain/calendar.ts'
import { catalogueDocument, recordDocument } from './documents/catalogue.ts'
import { documents } from './documents/documents.ts'
import { json } from './documents/three-sixty.ts'
import { currentPlaceOf, placeOf, type Base, type Edition } from './edition.ts'
import type { Publications } from './publications.ts'

/** A document as it is served. */
export interface OpenDocument {
  readonly text: string
  readonly contentType: string
  /** A strong ETag: of these bytes. */
  readonly etag: string
}

/** What a call is published as, by the last part of the address. */
export const openDocumentNames = [...documents.map(({ name }) => name), 'dcat.jsonld'] as const

export type OpenDocumentName = (typeof openDocumentNames)[number]

export const linkedType = 'application/ld+json'

/** Which kind of text a document is. */
export function mediaTypeOf(name: OpenDocumentName): string {
  return documents.find((each) => each.name === name)?.mediaType ?? linkedType
}

/** What a document is, as a sentence. */
export function descriptionOf(name: OpenDocumentName): string {
  const found = documents.find((each) => each.name === name)
  return found?.description.en ?? 'The record for data portals, by DCAT-AP 3.'
}

/** The documents of every version, made when they are asked for; the same bytes every time. */
export class OpenData {
  readonly publications: Publications
  readonly base: Base
  readonly #made = new WeakMap<Edition, Map<OpenDocumentName, OpenDocument>>()

  /** `base`: how people reach the server, without a slash; '' for links from the site's root. */
  constructor(publications: Publications, base: Base) {
    this.publications = publications
    this.base = base
  }

  /** Undefined when there is no such version; null asks for the latest. */
  async document(
    call: string,
    version: number | null,
    name: OpenDocumentName,
  ): Promise<OpenDocument | undefined> {
    const edition = await this.publications.edition(call, version)
    if (edition === undefined) return undefined
    const made = this.#made.get(edition) ?? new Map<OpenDocumentName, OpenDocument>()
    this.#made.set(edition, made)
    const known = made.get(name)
    if (known !== undefined) return known
    const document = this.#render(edition, name)
    made.set(name, document)
    return document
  }

  #render(edition: Edition, name: OpenDocumentName): OpenDocument {
    const render = documents.find((each) => each.name === name)?.render ?? recordDocument
    return served(render(edition, this.base), mediaTypeOf(name))
  }

  /** The catalogue of all calls, each by its latest version. */
  async catalogue(): Promise<OpenDocument> {
    const current = await this.publications.current()
    const editions = await Promise.all(
      current.map(({ call, version }) => this.publications.edition(call, version)),
    )
    const found = editions.filter((edition) => edition !== undefined)
    return served(catalogueDocument(found, this.base), linkedType)
  }

  /** All versions of a call; undefined when it was never published. */
  async versions(call: string): Promise<OpenDocument | undefined> {
    const versions = await this.publications.versions(call)
    const edition = await this.publications.edition(call, null)
    if (edition === undefined) return undefined
    return served(
      json({
        call,
        synthetic: edition.synthetic,
        url: `${currentPlaceOf(call, this.base)}/versions.json`,
        versions: versions.map(({ version, atMs, digest }) => ({
          version,
          modified: formatInstant(atMs),
          digest,
          url: placeOf({ call, version }, this.base),
        })),
      }),
      'application/json',
    )
  }
}

function served(text: string, type: string): OpenDocument {
  const digest = createHash('sha256').update(text).digest('base64url')
  return { text, contentType: `${type}; charset=utf-8`, etag: `"${digest}"` }
}
