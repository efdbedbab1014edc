import { beforeAll, describe, expect, test } from 'vitest'
import { csvOf } from '../../src/programme/import/table/write.ts'
import { dump } from '../programme/replayed.ts'
import { openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { bodyOf, rows } from './import-bodies.ts'
import { people } from './people.ts'

const known = {
  ...people,
  all: { person: 'all', label: 'all', roles: { '*': ['manager'] }, organisation: null },
  mix: { person: 'mix', label: 'mix', roles: { mixed: ['reviewer'] }, organisation: null },
} as const

interface Refused {
  readonly code: string
  readonly detail: string
  readonly errors: readonly { readonly cell: string | null; readonly message: string }[]
  readonly moreErrors: number
}

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld({ untilMs: null, people: known })
})

function bring<Body = Record<string, unknown>>(
  person: string,
  body: unknown,
  query = '',
  headers: Record<string, string> = {},
) {
  return world.ask<Body>(person, `/api/calls/import${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(body),
  })
}

describe('POST /calls/import', () => {
  test.each(['json', 'csv', 'xlsx'] as const)(
    'starts a call from %s, as its dry run said',
    async (format) => {
      const body = bodyOf(`from-${format}`, format)
      const before = dump(world.file)
      const dry = await bring('all', body, '?dryRun=true')
      expect(dry.status).toBe(200)
      expect(dump(world.file)).toBe(before)
      const done = await bring('all', body)
      expect(done.body).toEqual({
        report: dry.body['report'],
        outcome: expect.objectContaining({
          accepted: true,
          id: `from-${format}`,
          revision: 1,
        }) as object,
      })
      expect(dry.body).toMatchObject({
        outcome: null,
        report: { projects: 4, lines: 5, totalCents: 14_220_000 },
      })
      expect((await world.ask('all', pathOf(`from-${format}/gent`))).status).toBe(200)
    },
  )

  test('refuses a call that exists, in the dry run too', async () => {
    await bring('all', bodyOf('twice'))
    for (const query of ['', '?dryRun=true']) {
      expect(await bring('all', bodyOf('twice'), query)).toMatchObject({
        status: 409,
        body: {
          code: 'event-not-allowed',
          detail: 'There is a call twice already; give this one another id.',
        },
      })
    }
  })

  test('gives the same answer under the same key, and a conflict for another import', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await bring('all', bodyOf('keyed'), '', key)
    const again = await bring('all', bodyOf('keyed', 'csv'), '', key)
    expect(again.body).toEqual(first.body)
    const other = csvOf(rows.slice(0, 3))
    expect(await bring('all', bodyOf('keyed', 'csv', other), '', key)).toMatchObject({
      status: 409,
      body: { code: 'idempotency-conflict' },
    })
  })

  test('starts one call when many ask at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => bring('all', bodyOf('race'))))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.toSorted((one, other) => one - other)).toEqual([
      200,
      ...Array<number>(7).fill(409),
    ])
  })

  test('is for managers of the call that the text names', async () => {
    expect((await bring('far', bodyOf('elsewhere'))).status).toBe(200)
    for (const person of ['far', 'mix', 'rik', 'ada', 'aud', 'els']) {
      expect(await bring(person, bodyOf('mixed'), '?dryRun=true')).toMatchObject({
        status: 403,
        body: { code: 'not-authorised' },
      })
    }
  })

  test('lists all that is wrong, each at its cell, and changes nothing', async () => {
    const broken = csvOf(rows)
      .replace('0207451227', '0207451228')
      .replace('30000,00', '30.000')
      .replace('aalst-2', 'aalst-1')
    const before = dump(world.file)
    const { status, body } = await bring<Refused>('all', bodyOf('broken', 'csv', broken))
    expect(status).toBe(400)
    expect(body).toMatchObject({ code: 'invalid-payload', moreErrors: 0 })
    expect(body.detail).toMatch(/^3 things are wrong with what was sent; nothing was changed\./)
    expect(body.errors).toEqual([
      {
        file: 'applicants.csv',
        row: 2,
        column: 'kbo',
        cell: 'D2',
        field: 'applicants.0.kbo',
        message: expect.stringMatching(/^Must be a KBO number/) as string,
      },
      expect.objectContaining({
        cell: 'N2',
        message: expect.stringMatching(/30000\.00/) as string,
      }),
      expect.objectContaining({ cell: 'J4', message: 'The line aalst-1 must stand once.' }),
    ])
    expect(dump(world.file)).toBe(before)
  })

  test('tells the first two hundred, and how many there are besides', async () => {
    const [header = [], row = []] = rows
    const many = csvOf([
      header,
      ...Array.from({ length: 300 }, (_, n) => [
        `a-${n}`,
        ...row.slice(1, 3),
        'x',
        ...row.slice(4),
      ]),
    ])
    const { body } = await bring<Refused>('all', bodyOf('many', 'csv', many))
    expect(body.errors).toHaveLength(200)
    expect(body.moreErrors).toBe(100)
  })

  test.each([
    ['no base64', bodyOf('x', 'xlsx', '§§§'), 'applicants.content'],
    [
      'another format',
      { ...bodyOf('x'), applicants: { format: 'xls', content: 'a' } },
      'applicants.format',
    ],
    ['no call', { applicants: bodyOf('x').applicants }, 'call'],
    ['a folder', { ...bodyOf('x'), folder: '/etc' }, 'folder'],
  ])('refuses %s', async (_what, body, field) => {
    const answer = await bring('all', body)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload', field } })
  })

  test('takes bodies of up to 8 MB, and answers the others before it reads them', async () => {
    const content = `${bodyOf('large').applicants.content}${' '.repeat(6_000_000)}`
    expect((await bring('all', bodyOf('large', 'json', content), '?dryRun=true')).status).toBe(200)
    const larger = await bring('all', bodyOf('large', 'json', ' '.repeat(8_000_000)))
    expect(larger).toMatchObject({
      status: 413,
      body: { code: 'too-large', detail: 'A request has at most 8 MB here.' },
    })
    expect((await bring('rik', bodyOf('large', 'json', ' '.repeat(8_000_000)))).status).toBe(403)
  })

  test('warns of what is allowed and may not be meant', async () => {
    const poor = JSON.stringify(
      (JSON.parse(bodyOf('poor').applicants.content) as object[]).map((each, index) =>
        index === 0 ? { ...each, iban: null, email: null } : each,
      ),
    )
    const { body } = await bring<{ report: { warnings: unknown } }>(
      'all',
      bodyOf('poor', 'json', poor),
      '?dryRun=true',
    )
    expect(body.report.warnings).toEqual([
      { applicant: null, message: expect.stringMatching(/has passed already/) as string },
      { applicant: 'gent', message: 'It has no IBAN: its advance will wait for one.' },
      { applicant: 'gent', message: 'It has no e-mail address: it gets no mail.' },
    ])
  })
})
