import { createHash } from 'node:crypto'
import { formatInstant } from '../../../domain/calendar.ts'
import { currentPlaceOf, placeOf, type Base, type Edition } from '../edition.ts'
import { dataDocuments, type Rendered } from './documents.ts'
import { publisherId } from './organisations.ts'
import { json } from './three-sixty.ts'

const authority = 'http://publications.europa.eu/resource/authority'
const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'
const date = 'http://www.w3.org/2001/XMLSchema#date'

const context = {
  adms: 'http://www.w3.org/ns/adms#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  title: 'dct:title',
  description: 'dct:description',
  identifier: 'dct:identifier',
  issued: { '@id': 'dct:issued', '@type': dateTime },
  modified: { '@id': 'dct:modified', '@type': dateTime },
  publisher: { '@id': 'dct:publisher' },
  language: { '@id': 'dct:language', '@type': '@id' },
  license: { '@id': 'dct:license', '@type': '@id' },
  format: { '@id': 'dct:format', '@type': '@id' },
  spatial: { '@id': 'dct:spatial', '@type': '@id' },
  temporal: { '@id': 'dct:temporal' },
  accessRights: { '@id': 'dct:accessRights', '@type': '@id' },
  accrualPeriodicity: { '@id': 'dct:accrualPeriodicity', '@type': '@id' },
  provenance: { '@id': 'dct:provenance' },
  isVersionOf: { '@id': 'dcat:isVersionOf', '@type': '@id' },
  version: 'dcat:version',
  startDate: { '@id': 'dcat:startDate', '@type': date },
  endDate: { '@id': 'dcat:endDate', '@type': date },
  dataset: { '@id': 'dcat:dataset' },
  distribution: { '@id': 'dcat:distribution' },
  contactPoint: { '@id': 'dcat:contactPoint' },
  keyword: 'dcat:keyword',
  theme: { '@id': 'dcat:theme', '@type': '@id' },
  themeTaxonomy: { '@id': 'dcat:themeTaxonomy', '@type': '@id' },
  landingPage: { '@id': 'dcat:landingPage', '@type': '@id' },
  accessURL: { '@id': 'dcat:accessURL', '@type': '@id' },
  downloadURL: { '@id': 'dcat:downloadURL', '@type': '@id' },
  mediaType: { '@id': 'dcat:mediaType', '@type': '@id' },
  byteSize: { '@id': 'dcat:byteSize', '@type': 'xsd:nonNegativeInteger' },
  availability: { '@id': 'dcatap:availability', '@type': '@id' },
  homepage: { '@id': 'foaf:homepage', '@type': '@id' },
  name: 'foaf:name',
  checksum: { '@id': 'spdx:checksum' },
  algorithm: { '@id': 'spdx:algorithm', '@type': '@id' },
  checksumValue: { '@id': 'spdx:checksumValue', '@type': 'xsd:hexBinary' },
  fn: 'vcard:fn',
  hasEmail: { '@id': 'vcard:hasEmail', '@type': '@id' },
  hasURL: { '@id': 'vcard:hasURL', '@type': '@id' },
  hasTelephone: { '@id': 'vcard:hasTelephone', '@type': '@id' },
  label: 'rdfs:label',
} as const

/** The record of one version, as a catalogue of one data set. Source: DCAT-AP 3. */
export function recordDocument(edition: Edition, base: Base): string {
  return catalogueOf([edition], base, `${placeOf(edition, base)}/dcat.jsonld`)
}

/** The catalogue of what is published now: of every call its latest version. */
export function catalogueDocument(editions: readonly Edition[], base: Base): string {
  return catalogueOf(editions, base, `${base}/open/catalog.jsonld`)
}

function catalogueOf(editions: readonly Edition[], base: Base, place: string): string {
  const latest = editions.toSorted((a, b) => b.atMs - a.atMs)[0]
  return json({
    '@context': context,
    '@id': `${place}#catalog`,
    '@type': 'dcat:Catalog',
    title: inBoth('Resultaten van subsidieoproepen', 'Results of subsidy calls'),
    description: inBoth(
      'Toegekende subsidies en aanvaarde resultaten, per actie en per lokaal bestuur.',
      'Awarded subsidies and accepted results, by action and by local authority.',
    ),
    ...(latest === undefined ? {} : { publisher: agent(latest, base) }),
    homepage: `${base}/open`,
    language: [`${authority}/language/NLD`, `${authority}/language/ENG`],
    themeTaxonomy: `${authority}/data-theme`,
    spatial: 'http://data.europa.eu/nuts/code/BE2',
    ...(latest === undefined
      ? {}
      : {
          license: latest.publisher.licence,
          issued: formatInstant(Math.min(...editions.map(({ firstAtMs }) => firstAtMs))),
          modified: formatInstant(latest.atMs),
        }),
    dataset: editions.map((edition) => datasetOf(edition, base)),
  })
}

function datasetOf(edition: Edition, base: Base) {
  const { call, version, parameters, synthetic, publisher } = edition
  const { nl, en } = parameters.title
  const { projectStart, projectEnd } = parameters.timeline
  return {
    '@id': `${placeOf(edition, base)}#dataset`,
    '@type': 'dcat:Dataset',
    identifier: `${call}/v${version}`,
    title: inBoth(`${nl}: toekenningen en resultaten`, `${en}: awards and results`),
    description: inBoth(
      'Per actie en per lokaal bestuur: het toegekende bedrag, het doel en wat daarvan volgens ' +
        'het aanvaarde eindrapport is bereikt. Aantallen personen onder 5 staan er niet in.',
      'By action and by local authority: the amount awarded, the target, and what of it was ' +
        'reached according to the accepted final report. Counts of people below 5 are left out.',
    ),
    ...(synthetic === null
      ? {}
      : { provenance: { '@type': 'dct:ProvenanceStatement', label: `SYNTHETIC: ${synthetic}` } }),
    isVersionOf: `${currentPlaceOf(call, base)}#dataset`,
    version: String(version),
    issued: formatInstant(edition.firstAtMs),
    modified: formatInstant(edition.atMs),
    publisher: agent(edition, base),
    contactPoint: contactOf(edition, base),
    keyword: [
      { '@value': 'subsidies', '@language': 'nl' },
      { '@value': 'lokale besturen', '@language': 'nl' },
      { '@value': 'subsidies', '@language': 'en' },
      { '@value': 'local authorities', '@language': 'en' },
    ],
    theme: [`${authority}/data-theme/GOVE`, `${authority}/data-theme/SOCI`],
    language: [`${authority}/language/NLD`, `${authority}/language/ENG`],
    spatial: 'http://data.europa.eu/nuts/code/BE2',
    temporal: {
      '@type': 'dct:PeriodOfTime',
      startDate: projectStart,
      endDate: latestDay([projectEnd, ...edition.grants.map(({ facts }) => facts.period.end)]),
    },
    accessRights: `${authority}/access-right/PUBLIC`,
    accrualPeriodicity: `${authority}/frequency/IRREG`,
    landingPage: placeOf(edition, base),
    distribution: dataDocuments(edition, base).map((each) => distributionOf(each, publisher)),
  }
}

function distributionOf({ url, text, document }: Rendered, { licence }: Edition['publisher']) {
  const bytes = Buffer.from(text)
  return {
    '@id': `${url}#distribution`,
    '@type': 'dcat:Distribution',
    title: document.title,
    description: inBoth(document.description.nl, document.description.en),
    accessURL: url,
    downloadURL: url,
    format: `${authority}/file-type/${document.fileType}`,
    mediaType: `https://www.iana.org/assignments/media-types/${document.mediaType}`,
    byteSize: String(bytes.length),
    checksum: {
      '@type': 'spdx:Checksum',
      algorithm: 'spdx:checksumAlgorithm_sha256',
      checksumValue: createHash('sha256').update(bytes).digest('hex'),
    },
    license: licence,
    availability: `${authority}/planned-availability/STABLE`,
  }
}

function agent({ publisher }: Edition, base: Base) {
  return {
    '@id': `${base}/open#${publisherId(publisher)}`,
    '@type': 'foaf:Agent',
    name: publisher.name,
  }
}

/** Where people turn to: what was set, else the first page of what is published. */
function contactOf({ publisher }: Edition, base: Base) {
  const { name, contact } = publisher
  return { '@type': 'vcard:Organization', fn: name, ...wayTo(contact ?? `${base}/open`) }
}

function wayTo(contact: string) {
  if (/^[^\s@<>]+@[^\s@<>]+$/.test(contact)) return { hasEmail: `mailto:${contact}` }
  if (/^(https?:\/)?\/\S*$/.test(contact)) return { hasURL: contact }
  return { hasTelephone: `tel:${contact.replaceAll(/[^+\d]/g, '')}` }
}

function latestDay(days: readonly string[]): string {
  return days.toSorted().at(-1) ?? ''
}

function inBoth(nl: string, en: string) {
  return [
    { '@value': nl, '@language': 'nl' },
    { '@value': en, '@language': 'en' },
  ]
}
