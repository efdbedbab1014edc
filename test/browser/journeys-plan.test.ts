import { describe, expect, test } from 'vitest'
import { expectDone, follow, looks, next, press, siteAt, signedIn } from './journey.ts'

describe.each(looks)('%s', (_, look) => {
  test('a manager moves a deadline of three projects, and another approves it', async () => {
    const site = await siteAt('2024-04-10T08:00:00Z')
    const { page } = await signedIn(site, 'Mira', look)
    await follow(page, 'Termijnen')
    await follow(page, 'Een termijn voor veel projecten verplaatsen')
    await page.getByLabel('Termijn', { exact: true }).selectOption('submission')
    await press(page, 'Toon deze projecten')
    await page.getByLabel(/Alleen wie hieronder is aangevinkt/).check()
    await page.getByText('Projecten kiezen').click()
    for (const name of ['Aalst', 'Gent', 'Ronse']) {
      await page.getByLabel(name).check()
    }
    await page.getByLabel('Nieuwe datum').fill('2024-05-13')
    await page.getByLabel('Uur', { exact: true }).fill('12:00')
    await page.getByLabel('Reden').fill('De portaalsite was een week onbereikbaar.')
    await press(page, next)
    await page.getByText('Termijn “Aanvraag” naar 13 mei 2024 om 12:00').first().waitFor()
    for (const name of ['Aalst', 'Gent', 'Ronse']) {
      await page
        .getByRole('row', { name: new RegExp(name) })
        .first()
        .waitFor()
    }
    expect(await page.getByRole('row', { name: /Boom/ }).count()).toBe(0)
    await press(page, 'Voorstellen aan een tweede persoon')
    await page.getByText('De verplaatsing is voorgesteld').waitFor()
    await page.getByText('U stelde dit zelf voor.').waitFor()

    const other = await signedIn(site, 'Stan', look)
    await follow(other.page, 'Termijnen')
    await other.page.getByText('Alleen voor 3 gekozen projecten.').waitFor()
    await press(other.page, 'Goedkeuren en verplaatsen')
    await other.page.getByText('De verplaatsing is goedgekeurd').waitFor()
    await other.page.goto('/projects/voorbeeld/gent')
    await other.page.getByText('13 mei 2024 om 12:00').first().waitFor()
    await other.page.goto('/projects/voorbeeld/boom')
    await other.page.getByText('6 mei 2024 om 12:00').first().waitFor()
  })

  test('an applicant works out its amount and takes the choices into its application', async () => {
    const site = await siteAt('2024-04-10T08:00:00Z')
    const { page } = await signedIn(site, 'Gerda', look)
    await follow(page, 'Op welk bedrag heb ik recht?')
    await page.getByLabel('Beslissing').first().selectOption('reduce')
    await page.getByLabel('Nieuwe KPI').fill('500')
    await press(page, 'Bereken')
    await page.getByText('Geef een KPI lager dan 500.').waitFor()
    await page.getByLabel('Nieuwe KPI').fill('300')
    await press(page, 'Bereken')
    // 120 × min(300 / 2, 300 − 100), and the stimulus of 10,000.
    await page.getByText('= € 18.000,00').waitFor()
    await page.locator('.totals').getByText('€ 28.000,00').waitFor()
    await follow(page, 'Neem deze keuzes over in de aanvraag')
    expect(await page.getByLabel('Nieuwe KPI').inputValue()).toBe('300')
    await press(page, next)
    await press(page, 'Aanvraag indienen')
    await expectDone(page, 'Aanvraag indienen')
    await page.getByText('€ 28.000,00').first().waitFor()
  })

  test('an auditor has the whole log verified', async () => {
    const site = await siteAt('2024-10-02T08:00:00Z')
    const { page } = await signedIn(site, 'Rekha', look)
    await follow(page, 'Beheer')
    await press(page, 'Kijk het logboek na')
    expect(await page.getByRole('status').textContent()).toContain('✓ Alles klopt.')
  })
})
