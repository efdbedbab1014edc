import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import type { Grant } from '../../src/access/grants.ts'
import type { Role } from '../../src/access/caller.ts'
import { dump } from '../programme/replayed.ts'
import { audited, must, openAccessWorld, type AccessWorld, type Browser } from './world.ts'

interface Person {
  readonly id: string
  readonly browser: Browser
}

let world: AccessWorld
let ada: Person
let bob: Person
let rik: Person

let count = 0

async function enter(login: string, ...roles: string[]): Promise<Person> {
  return { id: await world.person(login, ...roles), browser: await world.signedIn(login) }
}

beforeAll(async () => {
  world = await openAccessWorld()
  ada = await enter('ada', '*:admin')
  bob = await enter('bob', '*:admin')
})

beforeEach(async () => {
  count += 1
  rik = await enter(`rik-${count}`)
})

function give(by: Person, to: Person, role: string, call = '*') {
  return by.browser.ask('POST', `/api/users/${to.id}/grants`, { role, call })
}

function act(by: Person, id: unknown, verb: string) {
  return by.browser.ask('POST', `/api/grants/${String(id)}/${verb}`)
}

async function rolesOf({ browser }: Person): Promise<unknown> {
  return (await browser.ask('GET', '/api/me')).body['roles']
}

describe.each(['reviewer', 'manager', 'paymaster', 'admin'])('the role %s', (role) => {
  test('holds once a second admin has confirmed it', async () => {
    const { body } = await give(ada, rik, role)
    expect(body).toMatchObject({ status: 'proposed', person: rik.id, grantedBy: ada.id })
    expect(await rolesOf(rik)).toEqual({})
    const alone = await act(ada, body['id'], 'confirm')
    expect(alone).toMatchObject({ status: 403, body: { code: 'four-eyes' } })
    expect(await audited(world)).toEqual(['grant.confirm four-eyes'])
    expect(await rolesOf(rik)).toEqual({})
    const both = await act(bob, body['id'], 'confirm')
    expect(both.body).toMatchObject({ status: 'active', confirmedBy: bob.id })
    expect(await rolesOf(rik)).toEqual({ '*': [role] })
    expect(await audited(world)).toEqual(['grant.confirm done'])
    const again = await act(bob, body['id'], 'confirm')
    expect(again).toMatchObject({ status: 409, body: { code: 'event-not-allowed' } })
  })

  test('is proposed by the operator too, once an admin can sign in', async () => {
    const wanted = { role: role as Role, call: '*' }
    const grant = must(await world.access.grants.give(rik.id, wanted, operator))
    expect(grant.status).toBe('proposed')
    expect((await act(ada, grant.id, 'confirm')).status).toBe(200)
  })
})

describe.each(['applicant', 'inspector', 'auditor'])('the role %s', (role) => {
  test('takes one admin', async () => {
    expect((await give(ada, rik, role)).body).toMatchObject({ status: 'active' })
    expect(await rolesOf(rik)).toEqual({ '*': [role] })
  })
})

describe('nobody', () => {
  test('gives a role to oneself, whichever it is', async () => {
    for (const role of ['manager', 'inspector', 'auditor', 'admin']) {
      const answer = await give(ada, ada, role)
      expect(answer).toMatchObject({ status: 403, body: { code: 'four-eyes' } })
      expect(await audited(world)).toEqual(['grant.give four-eyes'])
    }
  })

  test('confirms what was proposed for oneself', async () => {
    const { body } = await give(ada, bob, 'reviewer')
    const answer = await act(bob, body['id'], 'confirm')
    expect(answer).toMatchObject({ status: 403, body: { code: 'four-eyes' } })
  })
})

describe.each(['applicant', 'reviewer', 'manager', 'inspector', 'paymaster', 'auditor'])(
  'a person with the role %s',
  (role) => {
    test('changes nobody’s rights, and reads them as an auditor only', async () => {
      const { body } = await give(ada, rik, role)
      if (body['status'] === 'proposed') await act(bob, body['id'], 'confirm')
      expect(await rolesOf(rik)).toEqual({ '*': [role] })
      const before = dump(world.file)
      const reads = role === 'auditor' ? 200 : 403
      for (const path of ['/api/users', '/api/audit']) {
        expect((await rik.browser.ask('GET', path)).status).toBe(reads)
      }
      const other = `/api/users/${bob.id}`
      for (const [method, path, data] of [
        ['POST', '/api/users', { name: 'X', login: 'xx' }],
        ['POST', `${other}/grants`, { role: 'auditor' }],
        ['POST', `${other}/disable`, undefined],
        ['POST', `${other}/enable`, undefined],
        ['DELETE', `${other}/sessions`, undefined],
        ['POST', `/api/grants/${String(body['id'])}/confirm`, undefined],
        ['POST', `/api/grants/${String(body['id'])}/withdraw`, undefined],
        ['POST', `/api/grants/${String(body['id'])}/revoke`, undefined],
      ] as const) {
        expect((await rik.browser.ask(method, path, data)).status).toBe(403)
      }
      expect(dump(world.file)).toBe(before)
    })
  },
)

describe('a proposal', () => {
  test('is seen by all admins and by auditors, and can be withdrawn', async () => {
    await give(ada, rik, 'auditor')
    const { body } = await give(ada, bob, 'paymaster')
    for (const reader of [bob, rik]) {
      const list = await reader.browser.ask('GET', '/api/users')
      const items = list.body['items'] as { person: { login: string }; grants: Grant[] }[]
      const seen = items.find((each) => each.person.login === 'bob')
      const statuses = seen?.grants.map(({ role, status }) => `${role} ${status}`)
      expect(statuses).toEqual(expect.arrayContaining(['admin active', 'paymaster proposed']))
    }
    expect((await act(ada, body['id'], 'withdraw')).body).toMatchObject({ status: 'withdrawn' })
    expect((await act(bob, body['id'], 'withdraw')).status).toBe(409)
    expect((await give(bob, bob, 'paymaster')).status).toBe(403)
    expect((await give(ada, bob, 'paymaster')).body).toMatchObject({ status: 'proposed' })
    expect((await give(ada, bob, 'paymaster')).status).toBe(409)
  })

  test('of a person who was shut out is gone', async () => {
    const { body } = await give(ada, rik, 'manager')
    await bob.browser.ask('POST', `/api/users/${rik.id}/disable`)
    await bob.browser.ask('POST', `/api/users/${rik.id}/enable`)
    expect((await act(bob, body['id'], 'confirm')).status).toBe(409)
    expect((await give(ada, rik, 'manager')).status).toBe(200)
  })
})

describe('a role', () => {
  test('is taken away by one admin, from the next request on, in every session', async () => {
    const { body } = await give(ada, rik, 'inspector', 'oproep')
    expect(await rolesOf(rik)).toEqual({ oproep: ['inspector'] })
    expect((await act(bob, body['id'], 'revoke')).body).toMatchObject({ status: 'revoked' })
    expect(await rolesOf(rik)).toEqual({})
    expect((await act(bob, body['id'], 'revoke')).status).toBe(409)
  })

  test.each([
    [{ role: 'auditor', call: 'oproep' }, 'call'],
    [{ role: 'reviewer', call: 'no call!' }, 'call'],
    [{ role: 'king', call: '*' }, 'role'],
    [{ role: 'reviewer', call: '' }, 'call'],
  ])('like %j is refused', async (wanted, field) => {
    const answer = await give(ada, rik, wanted.role, wanted.call)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload', field } })
  })

  test('of nobody is not found', async () => {
    expect((await give(ada, { ...rik, id: 'nobody' }, 'auditor')).status).toBe(404)
    for (const verb of ['confirm', 'withdraw', 'revoke']) {
      expect((await act(ada, 'nothing', verb)).status).toBe(404)
    }
  })
})

describe('the first admins', () => {
  test('need no second one until one of them can sign in', async () => {
    const own = await openAccessWorld()
    const { users, grants } = own.access
    const add = async (login: string) => must(await users.add({ name: login, login }, operator)).id
    const admin = { role: 'admin', call: '*' } as const
    const [first, second, third] = [await add('first'), await add('second'), await add('third')]
    expect(must(await grants.give(first, admin, operator)).status).toBe('active')
    expect(must(await grants.give(second, admin, operator)).status).toBe('active')
    const { secret } = must(await users.makeLink(first, operator))
    expect((await own.browser().useLink(secret)).status).toBe(200)
    expect(must(await grants.give(third, admin, operator)).status).toBe('proposed')
    must(await users.disable(first, operator))
    expect(must(await grants.give(await add('fourth'), admin, operator)).status).toBe('active')
  })
})

describe('a person', () => {
  test('is added by an admin, who gets the link once', async () => {
    const given = { name: 'Els Wouters', login: 'Els', organisation: '0207451227' }
    const { body } = await ada.browser.ask('POST', '/api/users', given)
    const { person, link } = body as { person: { id: string }; link: { secret: string } }
    expect(person).toMatchObject({ login: 'els', organisation: '0207451227', status: 'active' })
    expect((await world.browser().useLink(link.secret)).status).toBe(200)
    const again = await ada.browser.ask('POST', '/api/users', given)
    expect(again).toMatchObject({ status: 409, body: { code: 'login-taken', field: 'login' } })
  })

  test.each([
    [{ name: ' ', login: 'els' }, 'name'],
    [{ name: 'Els', login: 'e l s' }, 'login'],
    [{ name: 'Els', login: 'els', email: 'nowhere' }, 'email'],
    [{ name: 'Els', login: 'els', organisation: '0207451228' }, 'organisation'],
    [{ name: 'Els', login: 'els', admin: true }, 'admin'],
  ])('like %j is refused', async (given, field) => {
    const before = dump(world.file)
    const answer = await ada.browser.ask('POST', '/api/users', given)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload', field } })
    expect(dump(world.file)).toBe(before)
  })

  test('is listed in pages, by login', async () => {
    const own = await openAccessWorld()
    for (const login of ['ada', 'cas', 'dirk', 'els']) {
      must(await own.access.users.add({ name: login, login }, operator))
    }
    const reader = await own.person('bob', '*:admin').then(() => own.signedIn('bob'))
    const logins: string[] = []
    for (let next: string | null = null; ;) {
      const cursor: string = next === null ? '' : `&cursor=${next}`
      const { body } = await reader.ask('GET', `/api/users?limit=2${cursor}`)
      const items = body['items'] as { person: { login: string } }[]
      logins.push(...items.map(({ person }) => person.login))
      next = body['next'] as string | null
      if (next === null) break
    }
    expect(logins).toEqual(['ada', 'bob', 'cas', 'dirk', 'els'])
  })
})

describe('the audit', () => {
  test('tells who did what to whom, in pages, newest first, to admins and auditors', async () => {
    await give(ada, rik, 'auditor')
    const length = (await world.access.audit.page(null, 1000)).length
    const newest = await rik.browser.ask('GET', '/api/audit?limit=1')
    expect(newest.body['items']).toMatchObject([
      {
        action: 'grant.give',
        outcome: 'done',
        actor: ada.id,
        subject: rik.id,
        detail: '*:auditor',
        requestId: expect.any(String) as string,
      },
    ])
    const seen: string[] = []
    for (let next: string | null = null; ;) {
      const cursor: string = next === null ? '' : `&cursor=${next}`
      const { body } = await rik.browser.ask('GET', `/api/audit?limit=50${cursor}`)
      const items = body['items'] as { readonly action: string }[]
      seen.push(...items.map(({ action }) => action))
      next = body['next'] as string | null
      if (next === null) break
    }
    expect(seen).toHaveLength(length)
    expect(seen.at(-1)).toBe('user.add')
  })
})
