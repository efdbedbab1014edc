import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { moneyKinds } from '../../src/programme/queries.ts'
import { at, openApiWorld, type ApiWorld } from '../api/api-world.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'

const call = 'voorbeeld'

let server: PostgresqlServer
let sqlite: ApiWorld
let postgresql: ApiWorld

beforeAll(async () => {
  server = await PostgresqlServer.start()
  const untilMs = at('2025-10-20T12:00:00Z')
  sqlite = await openApiWorld({ untilMs })
  postgresql = await openApiWorld({ untilMs, url: await freshSchema(server.url('postgres')) })
})

afterAll(async () => {
  await postgresql.close()
  await server[Symbol.asyncDispose]()
})

/** What a question gives on both databases. */
async function both<T>(ask: (world: ApiWorld['app']['queries']) => Promise<T>) {
  return [await ask(sqlite.app.queries), await ask(postgresql.app.queries)] as const
}

describe('overviews on PostgreSQL', () => {
  test.each(['', 'accounts', 'accounts.2025', 'period', 'finalReport'])(
    'deadlines that run are the same for the kind %j',
    async (kind) => {
      const page = { call, ...(kind === '' ? {} : { kind }), limit: 100, offset: 0 }
      const [one, other] = await both((queries) => queries.runningDeadlines(page))
      expect(other).toEqual(one)
    },
  )

  test('names and projects of deadlines are the same', async () => {
    const [names, others] = await both((queries) => queries.runningNames(call))
    expect(names.length).toBeGreaterThan(0)
    expect(others).toEqual(names)
    const between = { fromMs: at('2026-07-31T00:00:00Z'), toMs: at('2026-08-01T00:00:00Z') }
    const filter = { call, deadline: 'accounts.2025', between, search: 'gent', limit: 5 }
    const [one, other] = await both((queries) => queries.runningIn(filter))
    expect(one.map(({ id }) => id)).toEqual(['voorbeeld/gent'])
    expect(other).toEqual(one)
  })

  test('the budget and its months are the same', async () => {
    const [budget, otherBudget] = await both((queries) => queries.budget(call))
    expect(otherBudget).toEqual(budget)
    const [months, otherMonths] = await both((queries) => queries.moneyByMonth(call))
    expect(months.length).toBeGreaterThan(0)
    expect(otherMonths).toEqual(months)
  })

  test.each(moneyKinds)('projects with %s are the same', async (money) => {
    const page = {
      filter: { call, money, deadline: { name: 'accounts.2025', between: null } },
      visibility: { calls: null, own: null },
      sort: 'name',
      descending: false,
      after: null,
      limit: 10,
    } as const
    const [one, other] = await both((queries) => queries.rowPage(page))
    expect(other).toEqual(one)
  })
})
