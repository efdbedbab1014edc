import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite3 from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import type { Letter } from '../../../src/programme/letters/letter-book.ts'
import { letterLanguages } from '../../../src/programme/letters/composing.ts'
import { emptyDirectory, folderOf, migrateAgain, replayInto, voorbeeld } from '../replayed.ts'
import { readPdf } from './read-pdf.ts'

const gent = 'voorbeeld/gent'
const aalst = 'voorbeeld/aalst'
const directory = emptyDirectory()
const file = join(directory, 'replayed.sqlite')
const head = { name: 'Agentschap', contact: null, account: null }

beforeAll(async () => {
  await replayInto(file, await folderOf(voorbeeld))
})

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function copy(name: string): string {
  const path = join(directory, `${name}.sqlite`)
  copyFileSync(file, path)
  return path
}

const open = (path: string, letterhead = head): Promise<App> =>
  openApp({ database: path, kind: 'existing', letterhead })

async function allLetters({ engine, papers }: App): Promise<readonly Letter[]> {
  const found: Letter[] = []
  for (const { id, machine } of await engine.instances()) {
    if (machine === 'project') found.push(...(await papers.letters.list(id)))
  }
  return found
}

/** SHA-256 of every letter of a database, by project, letter and language. */
async function digestsOf(path: string): Promise<readonly string[]> {
  await using app = await open(path)
  const digests: string[] = []
  for (const { instance, id } of await allLetters(app)) {
    for (const language of letterLanguages) {
      const made = await app.papers.letters.make(instance, id, language)
      digests.push(`${instance} ${id} ${language} ${made?.digest}`)
    }
  }
  return digests
}

describe('letters', () => {
  test('are caused by the events of a project, each once', async () => {
    await using app = await open(file)
    const names = async (id: string) => (await app.papers.letters.list(id)).map(({ name }) => name)
    expect(await names(gent)).toEqual([
      'receipt',
      'award',
      'reportDue.interimReport',
      'reportDue.finalReport',
      'settlement',
      'closure',
    ])
    expect(await names(aalst)).toEqual([
      'receipt',
      'award',
      'reportDue.interimReport',
      'reportDue.finalReport',
      'hearing.balance',
      'settlement',
      'demand.balance',
      'closure',
    ])
    expect(await app.engine.verify()).toEqual([])
  })

  test('have the same bytes in another replay, and when the engine was opened again', async () => {
    const again = join(directory, 'again.sqlite')
    await replayInto(again, await folderOf(voorbeeld))
    const first = await digestsOf(copy('first'))
    expect(first).toHaveLength(28)
    expect(await digestsOf(again)).toEqual(first)
    expect(await digestsOf(again)).toEqual(first)
  })

  test('keep the digest and the letterhead of their first making', async () => {
    const path = copy('letterhead')
    const award = '11-award'
    const made = async (app: App) => (await app.papers.letters.make(gent, award, 'nl'))!
    await using app = await open(path)
    const first = await made(app)
    expect(first.isAsFirst).toBe(true)
    const listed = (await app.papers.letters.list(gent)).find(({ id }) => id === award)
    expect(listed?.digests).toEqual({ nl: first.digest, en: null })
    await using renamed = await open(path, { ...head, name: 'Another name' })
    expect((await made(renamed)).digest).toBe(first.digest)
    const english = await renamed.papers.letters.make(gent, award, 'en')
    expect((await readPdf(english!.bytes)).text).toMatch(/^Agentschap$/m)
    const other = await renamed.papers.letters.make(aalst, award, 'nl')
    expect((await readPdf(other!.bytes)).text).toMatch(/^Another name$/m)
    expect(await renamed.engine.verify()).toEqual([])
  })

  test('that two ask for at once are made first by one of them', async () => {
    await using app = await open(copy('together'))
    const { letters } = app.papers
    const makings = await Promise.all(
      Array.from({ length: 5 }, () => letters.make(gent, '11-award', 'nl')),
    )
    expect(new Set(makings.map((made) => made?.digest)).size).toBe(1)
    expect(makings.every((made) => made?.isAsFirst)).toBe(true)
    expect(await app.engine.verify()).toEqual([])
  })

  test('say what the project was called then, also after a merger', async () => {
    const path = join(directory, 'merged.sqlite')
    await replayInto(path, await folderOf(voorbeeld), Date.parse('2024-07-10T12:00:00Z'))
    await using app = await open(path)
    const textOf = async (id: string) =>
      (await readPdf((await app.papers.letters.make(gent, id, 'nl'))!.bytes)).text
    const before = await textOf('11-award')
    const outcome = await app.engine.send({
      to: gent,
      type: 'applicant.succeed',
      data: { name: 'Nieuw-Gent', kbo: '0207437468', date: '2024-07-01', reference: 'Decree' },
      sender: { person: 'mia', roles: ['manager'] },
    })
    expect(outcome.accepted).toBe(true)
    expect(await textOf('11-award')).toBe(before)
    expect(before).toContain('Gent\nKBO-nummer 0207.451.227')
  })

  test('lose a reason that is redacted, and say that they are not as they were', async () => {
    await using app = await open(copy('redacted'))
    const { letters } = app.papers
    const id = (await letters.list(aalst)).find(({ kind }) => kind === 'demand')!.id
    const first = (await letters.make(aalst, id, 'nl'))!
    const { revision } = (await app.engine.history(aalst)).find(
      ({ type }) => type === 'clawback.decide',
    )!
    const text = (await app.engine.texts(aalst)).find((each) => each.revision === revision)!
    expect((await readPdf(first.bytes)).text).toContain(text.text)
    const redacted = await app.engine.redact({
      instance: aalst,
      revision,
      path: 'reason',
      reason: 'A name stood in it.',
      sender: { person: 'ada', roles: ['admin'] },
      approvedBy: { person: 'aud', roles: ['admin'] },
    })
    expect(redacted.accepted).toBe(true)
    const later = (await letters.make(aalst, id, 'nl'))!
    expect(later.isAsFirst).toBe(false)
    const read = (await readPdf(later.bytes)).text
    expect(read).toContain('Deze tekst werd gewist.')
    expect(read.replace('Deze tekst werd gewist.', text.text!)).toBe(
      (await readPdf(first.bytes)).text,
    )
    expect(await app.engine.verify()).toEqual([])
  })

  test('begin with the release that brought them', async () => {
    const path = join(directory, 'older.sqlite')
    await replayInto(path, await folderOf(voorbeeld), Date.parse('2024-07-10T12:00:00Z'))
    const db = new BetterSqlite3(path)
    for (const table of ['letter', 'letter_begin', 'document', 'document_head', 'file_content']) {
      db.exec(`drop table ${table}`)
    }
    db.exec('alter table mail drop column letters')
    db.close()
    await migrateAgain(path, 'documents')
    await using app = await open(path)
    expect(await allLetters(app)).toEqual([])
    expect(await app.engine.verify()).toEqual([])
    await app.engine.advanceTo(Date.parse('2024-12-20T12:00:00Z'))
    expect((await app.papers.letters.list(gent)).map(({ name }) => name)).toEqual([
      'reportDue.interimReport',
    ])
    expect(await app.engine.verify()).toEqual([])
  })

  test('that are not there are not made', async () => {
    await using app = await open(file)
    expect(await app.papers.letters.make(gent, '99-award', 'nl')).toBeUndefined()
    expect(await app.papers.letters.make('voorbeeld/none', '11-award', 'nl')).toBeUndefined()
  })
})
