import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endToEndId } from '../../src/domain/payment-references.ts'
import { at } from '../api/api-world.ts'
import { people } from '../api/people.ts'
import { aalst, batchFolder, gent } from '../programme/payments/batch-world.ts'
import { figuresOf } from '../programme/payments/schema.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const second = { ...people, ann: { ...people['pol']!, person: 'ann', label: 'ann (test)' } }
const query = '?call=voorbeeld'
const propose = { step: 'propose', call: 'voorbeeld', executionDate: '2024-10-10' }

/** Two advances wait for a batch. */
async function openWorld(): Promise<WebWorld> {
  const folder = await batchFolder()
  return openWebWorld({ untilMs: at('2024-10-02T08:00:00Z'), people: second, folder })
}

async function proposed(world: WebWorld, orders: readonly string[] = [gent, aalst]) {
  const answer = await world.post('pol', '/payments/prepare', { ...propose, orders })
  expect(answer.status).toBe(303)
  const batch = (await world.app.queries.callInFull('voorbeeld'))?.paymentBatch
  return `/payments/batches/${batch?.id}`
}

async function approved(world: WebWorld, orders?: readonly string[]) {
  const path = await proposed(world, orders)
  const answer = await world.post('mia', path, { step: 'approve', call: 'voorbeeld' })
  expect(answer.headers['location']).toContain('done=approved')
  return path
}

describe('the page of payments', () => {
  let world: WebWorld

  beforeAll(async () => {
    world = await openWorld()
  })

  test('is for the agency; accounts and forms only for whom they concern', async () => {
    for (const person of ['pol', 'mia', 'rik', 'ivo', 'aud']) {
      const { status, text } = await world.get(person, `/payments${query}`)
      expect(status).toBe(200)
      expect(text).toContain('2 opdrachten wachten op een batch, samen € 51.200,00.')
      const seesAccounts = ['pol', 'mia', 'aud'].includes(person)
      expect(/BE\d\d( \d{4}){3}/.test(text)).toBe(seesAccounts)
      expect(text.includes('/payments/prepare')).toBe(person === 'pol')
    }
    for (const person of ['els', 'far', 'out']) {
      expect((await world.get(person, `/payments${query}`)).status).toBe(404)
      expect((await world.get(person, `/payments/claims${query}`)).status).toBe(404)
    }
    expect((await world.get(null, `/payments${query}`)).status).toBe(303)
  })

  test('keeps the work of a paymaster from others', async () => {
    for (const path of ['/payments/prepare', '/payments/status', '/payments/receipts']) {
      expect((await world.get('mia', `${path}${query}`)).status).toBe(403)
      expect((await world.get('pol', `${path}${query}`)).status).toBe(200)
    }
    const orders = [gent]
    expect((await world.post('mia', '/payments/prepare', { ...propose, orders })).status).toBe(403)
    const file = { name: 'x.csv', content: 'reference,status\nx,executed\n' }
    const sent = await world.upload('mia', `/payments/status${query}`, { step: 'take' }, [file])
    expect(sent.status).toBe(403)
    expect((await world.get('pol', `/payments/batches/999${query}`)).status).toBe(404)
  })

  test('links to it from the call and from the navigation', async () => {
    const call = await world.get('pol', '/calls/voorbeeld', 'en')
    expect(call.text).toContain('<a href="/payments">Payments</a>')
    expect(call.text).toContain('/payments/prepare?call=voorbeeld')
    expect((await world.get('els', '/')).text).not.toContain('/payments')
  })

  test('says of a call that another system pays that it has no batches', async () => {
    const other = await openWebWorld({ untilMs: at('2024-10-02T08:00:00Z') })
    const { text } = await other.get('pol', `/payments${query}`)
    expect(text).toContain('In deze oproep betaalt een ander systeem.')
    expect(text).not.toContain('/payments/prepare')
    expect(text).toContain('events/payment.execute?order=voorbeeld%2Fgent%2Fadvance')
  })
})

describe('a batch', () => {
  let world: WebWorld

  beforeEach(async () => {
    world = await openWorld()
  })

  test('is looked at, proposed by one and approved by another, and leaves as the same bytes', async () => {
    const orders = [gent, aalst]
    const check = await world.post('pol', '/payments/prepare', {
      ...propose,
      step: 'check',
      orders,
    })
    expect(check.text).toContain('Alle 2 opdrachten wachten op een batch.')
    expect(check.text).toContain('10 oktober 2024 is een bankdag.')
    expect(check.text).toContain('Voorstellen aan een tweede persoon')
    const path = await proposed(world)
    const own = await world.get('pol', `${path}${query}`)
    expect(own.text).toContain('Een andere persoon dan wie dit voorstelde, moet het goedkeuren.')
    expect(own.text).not.toContain('value="approve"')
    expect((await world.get('rik', `${path}${query}`)).text).not.toContain('Beslissen')
    expect((await world.get('mia', '/inbox')).text).toContain(`${path}${query}`)
    const early = await world.get('mia', `${path}/pain.001.xml${query}`)
    expect(early.status).toBe(409)
    const refused = await world.post('pol', path, { step: 'approve', call: 'voorbeeld' })
    expect(refused.status).toBe(403)
    const done = await world.post('mia', path, { step: 'approve', call: 'voorbeeld' })
    expect(done.status).toBe(303)
    const page = await world.get('mia', String(done.headers['location']))
    expect(page.text).toContain('De batch is goedgekeurd.')
    expect(page.text).toContain('mia (test)')
    const one = await world.get('pol', `${path}/pain.001.xml${query}`)
    expect(one.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(figuresOf(one.text)).toMatchObject({ counts: [2, 2], totalCents: 5_120_000 })
    expect((await world.get('aud', `${path}/pain.001.xml${query}`)).text).toBe(one.text)
    expect((await world.get('rik', `${path}/pain.001.xml${query}`)).status).toBe(403)
    expect((await world.get('els', `${path}/pain.001.xml${query}`)).status).toBe(404)
  })

  test('is not proposed of nothing, on no day, on no bank day, nor from another page', async () => {
    const tried = async (fields: object) => {
      const answer = await world.post('pol', '/payments/prepare', {
        ...propose,
        orders: [gent],
        ...fields,
      })
      expect((await world.app.queries.callInFull('voorbeeld'))?.paymentBatch).toBeNull()
      return answer
    }
    expect((await tried({ orders: [] })).text).toContain('Kies minstens één opdracht.')
    expect((await tried({ executionDate: 'x' })).text).toContain('Geef een bestaande datum.')
    const weekend = await tried({ executionDate: '2024-10-12' })
    expect([weekend.status, weekend.text.includes('Banken verwerken niets')]).toEqual([400, true])
    const looked = await tried({ executionDate: '2024-10-12', step: 'check' })
    expect(looked.text).toContain('⚠ kan niet')
    expect(looked.text).not.toContain('value="propose"')
    // A form of another session is looked at again first.
    const foreign = await tried({ csrf: 'other' })
    expect(foreign.text).toContain('Voorstellen aan een tweede persoon')
    expect((await tried({ orders: ['voorbeeld/gent/balance'] })).status).toBe(409)
    const changed = await tried({ step: 'change', executionDate: '2024-10-14' })
    expect(changed.text).toContain('value="2024-10-14"')
  })

  test('goes back with a reason, and not without one nor from another page', async () => {
    const path = await proposed(world, [gent])
    const form = { step: 'return', call: 'voorbeeld', reason: 'Rekening nakijken.' }
    const blank = await world.post('mia', path, { ...form, reason: ' ' })
    expect([blank.status, blank.text.includes('Zeg waarom')]).toEqual([400, true])
    expect((await world.post('mia', path, { ...form, csrf: 'x' })).status).toBe(303)
    expect((await world.get('pol', `${path}${query}`)).status).toBe(200)
    expect((await world.post('rik', path, form)).status).toBe(403)
    const back = await world.post('mia', path, form)
    expect(back.headers['location']).toBe('/payments?call=voorbeeld&done=returned')
    expect((await world.get('mia', `${path}${query}`)).status).toBe(404)
    // Who still has the page of the first decides nothing about the second.
    const next = await proposed(world, [gent])
    expect((await world.post('mia', path, form)).status).toBe(404)
    expect((await world.get('mia', `${next}${query}`)).text).toContain('Beslissen')
  })

  test('shows an account that changed, and waits for somebody who did not change it', async () => {
    const update = { iban: 'BE90091000000332' }
    await world.app.engine.send({
      to: 'voorbeeld/gent',
      type: 'applicant.update',
      data: update,
      sender: { person: 'mia', roles: ['manager'] },
    })
    const page = await world.get('pol', `/payments/prepare${query}`)
    expect(page.text).toContain('gewijzigd sinds de toekenning')
    expect(page.text).toMatch(/Vroeger: BE\d\d \d{4} \d{4} \d{4}/)
    expect(page.text).toContain('Nu: BE90 0910 0000 0332')
    const path = await proposed(world, [gent])
    const involved = await world.get('mia', `${path}${query}`)
    expect(involved.text).toContain('U wijzigde een rekeningnummer van deze batch')
    expect((await world.post('ann', path, { step: 'approve', call: 'voorbeeld' })).status).toBe(303)
  })
})

describe('a file of the bank', () => {
  let world: WebWorld

  beforeEach(async () => {
    world = await openWorld()
  })

  const reference = endToEndId(gent, 1)
  const csv = (status: string, amount = '32000.00') =>
    `reference,status,amount,date\n${reference},${status},${amount},2024-10-10\n`
  const send = (step: string, content: string, fields = {}, name = 'a.csv') =>
    world.upload('pol', `/payments/status${query}`, { step, ...fields }, [{ name, content }])
  const statusOf = async () =>
    (await world.get('pol', `/payments${query}`)).text.includes('Eén betaling is bij de bank')

  test('is looked at without a change, taken, and known when it comes again', async () => {
    const path = await approved(world, [gent])
    await world.app.engine.advanceTo(at('2024-10-11T08:00:00Z'))
    const look = await send('check', csv('executed'))
    expect(look.text).toContain('Er is alleen gekeken; er is niets geboekt.')
    expect(await statusOf()).toBe(true)
    const taken = await send('take', csv('executed'))
    expect(taken.status).toBe(200)
    expect(taken.text).toContain('€ 32.000,00 uitgevoerd op 10 oktober 2024.')
    expect(taken.text).toContain('✓ overgenomen')
    expect(await statusOf()).toBe(false)
    expect((await send('take', csv('executed'))).text).toContain('· al geboekt')
    expect((await world.get('pol', `${path}${query}`)).text).toContain('✓ betaald')
  })

  test('that is wrong keeps all of it out, until the line is left out', async () => {
    await approved(world, [gent])
    await world.app.engine.advanceTo(at('2024-10-11T08:00:00Z'))
    const wrong = await send('take', csv('executed', '1.00'))
    expect(wrong.status).toBe(409)
    expect(wrong.text).toContain('Niets is geboekt: 1 van 1 regels kloppen niet.')
    expect(wrong.text).toContain('⚠ ander bedrag')
    expect(await statusOf()).toBe(true)
    const left = await send('take', csv('executed', '1.00'), { leaveOut: '2' })
    expect([left.status, left.text.includes('Door u weggelaten.')]).toEqual([200, true])
    expect((await send('take', csv('executed'), { leaveOut: '9' })).text).toContain(
      'Het bestand heeft geen regel 9.',
    )
    expect((await send('take', csv('executed'), { leaveOut: 'x' })).text).toContain(
      'Geef de regels die u weglaat als nummers',
    )
    expect(await statusOf()).toBe(true)
  })

  test.each([
    ['', 'a.csv', 'Het bestand is leeg.'],
    ['x', 'a.csv', 'De eerste regel noemt de kolommen'],
    ['<!DOCTYPE a><a/>', 'a.xml', 'Het bestand bevat een documenttype of entiteiten'],
    ['<a', 'a.xml', 'Het bestand is geen goed gevormde XML'],
    ['<a/>', 'a.xml', 'Het bestand is geen pain.002 van versie'],
    ['[]', 'a.json', 'Het bestand is geen JSON met items'],
  ])('that holds %j (%s) is told in a sentence', async (content, name, said) => {
    const { status, text } = await send('take', content, {}, name)
    expect(status).toBe(400)
    expect(text).toContain('Er is niets gelezen of geboekt.')
    expect(text).toContain(said)
  })

  test('is not taken from another page, without a file, or too large', async () => {
    await approved(world, [gent])
    const path = `/payments/status${query}`
    const file = { name: 'a.csv', content: csv('executed') }
    const foreign = await world.upload('pol', path, { csrf: 'x', step: 'take' }, [file])
    expect(foreign.status).toBe(403)
    expect(foreign.text).toContain('Kies het bestand opnieuw')
    expect((await world.upload('pol', path, { step: 'take' })).text).toContain('Kies een bestand.')
    const large = { name: 'a.csv', content: Buffer.alloc(16 * 1024 * 1024 + 1, 'x') }
    expect((await world.upload('pol', path, { step: 'take' }, [large])).status).toBe(413)
    expect((await world.post('pol', path, { step: 'take' })).status).toBe(400)
    expect(await statusOf()).toBe(true)
    expect((await world.upload(null, path, { step: 'take' }, [file])).status).toBe(303)
  })
})

describe('the page of claims', () => {
  test('shows what is claimed and repaid, and what came in for nothing', async () => {
    const folder = await batchFolder()
    const world = await openWebWorld({ untilMs: at('2024-10-02T08:00:00Z'), folder })
    const page = () => world.get('pol', `/payments/claims${query}`)
    expect((await page()).text).toContain('Er wordt niets teruggevorderd.')
    const path = `/payments/receipts${query}`
    const file = {
      name: 'a.csv',
      content: 'date;amount;reference\n2024-10-01;12,50;Bedankt voor alles\n',
    }
    const taken = await world.upload('pol', path, { step: 'take' }, [file])
    expect(taken.text).toContain('€ 12,50 zonder vordering geboekt.')
    const { text } = await page()
    expect(text).toContain('Ontvangen zonder vordering: € 12,50.')
    expect(text).toContain('Bedankt voor alles')
    expect(text).toContain('1 oktober 2024')
    expect((await world.get('rik', `/payments/claims${query}`)).status).toBe(200)
  })
})
