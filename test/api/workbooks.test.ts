import { beforeAll, describe, expect, test } from 'vitest'
import { readSheets } from '../../src/programme/import/xlsx-file.ts'
import { dump } from '../programme/replayed.ts'
import { filled } from '../programme/workbooks/edit.ts'
import { at, openApiWorld, pathOf, type Answer, type ApiWorld } from './api-world.ts'
import { people } from './people.ts'

const gent = pathOf('voorbeeld/gent')
const call = pathOf('voorbeeld')

interface Refused {
  readonly code: string
  readonly detail: string
  readonly field: string | null
  readonly errors: readonly { readonly cell: string | null; readonly row: number | null }[]
}

interface Sent extends Refused {
  readonly event: { readonly type: string; readonly data: unknown }
  readonly outcome: { readonly revision: number }
  readonly consequences: { readonly changes: readonly unknown[] } | null
  readonly notes: readonly unknown[]
}

interface Bulk extends Refused {
  readonly items: readonly {
    readonly name: string
    readonly project: string | null
    readonly accepted: boolean
    readonly code: string | null
    readonly problems: readonly { readonly cell: string | null; readonly message: string }[]
    readonly event: { readonly type: string } | null
    readonly outcome: { readonly revision: number } | null
  }[]
}

let world: ApiWorld
let gents: Buffer
let aalsts: Buffer

beforeAll(async () => {
  const max = { ...people['mia'], person: 'max', label: 'max', organisation: null, roles: {} }
  world = await openApiWorld({
    untilMs: at('2024-12-20T12:00:00Z'),
    people: { ...people, max: { ...max, roles: { voorbeeld: ['manager'] } } },
  })
  gents = filled(await fetched('els', 'gent', 'interimReport'), { 'Rapport!G4': 260 })
  aalsts = filled(await fetched('an', 'aalst', 'interimReport', '?language=en'), {
    'Report!G4': 600,
  })
})

async function fetched(person: string, applicant: string, kind: string, query = '') {
  const path = `${pathOf(`voorbeeld/${applicant}`)}/workbooks/${kind}.xlsx${query}`
  const { rawPayload } = await world.server.inject({
    url: path,
    headers: { authorization: `Bearer test:${person}` },
  })
  return rawPayload
}

function post<Body>(
  person: string,
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Answer<Body>> {
  return world.ask<Body>(person, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
}

const file = (bytes: Buffer, name = 'w.xlsx') => ({ name, content: bytes.toString('base64') })

describe('GET /api/projects/:id/workbooks/:kind.xlsx', () => {
  test('gives the workbook as a file, in the language that is asked', async () => {
    const answer = await world.ask('els', `${gent}/workbooks/accounts.xlsx?language=en&year=2025`)
    expect(answer.status).toBe(200)
    expect(answer.headers).toMatchObject({
      'content-type': expect.stringContaining('spreadsheetml.sheet'),
      'content-disposition': 'attachment; filename="voorbeeld-gent-accounts-2025.xlsx"',
    })
    const sheets = await readSheets(await fetched('els', 'gent', 'accounts', '?language=en'))
    expect(sheets.map(({ name }) => name)).toEqual(['Instructions', 'Accounts', 'Technical'])
  })

  test.each([
    ['a kind that is none', 'plan.xlsx', 400, 'invalid-payload'],
    ['a language that is none', 'application.xlsx?language=fr', 400, 'invalid-payload'],
    ['a year that is not asked', 'accounts.xlsx?year=2031', 409, 'event-not-allowed'],
  ])('refuses %s', async (_, path, status, code) => {
    const answer = await world.ask<Refused>('els', `${gent}/workbooks/${path}`)
    expect(answer).toMatchObject({ status, body: { code } })
  })
})

describe('POST /api/projects/:id/workbooks', () => {
  test('previews, and then sends, what the applicant filled in', async () => {
    const before = dump(world.file)
    const preview = await post<Sent>('els', `${gent}/workbooks?dryRun=true`, file(gents))
    expect(preview).toMatchObject({
      status: 200,
      body: {
        event: {
          type: 'interimReport.submit',
          data: { kpis: [{ line: 'gent-1', achieved: 260 }] },
        },
        consequences: { changes: [{ id: 'voorbeeld/gent' }] },
        notes: [],
      },
    })
    expect(dump(world.file)).toBe(before)
    const key = { 'idempotency-key': 'report-1' }
    const sent = await post<Sent>('els', `${gent}/workbooks`, file(gents), key)
    expect(sent).toMatchObject({ status: 200, body: { consequences: null } })
    expect(sent.headers['etag']).toBe(`"${sent.body.outcome.revision}"`)
    const again = await post<Sent>('els', `${gent}/workbooks`, file(gents), key)
    expect(again.body.outcome).toEqual(sent.body.outcome)
  })

  test('refuses a workbook with everything that is wrong, and changes nothing', async () => {
    const wrong = filled(gents, { 'Rapport!G4': 'veel', 'Rapport!A5': 'x', 'Rapport!H1': 1 })
    const before = dump(world.file)
    const { status, body } = await post<Refused>('els', `${gent}/workbooks`, file(wrong))
    expect(status).toBe(400)
    expect(body.code).toBe('workbook-refused')
    expect(body.detail).toBe(
      'Rapport!H1: Buiten het formulier wordt niets gelezen. Maak de cel leeg. And 2 more.' +
        ' Nothing was stored.',
    )
    expect(body.errors.map(({ cell }) => cell)).toEqual(['Rapport!H1', 'Rapport!G4', 'Rapport!A5'])
    expect(dump(world.file)).toBe(before)
  })

  test('refuses what the rules refuse, as an event is refused', async () => {
    const twice = await post<Refused>('els', `${gent}/workbooks`, file(gents))
    expect(twice).toMatchObject({
      status: 409,
      body: { code: 'event-not-allowed', errors: [{ file: 'w.xlsx', cell: null }] },
    })
    const stale = await post<Refused>(
      'an',
      `${pathOf('voorbeeld/aalst')}/workbooks`,
      file(aalsts),
      {
        'if-match': '"1"',
      },
    )
    expect(stale).toMatchObject({ status: 412, body: { code: 'version-conflict' } })
  })

  test("refuses another's workbook, on one's own project and on the other", async () => {
    const own = await post<Refused>('els', `${gent}/workbooks`, file(aalsts))
    expect(own).toMatchObject({ status: 400, body: { code: 'workbook-refused' } })
    expect(own.body.detail).toMatch(
      /^This workbook is for voorbeeld\/aalst, not for voorbeeld\/gent/,
    )
    const other = await post<Refused>('els', `${pathOf('voorbeeld/aalst')}/workbooks`, file(aalsts))
    expect(other).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test.each([
    ['no base64', { name: 'a', content: '%%%%' }, 400, 'content'],
    ['base64 without its padding', { name: 'a', content: 'YQ' }, 400, 'content'],
    ['no content', { name: 'a' }, 400, 'content'],
    ['a file without a name', { name: '', content: '' }, 400, 'name'],
    ['more than a file may have', { name: 'a', content: 'A'.repeat(1_400_000) }, 413, null],
  ])('refuses %s', async (_, body, status, field) => {
    const answer = await post<Refused>('els', `${gent}/workbooks`, body)
    expect(answer).toMatchObject({ status, body: { field } })
  })
})

describe('POST /api/calls/:id/workbooks', () => {
  test('takes many for a manager: a result per file, and all or nothing of each', async () => {
    const accounts = filled(await fetched('els', 'gent', 'accounts'), {
      'Jaarrekening!A4': 'ABB-SLV',
      'Jaarrekening!C4': 12,
      'Jaarrekening!A5': 'ABB-ANDERS',
      'Jaarrekening!C5': 1,
    })
    const files = [
      file(aalsts, 'aalst.xlsx'),
      file(accounts, 'gent.xlsx'),
      file(Buffer.from('niets'), 'leeg.xlsx'),
      file(aalsts, 'aalst (2).xlsx'),
    ]
    const before = dump(world.file)
    const tried = await post<Bulk>('max', `${call}/workbooks?dryRun=true`, { files })
    expect(tried.body.items.map(({ name, accepted }) => [name, accepted])).toEqual([
      ['aalst.xlsx', true],
      ['gent.xlsx', false],
      ['leeg.xlsx', false],
      ['aalst (2).xlsx', true],
    ])
    expect(dump(world.file)).toBe(before)
    const headers = { 'idempotency-key': 'monday' }
    const done = await post<Bulk>('max', `${call}/workbooks`, { files }, headers)
    expect(done.body.items.map(({ project, code }) => [project, code])).toEqual([
      ['voorbeeld/aalst', null],
      ['voorbeeld/gent', 'workbook-refused'],
      [null, 'workbook-refused'],
      ['voorbeeld/aalst', 'event-not-allowed'],
    ])
    expect(done.body.items[1]?.problems).toEqual([
      {
        cell: 'Jaarrekening!A5',
        message: 'Gebruik een code van de oproep: ABB-SAMENLEVEN of ABB-SLV.',
      },
    ])
    // The log names who brought it, not the applicant's people.
    const { app } = world
    const report = (await app.engine.history('voorbeeld/aalst')).at(-1)
    const note = await world.send('max', 'voorbeeld/aalst', 'note.add', { text: 'Ingelezen.' })
    expect(note.status).toBe(200)
    expect(report).toMatchObject({ type: 'interimReport.submit' })
    expect((await app.engine.history('voorbeeld/aalst')).at(-1)?.person).toBe(report?.person)
    const repeated = await post<Bulk>('max', `${call}/workbooks`, { files }, headers)
    expect(repeated.body.items[0]?.outcome).toEqual(done.body.items[0]?.outcome)
    expect(await app.engine.verify()).toEqual([])
  })

  test.each([
    ['no file', { files: [] }, 'files'],
    ['too many', { files: Array.from({ length: 101 }, () => file(Buffer.alloc(0))) }, 'files'],
    ['a file that is no base64', { files: [{ name: 'a', content: '%' }] }, 'files.0.content'],
  ])('refuses %s', async (_, body, field) => {
    const answer = await post<Refused>('max', `${call}/workbooks`, body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload', field } })
  })
})

describe('GET /api/calls/:id/completeness', () => {
  test('shows the agency all rows by pages, and an applicant its own', async () => {
    interface Page {
      readonly items: readonly { readonly id: string; readonly documents: readonly object[] }[]
      readonly next: string | null
    }
    const first = await world.ask<Page>('rik', `${call}/completeness?limit=3`)
    const second = await world.ask<Page>(
      'rik',
      `${call}/completeness?limit=3&cursor=${first.body.next ?? ''}`,
    )
    const ids = [...first.body.items, ...second.body.items].map(({ id }) => id)
    expect(ids).toEqual(['aalst', 'boom', 'gent', 'ronse'].map((id) => `voorbeeld/${id}`))
    expect(second.body.next).toBeNull()
    const own = await world.ask<Page>('els', `${call}/completeness`)
    expect(own.body.items).toMatchObject([
      {
        id: 'voorbeeld/gent',
        documents: [{ name: 'application', state: 'accepted' }, {}, {}, {}, {}],
      },
    ])
  })

  test('is a file, if asked', async () => {
    const csv = await world.ask('rik', `${call}/completeness?format=csv&language=en`)
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(csv.text.split('\n').length).toBe(6)
    const own = await world.ask('els', `${call}/completeness?format=csv`)
    expect(own.text.split('\n').length).toBe(3)
    const xlsx = await world.ask('rik', `${call}/completeness?format=xlsx`)
    expect(xlsx.headers['content-disposition']).toBe(
      'attachment; filename="voorbeeld-completeness.xlsx"',
    )
  })
})

describe('POST /api/calls/:id/accounts-check', () => {
  const csv = (text: string) => file(Buffer.from(text), 'uittreksel.csv')

  test('compares an extract, and stores nothing', async () => {
    const before = dump(world.file)
    const text = `kbo;jaar;code;bedrag\n0207451227;2024;ABB-SLV;1,50\n0207451227;2024;X;1`
    const answer = await post('rik', `${call}/accounts-check`, csv(text))
    expect(answer).toMatchObject({
      status: 200,
      body: {
        matchedRows: 1,
        accounts: [{ project: 'voorbeeld/gent', extractCents: 150, submittedCents: null }],
        left: [{ row: 3, reason: 'foreign-code' }],
        coFinancing: [{ project: 'voorbeeld/aalst' }, { project: 'voorbeeld/gent' }],
      },
    })
    expect(dump(world.file)).toBe(before)
  })

  test('refuses an extract with everything that is wrong', async () => {
    const text = 'kbo;jaar;code;bedrag\n1;2024;ABB-SLV;1\n0207451227;24;ABB-SLV;1'
    const answer = await post<Refused>('rik', `${call}/accounts-check`, csv(text))
    expect(answer).toMatchObject({ status: 400, body: { code: 'extract-refused' } })
    expect(answer.body.errors.map(({ row }) => row)).toEqual([2, 3])
  })
})
