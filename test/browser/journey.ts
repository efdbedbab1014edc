import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { CallFolder } from '../../src/programme/import/folder.ts'
import { afterThisFile, afterThisTest } from '../closing.ts'
import { voorbeeld } from '../programme/replayed.ts'
import { Chromium, type Look, type Visitor } from './browser.ts'
import { openSite, type Site } from './site.ts'

/** How every journey is made. */
export const looks: readonly (readonly [string, Look])[] = [
  ['with JavaScript', { javaScript: true }],
  ['without JavaScript', { javaScript: false }],
]

let browser: Promise<Chromium> | undefined

/** One browser for the journeys of a file. */
function chromium(): Promise<Chromium> {
  browser ??= Chromium.launch().then((launched) => {
    afterThisFile(async () => {
      browser = undefined
      await launched[Symbol.asyncDispose]()
    })
    return launched
  })
  return browser
}

/** The call as it stood at a moment, for one test. */
export async function siteAt(
  moment: string,
  folder: string | CallFolder = voorbeeld,
): Promise<Site> {
  const site = await openSite(folder, Date.parse(moment))
  afterThisTest(() => site[Symbol.asyncDispose]())
  return site
}

/**
 * A person of the demo who has signed in, in a window of their own. The test fails on an error in
 * its console, and on a request to another host.
 */
export async function signedIn(site: Site, person: string, look: Look): Promise<Visitor> {
  const visitor = await (await chromium()).visitor(site.url, look)
  afterThisTest(async () => {
    await visitor.close()
    expect(visitor.complaints).toEqual([])
  })
  await visitor.signIn(person)
  return visitor
}

export async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click()
}

export async function follow(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('link', { name, exact: true }).first().click()
}

/** The button that leads from a form to what it would do. */
export const next = 'Verder: bekijk het gevolg'

/** The list of things that are done, at the top of the page after a form. */
export async function expectDone(page: Page, label: string): Promise<void> {
  await expect.poll(() => page.getByRole('status').textContent()).toContain(`✓ ${label}`)
}
