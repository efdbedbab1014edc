import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Chromium } from './browser.ts'
import { openSite } from './site.ts'

/** `npm run screenshots`: the main pages of the demo, as docs/images shows them. */
const images = fileURLToPath(new URL('../../docs/images/', import.meta.url))
const call = fileURLToPath(new URL('../../calls/plan-samenleven-3', import.meta.url))

const pages = {
  portfolio: '/',
  deadlines: '/deadlines',
  budget: '/budget',
  project: '/projects/plan-samenleven-3/gent',
  inbox: '/inbox',
  forecast: '/forecast?reached=80',
  payments: '/payments',
  reports: '/reports',
  open: '/open/plan-samenleven-3',
} as const

await using site = await openSite(call, Date.parse('2025-07-20T21:59:59.999Z'))
await using browser = await Chromium.launch()
await mkdir(images, { recursive: true })
for (const language of ['nl', 'en'] as const) {
  const visitor = await browser.visitor(site.url, { language })
  await visitor.signIn('Mira')
  for (const [name, path] of Object.entries(pages)) {
    // What is open to all has its language in the address.
    await visitor.page.goto(name === 'open' ? `${path}?lang=${language}` : path)
    await visitor.page.screenshot({ path: `${images}${name}-${language}.png` })
  }
  await visitor.page.goto(pages.project)
  const documents = visitor.page.locator('section[aria-labelledby=documents]')
  await documents.screenshot({ path: `${images}documents-${language}.png` })
  await visitor.close()
}
