import { describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const page = '/calls/voorbeeld'
const award = `${page}/events/award.decide`

function open(until: string): Promise<WebWorld> {
  return openWebWorld({ untilMs: at(until) })
}

function leadOf(html: string): string {
  return /<p class="lead">(.*?)<\/p>/.exec(html)?.[1]?.replaceAll(/\s/g, ' ') ?? ''
}

/** What a form sends when nothing is typed in it: its hidden and blank inputs. */
function filledIn(html: string): Record<string, string> {
  const form = /<form method="post" action="\/calls.*?<\/form>/s.exec(html)?.[0] ?? ''
  const inputs = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => input)
  const named = inputs.map((input) => [
    /name="([^"]*)"/.exec(input)?.[1] ?? '',
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ])
  const texts = [...form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>(.*?)<\/textarea>/gs)]
  return Object.fromEntries([...named, ...texts.map(([, name = '', text = '']) => [name, text])])
}

describe('the page of a call', () => {
  test.each([
    ['2024-04-02T12:00:00Z', 'De oproep start op 3 april 2024; 4 besturen kunnen dan'],
    [
      '2024-05-03T12:00:00Z',
      '4 besturen kunnen een aanvraag indienen, uiterlijk 6 mei 2024 om 12:00',
    ],
    [
      '2024-05-20T12:00:00Z',
      'De indiening is afgesloten. Het agentschap beoordeelt de aanvragen; 2',
    ],
    [
      '2024-06-03T12:00:00Z',
      '2 aanvragen liggen bij de Inspectie van Financiën; haar advies wordt',
    ],
    ['2024-06-20T12:00:00Z', '2 aanvragen wachten op de beslissing van de Vlaamse Regering.'],
    ['2025-01-08T12:00:00Z', 'Op 5 juli 2024 kende de Vlaamse Regering'],
    ['2026-09-03T12:00:00Z', 'De oproep is afgehandeld: alle 4 projecten zijn afgelopen.'],
  ])('says at %s where the call stands', async (until, said) => {
    const world = await open(until)
    expect(leadOf((await world.get('rik', page)).text)).toContain(said)
  })

  test('shows its deadlines, terms in words, drawing, history, and what one may do', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const { status, text } = await world.get('mia', page)
    expect(status).toBe(200)
    expect(text).toContain('<dd>80 % van de toekenning, vanaf 1 oktober 2024</dd>')
    expect(text).toContain('<dd>6 maanden na de toekenning.</dd>')
    expect(text).toContain('SJ0-1SFC2DA-WT')
    expect(text).toContain(`src="${page}/diagram.svg"`)
    expect(text).toContain('Toekenning registreren')
    expect(text).toContain('href="/deadlines/move?call=voorbeeld"')
    expect(text).toContain(`href="${page}/events/note.add"`)
    expect((await world.get('mia', `${page}/diagram.svg`)).headers['content-type']).toBe(
      'image/svg+xml',
    )
    const english = await world.get('mia', page, 'en')
    expect(english.text).toContain('On 5 July 2024 the Flemish Government awarded')
  })

  test('shows what waits for a second person, and confirms what was done', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const sender = { person: 'mia', roles: ['manager'] }
    const data = { deadline: 'finalReport', to: '2025-08-31', reason: 'Fusies.' }
    const outcome = await world.app.engine.send({
      to: 'voorbeeld',
      type: 'deadlineMove.propose',
      data,
      sender,
    })
    const revision = outcome.accepted ? outcome.revision : 0
    const { text } = await world.get('rik', `${page}?done=${revision}`)
    expect(text).toContain('Termijn “eindrapport” naar 31 augustus 2025.')
    expect(text).toContain('href="/deadlines?call=voorbeeld#proposal"')
    expect(text).toContain('✓ Termijn voor velen verplaatsen')
  })

  test('shows applicants its dates, and nothing of others; strangers nothing', async () => {
    const world = await open('2025-01-08T12:00:00Z')
    const { status, text } = await world.get('els', page)
    expect(status).toBe(200)
    expect(text).toContain('Uiterlijke indiening')
    for (const hidden of ['Geschiedenis', 'Wat u kunt doen', 'href="/deadlines', 'href="/budget']) {
      expect(text).not.toContain(hidden)
    }
    expect((await world.get('out', page)).status).toBe(404)
    expect((await world.get('far', `${page}/diagram.svg`)).status).toBe(404)
    expect((await world.get('mia', '/calls/none')).status).toBe(404)
  })
})

describe('the form of the award', () => {
  test('compares what is requested with the budget, and is folded until it is used', async () => {
    const world = await open('2024-07-04T12:00:00Z')
    const { text } = await world.get('mia', award)
    const intro = text.replaceAll(/\s/g, ' ')
    expect(intro).toMatch(/2 aanvragen vragen samen € [\d.]+,00; het budget is € 500\.000,00\./)
    expect(text).not.toContain('<details id="field-grants-0" open')
    expect(text.match(/<details id="field-grants/g)).toHaveLength(2)
  })

  test('lowers a line, refuses a project, and records the decision', async () => {
    const world = await open('2024-07-05T12:00:00Z')
    const form = filledIn((await world.get('mia', award)).text)
    const typed: Record<string, string> = {
      ...form,
      date: '2024-07-05',
      reference: 'VR 1',
      'grants.1.lines.0.amount': '20.000,50',
      'refusals.0.reason': 'Te weinig uitgewerkt.',
    }
    expect([form['grants.1.project'], form['refusals.0.project']]).toEqual([
      'voorbeeld/gent',
      'voorbeeld/aalst',
    ])
    const preview = await world.post('mia', award, { ...typed, step: 'check' })
    expect(preview.status).toBe(200)
    expect(preview.text).toContain('<li>aalst: Toekenning → <strong>Geweigerd</strong></li>')
    const changed = await world.post('mia', award, { ...typed, step: 'change' })
    expect(changed.text.match(/<details id="field-grants-\d" open/g)).toHaveLength(2)
    const blank = await world.post('mia', award, { ...form, step: 'change' })
    expect(blank.text).not.toMatch(/<details id="field-grants-\d" open/)
    const sent = await world.post('mia', award, { ...typed, step: 'send' })
    expect(sent.status).toBe(303)
    const gent = await world.app.queries.project('voorbeeld/gent')
    const aalst = await world.app.queries.project('voorbeeld/aalst')
    expect(gent?.amounts.awardedCents).toBe(3_000_050)
    expect(aalst?.phase).toBe('refused')
  })

  test('says beside its line what is too much, and may then be corrected and sent', async () => {
    const world = await open('2024-07-05T12:00:00Z')
    const typed = {
      ...filledIn((await world.get('mia', award)).text),
      date: '2024-07-05',
      reference: 'VR 1',
      'grants.1.lines.0.amount': '999999',
    }
    for (const step of ['check', 'send']) {
      const { status, text } = await world.post('mia', award, { ...typed, step })
      expect(status).toBe(409)
      expect(text).toContain('<a href="#field-grants-1-lines-0-amount">gent-1: hoogstens')
      expect(text).toContain('id="field-grants-1-lines-0-amount-error"')
      expect(text).toContain('<details id="field-grants-1" open')
      expect(text).not.toContain('<details id="field-grants-0" open')
    }
    const refused = await world.post('mia', award, { ...typed, step: 'send' })
    const corrected = { ...filledIn(refused.text), 'grants.1.lines.0.amount': '100' }
    expect((await world.post('mia', award, { ...corrected, step: 'send' })).status).toBe(303)
  })
})
