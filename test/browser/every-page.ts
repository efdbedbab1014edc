import { fileURLToPath } from 'node:url'
import { demoPeople } from '../../src/demo/people.ts'
import { Chromium, type Look, type Visitor } from './browser.ts'
import { openSite } from './site.ts'

/**
 * `npm run every-page`: follows the links that each person of the demo sees, and looks at every
 * kind of page in both languages, light and dark, wide and narrow, with JavaScript and without.
 * Prints what is wrong, and then how much it looked at; exit code 1 when something is wrong.
 */
const call = fileURLToPath(new URL('../../calls/plan-samenleven-3', import.meta.url))

const looks: readonly Look[] = (['nl', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((colors) =>
    [true, false].map((javaScript) => ({
      language,
      colors,
      javaScript,
      width: colors === 'dark' ? 320 : 1280,
    })),
  ),
)

/** Pages that show each person something else: looked at once for each. */
const personal = new Set(['/', '/inbox', '/projects/*/*'])

/** Pages of one kind differ in whose they are, and are drawn by the same code. */
function kindOf({ pathname, searchParams }: URL): string {
  const path = pathname
    .replace(/^\/(projects|calls)\/[^/]+/, '/$1/*')
    .replace(/^\/projects\/\*\/[^/]+/, '/projects/*/*')
    .replace(/\/\d+(?=\/|$)/g, '/*')
  const asked = [...searchParams].map(([name, value]) => (name === 'view' ? `view=${value}` : name))
  return [path, ...asked.toSorted()].join(' ')
}

/** The paths that links lead to, one of each kind that nobody before has seen. */
async function pathsOf(visitor: Visitor, seen: Set<string>): Promise<readonly string[]> {
  const own = new Set<string>()
  const waiting = [new URL('/', visitor.page.url())]
  const paths: string[] = []
  for (const url of waiting) {
    const kind = kindOf(url)
    if (own.has(kind) || url.pathname === '/language') continue
    own.add(kind)
    const answer = await visitor.page.request.get(url.href)
    const isPage = (answer.headers()['content-type'] ?? '').startsWith('text/html')
    if (!isPage && answer.ok()) continue
    if (!seen.has(kind) || personal.has(kind)) paths.push(url.pathname + url.search)
    seen.add(kind)
    for (const [, href = ''] of (await answer.text()).matchAll(/<a [^>]*?href="([^"#]+)/g)) {
      const next = new URL(href.replaceAll('&amp;', '&'), url)
      if (next.origin === url.origin) waiting.push(next)
    }
  }
  return paths
}

async function findingsOn(visitor: Visitor, path: string, look: Look): Promise<readonly string[]> {
  const answer = await visitor.page.goto(path)
  const status = answer?.status() ?? 0
  const { isWide, titles } = await visitor.page.evaluate(() => ({
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    titles: document.querySelectorAll('h1').length,
  }))
  return [
    ...(status === 200 ? [] : [`answers ${status}`]),
    ...(isWide ? ['is wider than the screen'] : []),
    ...(titles === 1 ? [] : [`has ${titles} titles`]),
    ...(look.javaScript === true ? await visitor.axeFindings() : []),
  ]
}

await using site = await openSite(call, Date.parse('2025-07-20T21:59:59.999Z'))
await using browser = await Chromium.launch()
const seen = new Set<string>()
let looked = 0
let wrong = 0
for (const { name } of demoPeople) {
  const person = name.split(' ')[0] ?? ''
  const first = await browser.visitor(site.url)
  await first.signIn(person)
  const paths = await pathsOf(first, seen)
  await first.close()
  for (const look of looks) {
    const visitor = await browser.visitor(site.url, look)
    await visitor.signIn(person)
    for (const path of paths) {
      const findings = await findingsOn(visitor, path, look)
      looked += 1
      wrong += findings.length
      for (const finding of findings) {
        console.log(`${person} ${path} ${JSON.stringify(look)}: ${finding}`)
      }
    }
    wrong += visitor.complaints.length
    for (const complaint of visitor.complaints) console.log(`${person}: ${complaint}`)
    await visitor.close()
  }
  console.log(`${person}: ${paths.length} pages`)
}
console.log(`${looked} looks at ${seen.size} kinds of page, ${wrong} findings`)
process.exitCode = wrong === 0 ? 0 : 1
