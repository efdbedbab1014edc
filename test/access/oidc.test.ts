import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import BetterSqlite3 from 'better-sqlite3'
import { operator } from '../../src/access/audit.ts'
import { dump } from '../programme/replayed.ts'
import { anotherKey, site, TestProvider, Visitor } from './provider.ts'
import { audited, must, openAccessWorld, type AccessWorld, type Browser } from './world.ts'

const gent = '0207451227'
const aalst = '0207437468'

const mapping = {
  claims: { roles: 'rol', organisation: 'vo_orgcode' },
  roles: [
    { value: 'MijlpaalBeheerder', role: 'admin' },
    { value: 'MijlpaalDossierbehandelaar:{call}', role: 'reviewer', call: '{call}' },
    { value: 'MijlpaalIndiener:{organisation}', role: 'applicant' },
  ],
}

let provider: TestProvider
let world: AccessWorld

beforeAll(async () => {
  provider = await TestProvider.start(mapping)
  world = await openAccessWorld({ access: provider.config })
})

afterEach(() => {
  provider.tamper = null
})

afterAll(async () => {
  await provider[Symbol.asyncDispose]()
})

/** As far as the provider, and back to our callback; what its request would be. */
async function back(browser: Browser, account: string, returnTo = '/'): Promise<string> {
  const start = await browser.ask('GET', `/oidc/start?return=${encodeURIComponent(returnTo)}`)
  expect(start.status).toBe(303)
  return new Visitor(account).go(String(start.headers['location']))
}

async function signIn(account: string, rol: readonly string[], more: object = {}) {
  provider.accounts.set(account, { name: `${account} (test)`, rol, ...more })
  const browser = world.browser()
  const answer = await browser.ask('GET', await back(browser, account))
  const me = await browser.ask('GET', '/api/me')
  browser.csrf = me.status === 200 ? String(me.body['csrf']) : null
  return { browser, answer, me }
}

/** How we answer to what comes back, and whether anybody is signed in after it. */
async function verdict(browser: Browser, path: string) {
  const { status, body } = await browser.ask('GET', path)
  const me = await browser.ask('GET', '/api/me')
  const [noted] = await audited(world)
  return { status, code: body['code'], noted, me: me.status }
}

const refusedVerdict = {
  status: 401,
  code: 'sign-in-failed',
  noted: 'sign-in sign-in-failed',
  me: 401,
}

describe('signing in at a provider', () => {
  test('goes there with PKCE, state and nonce, and comes back to where one was going', async () => {
    const browser = world.browser()
    const start = await browser.ask('GET', '/oidc/start?return=/inbox%3Fq%3D1')
    const url = new URL(String(start.headers['location']))
    expect(url.origin).toBe(provider.issuer)
    const { searchParams } = url
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(searchParams.get(name)?.length).toBeGreaterThan(40)
    }
    expect(searchParams.get('redirect_uri')).toBe(`${site}/oidc/callback`)
    expect(start.headers['set-cookie']).toMatch(
      /^mijlpaal-provider=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    provider.accounts.set('rik', { name: 'Rik', rol: ['MijlpaalDossierbehandelaar:oproep'] })
    const answer = await browser.ask('GET', await new Visitor('rik').go(url.href))
    expect(answer).toMatchObject({ status: 303, headers: { location: '/inbox?q=1' } })
    const me = await browser.ask('GET', '/api/me')
    expect(me.body).toMatchObject({
      name: 'Rik',
      roles: { oproep: ['reviewer'] },
      organisation: null,
      method: 'oidc',
    })
    expect(await audited(world)).toEqual(['sign-in done'])
  })

  test('gives an applicant’s person the organisation, and no role for another one', async () => {
    const rol = [`MijlpaalIndiener:${gent}`, `MijlpaalIndiener:${aalst}`]
    const { me } = await signIn('els', rol, { vo_orgcode: '0207.451.227' })
    expect(me.body).toMatchObject({ organisation: gent, roles: { '*': ['applicant'] } })
    const other = await signIn('an', [`MijlpaalIndiener:${gent}`], { vo_orgcode: aalst })
    expect(other.answer.status).toBe(401)
    const alone = await signIn('bo', [`MijlpaalIndiener:${aalst}`])
    expect(alone.me.body).toMatchObject({ organisation: aalst })
  })

  test('is the same person each time, with the roles of now', async () => {
    const first = await signIn('lea', ['MijlpaalDossierbehandelaar:a', 'MijlpaalBeheerder'])
    const { person } = first.me.body as { person: string }
    expect(first.me.body['roles']).toEqual({ a: ['reviewer'], '*': ['admin'] })
    const wanted = { name: 'x', scope: 'write', days: 1 }
    const made = await first.browser.ask('POST', '/api/tokens', wanted)
    const authorization = `Bearer ${String(made.body['secret'])}`
    const byToken = () => world.browser().ask('GET', '/api/me', undefined, { authorization })
    const second = await signIn('lea', ['MijlpaalDossierbehandelaar:b'])
    expect(second.me.body).toMatchObject({ person, roles: { b: ['reviewer'] } })
    // The older session, and the token, are the same person and may no more.
    expect((await first.browser.ask('GET', '/api/me')).body['roles']).toEqual({ b: ['reviewer'] })
    expect((await byToken()).body).toMatchObject({ person, roles: { b: ['reviewer'] } })
    const third = await signIn('lea', ['Something:else'])
    expect(third.answer).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
    expect((await second.browser.ask('GET', '/api/me')).status).toBe(401)
    expect((await byToken()).body).toMatchObject({ person, roles: {} })
  })

  test('gives no way in without a role, and leaves nobody behind', async () => {
    const { answer } = await signIn('stranger', [])
    expect(answer.body).toMatchObject({ code: 'sign-in-failed' })
    expect(dump(world.file)).not.toContain('stranger')
  })

  test('does not let in who was shut out here', async () => {
    const { me } = await signIn('max', ['MijlpaalDossierbehandelaar:a'])
    must(await world.access.users.disable(String(me.body['person']), operator))
    const again = await signIn('max', ['MijlpaalDossierbehandelaar:a'])
    expect(again.answer).toMatchObject({ status: 401, body: { code: 'sign-in-failed' } })
  })
})

describe('what comes back', () => {
  const rol = ['MijlpaalDossierbehandelaar:a']

  async function begun(account: string): Promise<{ browser: Browser; path: string }> {
    provider.accounts.set(account, { name: account, rol })
    const browser = world.browser()
    return { browser, path: await back(browser, account) }
  }

  test('is taken once', async () => {
    const { browser, path } = await begun('once')
    const other = world.browser()
    other.cookies.set('mijlpaal-provider', browser.cookies.get('mijlpaal-provider') ?? '')
    expect((await browser.ask('GET', path)).status).toBe(303)
    expect(await verdict(other, path)).toEqual(refusedVerdict)
  })

  test('with another state, or in another browser, is refused', async () => {
    const { browser, path } = await begun('state')
    expect(await verdict(browser, path.replace(/state=[^&]+/, 'state=forged'))).toEqual(
      refusedVerdict,
    )
    const own = await begun('state')
    const stolen = world.browser()
    expect(await verdict(stolen, own.path)).toEqual(refusedVerdict)
  })

  test('after ten minutes is refused', async () => {
    const own = await openAccessWorld({ access: provider.config })
    provider.accounts.set('late', { name: 'late', rol })
    const browser = own.browser()
    const path = await back(browser, 'late')
    own.pass(600_000)
    expect((await browser.ask('GET', path)).body).toMatchObject({ code: 'sign-in-failed' })
  })

  test.each([
    ['another nonce', (payload) => ({ ...payload, nonce: 'another' })],
    ['no nonce', ({ nonce: _, ...payload }) => payload],
    ['an end that is past', (payload) => ({ ...payload, exp: Number(payload['iat']) - 60 })],
    ['another audience', (payload) => ({ ...payload, aud: 'somebody else' })],
    ['another issuer', (payload) => ({ ...payload, iss: 'http://127.0.0.1:1' })],
    ['another person', (payload) => ({ ...payload, sub: 'somebody else' })],
  ] as const satisfies readonly (readonly [string, (p: Payload) => Payload])[])(
    'with %s in the ID token is refused',
    async (_what, change: (payload: Payload) => Payload) => {
      const { browser, path } = await begun('token')
      provider.tamper = (payload, key) => ({ payload: change(payload), key })
      expect(await verdict(browser, path)).toEqual(refusedVerdict)
    },
  )

  test('with an ID token that another key signed is refused', async () => {
    const { browser, path } = await begun('forged')
    const key = anotherKey()
    provider.tamper = (payload) => ({ payload, key })
    expect(await verdict(browser, path)).toEqual(refusedVerdict)
  })

  test('signed again by the provider’s own key is taken: it is the change that is refused', async () => {
    const { browser, path } = await begun('control')
    provider.tamper = (payload, key) => ({ payload, key })
    expect((await browser.ask('GET', path)).status).toBe(303)
  })

  test('for another PKCE verifier than the challenge was made of is refused', async () => {
    const { browser, path } = await begun('pkce')
    const db = new BetterSqlite3(world.file)
    const { changes } = db.prepare('update access_flow set verifier = ?').run('x'.repeat(43))
    db.close()
    expect(changes).toBeGreaterThan(0)
    expect(await verdict(browser, path)).toEqual(refusedVerdict)
  })

  test('with an error of the provider is refused', async () => {
    const { browser, path } = await begun('denied')
    expect(await verdict(browser, path.replace(/code=[^&]+/, 'error=access_denied'))).toEqual(
      refusedVerdict,
    )
    expect(await verdict(world.browser(), '/oidc/callback')).toEqual(refusedVerdict)
    expect(await verdict(world.browser(), '/oidc/callback?code=x&state=x&state=y')).toEqual(
      refusedVerdict,
    )
  })
})

type Payload = Record<string, unknown>

describe('the way back', () => {
  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '/\\/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'inbox',
    '',
    '/\tevil',
    '/..//evil.example',
  ])('to %j is refused', async (returnTo) => {
    const browser = world.browser()
    const answer = await browser.ask('GET', `/oidc/start?return=${encodeURIComponent(returnTo)}`)
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid-payload', field: 'return' },
    })
    expect(answer.headers['location']).toBeUndefined()
    expect((await browser.ask('GET', '/oidc/start?return=/a&return=/b')).status).toBe(400)
  })
})

describe('signing out', () => {
  test('ends the session here, and goes on to the provider, which sends one back', async () => {
    const { browser } = await signIn('out', ['MijlpaalDossierbehandelaar:a'])
    const form = { 'content-type': 'application/x-www-form-urlencoded' }
    const wrong = { ...form, 'x-csrf-token': 'wrong' }
    expect((await browser.ask('POST', '/oidc/logout', undefined, wrong)).status).toBe(403)
    const kept = browser.cookies.get('mijlpaal') ?? ''
    const answer = await browser.ask('POST', '/oidc/logout')
    expect(answer.status).toBe(200)
    const [, link = ''] = /<a href="([^"]+)"/.exec(answer.text) ?? []
    const url = new URL(link.replaceAll('&amp;', '&'))
    expect(url.origin).toBe(provider.issuer)
    expect(url.searchParams.get('id_token_hint')).toMatch(/^ey/)
    expect(await new Visitor('out').go(url.href)).toBe('/')
    browser.cookies.set('mijlpaal', kept)
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
    expect((await browser.ask('POST', '/oidc/logout')).status).toBe(401)
    expect(await audited(world)).toEqual(['sign-out done'])
  })

  test('by the API says where to go on', async () => {
    const { browser } = await signIn('api', ['MijlpaalDossierbehandelaar:a'])
    const { body } = await browser.ask('DELETE', '/api/session')
    expect(body['signedOut']).toBe(true)
    expect(String(body['providerUrl']).startsWith(`${provider.issuer}/`)).toBe(true)
  })
})

describe('with a provider', () => {
  test('nobody has a password, and the pages are as safe as all others', async () => {
    const ways = await world.browser().ask('GET', '/api/session')
    expect(ways.body).toEqual({ methods: ['oidc'], demo: [] })
    const refused = await world.browser().signIn('rik', 'any password')
    expect(refused).toMatchObject({ status: 409, body: { code: 'sign-in-off' } })
    const link = await world.browser().useLink('any secret')
    expect(link).toMatchObject({ status: 409, body: { code: 'sign-in-off' } })
    const { headers } = await world.browser().ask('GET', '/oidc/start?return=//x')
    expect(headers['content-security-policy']).toMatch(/^default-src 'self';/)
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' })
  })

  test('a session that a password began is of no use any more; a token still is', async () => {
    const before = await openAccessWorld()
    const id = await before.person('rik', 'a:reviewer')
    const browser = await before.signedIn('rik')
    const wanted = { name: 'x', scope: 'read', days: 9 } as const
    const { secret } = must(await before.access.tokens.add(id, wanted, operator))
    const after = await openAccessWorld({ access: provider.config, database: before.file })
    const there = after.browser()
    for (const [name, value] of browser.cookies) there.cookies.set(name, value)
    expect((await there.ask('GET', '/api/me')).status).toBe(401)
    const authorization = `Bearer ${secret}`
    const me = await there.ask('GET', '/api/me', undefined, { authorization })
    expect(me.body).toMatchObject({ person: id, roles: { a: ['reviewer'] } })
  })

  test('a person of before is the same one once the operator has said so', async () => {
    const own = await openAccessWorld({ access: provider.config })
    const { id } = must(await own.access.users.add({ name: 'Mia', login: 'mia' }, operator))
    must(await own.access.users.bind(id, own.access.subjectOf('mia-sub') ?? '', operator))
    provider.accounts.set('mia-sub', { name: 'Mia', rol: ['MijlpaalBeheerder'] })
    const browser = own.browser()
    await browser.ask('GET', await back(browser, 'mia-sub'))
    expect((await browser.ask('GET', '/api/me')).body).toMatchObject({ person: id })
    const wanted = { role: 'manager', call: '*' } as const
    const given = await own.access.grants.give(id, wanted, operator)
    expect(given).toMatchObject({ denied: { code: 'event-not-allowed' } })
  })

  test('a token does nothing thirty days after its person was last seen there', async () => {
    const own = await openAccessWorld({ access: provider.config })
    provider.accounts.set('rare', { name: 'Rare', rol: ['MijlpaalBeheerder'] })
    const browser = own.browser()
    await browser.ask('GET', await back(browser, 'rare'))
    const { body } = await browser.ask('GET', '/api/me')
    const wanted = { name: 'x', scope: 'read', days: 365 } as const
    const made = must(await own.access.tokens.add(String(body['person']), wanted, operator))
    const ask = () =>
      own.browser().ask('GET', '/api/me', undefined, { authorization: `Bearer ${made.secret}` })
    own.pass(30 * 86_400_000 - 1)
    expect((await ask()).body).toMatchObject({ roles: { '*': ['admin'] } })
    own.pass(1)
    expect((await ask()).body).toMatchObject({ roles: {} })
  })
})

describe('a provider that does not answer', () => {
  test('is said so, at the start and at the end, and works again once it does', async () => {
    await using gone = await TestProvider.start(mapping)
    const own = await openAccessWorld({ access: gone.config })
    gone.accounts.set('rik', { name: 'Rik', rol: ['MijlpaalBeheerder'] })
    const browser = own.browser()
    const path = await back(browser, 'rik')
    const fresh = (await openAccessWorld({ access: gone.config })).browser()
    await gone.stop()
    for (const answer of [await browser.ask('GET', path), await fresh.ask('GET', '/oidc/start')]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'provider-unavailable' } })
      expect(answer.body['detail']).toMatch(/does not answer/)
    }
    expect((await browser.ask('GET', '/api/me')).status).toBe(401)
    await gone.begin()
    for (const each of [browser, fresh]) {
      expect((await each.ask('GET', await back(each, 'rik'))).status).toBe(303)
    }
  })

  test('is not asked where none is configured', async () => {
    const own = await openAccessWorld()
    for (const path of ['/oidc/start', '/oidc/callback?code=x&state=y']) {
      const answer = await own.browser().ask('GET', path)
      expect(answer).toMatchObject({ status: 409, body: { code: 'sign-in-off' } })
    }
  })
})
