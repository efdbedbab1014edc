import { formatEuro } from '../../../domain/money.ts'
import { formatInstant } from '../../../domain/calendar.ts'
import type { Texts } from '../../../domain/call.ts'
import { actionOf, currentPlaceOf, figureText, placeOf } from '../edition.ts'
import type { Base, Edition, Grant } from '../edition.ts'
import type { Figure, Organisation, PublicLine } from '../facts.ts'
import { json } from './three-sixty.ts'

/** Terms that no vocabulary has; docs/OPEN-DATA.md defines each. */
const ownNamespace = 'urn:mijlpaal:open:'

const decimal = 'http://www.w3.org/2001/XMLSchema#decimal'
const integer = 'http://www.w3.org/2001/XMLSchema#integer'
const date = 'http://www.w3.org/2001/XMLSchema#date'
const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime'

/** Every name of the document, so that nobody needs to fetch anything to read it. */
const context = {
  adms: 'http://www.w3.org/ns/adms#',
  dct: 'http://purl.org/dc/terms/',
  m8g: 'http://data.europa.eu/m8g/',
  mijlpaal: ownNamespace,
  org: 'http://www.w3.org/ns/org#',
  owl: 'http://www.w3.org/2002/07/owl#',
  prov: 'http://www.w3.org/ns/prov#',
  schema: 'http://schema.org/',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  subsidie: 'https://data.vlaanderen.be/ns/subsidie#',
  transactie: 'http://data.vlaanderen.be/ns/transactie#',
  title: 'dct:title',
  label: 'skos:prefLabel',
  notation: 'skos:notation',
  identifier: 'adms:identifier',
  modified: { '@id': 'dct:modified', '@type': dateTime },
  version: { '@id': 'owl:versionInfo' },
  license: { '@id': 'dct:license', '@type': '@id' },
  isVersionOf: { '@id': 'dct:isVersionOf', '@type': '@id' },
  member: { '@id': 'dct:hasPart' },
  offer: { '@id': 'transactie:isInstantieVan', '@type': '@id' },
  participation: { '@id': 'm8g:hasParticipation' },
  participant: { '@reverse': 'm8g:playsRole' },
  role: { '@id': 'm8g:role', '@type': '@id' },
  ceiling: { '@id': 'mijlpaal:ceiling', '@type': decimal },
  currency: 'schema:currency',
  amount: { '@id': 'mijlpaal:awarded', '@type': decimal },
  awardDate: { '@id': 'mijlpaal:awardDate', '@type': date },
  awardReference: 'mijlpaal:awardReference',
  start: { '@id': 'schema:startDate', '@type': date },
  end: { '@id': 'schema:endDate', '@type': date },
  part: { '@id': 'mijlpaal:part' },
  action: { '@id': 'mijlpaal:action', '@type': '@id' },
  unit: 'mijlpaal:unit',
  kpi: { '@id': 'mijlpaal:kpi', '@type': '@id' },
  target: { '@id': 'mijlpaal:target', '@type': integer },
  targetBelow: { '@id': 'mijlpaal:targetBelow', '@type': integer },
  reached: { '@id': 'mijlpaal:reached', '@type': integer },
  reachedBelow: { '@id': 'mijlpaal:reachedBelow', '@type': integer },
  targetLabel: 'mijlpaal:targetLabel',
  reachedLabel: 'mijlpaal:reachedLabel',
  report: { '@id': 'mijlpaal:report', '@type': '@id' },
  endedEarly: 'mijlpaal:endedEarly',
  partner: { '@id': 'mijlpaal:partner' },
  syntheticData: 'mijlpaal:syntheticData',
} as const

/**
 * The same as linked data: a call is an offer of a subsidy measure, an award its consumption by an
 * authority, in the terms of the Flemish subsidy vocabulary.
 */
export function linkedDocument(edition: Edition, base: Base): string {
  const { call, parameters, synthetic, publisher } = edition
  const place = currentPlaceOf(call, base)
  return json({
    '@context': context,
    '@id': `${placeOf(edition, base)}/data.jsonld`,
    '@type': 'schema:Dataset',
    isVersionOf: `${place}/data.jsonld`,
    version: String(edition.version),
    modified: formatInstant(edition.atMs),
    license: publisher.licence,
    title: inBoth(parameters.title),
    ...(synthetic === null ? {} : { syntheticData: synthetic }),
    member: [
      {
        '@id': `${place}#call`,
        '@type': 'subsidie:SubsidiemaatregelAanbod',
        title: inBoth(parameters.title),
        identifier: { '@type': 'adms:Identifier', notation: call },
        ceiling: formatEuro(parameters.budget.ceilingCents),
        currency: 'EUR',
      },
      ...edition.parameters.actions.map(({ code, title, kpi }) => ({
        '@id': `${place}#action/${encodeURIComponent(code)}`,
        '@type': 'skos:Concept',
        label: inBoth(title),
        notation: code,
        kpi: `mijlpaal:${kpi.type}`,
        unit: inBoth(kpi.unit),
      })),
      ...edition.grants.map((grant) => grantOf(edition, grant, place)),
    ],
  })
}

function grantOf(edition: Edition, { id, applicant, atMs, facts }: Grant, place: string) {
  const { recipient, award, period, report, endedEarly } = facts
  const self = `${place}#${encodeURIComponent(applicant)}`
  return {
    '@id': self,
    '@type': 'subsidie:SubsidiemaatregelConsumptie',
    identifier: { '@type': 'adms:Identifier', notation: id },
    offer: `${place}#call`,
    modified: formatInstant(atMs),
    awardDate: award.date,
    awardReference: award.reference,
    amount: formatEuro(award.cents),
    currency: 'EUR',
    start: period.start,
    end: period.end,
    report: `mijlpaal:${report}`,
    endedEarly,
    participation: {
      '@id': `${self}/recipient`,
      '@type': 'm8g:Participation',
      role: 'mijlpaal:recipient',
      participant: {
        ...organisation(recipient, place),
        partner: recipient.partners.map((each) => organisation(each, place)),
      },
    },
    part: [
      ...facts.lines.map((line) => lineOf(edition, line, { self, place })),
      ...facts.stimuli.map(({ stimulus, cents }) => ({
        '@id': `${self}/stimulus/${encodeURIComponent(stimulus)}`,
        '@type': 'mijlpaal:Stimulus',
        notation: stimulus,
        amount: formatEuro(cents),
        currency: 'EUR',
      })),
    ],
  }
}

function lineOf(
  edition: Edition,
  line: PublicLine,
  { self, place }: { readonly self: string; readonly place: string },
) {
  const { code } = actionOf(edition, line)
  return {
    '@id': `${self}/line/${encodeURIComponent(line.line)}`,
    '@type': 'mijlpaal:FundedAction',
    notation: line.line,
    action: `${place}#action/${encodeURIComponent(code)}`,
    amount: formatEuro(line.cents),
    currency: 'EUR',
    ...figureOf('target', line.target),
    ...(line.reached === null ? {} : figureOf('reached', line.reached)),
  }
}

function figureOf(name: 'target' | 'reached', figure: Figure) {
  const value =
    'count' in figure
      ? { [name]: String(figure.count) }
      : { [`${name}Below`]: String(figure.below) }
  return { ...value, [`${name}Label`]: figureText(figure) }
}

function organisation({ name, kbo, nis }: Organisation, place: string) {
  return {
    '@id': `${place}#organisation/${kbo}`,
    '@type': 'org:FormalOrganization',
    label: name,
    identifier: [
      { '@type': 'adms:Identifier', notation: { '@value': kbo, '@type': 'mijlpaal:kbo' } },
      ...(nis === null
        ? []
        : [{ '@type': 'adms:Identifier', notation: { '@value': nis, '@type': 'mijlpaal:nis' } }]),
    ],
  }
}

function inBoth({ nl, en }: Texts) {
  return [
    { '@value': nl, '@language': 'nl' },
    { '@value': en, '@language': 'en' },
  ]
}
