import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import { pain002 } from '../programme/payments/bank-files.ts'
import { batchFolder } from '../programme/payments/batch-world.ts'
import { figuresOf } from '../programme/payments/schema.ts'
import { filled } from '../programme/workbooks/edit.ts'
import { follow, looks, press, signedIn, siteAt } from './journey.ts'

const directory = mkdtempSync(join(tmpdir(), 'mijlpaal-journeys-'))

afterAll(() => rmSync(directory, { recursive: true }))

/** What a link lets the browser download. */
async function fetched(page: Page, name: string | RegExp): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), follow(page, name)])
  const path = join(directory, download.suggestedFilename())
  await download.saveAs(path)
  return readFileSync(path)
}

async function choose(page: Page, label: string | RegExp, name: string, content: string | Buffer) {
  const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) }
  await page.getByLabel(label).setInputFiles(file)
}

describe.each(looks)('%s', (_, look) => {
  test('one prepares a batch, another approves it, and the bank’s answer comes back', async () => {
    const site = await siteAt('2024-10-02T08:00:00Z', await batchFolder())
    const { page: paula } = await signedIn(site, 'Paula', look)
    await follow(paula, 'Betalingen')
    await follow(paula, 'Een batch voorbereiden')
    await paula.getByLabel('Dag waarop de bank betaalt').fill('2024-10-05')
    await press(paula, 'Verder: kijk na')
    await paula.getByText('Banken voeren niets uit op 5 oktober 2024.').waitFor()
    await press(paula, 'Nog wijzigen')
    await paula.getByLabel('Dag waarop de bank betaalt').fill('2024-10-02')
    await press(paula, 'Verder: kijk na')
    await press(paula, 'Voorstellen aan een tweede persoon')
    await paula.getByText('De batch is voorgesteld.').waitFor()
    await follow(paula, 'Bekijk de batch en beslis')
    await paula.getByText('Een andere persoon dan wie dit voorstelde').waitFor()

    const { page: mira } = await signedIn(site, 'Mira', look)
    await follow(mira, 'Betalingen')
    await follow(mira, 'Bekijk de batch en beslis')
    await press(mira, 'Batch goedkeuren')
    await mira.getByText('De batch is goedgekeurd.').waitFor()
    const xml = (await fetched(mira, 'Bestand voor de bank ophalen (pain.001)')).toString('utf8')
    const { references, counts } = figuresOf(xml)
    expect(counts).toEqual([2, 2])

    const [first = '', other = ''] = references
    const answer = (reference: string) =>
      pain002([
        { reference: first, status: 'ACSC', settled: '2024-10-02' },
        { reference, status: 'RJCT', code: 'AC04' },
      ])
    await paula.goto('/payments/status')
    await choose(paula, 'Bestand', 'bank.xml', answer('MPEX'))
    await press(paula, 'Neem over')
    await paula.getByText('Niets is geboekt: 1 van 2 regels kloppen niet.').waitFor()
    await choose(paula, 'Bestand', 'bank.xml', answer(other))
    await press(paula, 'Neem over')
    await paula.getByText('2 boekingen gedaan.').waitFor()
    await follow(paula, '← Betalingen')
    await paula.getByText('⚠ mislukt').waitFor()
    await paula.getByRole('link', { name: 'Opnieuw opdracht geven' }).waitFor()
  })

  test('an applicant fills in a workbook, is told beside the cell, and corrects it', async () => {
    const site = await siteAt('2024-12-20T12:00:00Z')
    const { page } = await signedIn(site, 'Gerda', look)
    await follow(page, /^Liever in Excel/)
    const workbook = await fetched(page, /^Ophalen in het Nederlands ?: Tussentijds rapport/)
    const hand = async (value: string | number) => {
      await choose(
        page,
        /^Ingevuld werkboek/,
        'gent.xlsx',
        filled(workbook, { 'Rapport!G4': value }),
      )
      await press(page, 'Verder: bekijk wat erin staat')
    }
    await hand('veel')
    await page.getByText('Er is niets bewaard: in gent.xlsx klopt iets niet.').waitFor()
    const row = page.getByRole('row', { name: /^Rapport!G4/ })
    expect(await row.textContent()).toContain('Zet een geheel getal van 0 of meer.')
    await hand(250)
    await page.getByText('Dit staat in gent.xlsx.').waitFor()
    await page.getByRole('cell', { name: '250', exact: true }).waitFor()
    await press(page, 'Tussentijds rapport indienen')
    await page.getByText('Ontvangstnummer: voorbeeld/gent:').waitFor()
  })
})
