import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

/** How one looks at the pages. */
export interface Look {
  readonly javaScript?: boolean
  readonly language?: 'nl' | 'en'
  readonly colors?: 'light' | 'dark'
  /** Of the window, in pixels; default 1,280. */
  readonly width?: number
}

/** A real Chromium; each {@link Chromium.visitor} is a browser window of somebody else. */
export class Chromium implements AsyncDisposable {
  readonly #browser: Browser
  readonly #directory: string

  private constructor(browser: Browser, directory: string) {
    this.#browser = browser
    this.#directory = directory
  }

  static async launch(): Promise<Chromium> {
    const directory = mkdtempSync(join(tmpdir(), 'chromium-'))
    const browser = await chromium.launch({
      executablePath: program(),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
    return new Chromium(browser, directory)
  }

  /** Somebody at the site, who has not signed in yet. */
  async visitor(url: string, look: Look = {}): Promise<Visitor> {
    const { javaScript = true, language = 'nl', colors = 'light', width = 1280 } = look
    const context = await this.#browser.newContext({
      baseURL: url,
      javaScriptEnabled: javaScript,
      colorScheme: colors,
      viewport: { width, height: 900 },
    })
    await context.addCookies([{ name: 'language', value: language, url }])
    return new Visitor(context, await context.newPage(), url)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** A browser window; what it must never see, it keeps as {@link Visitor.complaints}. */
export class Visitor {
  readonly page: Page
  readonly #context: BrowserContext
  readonly #complaints: string[] = []

  constructor(context: BrowserContext, page: Page, url: string) {
    this.#context = context
    this.page = page
    this.#watch(page, url)
    context.on('page', (each) => this.#watch(each, url))
  }

  async signIn(person: string): Promise<void> {
    await this.page.goto('/sign-in')
    await this.page.getByRole('button', { name: new RegExp(`^${person}`) }).click()
    await this.page.waitForURL((url) => url.pathname !== '/sign-in')
  }

  /** The session is over, as if an hour had passed. */
  async loseSession(): Promise<void> {
    await this.#context.clearCookies({ name: 'mijlpaal' })
  }

  newTab(): Promise<Page> {
    return this.#context.waitForEvent('page')
  }

  /** Errors in the console and requests to other hosts, so far. */
  get complaints(): readonly string[] {
    return this.#complaints
  }

  /** What axe finds on the page, of WCAG 2.1 A and AA and its best practices. */
  async axeFindings(): Promise<readonly string[]> {
    await this.page.evaluate(axe)
    return this.page.evaluate(async () => {
      const { violations } = await (
        globalThis as unknown as { axe: { run(): Promise<AxeResult> } }
      ).axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
    })
  }

  close(): Promise<void> {
    return this.#context.close()
  }

  #watch(page: Page, url: string): void {
    page.on('console', (message) => {
      // What the server answers with 4xx, Chromium tells too; the pages themselves say it.
      const isStatus = message.text().startsWith('Failed to load resource: the server responded')
      if (message.type() === 'error' && !isStatus) this.#complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.#complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) this.#complaints.push(`request to ${request.url()}`)
    })
  }
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

function program(): string {
  const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  const found = places.find((place) => existsSync(place))
  if (found === undefined) throw new Error('There is no Chromium here; run: npm run setup')
  return found
}
