import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp } from '../../src/app.ts'
import { dump, emptyDirectory } from '../programme/replayed.ts'
import { printed } from './printed.ts'

const directory = emptyDirectory()
const file = join(directory, 'people.sqlite')
const live = { publicUrl: null, oidc: null }

beforeAll(async () => {
  await (await openApp({ database: file, kind: 'live', access: live }))[Symbol.asyncDispose]()
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function run(...words: readonly string[]): Promise<string> {
  return printed([...words, '--database', file])
}

/** Uses the link in a file, as the page would. */
async function useLink(link: string): Promise<boolean> {
  const secret = readFileSync(link, 'utf8').trim().split('\n').at(-1) ?? ''
  await using app = await openApp({ database: file, kind: 'existing', access: live })
  const attempt = { headers: {}, ip: '127.0.0.1', id: 'test' }
  return 'done' in (await app.access.signInByLink(secret, 'correct horse 9', attempt))
}

describe('mijlpaal user', () => {
  test('adds the first admin, whose link goes to a file that nobody else reads', async () => {
    const link = join(directory, 'ada.txt')
    const said = await run(
      'user',
      'add',
      'Ada Peeters',
      '--login',
      'Ada',
      '--admin',
      '--link-file',
      link,
    )
    expect(said).toMatch(
      /^ada is person [\w-]{16}\.\n\*:admin is given\.\nA link to set a password/,
    )
    expect(statSync(link).mode & 0o777).toBe(0o600)
    const text = readFileSync(link, 'utf8')
    const secret = text.trim().split('\n').at(-1) ?? ''
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(said).not.toContain(secret)
    expect(await useLink(link)).toBe(true)
    expect(await useLink(link)).toBe(false)
  })

  test('proposes what reaches money from then on, and lists it', async () => {
    const roles = ['--role', 'oproep:reviewer', '--role', '*:auditor']
    const json = await run('user', 'add', 'Rik', '--login', 'rik', ...roles, '--json')
    const { linkFile, grants } = JSON.parse(json) as { linkFile: string; grants: object[] }
    expect(grants).toMatchObject([
      { role: 'reviewer', call: 'oproep', status: 'proposed' },
      { role: 'auditor', call: '*', status: 'active' },
    ])
    expect(statSync(linkFile).mode & 0o777).toBe(0o600)
    rmSync(join(linkFile, '..'), { recursive: true })
    const list = await run('user', 'list')
    expect(list).toMatch(/^ada +Ada Peeters +active +local +set +\*:admin$/m)
    expect(list).toMatch(
      /^rik +Rik +active +local +waiting +(?:oproep:reviewer \(proposed\), \*:auditor|\*:auditor, oproep:reviewer \(proposed\))$/m,
    )
    expect(JSON.parse(await run('user', 'list', '--json'))).toMatchObject([
      { login: 'ada' },
      { login: 'rik', grants: expect.any(Array) as object },
    ])
    expect(await run('user', 'grant', 'rik', '*:manager')).toMatch(
      /^\*:manager is proposed for rik/,
    )
    expect(await run('user', 'revoke', 'rik', '*:manager')).toBe('rik has *:manager no more.\n')
    expect(await run('user', 'grant', 'rik', '*:inspector')).toBe('rik has *:inspector.\n')
    expect(await run('user', 'revoke', 'rik', '*:inspector')).toMatch(/no more/)
  })

  test('makes a new link, signs out, shuts out and lets in again', async () => {
    const link = join(directory, 'rik.txt')
    await run('user', 'link', 'rik', '--link-file', link)
    await expect(run('user', 'link', 'rik', '--link-file', link)).rejects.toThrow(/must be new/)
    expect(await run('user', 'sign-out', 'rik')).toBe('rik is signed out everywhere.\n')
    expect(await run('user', 'disable', 'rik')).toBe('rik is shut out.\n')
    expect(await useLink(link)).toBe(false)
    expect(await run('user', 'enable', 'rik')).toMatch(/^rik may sign in again/)
  })

  test.each([
    [['user', 'add', 'X', '--login', 'x y'], /^invalid-payload: A login name/],
    [['user', 'add', 'X', '--login', 'ada'], /^login-taken: /],
    [['user', 'add', 'X', '--login', 'xx', '--role', 'manager'], /^manager is no role; give/],
    [['user', 'add', 'X', '--login', 'xx', '--role', 'oproep:king'], /^There is no role king/],
    [['user', 'add', 'X', '--login', 'xx', '--role', 'oproep:admin'], /holds in every call/],
    [['user', 'add', 'X', '--login', 'xx', '--organisation', '1'], /no KBO number/],
    [['user', 'link', 'nobody'], /^There is no person nobody; user list/],
    [['user', 'grant', 'nobody', '*:auditor'], /^There is no person nobody/],
    [['user', 'revoke', 'ada', '*:auditor'], /^ada has no role \*:auditor/],
    [['user', 'bind', 'ada', 'sub'], /^No sign-in service is configured/],
    [['token', 'add', 'ada', '--scope', 'read', '--days', '366'], /1 to 365 days/],
    [['token', 'add', 'ada', '--scope', 'read', '--days', 'x'], /^--days takes a number/],
    [['token', 'revoke', 'none'], /^not-found: /],
  ])('%j is refused in one sentence, and nothing changes', async (words, sentence) => {
    const before = dump(file)
    await expect(run(...words)).rejects.toThrow(sentence)
    expect(dump(file)).toBe(before)
  })
})

describe('mijlpaal token', () => {
  test('prints a secret once, by which its person is known until it is revoked', async () => {
    const said = await run('token', 'add', 'ada', '--scope', 'read', '--days', '90', '--name', 'x')
    const [, secret = '', id = ''] = /^(mijlpaal_\S+)\n\nIt is token (\S+), until/.exec(said) ?? []
    expect(dump(file)).not.toContain(secret)
    const who = async () => {
      await using app = await openApp({ database: file, kind: 'existing', access: live })
      return await app.access.authenticate({ headers: { authorization: `Bearer ${secret}` } })
    }
    expect(await who()).toMatchObject({ label: 'Ada Peeters', roles: { '*': ['admin'] } })
    const list = await run('token', 'list', 'ada')
    expect(list).toContain(id)
    expect(list).not.toContain(secret)
    expect(await run('token', 'revoke', id)).toMatch(/of no use any more/)
    expect(await who()).toBeNull()
    expect(JSON.parse(await run('token', 'list', '--json'))).toMatchObject([
      { id, revokedMs: expect.any(Number) as number },
    ])
  })
})
