import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'
import { must, openAccessWorld, type AccessWorld } from './world.ts'

let server: PostgresqlServer

beforeAll(async () => {
  server = await PostgresqlServer.start()
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
})

/** Two processes' worth of servers on one database. */
async function two(kind: 'live' | { seed: string } = 'live'): Promise<[AccessWorld, AccessWorld]> {
  const database = await freshSchema(server.url('postgres'))
  const first = await openAccessWorld({ database, kind })
  return [first, await openAccessWorld({ database, kind: 'existing' })]
}

describe('two servers on one PostgreSQL database', () => {
  test('know the same sessions, and the end of each', async () => {
    const [one, other] = await two()
    await one.person('rik', 'oproep:reviewer')
    const here = await one.signedIn('rik')
    const there = other.browser()
    for (const [name, value] of here.cookies) there.cookies.set(name, value)
    const me = await there.ask('GET', '/api/me')
    expect(me.body).toMatchObject({ csrf: here.csrf, roles: { oproep: ['reviewer'] } })
    there.csrf = here.csrf
    expect((await there.ask('DELETE', '/api/session')).status).toBe(200)
    expect((await here.ask('GET', '/api/me')).status).toBe(401)
  })

  test('give a link away once, and confirm a role once, however many ask at once', async () => {
    const [one, other] = await two()
    const id = await one.person('rik')
    const { secret } = must(await one.access.users.makeLink(id, operator))
    const links = await Promise.all(
      [one, other, one, other].map((world) => world.browser().useLink(secret)),
    )
    expect(links.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 403, 403, 403,
    ])
    await one.person('ada', '*:admin')
    const wanted = { role: 'manager', call: '*' } as const
    const given = await Promise.all(
      [one, other, one, other].map(({ access }) =>
        access.grants.give(id, wanted, { person: 'ada', requestId: null }),
      ),
    )
    expect(given.filter((each) => 'done' in each)).toHaveLength(1)
    const grant = (await one.access.grants.openOf([id])).get(id)?.[0]?.id ?? ''
    const confirmed = await Promise.all(
      ['bob', 'cas'].map((person) =>
        other.access.grants.confirm(grant, { person, requestId: null }),
      ),
    )
    expect(confirmed.filter((each) => 'done' in each)).toHaveLength(1)
  })

  test('add a login, and take in a person of the demo, once', async () => {
    const [one, other] = await two({ seed: 'demo' })
    const person = { name: 'Els', login: 'els' }
    const added = await Promise.all(
      [one, other].map(({ access }) => access.users.add(person, operator)),
    )
    expect(added.filter((each) => 'done' in each)).toHaveLength(1)
    const entered = await Promise.all(
      [one, other, one].map((world) => world.browser().signInDemo('demo-mira')),
    )
    expect(entered.map(({ status }) => status)).toEqual([200, 200, 200])
    const grants = (await one.access.grants.openOf(['demo-mira'])).get('demo-mira')
    expect(grants).toHaveLength(1)
  })

  test('count guesses together', async () => {
    const [one, other] = await two()
    await one.person('rik')
    const all = Array.from({ length: 12 }, (_, n) =>
      (n % 2 === 0 ? one : other).browser().signIn('rik', 'wrong'),
    )
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(7)
  })
})
