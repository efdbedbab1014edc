import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Caller, Role } from '../../src/access/caller.ts'
import { openDocumentNames } from '../../src/programme/publication/open-data.ts'
import { freshSchema, PostgresqlServer } from '../postgresql.ts'
import { pdf } from '../programme/documents/contents.ts'
import { folderOf } from '../programme/replayed.ts'
import { at, openApiWorld, pathOf, type Answer, type ApiWorld } from './api-world.ts'

const call = 'plan-samenleven-3'
const folderPath = join(import.meta.dirname, '../../calls', call)
/** Claims are demanded, balances are being paid. */
const untilMs = at('2025-09-01T12:00:00Z')

const everywhere = (person: string, role: Role): Caller => ({
  person,
  label: person,
  roles: { '*': [role] },
  organisation: null,
})
const people = {
  mia: everywhere('mia', 'manager'),
  pol: everywhere('pol', 'paymaster'),
}

let server: PostgresqlServer
let sqlite: ApiWorld
let postgresql: ApiWorld

beforeAll(async () => {
  server = await PostgresqlServer.start()
  const folder = await folderOf(folderPath)
  sqlite = await openApiWorld({ folder, people, untilMs })
  const url = await freshSchema(server.url('postgres'))
  postgresql = await openApiWorld({ folder, people, untilMs, url })
})

afterAll(async () => {
  await postgresql.close()
  await server[Symbol.asyncDispose]()
})

type Ask = (world: ApiWorld) => Promise<Answer<unknown>>

/** What both databases answer, which is the same; the one of PostgreSQL. */
async function same<Body>(ask: Ask): Promise<Answer<Body>> {
  const one = await ask(sqlite)
  const other = await ask(postgresql)
  expect(other.status).toBe(one.status)
  expect(other.text).toBe(one.text)
  return other as Answer<Body>
}

const get =
  (person: string | null, url: string): Ask =>
  (world) =>
    world.ask(person, url)

const post =
  (person: string, url: string, body: object): Ask =>
  (world) =>
    world.ask(person, url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    })

const lists = {
  letters: `${pathOf(`${call}/menen`)}/letters`,
  files: `${pathOf(call)}/files`,
}

describe('money, papers and what is public on PostgreSQL', () => {
  test('batches are listed and exported as on SQLite, to the byte', async () => {
    interface Listed {
      readonly batches: readonly { readonly id: number }[]
    }
    const { body } = await same<Listed>(get('pol', `/api/payments?call=${call}`))
    expect(body.batches.length).toBeGreaterThan(3)
    for (const { id } of body.batches) {
      const path = `/api/payments/batches/${id}/pain.001.xml?call=${call}`
      expect((await same(get('pol', path))).status).toBe(200)
    }
  })

  test('money that came in and a status are told the same of, and taken once', async () => {
    const claim = await sqlite.ask<{ claims: readonly { reference: string }[] }>(
      'mia',
      pathOf(`${call}/menen`),
    )
    const [{ reference } = { reference: '' }] = claim.body.claims
    const content = `date,amount,reference\n2025-08-30,100.00,${reference}\n2025-08-31,5.00,x\n`
    const receipts = { call, format: 'csv', content }
    const dry = await same(post('pol', '/api/payments/receipts?dryRun=true', receipts))
    expect(dry.body).toMatchObject({ taken: false })
    const first = await same(post('pol', '/api/payments/receipts', receipts))
    expect(first.body).toMatchObject({ taken: true, lines: [{ cents: 10_000 }, { cents: 500 }] })
    const again = await same(post('pol', '/api/payments/receipts', receipts))
    expect(again.body).toMatchObject({ lines: [{ events: [] }, { events: [] }] })
    await same(get('mia', pathOf(`${call}/menen`)))
    await same(get('mia', pathOf(call)))
  })

  test('letters are listed and made the same, first and again', async () => {
    const { body } = await same<{ items: readonly { id: string }[] }>(get('mia', lists.letters))
    expect(body.items.length).toBeGreaterThan(4)
    for (const { id } of body.items) {
      const path = `${lists.letters}/${id}.pdf?language=nl`
      expect((await same(get('mia', path))).status).toBe(200)
    }
    await same(get('mia', lists.letters))
  })

  test('files are kept, listed and given back the same', async () => {
    const decree = { kind: 'awardDecree', name: 'a.pdf', content: (await pdf()).toString('base64') }
    const attached = async () => {
      const { body } = await same<{ isNew: boolean }>(post('mia', lists.files, decree))
      return body.isNew
    }
    expect([await attached(), await attached()]).toEqual([true, false])
    const { body } = await same<{ items: readonly { id: number }[] }>(get('mia', lists.files))
    expect(body.items).toHaveLength(1)
    await same(get('mia', `${lists.files}/${body.items[0]!.id}`))
  })

  test.each([
    `${pathOf(call)}/completeness?limit=100`,
    `${pathOf(call)}/completeness?format=csv`,
    `${pathOf(`${call}/menen`)}/workbooks/accounts.xlsx?year=2025`,
    `${pathOf(`${call}/menen`)}/next`,
    `/api/forecast?call=${call}`,
  ])('%s is the same', async (path) => {
    expect((await same(get('mia', path))).status).toBe(200)
  })

  test('what is public is published in the same versions', async () => {
    const published = async ({ app }: ApiWorld) =>
      (await app.openData.publications.publish(call)).map(({ digest }) => digest)
    const versions = await published(sqlite)
    expect(versions.length).toBeGreaterThan(1)
    expect(await published(postgresql)).toEqual(versions)
    expect(await published(postgresql)).toEqual([])
    for (const name of openDocumentNames) {
      const textOf = async ({ app }: ApiWorld) => {
        const document = await app.openData.document(call, null, name)
        return document?.text.replaceAll(/"(?:published|notedAt|modified)[^,]*,/g, '')
      }
      expect(await textOf(postgresql)).toBe(await textOf(sqlite))
    }
  })

  test('nothing of it escapes verify', async () => {
    for (const { app } of [sqlite, postgresql]) expect(await app.engine.verify()).toEqual([])
  })
})
