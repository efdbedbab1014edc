import BetterSqlite3 from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { at, openApiWorld, pathOf, type ApiWorld } from './api-world.ts'
import { kbo } from './people.ts'

interface Project {
  readonly id: string
  readonly phase: string
  readonly applicant: { readonly name: string; readonly kbo: string }
  readonly amounts: { readonly awardedCents: number }
}

interface Page {
  readonly items: readonly Project[]
  readonly next: string | null
}

/** Two balances are proposed, two projects have lapsed. */
const DECIDING = at('2025-08-19T12:00:00Z')

let world: ApiWorld

beforeAll(async () => {
  world = await openApiWorld({ untilMs: DECIDING })
})

async function ids(person: string, query = ''): Promise<readonly string[]> {
  const { body } = await world.ask<Page>(person, `/api/projects${query}`)
  return body.items.map(({ id }) => id.replace('voorbeeld/', ''))
}

describe('GET /api/calls', () => {
  test('lists the calls in which the caller has a role, in the one shape of a call', async () => {
    const { body } = await world.ask<{ items: { id: string }[] }>('els', '/api/calls')
    expect(body.items.map(({ id }) => id)).toEqual(['voorbeeld'])
    expect(body.items[0]).toMatchObject((await world.app.queries.call('voorbeeld'))!)
    expect(Object.keys(body.items[0]!).slice(0, 3)).toEqual(['id', 'phase', 'budget'])
    for (const person of ['far', 'out', 'ada']) {
      expect((await world.ask(person, '/api/calls')).body).toEqual({ items: [] })
    }
  })
})

describe('GET /api/calls/:id', () => {
  test('gives one call, with its revision as ETag', async () => {
    const { body, headers } = await world.ask('pol', pathOf('voorbeeld'))
    expect(body).toMatchObject({ id: 'voorbeeld', phase: 'running', synthetic: null })
    expect(headers['etag']).toBe(`"${String(body['revision'])}"`)
  })

  test('tells a stranger what it tells of a call that is not there', async () => {
    const [hidden, absent] = await Promise.all([
      world.ask('far', pathOf('voorbeeld')),
      world.ask('far', pathOf('nowhere')),
    ])
    expect(hidden.status).toBe(404)
    const blank = ({ text }: { text: string }) =>
      text.replaceAll(/voorbeeld|nowhere/g, 'X').replace(/"requestId":"[^"]*"/, '')
    expect(blank(hidden)).toBe(blank(absent))
  })
})

describe('GET /api/projects', () => {
  test('lists what the caller may see', async () => {
    expect(await ids('rik')).toEqual(['aalst', 'boom', 'gent', 'ronse'])
    expect(await ids('aud')).toEqual(['aalst', 'boom', 'gent', 'ronse'])
    expect(await ids('els')).toEqual(['gent'])
    expect(await ids('bo')).toEqual(['boom'])
    for (const person of ['far', 'out', 'ada']) expect(await ids(person)).toEqual([])
  })

  test('gives every project in the one shape, its fields always in the same order', async () => {
    const { body } = await world.ask<Page>('rik', '/api/projects')
    const orders = new Set(body.items.map((item) => Object.keys(item).join(' ')))
    expect([...orders]).toEqual([
      'id applicant phase state milestones amounts deadlines claims proposal flags ' +
        'allowedEvents revision',
    ])
    expect(body.items).toEqual(await world.app.queries.projects('voorbeeld'))
  })

  test.each([
    ['?phase=lapsed', ['boom', 'ronse']],
    ['?phase=nonsense', []],
    ['?call=voorbeeld&phase=balanceDecision', ['aalst', 'gent']],
    ['?call=elsewhere', []],
    ['?applicant=gent', ['gent']],
    ['?q=GÉNT', ['gent']],
    ['?q=0207437468', ['aalst']],
    ['?q=%25', []],
    ['?q=_', []],
    ['?due=2026-07-31', ['aalst', 'gent']],
    ['?due=2026-07-30', []],
    ['?overdue=true', []],
    ['?overdue=false&phase=lapsed', ['boom', 'ronse']],
    ['?attention=true', []],
    ['?attention=false&applicant=boom', ['boom']],
    ['?sort=-id', ['ronse', 'gent', 'boom', 'aalst']],
    ['?sort=name', ['aalst', 'boom', 'gent', 'ronse']],
    ['?sort=due', ['aalst', 'gent', 'boom', 'ronse']],
    ['?sort=-due', ['gent', 'aalst', 'ronse', 'boom']],
    ['?sort=awarded', ['boom', 'ronse', 'aalst', 'gent']],
    ['?sort=-awarded', ['gent', 'aalst', 'ronse', 'boom']],
  ])('answers %s', async (query, expected) => {
    expect(await ids('rik', query)).toEqual(expected)
  })

  test.each(['id', '-id', 'name', '-name', 'due', '-due', 'awarded', '-awarded'])(
    'gives by %s the same one at a time as all at once',
    async (sort) => {
      const all = await ids('rik', `?sort=${sort}`)
      const single: string[] = []
      let cursor = ''
      for (let turn = 0; turn < 10; turn += 1) {
        const path = `/api/projects?sort=${sort}&limit=1${cursor}`
        const { body } = await world.ask<Page>('rik', path)
        single.push(...body.items.map(({ id }) => id.replace('voorbeeld/', '')))
        if (body.next === null) break
        cursor = `&cursor=${body.next}`
      }
      expect(single).toEqual(all)
    },
  )

  test('refuses a cursor of another question, or none of ours', async () => {
    const { body } = await world.ask<Page>('rik', '/api/projects?limit=1&sort=name')
    for (const query of [`cursor=${body.next}`, 'cursor=abc', 'cursor=W10']) {
      expect(await world.ask('rik', `/api/projects?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid-payload', field: 'cursor' },
      })
    }
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=many', 'limit'],
    ['sort=phase', 'sort'],
    ['due=tomorrow', 'due'],
    ['overdue=perhaps', 'overdue'],
    ['colour=red', 'colour'],
  ])('refuses %s and names the field', async (query, field) => {
    expect(await world.ask('rik', `/api/projects?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-payload', field },
    })
  })

  test('reads along an index in every order, with every filter', () => {
    const db = new BetterSqlite3(world.file, { readonly: true })
    const orders = {
      id: 'id',
      name: 'name, id',
      due: 'next_due_ms, id',
      awarded: 'awarded_cents, id',
    }
    const filters = ['1', `phase = 'lapsed'`, 'overdue = 1', `search like '%x%'`, 'next_due_ms < 9']
    for (const order of Object.values(orders)) {
      for (const filter of filters) {
        const plan = db
          .prepare(`explain query plan select id from project where ${filter} order by ${order}`)
          .all() as { detail: string }[]
        const text = plan.map(({ detail }) => detail).join('; ')
        expect(`${filter} by ${order}: ${text}`).toMatch(/USING (COVERING )?INDEX|TEMP B-TREE/)
        expect(text).not.toMatch(/SCAN project(?! USING)/)
      }
    }
    db.close()
  })
})

describe('GET /api/projects/:id', () => {
  test('gives the one shape, with the revision as ETag', async () => {
    const { body, headers } = await world.ask('els', pathOf('voorbeeld/gent'))
    expect(body).toEqual(await world.app.queries.project('voorbeeld/gent'))
    expect(headers['etag']).toBe(`"${String(body['revision'])}"`)
    expect(headers['cache-control']).toBe('no-store')
  })

  test('tells another applicant nothing, not even that it is there', async () => {
    const [hidden, absent] = await Promise.all([
      world.ask('els', pathOf('voorbeeld/aalst')),
      world.ask('els', pathOf('voorbeeld/zzzzz')),
    ])
    expect([hidden.status, absent.status]).toEqual([404, 404])
    const blank = ({ text }: { text: string }) =>
      text.replaceAll(/aalst|zzzzz/g, 'X').replace(/"requestId":"[^"]*"/, '')
    expect(blank(hidden)).toBe(blank(absent))
  })

  test.each([
    'voorbeeld',
    'voorbeeld%2F',
    '__proto__',
    '%00',
    'a'.repeat(399),
    'voorbeeld%2Fgent%2F',
  ])('has no project %s', async (id) => {
    expect((await world.ask('rik', `/api/projects/${id}`)).status).toBe(404)
  })
})

describe('GET /api/projects/:id/history', () => {
  interface Entries {
    readonly items: readonly {
      readonly revision: number
      readonly type: string
      readonly hash: string
      readonly previousHash: string
      readonly texts: readonly { readonly path: string; readonly text: string | null }[]
    }[]
    readonly next: string | null
  }

  test('gives the log in pages, each event chained to the one before', async () => {
    const path = `${pathOf('voorbeeld/gent')}/history`
    const all = (await world.ask<Entries>('els', `${path}?limit=200`)).body.items
    const paged: Entries['items'][number][] = []
    for (let cursor = '', turn = 0; turn < 50; turn += 1) {
      const { body } = await world.ask<Entries>('els', `${path}?limit=7${cursor}`)
      expect(body.items.length).toBeLessThanOrEqual(7)
      paged.push(...body.items)
      if (body.next === null) break
      cursor = `&cursor=${body.next}`
    }
    expect(paged).toEqual(all)
    expect(all.map(({ revision }) => revision)).toEqual(all.map((_, index) => index + 1))
    expect(all.slice(1).map(({ previousHash }) => previousHash)).toEqual(
      all.slice(0, -1).map(({ hash }) => hash),
    )
  })

  test("gives texts, but no account or address, and the agency's own only to the agency", async () => {
    const path = `${pathOf('voorbeeld/gent')}/history?limit=200`
    const agency = await world.ask<Entries>('rik', path)
    const applicant = await world.ask<Entries>('els', path)
    const textsOf = ({ body }: typeof agency, type: string) =>
      body.items.filter((entry) => entry.type === type).flatMap(({ texts }) => texts)
    expect(textsOf(agency, 'balance.propose')).toEqual([{ path: 'reason', text: 'KPI gehaald.' }])
    expect(textsOf(applicant, 'balance.propose')).toEqual([])
    expect(textsOf(applicant, 'finalReport.submit').map((each) => each.path)).toContain(
      'kpis.0.actionsTaken',
    )
    expect(agency.text).not.toMatch(/BE15091000000130|gent\.example/)
  })
})

describe('GET /api/projects/:id/diagram.svg', () => {
  test('draws the machine, with its states marked by class, sign and shape', async () => {
    const { text, headers } = await world.ask('els', `${pathOf('voorbeeld/gent')}/diagram.svg`)
    expect(headers['content-type']).toMatch(/^image\/svg\+xml/)
    const marks = [...text.matchAll(/<g id="state&#45;([\w.]+)" class="node (\w+)">/g)]
    const markOf = new Map(marks.map(([, path, mark]) => [path, mark]))
    const running = 'life.active.running'
    expect(markOf.get(`${running}.settlement.balanceDecision.proposed`)).toBe('current')
    expect(markOf.get(`${running}.settlement.balanceDecision.deciding`)).toBe('possible')
    expect(markOf.get(`${running}.advance.ordered`)).toBe('past')
    expect(markOf.get('life.active.submission')).toBe('past')
    expect(markOf.get('life.ended.lapsed.reopenable')).toBe('other')
    expect(text).toMatch(/▶ proposed[\s\S]*○ deciding|○ deciding[\s\S]*▶ proposed/)
    expect(text).toMatch(/<title>project v1<\/title>/)
    expect(text).not.toMatch(/<script|href=/)
  })

  test('is another for another project, and kept for the same', async () => {
    const path = (id: string) => `${pathOf(id)}/diagram.svg`
    const gent = await world.ask('rik', path('voorbeeld/gent'))
    const boom = await world.ask('rik', path('voorbeeld/boom'))
    expect(boom.text).toMatch(/id="state&#45;life\.ended\.lapsed\.\w+" class="node current"/)
    expect((await world.ask('rik', path('voorbeeld/gent'))).text).toBe(gent.text)
  })
})

describe('an applicant that was succeeded', () => {
  test('is seen by the people of its successor, and no longer by its own', async () => {
    const merging = await openApiWorld({ untilMs: at('2024-11-01T00:00:00Z') })
    await merging.send('mia', 'voorbeeld/gent', 'applicant.succeed', {
      name: 'Groot Gent',
      kbo: kbo.ronse,
      date: '2025-01-01',
      reference: 'BS 2024',
    })
    const seen = async () => (await merging.ask('els', pathOf('voorbeeld/gent'))).status
    expect(await seen()).toBe(200)
    const clock = { method: 'POST', headers: { 'content-type': 'application/json' } } as const
    const set = { ...clock, payload: JSON.stringify({ at: '2025-01-01T00:00:00' }) }
    expect((await merging.ask('mia', '/api/clock', set)).status).toBe(200)
    expect(await seen()).toBe(404)
    const list = await merging.ask<Page>('els', '/api/projects')
    expect(list.body.items).toEqual([])
    expect(
      (await merging.ask<Page>('rik', `/api/projects?q=${kbo.ronse}`)).body.items,
    ).toHaveLength(2)
  })
})
