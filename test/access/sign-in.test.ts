import { beforeAll, describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import { dump } from '../programme/replayed.ts'
import {
  audited,
  must,
  openAccessWorld,
  password,
  START_MS,
  type AccessWorld,
  type Browser,
} from './world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

let world: AccessWorld

beforeAll(async () => {
  world = await openAccessWorld()
  await world.person('rik', 'oproep:reviewer')
})

async function isIn(browser: Browser): Promise<boolean> {
  const { status } = await browser.ask('GET', '/api/me')
  return status === 200
}

describe('signing in with a password', () => {
  test('says who one is, with roles, CSRF token and the kind of database', async () => {
    const browser = world.browser()
    const { status, body, headers } = await browser.signIn(' RIK ')
    expect(status).toBe(200)
    const cookie = String(headers['set-cookie'])
    expect(cookie).toMatch(/^mijlpaal=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    const me = await browser.ask('GET', '/api/me')
    expect(me.body).toEqual({
      person: body['person'],
      name: 'rik (test)',
      organisation: null,
      roles: { oproep: ['reviewer'] },
      by: 'session',
      method: 'local',
      scope: 'write',
      csrf: body['csrf'],
      until: new Date(START_MS + 12 * HOUR_MS).toISOString(),
      database: 'live',
    })
    expect(me.headers['x-mijlpaal-database']).toBeUndefined()
  })

  test('keeps no secret in the database', async () => {
    const browser = world.browser()
    await browser.signIn('rik')
    const rows = dump(world.file)
    const secret = browser.cookies.get('mijlpaal') ?? ''
    expect(secret).not.toBe('')
    for (const each of [secret, password, browser.csrf ?? '']) expect(rows).not.toContain(each)
  })

  test('refuses a wrong password, an unknown name and a disabled account alike', async () => {
    await world.person('weg')
    const { id } = must(await world.access.users.add({ name: 'Nieuw', login: 'nieuw' }, operator))
    const gone = await world.access.users.find('weg')
    must(await world.access.users.disable(gone?.id ?? '', operator))
    const answers = []
    for (const [login, secret] of [
      ['rik', 'not his password'],
      ['nobody@gent.example', password],
      ['weg', password],
      ['nieuw', password],
    ] as const) {
      const { status, body, headers } = await world.browser().signIn(login, secret)
      expect(headers['set-cookie']).toBeUndefined()
      answers.push({ status, ...body, requestId: null })
    }
    expect(id).toMatch(/^[\w-]{16}$/)
    expect(answers[0]).toMatchObject({ status: 401, code: 'sign-in-failed' })
    for (const each of answers) expect(each).toEqual(answers[0])
    expect(await audited(world)).toEqual(['sign-in sign-in-failed'])
    expect(dump(world.file)).not.toContain('nobody@gent.example')
  })

  test('replaces the session that the browser had', async () => {
    const browser = await world.signedIn('rik')
    const before = new Map(browser.cookies)
    await browser.signIn('rik')
    const old = world.browser()
    for (const [name, value] of before) old.cookies.set(name, value)
    expect(await isIn(browser)).toBe(true)
    expect(await isIn(old)).toBe(false)
  })
})

describe('a page of another site', () => {
  test.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('signs nobody in (%j)', async (headers) => {
    const body = { login: 'rik', password }
    for (const [path, data] of [
      ['/api/session', body],
      ['/api/session/link', { secret: 'x', password }],
      ['/api/session/demo', { person: 'demo-mira' }],
    ] as const) {
      const answer = await world.browser().ask('POST', path, data, headers)
      expect(answer).toMatchObject({ status: 403, body: { code: 'csrf' } })
    }
  })

  test('of this site does', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:80' }
    const body = { login: 'rik', password }
    const given = { ...headers, host: 'localhost' }
    const { status } = await world.browser().ask('POST', '/api/session', body, given)
    expect(status).toBe(200)
  })
})

describe('a session', () => {
  test('changes nothing without its own CSRF token', async () => {
    const [rik, other] = [await world.signedIn('rik'), await world.signedIn('rik')]
    const data = { name: 'export', scope: 'read', days: 1 }
    const before = dump(world.file)
    const { csrf } = rik
    for (const wrong of [null, '', 'x', other.csrf, `${csrf}x`]) {
      rik.csrf = wrong
      const answer = await rik.ask('POST', '/api/tokens', data)
      expect(answer).toMatchObject({ status: 403, body: { code: 'csrf' } })
      expect((await rik.ask('DELETE', '/api/session')).status).toBe(403)
    }
    expect(dump(world.file)).toBe(before)
    rik.csrf = csrf
    expect((await rik.ask('POST', '/api/tokens', data)).status).toBe(200)
  })

  test('ends when one signs out, and takes its cookie along', async () => {
    const browser = await world.signedIn('rik')
    const kept = new Map(browser.cookies)
    const { body, headers } = await browser.ask('DELETE', '/api/session')
    expect(body).toEqual({ signedOut: true, providerUrl: null })
    expect(String(headers['set-cookie'])).toMatch(/^mijlpaal=; Max-Age=0; Path=\//)
    for (const [name, value] of kept) browser.cookies.set(name, value)
    expect(await isIn(browser)).toBe(false)
    expect(await audited(world)).toEqual(['sign-out done'])
  })

  test('of another, forged or empty, is none', async () => {
    for (const value of ['', 'x', 'A'.repeat(43), '%00', '"; DROP']) {
      const browser = world.browser()
      browser.cookies.set('mijlpaal', value)
      expect(await isIn(browser)).toBe(false)
    }
  })

  test('does not help where a token is wrong', async () => {
    const browser = await world.signedIn('rik')
    for (const authorization of ['Bearer x', 'Bearer', 'Basic dGVzdA==', '']) {
      const { status } = await browser.ask('GET', '/api/me', undefined, { authorization })
      expect(status).toBe(401)
    }
  })

  test('ends after an hour without use, and not while it is used', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    const [used, idle] = [await own.signedIn('rik'), await own.signedIn('rik')]
    for (let turn = 0; turn < 4; turn += 1) {
      own.pass(30 * MINUTE_MS)
      expect(await isIn(used)).toBe(true)
    }
    expect(await isIn(idle)).toBe(false)
    own.pass(HOUR_MS)
    const late = await used.ask('POST', '/api/tokens', { name: 'x', scope: 'read', days: 1 })
    expect(late).toMatchObject({ status: 401, body: { code: 'not-authenticated' } })
  })

  test('ends after twelve hours, however much it is used', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    const browser = await own.signedIn('rik')
    for (let turn = 0; turn < 23; turn += 1) {
      own.pass(30 * MINUTE_MS)
      expect(await isIn(browser)).toBe(true)
    }
    own.pass(30 * MINUTE_MS)
    expect(await isIn(browser)).toBe(false)
  })

  test('is written down at most once a minute', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    const browser = await own.signedIn('rik')
    const before = dump(own.file)
    own.pass(59_000)
    await isIn(browser)
    expect(dump(own.file)).toBe(before)
    own.pass(1000)
    await isIn(browser)
    const after = dump(own.file)
    expect(after).not.toBe(before)
    await isIn(browser)
    expect(dump(own.file)).toBe(after)
  })

  test('ends with the account, and when an admin ends all of the person’s', async () => {
    const own = await openAccessWorld()
    const id = await own.person('rik', 'oproep:reviewer')
    const [one, two] = [await own.signedIn('rik'), await own.signedIn('rik')]
    must(await own.access.users.endSessions(id, operator))
    expect([await isIn(one), await isIn(two)]).toEqual([false, false])
    const three = await own.signedIn('rik')
    must(await own.access.users.disable(id, operator))
    expect(await isIn(three)).toBe(false)
    must(await own.access.users.enable(id, operator))
    expect((await three.signIn('rik')).status).toBe(200)
    expect((await three.ask('GET', '/api/me')).body).toMatchObject({ roles: {} })
  })
})

describe('over https', () => {
  test('cookies are secure and of this host only', async () => {
    const access = { publicUrl: 'https://mijlpaal.example', oidc: null }
    const secure = await openAccessWorld({ access })
    await secure.person('rik')
    const browser = secure.browser()
    const { headers } = await browser.signIn('rik')
    expect(headers['set-cookie']).toMatch(
      /^__Host-mijlpaal=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    expect(await isIn(browser)).toBe(true)
    const plain = secure.browser()
    plain.cookies.set('mijlpaal', browser.cookies.get('__Host-mijlpaal') ?? '')
    expect(await isIn(plain)).toBe(false)
    const origin = { origin: 'https://mijlpaal.example.evil.example' }
    const body = { login: 'rik', password }
    expect((await plain.ask('POST', '/api/session', body, origin)).status).toBe(403)
  })
})

describe('guessing', () => {
  test('of one login is slowed down, for the right password too, and is forgotten', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    await own.person('lea')
    const guess = (secret: string) => own.browser().signIn('rik', secret)
    for (let turn = 0; turn < 6; turn += 1) {
      expect((await guess('wrong')).status).toBe(401)
      if (turn === 5) break
      own.pass(turn < 4 ? 0 : 1000)
    }
    const slowed = await guess(password)
    expect(slowed).toMatchObject({ status: 429, body: { code: 'too-many-requests' } })
    expect(slowed.headers['retry-after']).toBe('2')
    expect((await own.browser().signIn('lea')).status).toBe(200)
    own.pass(2000)
    expect((await guess(password)).status).toBe(200)
    expect((await guess('wrong')).status).toBe(401)
    expect((await guess('wrong')).status).toBe(401)
  })

  test('waits five minutes at the most', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    for (let turn = 0; turn < 40; turn += 1) {
      const { status } = await own.browser().signIn('rik', 'wrong')
      if (status === 429) own.pass(5 * MINUTE_MS)
    }
    own.pass(5 * MINUTE_MS)
    expect((await own.browser().signIn('rik')).status).toBe(200)
  })

  test('of many logins from one address is slowed down', async () => {
    const own = await openAccessWorld()
    const statuses = []
    for (let turn = 0; turn < 31; turn += 1) {
      statuses.push((await own.browser().signIn(`name-${turn}`, 'wrong')).status)
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(30)
    expect(statuses.at(-1)).toBe(429)
  })

  test('of many at once is counted before any is judged', async () => {
    const own = await openAccessWorld()
    await own.person('rik')
    const all = Array.from({ length: 20 }, () => own.browser().signIn('rik', 'wrong'))
    const statuses = (await Promise.all(all)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
  })
})

describe('a one-time link', () => {
  test('sets the first password, signs in, and works once', async () => {
    const own = await openAccessWorld()
    const { id } = must(await own.access.users.add({ name: 'Ada', login: 'ada' }, operator))
    const { secret } = must(await own.access.users.makeLink(id, operator))
    expect(dump(own.file)).not.toContain(secret)
    const browser = own.browser()
    expect(await browser.useLink(secret)).toMatchObject({ status: 200, body: { person: id } })
    expect(await isIn(browser)).toBe(true)
    const again = await own.browser().useLink(secret)
    expect(again).toMatchObject({ status: 403, body: { code: 'link-invalid' } })
    expect(await audited(own)).toEqual(['sign-in link-invalid'])
    expect((await own.browser().signIn('ada')).status).toBe(200)
  })

  test('of an admin lives fifteen minutes, of others a day, and the last one counts', async () => {
    const own = await openAccessWorld()
    const add = async (login: string) =>
      must(await own.access.users.add({ name: login, login }, operator)).id
    const [ada, rik] = [await add('ada'), await add('rik')]
    const admin = { role: 'admin', call: '*' } as const
    expect(must(await own.access.grants.give(ada, admin, operator)).status).toBe('active')
    const links = { old: must(await own.access.users.makeLink(ada, operator)) }
    const fresh = must(await own.access.users.makeLink(ada, operator))
    const other = must(await own.access.users.makeLink(rik, operator))
    expect(fresh.expiresMs - START_MS).toBe(15 * MINUTE_MS)
    expect((await own.browser().useLink(links.old.secret)).status).toBe(403)
    own.pass(15 * MINUTE_MS)
    expect((await own.browser().useLink(fresh.secret)).status).toBe(403)
    expect((await own.browser().useLink(other.secret)).status).toBe(200)
  })

  test.each(['short', 'aaaaaaaaaaaaaaaa', 'this is rik his own', 'x'.repeat(201)])(
    'takes no password like %s, and can still be used',
    async (weak) => {
      const id = (await world.access.users.find('rik'))?.id ?? ''
      const { secret } = must(await world.access.users.makeLink(id, operator))
      const refused = await world.browser().useLink(secret, weak)
      expect(refused).toMatchObject({ status: 400, body: { field: 'password' } })
      expect((await world.browser().useLink(secret)).status).toBe(200)
    },
  )

  test('that sets a new password ends the sessions under the old one', async () => {
    const browser = await world.signedIn('rik')
    const id = (await world.access.users.find('rik'))?.id ?? ''
    const { secret } = must(await world.access.users.makeLink(id, operator))
    const used = await Promise.all([1, 2].map(() => world.browser().useLink(secret)))
    expect(used.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403])
    expect(await isIn(browser)).toBe(false)
  })
})

describe('the demo’s people', () => {
  test('are offered on a virtual database, and every answer says that it is one', async () => {
    const own = await openAccessWorld({ kind: { seed: 'demo', startMs: 0 } })
    const ways = await own.browser().ask('GET', '/api/session')
    expect(ways.headers['x-mijlpaal-database']).toBe('virtual')
    const { methods, demo } = ways.body as {
      methods: string[]
      demo: { person: string; roles: string[] }[]
    }
    expect(methods).toEqual(['local', 'demo'])
    const count = (role: string) => demo.filter(({ roles }) => roles.includes(role)).length
    const roles = ['manager', 'reviewer', 'inspector', 'paymaster', 'applicant', 'auditor', 'admin']
    expect(roles.map(count)).toEqual([2, 2, 1, 1, 2, 1, 1])
    for (const { person, roles: held } of demo) {
      const browser = own.browser()
      expect((await browser.signInDemo(person)).status).toBe(200)
      const me = await browser.ask('GET', '/api/me')
      expect(me.body).toMatchObject({ person, roles: { '*': held }, database: 'virtual' })
      expect(me.headers['x-mijlpaal-database']).toBe('virtual')
    }
    const clock = await (await demoBrowser(own)).ask('GET', '/api/clock')
    expect(clock.body).toMatchObject({ database: 'virtual' })
    const unknown = await own.browser().signInDemo('demo-nobody')
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })

  test('are nobody on a live database', async () => {
    const ways = await world.browser().ask('GET', '/api/session')
    expect(ways.body).toEqual({ methods: ['local'], demo: [] })
    const refused = await world.browser().signInDemo('demo-mira')
    expect(refused).toMatchObject({ status: 409, body: { code: 'virtual-only' } })
  })

  test('end by the host’s clock, though that of the database stands still', async () => {
    const own = await openAccessWorld({ kind: { seed: 'demo', startMs: 0 } })
    const browser = await demoBrowser(own)
    own.pass(HOUR_MS)
    expect(await isIn(browser)).toBe(false)
  })
})

async function demoBrowser(own: AccessWorld): Promise<Browser> {
  const browser = own.browser()
  await browser.signInDemo('demo-mira')
  return browser
}
