import { describe, expect, test } from 'vitest'
import { expectDone, follow, looks, next, press, siteAt, signedIn } from './journey.ts'

describe.each(looks)('%s', (_, look) => {
  test('a reviewer returns an application, gets it again and admits it', async () => {
    const site = await siteAt('2024-05-08T08:00:00Z')
    const { page } = await signedIn(site, 'Rika', look)
    await page.goto('/projects/voorbeeld/gent')
    await follow(page, 'Terugsturen met vraag')
    await page.getByLabel('Vraag').fill('Blijft het samenwerkingsverband bestaan?')
    await page.getByLabel('Tot en met').fill('2024-05-20')
    await press(page, next)
    await page.getByText('aangepaste aanvraag').waitFor()
    await press(page, 'Terugsturen met vraag')
    await expectDone(page, 'Terugsturen met vraag')

    const applicant = await signedIn(site, 'Gerda', look)
    await applicant.page.getByText('aangepaste aanvraag').first().waitFor()
    await follow(applicant.page, 'Aanvraag indienen')
    await press(applicant.page, next)
    await press(applicant.page, 'Aanvraag indienen')
    await expectDone(applicant.page, 'Aanvraag indienen')
    await applicant.page.getByText('Ontvangstnummer: voorbeeld/gent:').waitFor()

    await page.reload()
    await follow(page, 'Ontvankelijk verklaren')
    await press(page, 'Ontvankelijk verklaren')
    await expectDone(page, 'Ontvankelijk verklaren')
  })

  test('two reviewers settle a balance, and one alone cannot', async () => {
    const site = await siteAt('2025-08-18T12:00:00Z')
    const one = await signedIn(site, 'Rika', look)
    await one.page.goto('/projects/voorbeeld/gent')
    await follow(one.page, 'Saldo voorstellen')
    await one.page.getByLabel('Reden').fill('Alle KPI’s zijn gehaald.')
    await press(one.page, next)
    await press(one.page, 'Saldo voorstellen')
    await expectDone(one.page, 'Saldo voorstellen')
    await one.page.goto('/projects/voorbeeld/gent/events/balance.approve')
    await one.page.getByText('Een andere persoon dan wie dit voorstelde').waitFor()

    const other = await signedIn(site, 'Lode', look)
    await other.page.goto('/projects/voorbeeld/gent')
    await follow(other.page, 'Saldo goedkeuren')
    await other.page.getByText('betaalopdracht gegeven').waitFor()
    await press(other.page, 'Saldo goedkeuren')
    await expectDone(other.page, 'Saldo goedkeuren')
  })

  test('an applicant forgets a motivation, is told beside the field, and corrects it', async () => {
    const site = await siteAt('2025-07-01T08:00:00Z')
    const { page } = await signedIn(site, 'Anton', look)
    await follow(page, 'Eindrapport indienen')
    await page.getByLabel('Behaalde KPI').fill('650')
    await page.getByLabel('Ondernomen acties').fill('Twee extra praattafels per week.')
    await press(page, next)
    const field = page.getByLabel('Motivering')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await page
      .getByText('De KPI van deze lijn is niet gehaald: geef een motivering.')
      .first()
      .waitFor()
    expect(await page.getByLabel('Ondernomen acties').inputValue()).toContain('praattafels')
    await field.fill('Te weinig begeleiders.')
    await press(page, next)
    await press(page, 'Eindrapport indienen')
    await expectDone(page, 'Eindrapport indienen')
  })

  test('who comes second learns what the first has done', async () => {
    const site = await siteAt('2024-05-08T08:00:00Z')
    const path = '/projects/voorbeeld/gent/events/application.admit'
    const first = await signedIn(site, 'Rika', look)
    const second = await signedIn(site, 'Lode', look)
    await first.page.goto(path)
    await second.page.goto(path)
    await press(first.page, 'Ontvankelijk verklaren')
    await expectDone(first.page, 'Ontvankelijk verklaren')
    await press(second.page, 'Ontvankelijk verklaren')
    await second.page.getByText('Iemand anders was sneller').waitFor()
    await follow(second.page, 'Bekijk hoe het nu staat')
    await second.page.getByRole('heading', { level: 1, name: 'Gent' }).waitFor()
  })

  test('a session that expires in mid-form loses nothing', async () => {
    const site = await siteAt('2025-08-18T12:00:00Z')
    const visitor = await signedIn(site, 'Mira', look)
    const { page } = visitor
    await page.goto('/projects/voorbeeld/gent/events/note.add')
    await page.getByLabel('Nota').fill('Gebeld met Gent; zij sturen de rekeningen na.')
    await visitor.loseSession()
    await press(page, next)
    await page.getByRole('heading', { name: 'Uw sessie is verlopen' }).waitFor()
    const [tab] = await Promise.all([
      visitor.newTab(),
      page.getByRole('link', { name: /Meld u opnieuw aan/ }).click(),
    ])
    await tab.getByRole('button', { name: /^Mira/ }).click()
    await tab.getByRole('heading', { name: 'U bent aangemeld' }).waitFor()
    await press(page, 'Ga daarna hier verder')
    await page.getByText('Alles wat u typte staat er nog').waitFor()
    expect(await page.getByLabel('Nota').inputValue()).toContain('Gebeld met Gent')
    await press(page, next)
    await press(page, 'Nota toevoegen')
    await expectDone(page, 'Nota toevoegen')
    await page.getByText('Gebeld met Gent; zij sturen de rekeningen na.').waitFor()
  })

  test('nobody reads another’s project', async () => {
    const site = await siteAt('2025-08-18T12:00:00Z')
    const { page } = await signedIn(site, 'Anton', look)
    const answer = await page.goto('/projects/voorbeeld/gent')
    expect(answer?.status()).toBe(404)
    await page.getByRole('heading', { name: 'Niet gevonden' }).waitFor()
  })
})

test('what another does shows by itself on an open page', async () => {
  const site = await siteAt('2025-08-18T12:00:00Z')
  const watching = await signedIn(site, 'Stan', {})
  await watching.page.getByRole('heading', { name: /Saldobeslissing 2/ }).waitFor()
  const acting = await signedIn(site, 'Rika', {})
  await acting.page.goto('/projects/voorbeeld/gent/events/balance.propose')
  await acting.page.getByLabel('Reden').fill('Gehaald.')
  await press(acting.page, next)
  await press(acting.page, 'Saldo voorstellen')
  await expectDone(acting.page, 'Saldo voorstellen')
  const approving = await signedIn(site, 'Lode', {})
  await approving.page.goto('/projects/voorbeeld/gent/events/balance.approve')
  await press(approving.page, 'Saldo goedkeuren')
  await expectDone(approving.page, 'Saldo goedkeuren')
  await watching.page.getByRole('heading', { name: /Saldobeslissing 1/ }).waitFor()
})
