import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { batchFolder } from '../programme/payments/batch-world.ts'
import { voorbeeld } from '../programme/replayed.ts'
import { Chromium, type Look, type Visitor } from './browser.ts'
import { openSite, type Site } from './site.ts'

let browser: Chromium
let site: Site

beforeAll(async () => {
  browser = await Chromium.launch()
  site = await openSite(voorbeeld, Date.parse('2025-08-19T12:00:00Z'))
})

afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

/** The main pages, with who looks at them. */
const pages: Readonly<Record<string, readonly string[]>> = {
  Mira: [
    '/',
    '/?view=table',
    '/deadlines',
    '/budget',
    '/inbox',
    '/forecast?reached=80',
    '/calls/voorbeeld',
    '/projects/voorbeeld/gent',
    '/projects/voorbeeld/gent/events/deadline.move',
    '/operations',
    '/payments',
    '/payments/claims',
    '/reports',
    '/reports/drop',
    '/reports/accounts',
    '/calendars',
  ],
  Gerda: ['/', '/simulator?project=voorbeeld/gent', '/projects/voorbeeld/gent/workbook'],
}

/** Where payments leave in batches, with one that waits for a second person. */
const paying: Readonly<Record<string, readonly string[]>> = {
  Paula: ['/payments', '/payments/prepare', '/payments/status', '/payments/receipts'],
  Mira: ['/payments'],
}

const looks: readonly (readonly [string, Look])[] = [
  ['in Dutch, light', { language: 'nl', colors: 'light' }],
  ['in English, dark, on a narrow screen', { language: 'en', colors: 'dark', width: 320 }],
]

async function findingsOn(visitor: Visitor, paths: readonly string[]): Promise<readonly string[]> {
  const findings: string[] = []
  for (const path of paths) {
    await visitor.page.goto(path)
    findings.push(...(await visitor.axeFindings()).map((each) => `${path}: ${each}`))
    const isWide = await visitor.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    )
    if (isWide) findings.push(`${path}: wider than the screen`)
  }
  return findings
}

describe.each(looks)('%s', (_, look) => {
  test.each(Object.entries(pages))(
    'axe finds nothing on the pages of %s',
    async (person, paths) => {
      const visitor = await browser.visitor(site.url, look)
      await visitor.signIn(person)
      expect(await findingsOn(visitor, paths)).toEqual([])
      expect(visitor.complaints).toEqual([])
      await visitor.close()
    },
  )

  test.each(Object.entries(paying))(
    'axe finds nothing on the pages of payments of %s',
    async (person, paths) => {
      await using other = await openSite(await batchFolder(), Date.parse('2024-10-02T08:00:00Z'))
      const orders = ['voorbeeld/gent/advance']
      const proposed = await other.app.engine.send({
        to: 'voorbeeld',
        type: 'paymentBatch.propose',
        data: { orders, executionDate: '2024-10-10' },
        sender: { person: 'pol', roles: ['paymaster'] },
      })
      const batch = proposed.accepted ? `/payments/batches/${proposed.revision}` : ''
      const visitor = await browser.visitor(other.url, look)
      await visitor.signIn(person)
      expect(await findingsOn(visitor, [...paths, batch])).toEqual([])
      expect(visitor.complaints).toEqual([])
      await visitor.close()
    },
  )

  test('axe finds nothing on the pages that are open to all', async () => {
    const visitor = await browser.visitor(site.url, look)
    const findings: string[] = []
    for (const path of [
      '/sign-in',
      '/sign-in/link',
      '/accessibility',
      '/privacy',
      '/open',
      '/open/voorbeeld',
    ]) {
      await visitor.page.goto(path)
      findings.push(...(await visitor.axeFindings()).map((each) => `${path}: ${each}`))
    }
    expect(findings).toEqual([])
    expect(visitor.complaints).toEqual([])
    await visitor.close()
  })
})
