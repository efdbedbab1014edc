import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operator } from '../../src/access/audit.ts'
import { moveDatabase, openApp } from '../../src/app.ts'
import { openDatabase } from '../../src/store/database.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'
import { folderOf, replayInto, voorbeeld } from './replayed.ts'

let server: PostgresqlServer
let folder: string

beforeAll(async () => {
  server = await PostgresqlServer.start()
  folder = mkdtempSync(join(tmpdir(), 'move-'))
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** A SQLite file in which the example was replayed, and an empty place to move it to. */
const replayed = async (name: string) => {
  const file = join(folder, `${name}.sqlite`)
  await replayInto(file, await folderOf(voorbeeld))
  return { file, url: await freshSchema(server.url('postgres')) }
}

const stateOf = async (database: string): Promise<string> => {
  await using app = await openApp({ database, kind: 'existing', mustExist: true })
  const [call = ''] = await app.queries.calls()
  const histories = []
  for (const { id } of await app.engine.instances()) histories.push(await app.engine.history(id))
  return JSON.stringify([
    await app.queries.call(call),
    await app.queries.projects(call),
    await app.mails.list(),
    await app.engine.heads(),
    histories,
  ])
}

const rename = { type: 'applicant.update', data: { name: 'Gent II' } }

describe('moving a database', () => {
  test('takes every row along, and leaves the file readable and unchangeable', async () => {
    const { file, url } = await replayed('whole')
    const before = await stateOf(file)
    const { rows, findings } = await moveDatabase(file, url)
    expect(findings).toEqual([])
    expect(rows).toBeGreaterThan(100)
    expect(await stateOf(url)).toBe(before)
    expect(await stateOf(file)).toBe(before)
    const send = async (database: string) => {
      await using app = await openApp({ database, kind: 'existing' })
      const sender = { person: 'mia', roles: ['manager'] }
      return await app.engine.send({ to: 'voorbeeld/gent', ...rename, sender, key: 'rename' })
    }
    await expect(send(file)).rejects.toMatchObject({
      code: 'database-moved',
      message: expect.stringMatching(/^This database was moved to PostgreSQL/),
    })
    expect(await stateOf(file)).toBe(before)
    expect(await send(url)).toMatchObject({ accepted: expect.any(Boolean) })
  })

  test('takes people, roles and tokens along, and closes the file to them too', async () => {
    const { file, url } = await replayed('people')
    const add = async (database: string, login: string) => {
      await using app = await openApp({ database, kind: 'existing' })
      const { users, tokens } = app.access
      const added = await users.add({ name: login, login }, operator)
      if (!('done' in added)) throw new Error(added.denied.message)
      const wanted = { name: 'export', scope: 'read', days: 9 } as const
      const made = await tokens.add(added.done.id, wanted, operator)
      return 'done' in made ? `Bearer ${made.done.secret}` : ''
    }
    const authorization = await add(file, 'rik')
    const labelBy = async (database: string) => {
      await using app = await openApp({ database, kind: 'existing' })
      return (await app.access.authenticate({ headers: { authorization } }))?.label
    }
    expect(await labelBy(file)).toBe('rik')
    expect((await moveDatabase(file, url)).findings).toEqual([])
    expect(await labelBy(url)).toBe('rik')
    expect(await add(url, 'lea')).toMatch(/^Bearer mijlpaal_/)
    await expect(add(file, 'lea')).rejects.toMatchObject({ code: 'database-moved' })
    expect(await labelBy(file)).toBe('rik')
  })

  test('refuses a target that has rows, and changes neither', async () => {
    const { file, url } = await replayed('twice')
    await moveDatabase(file, url)
    const moved = await stateOf(url)
    const { file: other } = await replayed('other')
    await expect(moveDatabase(other, url)).rejects.toMatchObject({ code: 'database-not-empty' })
    expect(await stateOf(url)).toBe(moved)
    await using app = await openApp({ database: other, kind: 'existing' })
    expect(await app.engine.verify()).toEqual([])
  })

  test('of a file that was tampered with moves nothing, and says what is wrong', async () => {
    const { file, url } = await replayed('tampered')
    const database = await openDatabase({ file })
    await sql`update ledger_entry set cents = cents + 1`.execute(database.writer)
    await database.close()
    const { findings } = await moveDatabase(file, url)
    expect(findings.map(({ table }) => table)).toContain('ledger_entry')
    const opening = openApp({ database: url, kind: 'existing' })
    await using empty = await opening
    expect(await empty.queries.calls()).toEqual([])
    await using serving = await openApp({ database: file, kind: 'existing' })
    expect(await serving.queries.calls()).toEqual(['voorbeeld'])
  })

  test('needs a file with something in it', async () => {
    const file = join(folder, 'empty.sqlite')
    await (await openDatabase({ file })).close()
    const url = await freshSchema(server.url('postgres'))
    await expect(moveDatabase(file, url)).rejects.toMatchObject({ code: 'database-missing' })
  })
})
