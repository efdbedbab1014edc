import { describe, expect, test } from 'vitest'
import { at } from '../api/api-world.ts'
import { csrf, openWebWorld, type WebWorld } from './web-world.ts'

const gent = '/projects/voorbeeld/gent'
const aalst = '/projects/voorbeeld/aalst'

/** What a form on a page would send: its hidden inputs, and what is chosen and typed already. */
function formOf(text: string): Record<string, string> {
  const form = /<form method="post" action="\/projects[^]*?<\/form>/.exec(text)?.[0] ?? ''
  const found: Record<string, string> = {}
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const name = attribute(input, 'name')
    if (name !== '') found[name] = attribute(input, 'value')
  }
  return found
}

function attribute(tag: string, name: string): string {
  const [, value = ''] = new RegExp(` ${name}="([^"]*)"`).exec(tag) ?? []
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&')
}

async function stateOf(world: WebWorld, id: string) {
  const instance = await world.app.engine.instance(id)
  return { revision: instance?.revision, state: instance?.state }
}

describe('an event', () => {
  test('shows what follows, and happens once it is confirmed', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-02T12:00:00Z') })
    const path = `${gent}/events/application.withdraw`
    const empty = await world.get('els', path)
    expect(empty.status).toBe(200)
    const before = await stateOf(world, 'voorbeeld/gent')
    const form = formOf(empty.text)
    const checked = await world.post('els', path, { ...form, reason: 'Geen plaats', step: 'check' })
    expect(checked.status).toBe(200)
    expect(checked.text).toContain('Ingetrokken')
    expect(await stateOf(world, 'voorbeeld/gent')).toEqual(before)
    const sent = await world.post('els', path, { ...formOf(checked.text), step: 'send' })
    expect(sent.status).toBe(303)
    const again = await world.post('els', path, { ...formOf(checked.text), step: 'send' })
    expect(again.headers['location']).toBe(sent.headers['location'])
    const page = await world.get('els', String(sent.headers['location']))
    expect(page.text).toContain('✓ Aanvraag intrekken')
    expect(page.text).toContain('Ontvangstnummer: voorbeeld/gent:')
  })
})

describe('a form that is not right', () => {
  test('says of every blank field that it must be filled in', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-01T00:00:00Z') })
    const path = `${gent}/events/application.submit`
    const { text } = await world.get('els', path)
    const { status, text: wrong } = await world.post('els', path, {
      ...formOf(text),
      step: 'check',
    })
    expect(status).toBe(400)
    const fields = [...wrong.matchAll(/aria-invalid="true"/g)].length
    expect(fields).toBeGreaterThan(1)
    expect(wrong).toContain('kloppen nog niet')
  })

  test('says beside the field what the rules refuse, in the language of the page', async () => {
    const world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    const path = `${aalst}/events/deadline.move`
    const { text } = await world.get('mia', path)
    const filled = { ...formOf(text), deadline: 'accounts.2025', to: '2020-01-01', reason: 'x' }
    const { status, text: wrong } = await world.post('mia', path, { ...filled, step: 'check' })
    expect(status).toBe(400)
    expect(wrong).toContain('id="field-to-error">Dit moment is al voorbij; kies een later.')
    expect(wrong).toContain('value="2020-01-01"')
  })
})

describe('what a state does not take', () => {
  test('is said in words, with the condition that does not hold', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-02T12:00:00Z') })
    const path = `${aalst}/events/application.withdraw`
    const filled = { ...formOf((await world.get('an', path)).text), reason: 'x', step: 'check' }
    const { status, text } = await world.post('an', path, filled)
    expect(status).toBe(409)
    expect(text).toContain('Daarvoor is nodig: er is een aanvraag ingediend.')
  })
})

describe('somebody else', () => {
  test('who was faster is told of, with what happened since', async () => {
    const world = await openWebWorld({ untilMs: at('2024-05-08T12:00:00Z') })
    const path = `${gent}/events/application.admit`
    const [first, second] = [await world.get('rik', path), await world.get('lea', path)]
    const sent = await world.post('rik', path, { ...formOf(first.text), step: 'send' })
    expect(sent.status).toBe(303)
    const late = await world.post('lea', path, { ...formOf(second.text), step: 'send' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('Iemand anders was sneller')
    expect(late.text).toContain('Ontvankelijk verklaren</li>')
  })

  test('must approve what one proposed', async () => {
    // Rik has proposed it.
    const world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    const path = `${gent}/events/balance.approve`
    const { status, text } = await world.get('rik', path)
    expect(status).toBe(403)
    expect(text).toContain('Een andere persoon dan wie dit voorstelde, moet het goedkeuren.')
    const shown = await world.get('lea', path)
    expect(shown.text).toContain('betaalopdracht gegeven')
    const sent = await world.post('lea', path, { ...formOf(shown.text), step: 'send' })
    expect(sent.status).toBe(303)
  })
})

describe('a form of another session', () => {
  test('is shown again with all that was typed, and does nothing', async () => {
    const world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    const path = `${gent}/events/note.add`
    const before = await stateOf(world, 'voorbeeld/gent')
    const filled = { csrf: 'of-the-session-before', text: 'Nagebeld.', step: 'send' }
    const { status, text } = await world.post('rik', path, filled)
    expect(status).toBe(403)
    expect(text).toContain('Alles wat u typte staat er nog')
    expect(text).toContain('Nagebeld.</textarea>')
    expect(text).toContain(`name="csrf" value="${csrf}"`)
    expect(await stateOf(world, 'voorbeeld/gent')).toEqual(before)
  })
})

describe('who may send what', () => {
  test('is asked before anything else', async () => {
    const world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
    const statuses = async (path: string) => {
      const persons = ['mia', 'rik', 'els', 'an', 'aud']
      return Promise.all(persons.map(async (each) => (await world.get(each, path)).status))
    }
    expect(await statuses(`${gent}/events/project.terminate`)).toEqual([200, 403, 403, 404, 403])
    expect(await statuses(`${gent}/events/no.such`)).toEqual([404, 404, 404, 404, 404])
    expect(await statuses('/projects/voorbeeld/nobody/events/note.add')).toEqual(
      Array.from({ length: 5 }, () => 404),
    )
  })
})
