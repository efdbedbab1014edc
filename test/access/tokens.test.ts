import { beforeEach, describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import { dump } from '../programme/replayed.ts'
import { must, openAccessWorld, START_MS, type AccessWorld, type Browser } from './world.ts'

const DAY_MS = 86_400_000

let world: AccessWorld
let id: string
let rik: Browser

beforeEach(async () => {
  world = await openAccessWorld()
  id = await world.person('rik', 'oproep:reviewer')
  rik = await world.signedIn('rik')
})

async function make(scope: 'read' | 'write', days = 30) {
  const { body } = await rik.ask('POST', '/api/tokens', { name: 'export', scope, days })
  return body as { secret: string; token: { id: string; expiresAt: string } }
}

function by(secret: string, method = 'GET', path = '/api/me', data?: unknown) {
  return world.browser().ask(method, path, data, { authorization: `Bearer ${secret}` })
}

describe('a token', () => {
  test('is the same person as the session that made it, with the same roles', async () => {
    const { secret, token } = await make('write')
    expect(secret).toMatch(/^mijlpaal_[\w-]{43}$/)
    expect(token.expiresAt).toBe(new Date(START_MS + 30 * DAY_MS).toISOString())
    expect((await by(secret)).body).toMatchObject({
      person: id,
      roles: { oproep: ['reviewer'] },
      by: 'token',
      method: null,
      csrf: null,
      scope: 'write',
    })
    expect(dump(world.file)).not.toContain(secret)
    expect((await by(secret.toLowerCase())).status).toBe(401)
    expect((await by(`${secret}x`)).status).toBe(401)
  })

  test('of scope read changes nothing, whatever the person may', async () => {
    await world.person('ada', '*:admin')
    const admin = (await world.access.users.find('ada'))?.id ?? ''
    const read = { name: 'x', scope: 'read', days: 1 } as const
    const { secret } = must(await world.access.tokens.add(admin, read, operator))
    expect((await by(secret, 'GET', '/api/users')).status).toBe(200)
    const before = dump(world.file)
    for (const [method, path, data] of [
      ['POST', '/api/users', { name: 'X', login: 'xx' }],
      ['POST', '/api/clock', { at: '2030-01-01' }],
      ['POST', '/api/calls/oproep/events', { type: 'note.add' }],
      ['DELETE', `/api/users/${id}/sessions`, undefined],
    ] as const) {
      const answer = await by(secret, method, path, data)
      expect(answer).toMatchObject({ status: 403, body: { code: 'not-authorised' } })
    }
    expect(dump(world.file)).toBe(before)
  })

  test('of scope write needs no CSRF token, and makes no other tokens', async () => {
    const { secret, token } = await make('write')
    const wanted = { name: 'x', scope: 'read', days: 1 }
    const refused = await by(secret, 'POST', '/api/tokens', wanted)
    expect(refused).toMatchObject({ status: 403, body: { code: 'not-authorised' } })
    expect((await by(secret, 'DELETE', '/api/session')).body).toMatchObject({ signedOut: false })
    expect((await by(secret, 'DELETE', `/api/tokens/${token.id}`)).status).toBe(200)
    expect((await by(secret)).status).toBe(401)
  })

  test('ends on its day, when it is revoked, and with the account', async () => {
    const [short, long, other] = [await make('read', 1), await make('read'), await make('read')]
    world.pass(DAY_MS - 1)
    expect((await by(short.secret)).status).toBe(200)
    world.pass(1)
    expect((await by(short.secret)).status).toBe(401)
    await rik.signIn('rik')
    const { body } = await rik.ask('DELETE', `/api/tokens/${long.token.id}`)
    expect(body).toMatchObject({ revokedAt: new Date(START_MS + DAY_MS).toISOString() })
    expect((await by(long.secret)).status).toBe(401)
    expect((await by(other.secret)).status).toBe(200)
    must(await world.access.users.disable(id, operator))
    expect((await by(other.secret)).status).toBe(401)
    must(await world.access.users.enable(id, operator))
    expect((await by(other.secret)).status).toBe(401)
  })

  test('does what its person may now, not what was when it was made', async () => {
    const { secret } = await make('write')
    const grants = await world.access.grants.openOf([id])
    for (const grant of grants.get(id) ?? []) {
      must(await world.access.grants.revoke(grant.id, operator))
    }
    expect((await by(secret)).body).toMatchObject({ roles: {} })
  })

  test('is noted as used at most once a minute', async () => {
    const { secret } = await make('read')
    await by(secret)
    const before = dump(world.file)
    world.pass(59_000)
    await by(secret)
    expect(dump(world.file)).toBe(before)
    world.pass(1000)
    await by(secret)
    const { body } = await rik.ask('GET', '/api/tokens')
    const [listed] = body['items'] as { usedAt: string }[]
    expect(listed?.usedAt).toBe(new Date(START_MS + 60_000).toISOString())
  })

  test('of another is not there', async () => {
    await world.person('lea')
    const lea = await world.signedIn('lea')
    const { token, secret } = await make('read')
    const answer = await lea.ask('DELETE', `/api/tokens/${token.id}`)
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } })
    expect((await lea.ask('GET', '/api/tokens')).body).toEqual({ items: [] })
    expect((await by(secret)).status).toBe(200)
  })

  test.each([
    { name: 'x', scope: 'read', days: 366 },
    { name: 'x', scope: 'read', days: 0 },
    { name: 'x', scope: 'all', days: 1 },
    { name: ' ', scope: 'read', days: 1 },
    { scope: 'read', days: 1 },
  ])('like %j is refused', async (wanted) => {
    const answer = await rik.ask('POST', '/api/tokens', wanted)
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-payload' } })
  })

  test('is one of fifty at the most', async () => {
    for (let turn = 0; turn < 50; turn += 1) await make('read')
    const wanted = { name: 'x', scope: 'read', days: 1 }
    expect((await rik.ask('POST', '/api/tokens', wanted)).status).toBe(409)
  })
})
