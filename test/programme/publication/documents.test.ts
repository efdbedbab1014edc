import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import * as jsonld from 'jsonld'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import { currentPlaceOf, type Edition } from '../../../src/programme/publication/edition.ts'
import {
  OpenData,
  openDocumentNames,
  type OpenDocumentName,
} from '../../../src/programme/publication/open-data.ts'
import { replay, replayStartMs } from '../../../src/programme/replay.ts'
import { emptyDirectory, folderOf, voorbeeld } from '../replayed.ts'
import { join } from 'node:path'

const base = 'https://mijlpaal.example'
const publisher = {
  name: 'Agentschap Binnenlands Bestuur',
  kbo: '0316380841',
  contact: 'samenleven@example.org',
  licence: 'https://data.vlaanderen.be/id/licentie/modellicentie-gratis-hergebruik/v1.0',
}

let openData: OpenData
let edition: Edition

async function replayed(path: string, untilMs?: number): Promise<App> {
  const folder = await folderOf(path)
  const kind = { seed: folder.parameters.id, startMs: replayStartMs(folder) }
  const app = await openApp({ database: join(emptyDirectory(), 'open.sqlite'), kind, publisher })
  const more = untilMs === undefined ? {} : { untilMs }
  await replay(app.engine, app.queries, folder, { effects: app.effects, ...more })
  return app
}

beforeAll(async () => {
  const app = await replayed(voorbeeld)
  openData = new OpenData(app.openData.publications, base)
  edition = (await openData.publications.edition('voorbeeld', null))!
  return async () => app[Symbol.asyncDispose]()
})

async function textOf(name: OpenDocumentName): Promise<string> {
  return (await openData.document('voorbeeld', null, name))!.text
}

const jsonOf = async (name: OpenDocumentName) => JSON.parse(await textOf(name)) as object

/** Nothing is fetched: a document that needs the network is a failure. */
const offline = {
  safe: true,
  documentLoader: (url: string) => Promise.reject(new Error(`fetched ${url}`)),
}

type Node = Readonly<Record<string, readonly Value[]>> & {
  readonly '@type'?: readonly string[]
  readonly '@id'?: string
}
interface Value {
  readonly '@id'?: string
  readonly '@value'?: string | number | boolean
  readonly '@language'?: string
}

/** Every node of a document, however deep, with its types and properties in full. */
async function nodesOf(document: object): Promise<readonly Node[]> {
  const found: Node[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    else if (typeof value === 'object' && value !== null && !('@value' in value)) {
      if ('@type' in value) found.push(value as Node)
      for (const each of Object.values(value)) visit(each)
    }
  }
  visit(await jsonld.expand(document, { ...offline, base: `${base}/open/x` }))
  return found
}

describe('linked data', () => {
  test.each(['data.jsonld', 'dcat.jsonld'] as const)(
    'of %s expands and compacts with a library of others, and nothing is lost',
    async (name) => {
      const document = (await jsonOf(name)) as { readonly '@context': object }
      const options = { ...offline, base: `${base}/` }
      const expanded = await jsonld.expand(document, options)
      const compacted = await jsonld.compact(expanded, document['@context'], {
        ...options,
        compactToRelative: false,
      })
      const withoutContext = { '@context': null }
      expect(leavesOf({ ...compacted, ...withoutContext })).toEqual(
        leavesOf({ ...document, ...withoutContext }),
      )
    },
  )

  test('says of an award what it is in the Flemish vocabulary', async () => {
    const nodes = await nodesOf(await jsonOf('data.jsonld'))
    const awards = nodes.filter((node) =>
      node['@type']?.includes('https://data.vlaanderen.be/ns/subsidie#SubsidiemaatregelConsumptie'),
    )
    expect(awards).toHaveLength(2)
    const of = (node: Node, property: string) => node[property]?.[0]
    for (const award of awards) {
      const offer = of(award, 'http://data.vlaanderen.be/ns/transactie#isInstantieVan')
      expect(offer?.['@id']).toBe(`${currentPlaceOf('voorbeeld', base)}#call`)
      expect(of(award, 'urn:mijlpaal:open:awarded')?.['@value']).toMatch(/^\d+\.\d\d$/)
      expect(of(award, 'urn:mijlpaal:open:report')?.['@id']).toBe('urn:mijlpaal:open:accepted')
    }
    const reached = nodes.flatMap((node) => node['urn:mijlpaal:open:reached'] ?? [])
    expect(new Set(reached.map((each) => each['@value']))).toEqual(new Set(['520', '650']))
  })

  test('holds its own terms only where docs/OPEN-DATA.md defines them', async () => {
    const page = readFileSync(new URL('../../../docs/OPEN-DATA.md', import.meta.url), 'utf8')
    const triples = await jsonld.toRDF(await jsonOf('data.jsonld'), {
      ...offline,
      base: `${base}/`,
      format: 'application/n-quads',
    })
    const own = new Set([...triples.matchAll(/<urn:mijlpaal:open:(\w+)>/g)].map(([, term]) => term))
    expect(own.size).toBeGreaterThan(10)
    expect([...own].filter((term) => !page.includes(`\`${String(term)}\``))).toEqual([])
  })
})

/** Mandatory (M) and recommended (R) properties of DCAT-AP 3, and what docs/OPEN-DATA.md adds. */
const dcatAp = {
  'http://www.w3.org/ns/dcat#Catalog': [
    'http://purl.org/dc/terms/title', // M
    'http://purl.org/dc/terms/description', // M
    'http://purl.org/dc/terms/publisher', // M
    'http://www.w3.org/ns/dcat#dataset', // R
    'http://xmlns.com/foaf/0.1/homepage', // R
    'http://purl.org/dc/terms/language', // R
    'http://purl.org/dc/terms/license', // R
    'http://purl.org/dc/terms/issued', // R
    'http://purl.org/dc/terms/modified', // R
    'http://purl.org/dc/terms/spatial', // R
    'http://www.w3.org/ns/dcat#themeTaxonomy', // R
  ],
  'http://www.w3.org/ns/dcat#Dataset': [
    'http://purl.org/dc/terms/title', // M
    'http://purl.org/dc/terms/description', // M
    'http://www.w3.org/ns/dcat#contactPoint', // R
    'http://www.w3.org/ns/dcat#distribution', // R
    'http://www.w3.org/ns/dcat#keyword', // R
    'http://www.w3.org/ns/dcat#theme', // R
    'http://purl.org/dc/terms/publisher', // R
    'http://purl.org/dc/terms/spatial', // R
    'http://purl.org/dc/terms/temporal', // R
    'http://purl.org/dc/terms/identifier',
    'http://purl.org/dc/terms/accessRights',
    'http://www.w3.org/ns/dcat#landingPage',
    'http://www.w3.org/ns/dcat#version',
  ],
  'http://www.w3.org/ns/dcat#Distribution': [
    'http://www.w3.org/ns/dcat#accessURL', // M
    'http://data.europa.eu/r5r/availability', // R
    'http://purl.org/dc/terms/description', // R
    'http://purl.org/dc/terms/format', // R
    'http://purl.org/dc/terms/license', // R
    'http://www.w3.org/ns/dcat#mediaType',
    'http://www.w3.org/ns/dcat#downloadURL',
    'http://www.w3.org/ns/dcat#byteSize',
    'http://spdx.org/rdf/terms#checksum',
  ],
  'http://xmlns.com/foaf/0.1/Agent': ['http://xmlns.com/foaf/0.1/name'], // M
} as const

describe('the record for data portals', () => {
  test.each(Object.entries(dcatAp))('has every property of %s', async (type, properties) => {
    const nodes = (await nodesOf(await jsonOf('dcat.jsonld'))).filter((node) =>
      node['@type']?.includes(type),
    )
    expect(nodes.length).toBeGreaterThan(0)
    for (const node of nodes) {
      expect(properties.filter((property) => (node[property]?.length ?? 0) === 0)).toEqual([])
    }
  })

  test('tells size and digest of the very bytes that are served', async () => {
    const nodes = await nodesOf(await jsonOf('dcat.jsonld'))
    const told = nodes
      .filter((node) => node['@type']?.includes('http://www.w3.org/ns/dcat#Distribution'))
      .map((node) => ({
        url: node['http://www.w3.org/ns/dcat#downloadURL']?.[0]?.['@id'],
        size: node['http://www.w3.org/ns/dcat#byteSize']?.[0]?.['@value'],
      }))
    for (const name of ['lines.csv', 'grants.json', 'data.jsonld'] as const) {
      const url = `${base}/open/voorbeeld/v3/${name}`
      const size = String(Buffer.byteLength(await textOf(name)))
      expect(told).toContainEqual({ url, size })
      const digest = createHash('sha256')
        .update(await textOf(name))
        .digest('hex')
      expect(await textOf('dcat.jsonld')).toContain(digest)
    }
  })

  test('and the catalogue of all calls holds every call by its latest version', async () => {
    const { text } = await openData.catalogue()
    const nodes = await nodesOf(JSON.parse(text) as object)
    const sets = nodes.filter((each) =>
      each['@type']?.includes('http://www.w3.org/ns/dcat#Dataset'),
    )
    expect(sets.map((each) => each['@id'])).toEqual([`${base}/open/voorbeeld/v3#dataset`])
  })
})

describe('grants by 360Giving', () => {
  test('have every field that the standard requires, of the kind that it says', async () => {
    const { grants } = JSON.parse(await textOf('grants.json')) as {
      readonly grants: readonly Record<string, unknown>[]
    }
    expect(grants).toHaveLength(2)
    for (const grant of grants) {
      expect(grant).toMatchObject({
        id: expect.stringMatching(/^mijlpaal-voorbeeld-\w+$/),
        title: expect.stringMatching(/\S/),
        description: expect.stringMatching(/\S/),
        currency: 'EUR',
        amountAwarded: expect.any(Number),
        awardDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        recipientOrganization: [
          { id: expect.stringMatching(/^BE-BCE_KBO-\d{10}$/), name: expect.any(String) },
        ],
        fundingOrganization: [{ id: 'BE-BCE_KBO-0316380841', name: publisher.name }],
      })
    }
    expect(new Set(grants.map(({ id }) => id)).size).toBe(grants.length)
  })
})

describe('the table', () => {
  test('is read by a CSV library, and adds up to the awards', async () => {
    const rows = parse<Record<string, string>>(await textOf('lines.csv'), {
      columns: true,
      bom: true,
    })
    expect(rows.map(({ line, code }) => line || code)).toEqual([
      'aalst-1',
      'gent-1',
      'collaboration',
    ])
    const cents = rows.map((row) => Math.round(Number(row['awarded_eur']) * 100))
    const awarded = edition.grants.map(({ facts }) => facts.award.cents)
    const sum = (all: readonly number[]) => all.reduce((total, each) => total + each, 0)
    expect(sum(cents)).toBe(sum(awarded))
    expect(rows.map(({ reached }) => reached)).toEqual(['650', '520', ''])
  })
})

describe('on a virtual database', () => {
  test.each(openDocumentNames)('%s says that its data are synthetic', async (name) => {
    expect((await textOf(name)).toLowerCase()).toContain('synthetic')
  })

  test('so do the catalogue and the list of versions', async () => {
    expect((await openData.catalogue()).text).toContain('SYNTHETIC')
    expect((await openData.versions('voorbeeld'))?.text).toMatch(/"synthetic": "All of/)
  })
})

/** What is written here stays so for ever: a change of it is a change of what was published. */
describe('bytes', () => {
  test('of voorbeeld', async () => {
    expect(await digestsOf(openData, 'voorbeeld')).toMatchInlineSnapshot(`
      {
        "data.jsonld": "96CRHcIsQL_0",
        "dcat.jsonld": "6eNVM3UhSTBA",
        "digest": "ea45e2bbe323",
        "grants.json": "OoP09Vs-Rq5s",
        "lines.csv": "TX1dSfi8CZFa",
        "versions": 3,
      }
    `)
  })

  test('of the call that ships, on the day the demo stops', async () => {
    const path = new URL('../../../calls/plan-samenleven-3', import.meta.url).pathname
    await using app = await replayed(path, Date.parse('2025-07-20T23:59:59.999+02:00'))
    const shipped = new OpenData(app.openData.publications, base)
    expect(await digestsOf(shipped, 'plan-samenleven-3')).toMatchInlineSnapshot(`
      {
        "data.jsonld": "GsRNnVSEy0pv",
        "dcat.jsonld": "N30nNaqFdd3v",
        "digest": "1db10c7d9e43",
        "grants.json": "82iuHz72opc_",
        "lines.csv": "lU9DVRyKEYLT",
        "versions": 32,
      }
    `)
  })
})

async function digestsOf(of: OpenData, call: string) {
  const versions = await of.publications.versions(call)
  const last = versions.at(-1)
  const etags = openDocumentNames.map(
    async (name) => [name, (await of.document(call, null, name))?.etag.slice(1, 13)] as const,
  )
  return {
    versions: versions.length,
    digest: last?.digest.slice(0, 12),
    ...Object.fromEntries(await Promise.all(etags)),
  }
}

/** Every text, number and truth in a document, sorted; names of keys and places left out. */
function leavesOf(value: unknown): readonly string[] {
  const found: string[] = []
  const visit = (each: unknown): void => {
    if (typeof each === 'object' && each !== null) for (const one of Object.values(each)) visit(one)
    else found.push(String(each))
  }
  visit(value)
  return found.toSorted()
}
