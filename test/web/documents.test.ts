import { beforeAll, describe, expect, test } from 'vitest'
import { at, pathOf, type Answer } from '../api/api-world.ts'
import { pdf, png } from '../programme/documents/contents.ts'
import { readPdf } from '../programme/letters/read-pdf.ts'
import { openWebWorld, type WebWorld } from './web-world.ts'

const page = '/projects/voorbeeld/gent'
const gent = pathOf('voorbeeld/gent')

let world: WebWorld
let decree: Buffer

beforeAll(async () => {
  world = await openWebWorld({ untilMs: at('2025-08-19T12:00:00Z') })
  decree = await pdf()
})

const upload = (person: string, fields: Record<string, string>, content = decree, to = page) =>
  world.upload(person, `${to}/files`, fields, [{ name: 'Besluit é.pdf', content }])

const bytesAt = (person: string, url: string) =>
  world.server.inject({ url, headers: { authorization: `Bearer test:${person}` } })

const headersOf = ({ headers }: Answer) => [
  headers['content-disposition'],
  headers['x-content-type-options'],
]

describe('the documents of a project', () => {
  test('are listed on its page, each letter in both languages', async () => {
    const { text } = await world.get('els', page)
    expect(text).toContain('<h2 id="documents">Documenten</h2>')
    expect(text).toContain(`href="${page}/letters/11-award.pdf?language=nl"`)
    expect(text).toContain(`href="${page}/letters/11-award.pdf?language=en"`)
    expect((await world.get('els', page, 'en')).text).toContain('Request for a report')
  })

  test('are had as PDF, not to be shown within a page', async () => {
    const answer = await bytesAt('els', `${page}/letters/11-award.pdf?language=en`)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename="voorbeeld-gent-11-/),
      'x-content-type-options': 'nosniff',
    })
    expect((await readPdf(answer.rawPayload)).title).toBe('Award of your subsidy')
    const byApi = await bytesAt('els', `${gent}/letters/11-award.pdf?language=en`)
    expect(byApi.rawPayload.equals(answer.rawPayload)).toBe(true)
    expect((await world.get('an', `${page}/letters/11-award.pdf`)).status).toBe(404)
    expect((await world.get('els', `${page}/letters/11-none.pdf`)).status).toBe(404)
  })

  test('gain a file by a plain form, which its applicant and the agency may have', async () => {
    expect((await upload('els', { kind: 'councilDecision' })).headers['location']).toBe(
      `${page}#documents`,
    )
    const { text } = await world.get('mia', page)
    const [, path = ''] = /href="([^"]+\/files\/\d+)">Besluit é\.pdf/.exec(text) ?? []
    const answer = await world.get('els', path)
    expect(answer.status).toBe(200)
    expect(headersOf(answer)).toEqual([
      `attachment; filename="Besluit e.pdf"; filename*=UTF-8''Besluit%20%C3%A9.pdf`,
      'nosniff',
    ])
    expect((await bytesAt('els', path)).rawPayload.equals(decree)).toBe(true)
    expect((await world.get('an', path)).status).toBe(404)
    expect((await world.get('els', path.replace('gent', 'aalst'))).status).toBe(404)
    expect(text).toContain('els (test)')
    expect((await world.get('els', page)).text).not.toContain('els (test)</td>')
  })

  test('hold internal files for the agency alone', async () => {
    expect((await upload('rik', { kind: 'internal' })).status).toBe(303)
    expect((await world.get('rik', page)).text).toContain('niet voor de aanvrager')
    expect((await world.get('els', page)).text).not.toContain('Intern stuk')
    expect((await upload('els', { kind: 'internal' })).status).toBe(403)
  })

  test('stay as they were when the file is not taken, and the page says why', async () => {
    const wrong = await upload('els', { kind: 'other' }, png)
    expect(wrong.status).toBe(400)
    expect(wrong.text).toContain('De inhoud is van een andere soort dan de naam zegt')
    const nothing = await world.upload('els', `${page}/files`, { kind: 'other' })
    expect(nothing.text).toContain('Kies eerst een bestand.')
    const large = await upload('els', { kind: 'other' }, Buffer.alloc(10_000_001, '%PDF-'))
    expect(large.status).toBe(413)
    expect(large.text).toContain('ten hoogste 10 MB')
    expect((await upload('els', { kind: 'other', csrf: 'x' })).status).toBe(403)
    expect((await upload('an', { kind: 'other' })).status).toBe(404)
    expect((await upload('aud', { kind: 'other' })).status).toBe(403)
  })

  test('of a call are for all of its applicants, or for the agency', async () => {
    const call = '/calls/voorbeeld'
    expect((await upload('mia', { kind: 'awardDecree' }, decree, call)).status).toBe(303)
    expect((await upload('ivo', { kind: 'ifAdvice' }, decree, call)).status).toBe(303)
    const seen = (await world.get('an', call)).text
    expect(seen).toContain('Toekenningsbesluit')
    expect(seen).not.toContain('Advies van de Inspectie van Financiën</td>')
    expect((await world.get('mia', call)).text).toContain('Advies van de Inspectie van Financiën')
  })
})

describe('a file over HTTP', () => {
  const attach = (body: object) =>
    world.server.inject({
      method: 'POST',
      url: `${gent}/files`,
      headers: { authorization: 'Bearer test:els', 'content-type': 'application/json' },
      payload: JSON.stringify({ kind: 'other', name: 'a.pdf', ...body }),
    })

  test('is attached once', async () => {
    const content = (await pdf('Another')).toString('base64')
    const [first, again] = [await attach({ content }), await attach({ content })]
    expect([first.json(), again.json()]).toMatchObject([
      { isNew: true, file: { name: 'a.pdf', person: '' } },
      { isNew: false, file: first.json<{ file: object }>().file },
    ])
  })

  test.each([
    [{ content: 'no base64!' }, 400, 'invalid-payload'],
    [{ content: '' }, 400, 'file-refused'],
    [{ content: png.toString('base64') }, 400, 'file-refused'],
    [{ content: 'JVBERi0=', kind: 'secret' }, 400, 'invalid-payload'],
    [{ content: 'JVBERi0=', kind: 'internal' }, 403, 'not-authorised'],
    [{ content: 'A'.repeat(13_400_000) }, 413, 'too-large'],
  ])('as %j is refused', async (body, status, code) => {
    const answer = await attach(body)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code])
  })
})
