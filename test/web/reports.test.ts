import { beforeAll, describe, expect, test } from 'vitest'
import { readSheets } from '../../src/programme/import/xlsx-file.ts'
import { at } from '../api/api-world.ts'
import { people } from '../api/people.ts'
import { dump } from '../programme/replayed.ts'
import { filled } from '../programme/workbooks/edit.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const query = '?call=voorbeeld'
const gent = '/projects/voorbeeld/gent'
const second = { ...people, max: { ...people['mia']!, person: 'max', label: 'max (test)' } }

let world: WebWorld

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2024-12-20T12:00:00Z'), people: second })
})

async function fetched(person: string, applicant: string, kind: string, more = '') {
  const { rawPayload, headers, statusCode } = await world.server.inject({
    url: `/projects/voorbeeld/${applicant}/workbooks/${kind}.xlsx${more}`,
    headers: { authorization: `Bearer test:${person}` },
  })
  return { status: statusCode, headers, bytes: rawPayload }
}

/** What the database holds stays the same, whatever is done. */
async function nothingChanges<T>(act: () => Promise<T>): Promise<T> {
  const before = dump(world.file)
  const answer = await act()
  expect(dump(world.file)).toBe(before)
  return answer
}

describe('the page of reports', () => {
  test('is for the agency, and tells of every applicant what is in, due, late or missing', async () => {
    for (const person of ['mia', 'rik', 'pol', 'aud']) {
      const { status, text } = await world.get(person, `/reports${query}`)
      expect(status).toBe(200)
      expect(text).toContain('✔ aanvaard')
      expect(text).toContain('◷ verwacht')
      expect(text).toContain('tot en met 5 januari 2025')
      expect(text.includes('/reports/drop')).toBe(person === 'mia')
    }
    for (const person of ['els', 'far', 'out']) {
      expect((await world.get(person, `/reports${query}`)).status).toBe(404)
      expect((await world.get(person, `/reports/accounts${query}`)).status).toBe(404)
      expect((await world.get(person, `/reports/drop${query}`)).status).toBe(404)
    }
    expect((await world.get('rik', `/reports/drop${query}`)).status).toBe(403)
  })

  test('shows only who must still hand in something, or is late, when asked', async () => {
    const rows = async (show: string) => {
      const { text } = await world.get('mia', `/reports${query}&show=${show}`)
      return [...text.matchAll(/<th scope="row"><a href="\/projects\/voorbeeld\/(\w+)"/g)].map(
        ([, id]) => id,
      )
    }
    expect(await rows('all')).toContain('boom')
    expect(await rows('asked')).toEqual(['aalst', 'gent'])
    expect(await rows('late')).not.toContain('aalst')
    expect(await rows('nothing')).toEqual(await rows('all'))
    expect((await world.get('mia', `/reports${query}&page=9`)).text).toContain('Niemand.')
  })

  test('leads to the whole of it as a file', async () => {
    const { text } = await world.get('mia', `/reports${query}`)
    const [, path = ''] = /href="(\/api\/calls\/[^"]*format=csv[^"]*)"/.exec(text) ?? []
    const file = await world.get('mia', path.replaceAll('&amp;', '&'))
    expect([file.status, file.text.includes('voorbeeld/gent')]).toEqual([200, true])
  })
})

describe('a workbook', () => {
  test('is fetched by its applicant and by the agency, in the language that is asked', async () => {
    const own = await fetched('els', 'gent', 'interimReport', '?language=en')
    expect(own.headers['content-disposition']).toMatch(/^attachment; filename=".+\.xlsx"$/)
    const names = (await readSheets(own.bytes)).map(({ name }) => name)
    expect(names).toContain('Report')
    expect((await fetched('mia', 'gent', 'interimReport')).status).toBe(200)
    expect((await fetched('els', 'aalst', 'interimReport')).status).toBe(404)
    expect((await fetched('els', 'gent', 'plan')).status).toBe(404)
    expect((await fetched('bo', 'boom', 'accounts')).status).toBe(409)
    const page = await world.get('els', `${gent}/workbook`)
    expect(page.text).toContain('workbooks/interimReport.xlsx?language=nl')
    expect(page.text).toContain('workbooks/accounts.xlsx?language=nl&amp;year=2024')
    expect((await world.get('mia', `${gent}/workbook`)).text).not.toContain('type="file"')
    expect((await world.get('an', `${gent}/workbook`)).status).toBe(404)
    expect((await world.get('els', gent)).text).toContain(`${gent}/workbook`)
  })

  test('with errors is told cell by cell, and nothing is stored', async () => {
    const { bytes } = await fetched('els', 'gent', 'interimReport')
    const wrong = filled(bytes, { 'Rapport!G4': 'veel' })
    const send = (person: string, content: Uint8Array, fields = {}) =>
      world.upload(person, `${gent}/workbook`, { step: 'check', ...fields }, [
        { name: 'gent.xlsx', content },
      ])
    await nothingChanges(async () => {
      const told = await send('els', wrong)
      expect(told.status).toBe(400)
      expect(told.text).toContain('Er is niets bewaard: in gent.xlsx klopt iets niet.')
      expect(told.text).toContain('<th scope="row">Rapport!G4</th>')
      expect(told.text).toContain('Zet een geheel getal van 0 of meer.')
      const none = await send('els', Buffer.from('no workbook'))
      expect([none.status, none.text.includes('Het bestand is')]).toEqual([400, true])
      const other = await fetched('an', 'aalst', 'interimReport')
      expect((await send('els', other.bytes)).text).toContain(
        'Dit werkboek is voor voorbeeld/aalst',
      )
      expect((await send('els', bytes, { csrf: 'x' })).status).toBe(403)
      expect((await send('mia', bytes)).status).toBe(403)
      expect((await send('an', bytes)).status).toBe(404)
      const blank = await world.upload('els', `${gent}/workbook`, { step: 'check' })
      expect(blank.text).toContain('Kies een bestand.')
      const large = await send('els', Buffer.alloc(1_000_001))
      expect([large.status, large.text.includes('hoogstens 1 MB')]).toEqual([413, true])
      const late = filled((await fetched('els', 'gent', 'accounts', '?year=2024')).bytes, {})
      expect((await send('els', late)).status).toBe(400)
    })
  })

  test('is shown as what it becomes, and then sent once, however often', async () => {
    const { bytes } = await fetched('els', 'gent', 'interimReport')
    const content = filled(bytes, { 'Rapport!G4': 250 })
    const check = await nothingChanges(() =>
      world.upload('els', `${gent}/workbook`, { step: 'check' }, [{ name: 'g.xlsx', content }]),
    )
    expect(check.status).toBe(200)
    expect(check.text).toContain('Dit staat in g.xlsx.')
    expect(check.text).toMatch(/<td>250<\/td>/)
    const hidden = (name: string) =>
      new RegExp(`name="${name}" value="([^"]*)"`).exec(check.text)?.[1] ?? ''
    const carried = {
      step: 'send',
      fileName: hidden('fileName'),
      content: hidden('content'),
      key: hidden('key'),
    }
    expect(Buffer.from(carried.content, 'base64').equals(Buffer.from(content))).toBe(true)
    const first = await world.upload('els', `${gent}/workbook`, carried)
    expect(first.status).toBe(303)
    const again = await world.upload('els', `${gent}/workbook`, carried)
    expect(again.headers['location']).toBe(first.headers['location'])
    const page = await world.get('els', String(first.headers['location']))
    expect(page.text).toContain('Tussentijds rapport indienen')
    expect((await world.get('mia', `/reports${query}`)).text).toContain('✓ ingediend')
  })
})

describe('workbooks that came by mail', () => {
  test('are looked at, and handed in by a manager, each whole or not at all', async () => {
    const aalst = filled((await fetched('max', 'aalst', 'interimReport')).bytes, {
      'Rapport!G4': 600,
    })
    const files = [
      { name: 'aalst.xlsx', content: aalst, field: 'files' },
      { name: 'x.xlsx', content: 'x', field: 'files' },
    ]
    const path = `/reports/drop${query}`
    const send = (step: string, person = 'mia', fields = {}) =>
      world.upload(person, path, { step, ...fields }, files)
    await nothingChanges(async () => {
      const look = await send('check')
      expect(look.text).toContain('1 van 2 werkboeken kunnen worden overgenomen.')
      expect(look.text).toContain('⚠ niet overgenomen')
      expect((await send('send', 'rik')).status).toBe(403)
      expect((await send('send', 'els')).status).toBe(404)
      expect((await send('send', 'mia', { csrf: 'x' })).status).toBe(403)
      expect((await world.upload('mia', path, { step: 'send' })).status).toBe(400)
    })
    const sent = await send('send')
    expect(sent.text).toContain('1 van 2 werkboeken zijn overgenomen.')
    const events = () =>
      world.app.engine.history('voorbeeld/aalst', { type: 'interimReport.submit' })
    expect(await events()).toHaveLength(1)
    await send('send')
    expect(await events()).toHaveLength(1)
  })
})

describe('the page of accounts', () => {
  const head = 'kbo;jaar;code;actie;bedrag\n'
  const path = `/reports/accounts${query}`
  const compare = (content: string, name = 'a.csv', fields = {}, person = 'rik') =>
    world.upload(person, path, fields, [{ name, content }])

  test('explains the co-financing of every awarded project, provisionally while accounts come', async () => {
    const { text } = await world.get('aud', path)
    expect(text).toContain('Voorlopig: rekeningen worden nog verwacht (2)')
    expect(text).toContain('De uitgaven dekken de subsidie niet.')
    expect(text).not.toContain('In orde (')
  })

  test('compares an extract, and lists what belongs to no project and why', async () => {
    const rows = [
      '0207451227;2024;ABB-SLV;;1000,00',
      '0207451227;2024;ABB-SLV;;1000,00',
      '0207437468;2024;XYZ;;5,00',
      '0450231339;2024;ABB-SLV;;5,00',
    ]
    const { status, text } = await nothingChanges(() => compare(`${head}${rows.join('\n')}\n`))
    expect(status).toBe(200)
    expect(text).toContain('a.csv: 1 van 4 rijen hoort bij een project.')
    for (const why of ['dubbel', 'andere code', 'onbekend KBO-nummer', 'nog niets ingediend']) {
      expect(text).toContain(`⚠ ${why}`)
    }
    expect(text).toContain('€ 1.000,00')
  })

  test.each([
    ['', 'a.csv', 'De eerste rij noemt de kolommen'],
    [`${head}1;2;;;x\n`, 'a.csv', 'rij 2'],
    [`${head}1;2;;;x\n`, 'a.csv', 'Het KBO-nummer heeft tien cijfers'],
    ['x', 'a.xlsx', 'Het bestand is'],
  ])('refuses an extract of %j (%s) whole', async (content, name, said) => {
    const { status, text } = await nothingChanges(() => compare(content, name))
    expect(status).toBe(400)
    expect(text).toContain(said)
  })

  test('takes no extract from another page, of others, or without a file', async () => {
    const csv = `${head}0207451227;2024;ABB-SLV;;1,00\n`
    expect((await compare(csv, 'a.csv', { csrf: 'x' })).status).toBe(403)
    expect((await compare(csv, 'a.csv', {}, 'els')).status).toBe(404)
    expect((await world.upload('rik', path, {})).status).toBe(400)
  })
})
